/** The stream of the bot's messages. EventSource cannot send the token in a header, so this reads the stream itself. */

import { Backoff, retryAfter, sleep, wakeAll } from "./backoff.js";
import { device, keeping, owner, visit } from "./shelf.js";

// The server sends a comment at least every 15 s; twice that in silence means the line is dead.
const SILENCE_MS = 35_000;
// Coming back to the page after a sleep, one missed comment is enough to doubt the line.
const DOUBT_MS = 18_000;

/** A number the page noted of this conversation, wherever it is kept. */
const noted = (key) => Math.max(...[visit, device].map((shelf) => Number(shelf.get(key))));

/**
 * Events: "message" with the bot's message as detail, `isOld` if an earlier load has shown it, `isPast` if the person
 * went on from it there; "state" with "connected" or "offline".
 */
export class Stream extends EventTarget {
  #conversation;
  #backoff = new Backoff();
  #lastId = "";
  #seen = new Set();
  #shown = noted("shown");
  #past = noted("past");
  #request = null;
  #heardAt = 0;

  constructor(conversation) {
    super();
    this.#conversation = conversation;
    conversation.addEventListener("renewed", () => this.#forget());
    window.addEventListener("online", () => this.#doubt());
    document.addEventListener("visibilitychange", () => this.#visibilityChanged());
    setInterval(() => this.#silentFor(SILENCE_MS) && this.#request.abort(), 5_000);
  }

  /** Listens for as long as the page lives. */
  async listen() {
    for (;;) {
      const token = await this.#conversation.open();
      await this.#visible();
      const refused = await this.#readOnce(token);
      if (refused) await this.#conversation.renew(token);
      await this.#backoff.pause();
    }
  }

  stop() {
    this.#request?.abort();
  }

  /** The person goes on: choices shown so far do not look open any more, also after a reload. */
  goOn() {
    if (this.#lastId) keeping().set("past", this.#lastId);
  }

  /** Resolves to true if the server does not know the token. */
  async #readOnce(token) {
    this.#request = new AbortController();
    this.#heardAt = Date.now();
    try {
      const response = await fetch("/api/chat/events", { headers: this.#headers(token), signal: this.#request.signal });
      if (response.status === 401) return true;
      if (response.status === 429) await sleep(retryAfter(response));
      if (response.ok) await this.#read(response.body);
    } catch {
      // The line broke, or we cut it: either way the next attempt tells.
    }
    this.#heardAt = 0;
    this.#tell("offline");
    return false;
  }

  #headers(token) {
    const headers = { Authorization: `Bearer ${token}`, Accept: "text/event-stream" };
    if (this.#lastId) headers["Last-Event-ID"] = this.#lastId;
    return headers;
  }

  async #read(body) {
    this.#tell("connected");
    wakeAll();
    const parser = new EventParser((id, data) => this.#receive(id, data));
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      this.#heardAt = Date.now();
      const { done, value } = await reader.read();
      if (done) return;
      this.#backoff.reset();
      parser.push(value);
    }
  }

  #receive(id, data) {
    if (this.#seen.has(id)) return;
    const message = parseMessage(data);
    if (id) {
      this.#seen.add(id);
      this.#lastId = id;
    }
    if (!message) return;
    const isOld = Number(id) <= this.#shown;
    if (!isOld) keeping().set("shown", id);
    const isPast = Number(id) <= this.#past;
    this.dispatchEvent(new CustomEvent("message", { detail: { ...message, isOld, isPast } }));
  }

  /** A new conversation counts its events from the start. */
  #forget() {
    this.#lastId = "";
    this.#seen.clear();
    this.#shown = 0;
    this.#past = 0;
    this.#request?.abort();
  }

  #visibilityChanged() {
    if (!document.hidden) this.#doubt();
    // A browser allows six connections to one host, and the demo's phones take four: a hidden demo lets go of them.
    else if (owner) this.#request?.abort();
  }

  #doubt() {
    if (this.#silentFor(DOUBT_MS)) this.#request.abort();
  }

  #visible() {
    if (!owner || !document.hidden) return null;
    return new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
  }

  #silentFor(milliseconds) {
    return this.#heardAt > 0 && Date.now() - this.#heardAt > milliseconds;
  }

  #tell(state) {
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }
}

function parseMessage(data) {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

/** The part of the event-stream format we need: `id` and `data` lines, ended by an empty line. */
class EventParser {
  #dispatch;
  #rest = "";
  #id = "";
  #data = [];

  constructor(dispatch) {
    this.#dispatch = dispatch;
  }

  push(chunk) {
    const lines = (this.#rest + chunk).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    for (const line of lines) this.#line(line);
  }

  #line(line) {
    if (line === "") return this.#end();
    const [, field, value] = /^([^:]*):? ?([^]*)$/.exec(line);
    if (field === "id") this.#id = value;
    if (field === "data") this.#data.push(value);
  }

  #end() {
    if (this.#data.length) this.#dispatch(this.#id, this.#data.join("\n"));
    this.#data = [];
  }
}
