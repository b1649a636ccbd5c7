/** The conversation as it is shown: bubbles, choices, what became of each sent message. Nothing of it is stored. */

import { element } from "./element.js";
import { ownFiles, receivedFiles } from "./files.js";
import { owner } from "./shelf.js";
import { label, t } from "./texts.js";

const NEAR_END_PX = 80;
const MARGIN_PX = 12;
// Replies of one turn come in a burst; the first of them is where reading starts.
const BURST_MS = 400;
const DOUBLE_TAP_MS = 700;
const TYPING_MS = 8_000;
const DELIVERY_TEXT = {
  waiting: "page-state-waiting",
  retrying: "page-state-retrying",
  sent: "page-state-sent",
  refused: "page-state-refused",
};
const CODE = /(\b[0-9A-Z]{2,4}(?:-[0-9A-Z]{4})+\b)/;

const log = document.getElementById("log");
const messages = document.getElementById("messages");
const typing = document.getElementById("typing");
const toNewest = document.getElementById("to-newest");
let wasAtEnd = true;
let unseen = 0;

export class Transcript extends EventTarget {
  #conversation;
  #openMenus = [];
  #pressed = null;
  #pressedAt = 0;
  #readFrom = null;
  #arrivedAt = -Infinity;
  #typingTimer = 0;

  constructor(conversation) {
    super();
    this.#conversation = conversation;
    log.addEventListener("scroll", noteWhetherAtEnd, { passive: true });
    // The on-screen keyboard and a change of text size must not hide what was being read.
    new ResizeObserver(keepEnd).observe(log);
    window.addEventListener("resize", keepEnd);
    toNewest.addEventListener("click", goToEnd);
  }

  /** Adds the bot's message. The text goes in as text only: it may hold words of strangers. */
  addReply({ text = "", choices = [], files = [], tag = "", replaces = "", conceals = false, isOld = false, isPast = false }) {
    const follow = isNearEnd() || isUnattended();
    if (conceals) concealLastWords();
    this.showTyping(false);
    const message = element("div", { className: "message bot" });
    message.append(speaker("page-bot-says"));
    if (text) message.append(bubble(text));
    if (files.length) message.append(receivedFiles(files, this.#conversation, () => follow && this.#follow(message)));
    if (choices.length) message.append(this.#menu(choices, tag, isPast));
    this.#place(message, replaces);
    if (isOld) return goToEnd();
    if (follow) this.#follow(message);
    else unseen += 1;
    noteWhetherAtEnd();
  }

  /** At the end, or in the place of the message with the same mark. */
  #place(message, mark) {
    const earlier = mark && [...messages.children].find((other) => other.dataset.mark === mark);
    if (mark) message.dataset.mark = mark;
    if (earlier) earlier.replaceWith(message);
    else messages.append(message);
  }

  /** Adds what the person sends; the returned function shows what becomes of it. */
  addOwn({ text = "", label: chosen = "", files = [], lost = [] }) {
    this.#retireMenus();
    this.#arrivedAt = -Infinity;
    const words = text || chosen;
    const delivery = element("p", { className: "delivery" });
    delivery.setAttribute("aria-live", "off");
    const message = element("div", { className: "message mine" });
    message.append(speaker("page-you-say"));
    if (words) message.append(bubble(words));
    if (files.length) message.append(ownFiles(files));
    if (lost.length) message.append(lostFiles(lost));
    message.append(delivery);
    messages.append(message);
    goToEnd();
    return (state, options) => showDelivery(message, delivery, state, options);
  }

  /** A line of the page itself, not of the bot: a text key, or the server's own sentence. */
  addNote(key, sentence = "") {
    const note = element("p", { className: "note" });
    if (sentence) note.textContent = sentence;
    else label(note, key);
    messages.append(note);
    goToEnd();
  }

  /** The dots while the bot works; they go by themselves if no answer comes. */
  showTyping(on) {
    const follow = isNearEnd();
    clearTimeout(this.#typingTimer);
    typing.hidden = !on;
    if (!on) return;
    this.#typingTimer = setTimeout(() => this.showTyping(false), TYPING_MS);
    if (follow) goToEnd();
  }

  clear() {
    messages.replaceChildren();
    this.#openMenus = [];
    this.showTyping(false);
  }

  #menu(choices, tag, isPast) {
    const menu = element("div", { className: "choices" });
    menu.setAttribute("role", "group");
    menu.dataset.textLabel = "page-choices";
    menu.setAttribute("aria-label", t("page-choices"));
    menu.append(...choices.map((choice, index) => this.#choice(choice, tag ? `${index + 1} ${tag}` : `${index + 1}`)));
    // A notice's numbers carry its tag and stay valid; bare numbers always mean the newest menu.
    if (tag) return menu;
    if (isPast) {
      menu.classList.add("past");
      return menu;
    }
    for (const earlier of this.#openMenus) earlier.classList.add("unnumbered");
    this.#openMenus.push(menu);
    return menu;
  }

  #choice(choice, number) {
    const button = element("button", { type: "button", className: "choice" });
    button.append(element("span", { className: "number", textContent: number }), " ");
    button.append(element("span", { textContent: choice.label }));
    button.addEventListener("click", () => this.#press(choice, button));
    return button;
  }

  #press(choice, button) {
    const now = performance.now();
    if (choice === this.#pressed && now - this.#pressedAt < DOUBLE_TAP_MS) return;
    this.#pressed = choice;
    this.#pressedAt = now;
    // A notice stays in view after newer menus; once answered it should no longer look like work.
    button.parentElement.classList.add("past");
    this.dispatchEvent(new CustomEvent("choice", { detail: { choice: choice.value, label: choice.label } }));
  }

  #retireMenus() {
    for (const menu of this.#openMenus) menu.classList.add("past");
    this.#openMenus = [];
  }

  /** Shows the end, but never scrolls past the start of what has just come. */
  #follow(message) {
    const now = performance.now();
    if (now - this.#arrivedAt > BURST_MS) this.#readFrom = message;
    this.#arrivedAt = now;
    log.scrollTop = Math.min(log.scrollHeight, this.#readFrom.offsetTop - MARGIN_PX);
  }
}

/** The person's last words were a secret: they are shown no longer. */
function concealLastWords() {
  const said = [...messages.querySelectorAll(".mine .bubble")].at(-1);
  if (said) said.textContent = "••••";
}

/** A text, its codes kept in one piece: they are copied whole, and misread when broken at a hyphen. */
function bubble(text) {
  const shown = element("div", { className: "bubble" });
  text.split(CODE).forEach((part, index) => {
    shown.append(index % 2 ? element("span", { className: "code", textContent: part }) : part);
  });
  return shown;
}

function speaker(key) {
  return label(element("span", { className: "visually-hidden" }), key);
}

function lostFiles(names) {
  const note = element("p", { className: "lost" });
  note.append(label(element("span"), "page-files-lost"), ` ${names.join(", ")}`);
  return note;
}

function showDelivery(message, delivery, state, { sentence = "", onEdit = null } = {}) {
  message.dataset.state = state;
  if (state === "sent") messages.querySelector(".mine.newest")?.classList.remove("newest");
  message.classList.toggle("newest", state === "sent");
  delivery.replaceChildren(deliveryText(state, sentence));
  if (onEdit) delivery.append(" ", editButton(onEdit));
}

function deliveryText(state, sentence) {
  const text = element("span");
  if (sentence) text.textContent = sentence;
  else label(text, DELIVERY_TEXT[state]);
  return text;
}

function editButton(onEdit) {
  const button = label(element("button", { type: "button", className: "link" }), "page-edit-again");
  button.addEventListener("click", () => {
    button.remove();
    onEdit();
  });
  return button;
}

function goToEnd() {
  log.scrollTop = log.scrollHeight;
  noteWhetherAtEnd();
}

function keepEnd() {
  if (wasAtEnd) goToEnd();
  else noteWhetherAtEnd();
}

function noteWhetherAtEnd() {
  wasAtEnd = isNearEnd();
  toNewest.hidden = wasAtEnd;
  if (wasAtEnd) unseen = 0;
  showUnseen();
}

/** How many messages have come below what is being read. */
function showUnseen() {
  const key = unseen ? "page-to-new" : "page-to-newest";
  toNewest.dataset.unseen = unseen || "";
  if (toNewest.dataset.textLabel === key) return;
  toNewest.dataset.textLabel = key;
  toNewest.title = t(key) || toNewest.title;
  toNewest.setAttribute("aria-label", toNewest.title);
}

/** A phone of the demo that nobody holds: what comes is shown, as nobody is reading anything else on it. */
function isUnattended() {
  return owner !== "" && !document.hasFocus();
}

function isNearEnd() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
}
