/** Where the person writes: a growing box, files waiting to go along, and a draft that survives a reload. */

import { element } from "./element.js";
import { removeLabel, size } from "./files.js";
import { visit } from "./shelf.js";
import { t } from "./texts.js";

const MAX_FILE_BYTES = 10_000_000;
const MAX_FILES = 5;

const composer = document.getElementById("composer");
const text = document.getElementById("text");
const pending = document.getElementById("pending");
const alertLine = document.getElementById("alert");
const fileInput = document.getElementById("file-input");
const touch = window.matchMedia("(hover: none) and (pointer: coarse)");

/** Event "send": detail `{ text, files }`. */
export class Composer extends EventTarget {
  #files = [];
  #offered = "";

  constructor() {
    super();
    text.value = visit.get("draft") ?? "";
    this.#listen();
    this.#typed();
  }

  get isEmpty() {
    return text.value.trim() === "" && this.#files.length === 0;
  }

  /** Gives a refused message back for editing, above whatever has been typed since. */
  putBack(words, files) {
    text.value = [words, text.value].filter(Boolean).join("\n");
    this.#files = [...files, ...this.#files];
    this.#typed();
    this.#showFiles();
    text.focus();
  }

  /** Words to be changed, where nothing is written yet. */
  offer(words) {
    if (text.value.trim() !== "") return;
    text.value = this.#offered = words;
    this.#typed();
    this.focus();
  }

  /** The person went another way: what was offered goes, unless they have begun to change it. */
  withdraw() {
    if (this.#offered && text.value === this.#offered) {
      text.value = "";
      this.#typed();
    }
    this.#offered = "";
  }

  clear() {
    text.value = "";
    this.#files = [];
    this.#typed();
    this.#showFiles();
    warn("");
  }

  focus() {
    // On a phone the keyboard would jump up and cover the answer.
    if (!touch.matches) text.focus();
  }

  #listen() {
    text.addEventListener("input", () => this.#typed());
    text.addEventListener("keydown", (event) => this.#key(event));
    document.getElementById("send").addEventListener("click", () => this.#send());
    document.getElementById("attach").addEventListener("click", () => fileInput.click());
    fileInput.addEventListener("change", () => {
      this.#add([...fileInput.files]);
      fileInput.value = "";
    });
    text.addEventListener("paste", (event) => this.#take(event, event.clipboardData));
    this.#listenToDrops();
  }

  #listenToDrops() {
    document.addEventListener("dragover", (event) => {
      event.preventDefault();
      composer.classList.add("dropping");
    });
    document.addEventListener("dragleave", (event) => event.relatedTarget || composer.classList.remove("dropping"));
    document.addEventListener("drop", (event) => {
      composer.classList.remove("dropping");
      if (!this.#take(event, event.dataTransfer) && event.target !== text) event.preventDefault();
    });
  }

  #take(event, transfer) {
    const files = [...(transfer?.files ?? [])];
    if (!files.length) return false;
    event.preventDefault();
    this.#add(files);
    return true;
  }

  /**
   * Enter sends, Shift+Enter makes a new line. On a touch keyboard Enter makes the new line: there is no Shift+Enter,
   * a concern has several lines, and the send button lies right beside the thumb.
   */
  #key(event) {
    // While a Vietnamese input method still composes a word, Enter only ends that word.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229 || touch.matches) return;
    event.preventDefault();
    this.#send();
  }

  #send() {
    if (this.isEmpty) return text.focus();
    const detail = { text: text.value.trim(), files: this.#files };
    this.clear();
    this.dispatchEvent(new CustomEvent("send", { detail }));
    text.focus();
  }

  #typed() {
    if (text.value) visit.set("draft", text.value);
    else visit.remove("draft");
    grow();
  }

  #add(files) {
    const small = files.filter((file) => file.size <= MAX_FILE_BYTES);
    const room = MAX_FILES - this.#files.length;
    this.#files = [...this.#files, ...small.slice(0, room)];
    this.#showFiles();
    warn(small.length < files.length ? t("page-file-too-large") : small.length > room ? t("page-too-many-files") : "");
    text.focus();
  }

  #remove(file) {
    this.#files = this.#files.filter((other) => other !== file);
    this.#showFiles();
    warn("");
    text.focus();
  }

  #showFiles() {
    pending.hidden = this.#files.length === 0;
    pending.replaceChildren(...this.#files.map((file) => this.#pendingFile(file)));
  }

  #pendingFile(file) {
    const row = element("li");
    const remove = element("button", { type: "button", className: "remove", textContent: "×" });
    remove.setAttribute("aria-label", removeLabel(file.name));
    remove.addEventListener("click", () => this.#remove(file));
    row.append(element("span", { className: "file-name", textContent: file.name }));
    row.append(element("span", { className: "quiet", textContent: size(file.size) }), remove);
    return row;
  }
}

/** A line above the box, read out at once. */
export function warn(sentence) {
  alertLine.textContent = sentence;
}

/** As high as its words, up to the limit in the style sheet. */
function grow() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + text.offsetHeight - text.clientHeight}px`;
}

document.fonts?.ready.then(grow);
window.addEventListener("resize", grow);
