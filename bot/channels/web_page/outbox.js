/** What the person has sent and the server has not yet stored: kept in order, and through a reload. */

import { Backoff, retryAfter, sleep, wakeAll } from "./backoff.js";
import { errorMessage } from "./conversation.js";
import { visit } from "./shelf.js";

const TEXT_TIMEOUT_MS = 30_000;
const FILES_TIMEOUT_MS = 300_000;

/**
 * Events: "posting" at each attempt; "state" with detail `{ item, state, sentence }`, the state being "retrying",
 * "sent" or "refused".
 * An item is `{ id, text, choice, label, files, lost }`; `lost` names the files that a reload took.
 */
export class Outbox extends EventTarget {
  #conversation;
  #items = [];
  #running = false;
  #backoff = new Backoff();

  constructor(conversation) {
    super();
    this.#conversation = conversation;
  }

  get isEmpty() {
    return this.#items.length === 0;
  }

  /** Queues a message and starts sending. */
  add({ text = "", choice = null, label = "", files = [] }) {
    const item = { id: randomId(), text, choice, label, files, lost: [] };
    this.#items.push(item);
    this.#keep();
    return item;
  }

  /** What a reload interrupted, under the same ids, so that the server recognises what it already has. */
  restore() {
    this.#items = readKept();
    this.#keep();
    return [...this.#items];
  }

  /** Sends until nothing waits. Calling it again while it runs changes nothing. */
  async send() {
    if (this.#running) return;
    this.#running = true;
    while (this.#items.length) await this.#sendFirst(this.#items[0]);
    this.#running = false;
  }

  clear() {
    this.#items = [];
  }

  async #sendFirst(item) {
    if (!hasContent(item)) return this.#settle(item, "refused");
    const token = await this.#conversation.open();
    this.dispatchEvent(new Event("posting"));
    const response = await post(item, token).catch(() => null);
    if (response?.status === 202) {
      wakeAll();
      return this.#settle(item, "sent");
    }
    if (response?.status === 401) {
      await this.#conversation.renew(token);
      return this.#backoff.pause();
    }
    if (isRefusal(response)) return this.#settle(item, "refused", await errorMessage(response));
    this.#tell(item, "retrying");
    if (response?.status === 429) return sleep(retryAfter(response));
    return this.#backoff.pause();
  }

  #settle(item, state, sentence = "") {
    this.#items = this.#items.filter((other) => other !== item);
    this.#backoff.reset();
    this.#keep();
    this.#tell(item, state, sentence);
  }

  #tell(item, state, sentence = "") {
    this.dispatchEvent(new CustomEvent("state", { detail: { item, state, sentence } }));
  }

  /** Files are too large for the browser's small store: their names are kept, so that a loss can be told. */
  #keep() {
    if (this.isEmpty) return visit.remove("outbox");
    visit.set("outbox", JSON.stringify(this.#items.map(withoutFiles)));
  }
}

function withoutFiles({ files, lost, ...rest }) {
  return { ...rest, lost: [...lost, ...files.map((file) => file.name)] };
}

function readKept() {
  try {
    return (JSON.parse(visit.get("outbox")) ?? []).map((item) => ({ ...item, files: [] }));
  } catch {
    return [];
  }
}

function hasContent(item) {
  return item.choice !== null || item.text !== "" || item.files.length > 0;
}

/** Only a clear no of the server is final; no network, a proxy's page or a restart is not. */
function isRefusal(response) {
  if (!response) return false;
  return response.status >= 400 && response.status < 500 && ![401, 408, 429].includes(response.status);
}

function post(item, token) {
  const headers = { Authorization: `Bearer ${token}` };
  const signal = AbortSignal.timeout(item.files.length ? FILES_TIMEOUT_MS : TEXT_TIMEOUT_MS);
  if (item.files.length) return fetch("/api/chat/messages", { method: "POST", headers, signal, body: form(item) });
  headers["Content-Type"] = "application/json";
  const { id, text, choice } = item;
  const body = JSON.stringify(choice === null ? { id, text } : { id, choice });
  return fetch("/api/chat/messages", { method: "POST", headers, signal, body });
}

function form(item) {
  const body = new FormData();
  body.append("id", item.id);
  if (item.text) body.append("text", item.text);
  for (const file of item.files) body.append("file", file, file.name);
  return body;
}

/** 128 random bits. Not randomUUID: that one is missing where an office serves the page without https. */
function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
