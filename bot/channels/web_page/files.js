/** Files in the conversation: pictures shown in place, the rest offered as a download. */

import { element } from "./element.js";
import { label, t } from "./texts.js";

// What every browser draws safely in an <img>; anything else is only ever downloaded.
const PICTURES = new Set(["image/jpeg", "image/png", "image/webp", "image/gif"]);
const addresses = new Set();

function blobAddress(blob) {
  const address = URL.createObjectURL(blob);
  addresses.add(address);
  return address;
}

/** Frees the pictures when the conversation is cleared. */
export function forgetFiles() {
  addresses.forEach((address) => URL.revokeObjectURL(address));
  addresses.clear();
}

function isPicture(type) {
  return PICTURES.has(type);
}

/** Files the person sends, from memory. */
export function ownFiles(files) {
  const list = element("div", { className: "files" });
  list.append(...files.map((file) => (isPicture(file.type) ? picture(file, file.name) : fileName(file.name))));
  return list;
}

/** Files of the bot. `onShown` is called when a picture has taken its place, and with it some height. */
export function receivedFiles(files, conversation, onShown) {
  const list = element("div", { className: "files" });
  for (const file of files) {
    const slot = element("div", { className: "slot" });
    slot.append(downloadButton(file, conversation));
    list.append(slot);
    if (isPicture(file.type)) showPicture(slot, file, conversation, onShown);
  }
  return list;
}

/** Until the picture is there, and if it never comes, the download button stands in its place. */
async function showPicture(slot, file, conversation, onShown) {
  const blob = await fetchFile(file, conversation).catch(() => null);
  if (!blob) return;
  const shown = picture(blob, file.name);
  slot.prepend(shown);
  shown.addEventListener("load", onShown, { once: true });
}

function picture(blob, name) {
  return element("img", { className: "picture", src: blobAddress(blob), alt: name });
}

function fileName(name) {
  return element("span", { className: "file", textContent: name });
}

function downloadButton(file, conversation) {
  const button = element("button", { type: "button", className: "file" });
  const state = label(element("span", { className: "file-action" }), "page-download");
  button.append(element("span", { className: "file-name", textContent: file.name }), " ", state);
  button.addEventListener("click", async () => {
    label(state, "page-downloading");
    const blob = await fetchFile(file, conversation).catch(() => null);
    label(state, blob ? "page-download" : "page-download-failed");
    if (blob) save(blob, file.name);
  });
  return button;
}

async function fetchFile(file, conversation) {
  const token = await conversation.open();
  const response = await fetch(file.url, { headers: { Authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`file ${response.status}`);
  return response.blob();
}

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  element("a", { href: address, download: name }).click();
  // The browser reads the address a moment after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** "1,4 MB" or "12 KB", in the reader's language. */
export function size(bytes) {
  const [amount, unit] = bytes < 100_000 ? [Math.ceil(bytes / 1_000), "KB"] : [bytes / 1_000_000, "MB"];
  return `${amount.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} ${unit}`;
}

/** The accessible name of the button that takes a file off the message again. */
export function removeLabel(name) {
  return `${t("page-remove")} ${name}`;
}
