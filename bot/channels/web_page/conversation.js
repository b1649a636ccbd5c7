/** The conversation with the server: its token, how it starts, and how it starts again after the server forgot it. */

import { Backoff, retryAfter, sleep } from "./backoff.js";
import { device, keeping, visit } from "./shelf.js";

const NEVER = new Promise(() => {});

/** Events: "renewed" when the server had forgotten the conversation; "invite-refused" with its sentence as detail. */
export class Conversation extends EventTarget {
  #opening = null;
  #left = false;

  get token() {
    return visit.get("token") ?? device.get("token");
  }

  /** Resolves to a token: the one we have, or that of a new conversation, however long the server takes. */
  open() {
    if (this.#left) return NEVER;
    if (this.token) return Promise.resolve(this.token);
    // One request for all who ask: a page must not start two conversations.
    this.#opening ??= this.#start().finally(() => (this.#opening = null));
    return this.#opening;
  }

  /** After a 401: the server no longer knows this token. Starts anew, unless another caller already did. */
  renew(refused) {
    if (this.token === refused && !this.#left) {
      visit.remove("token");
      device.remove("token");
      this.dispatchEvent(new Event("renewed"));
    }
    return this.open();
  }

  /** Adds an invite. Resolves to the server's answer, which may be a refusal; rejects without a network. */
  async addInvite(invite) {
    const token = await this.open();
    const response = await this.#post(invite, token);
    if (response.status === 401) {
      await this.renew(token);
      return this.addInvite(invite);
    }
    if (response.ok) visit.set("invite", invite);
    return response;
  }

  /** From now on this device finds the conversation again. */
  remember() {
    const token = this.token;
    device.set("remember", "yes");
    visit.remove("token");
    if (token) device.set("token", token);
  }

  /** Ends the conversation here and on the server. Resolves to false if the server could not be told. */
  async leave() {
    const token = this.token;
    this.#left = true;
    visit.clear();
    device.clear();
    if (!token) return true;
    const headers = { Authorization: `Bearer ${token}` };
    const response = await fetch("/api/chat", { method: "DELETE", headers, keepalive: true }).catch(() => null);
    return response !== null && (response.ok || response.status === 401);
  }

  async #start() {
    const backoff = new Backoff();
    while (!this.#left) {
      const token = await this.#attempt(backoff);
      if (token && !this.#left) {
        keeping().set("token", token);
        return token;
      }
    }
    return NEVER;
  }

  async #attempt(backoff) {
    const response = await this.#post(visit.get("invite")).catch(() => null);
    if (response?.ok) return (await response.json().catch(() => ({}))).token ?? backoff.pause();
    if (response?.status === 403 && visit.get("invite")) return this.#dropInvite(response);
    if (response?.status === 429) return sleep(retryAfter(response));
    return backoff.pause();
  }

  /** A refused invite must not keep the person out: the conversation starts without it, and the page says so. */
  async #dropInvite(response) {
    visit.remove("invite");
    const detail = await errorMessage(response);
    this.dispatchEvent(new CustomEvent("invite-refused", { detail }));
  }

  #post(invite, token = null) {
    const headers = { "Content-Type": "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    return fetch("/api/chat", { method: "POST", headers, body: JSON.stringify(invite ? { invite } : {}) });
  }
}

/** The server's own kind sentence, or "" if the answer was not ours (a proxy's page, say). */
export async function errorMessage(response) {
  const body = await response.json().catch(() => null);
  return body?.error?.message ?? "";
}
