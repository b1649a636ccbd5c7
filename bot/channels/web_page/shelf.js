/** What the page keeps in the browser, under the name given in the address: one browser tab may hold several pages. */

const NAME = /^[\w-]{1,32}$/;

/** Takes the invite out of the address bar, so that neither history nor a screenshot shows it. */
export function takeInvite() {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const invite = fragment.get("invite")?.trim() ?? "";
  if (fragment.has("invite")) {
    const rest = owner ? `#as=${owner}` : "";
    history.replaceState(null, "", location.pathname + location.search + rest);
  }
  return invite;
}

function readOwner() {
  const name = new URLSearchParams(location.hash.slice(1)).get("as") ?? "";
  return NAME.test(name) ? name : "";
}

/** The name after #as= ; empty for the ordinary page. */
export const owner = readOwner();

const PREFIX = owner ? `doithoai:${owner}:` : "doithoai::";

/** One storage area. Where the browser forbids storing, it remembers until the page closes. */
class Shelf {
  #open;
  #memory = new Map();

  constructor(open) {
    this.#open = open;
  }

  get(key) {
    try {
      return this.#open().getItem(PREFIX + key) ?? this.#memory.get(key) ?? null;
    } catch {
      return this.#memory.get(key) ?? null;
    }
  }

  set(key, value) {
    try {
      this.#open().setItem(PREFIX + key, value);
      this.#memory.delete(key);
    } catch {
      this.#memory.set(key, value);
    }
  }

  remove(key) {
    this.#memory.delete(key);
    try {
      this.#open().removeItem(PREFIX + key);
    } catch {
      // Nothing could be stored, so nothing is left behind.
    }
  }

  clear() {
    this.#memory.clear();
    try {
      const area = this.#open();
      Object.keys(area).filter((key) => key.startsWith(PREFIX)).forEach((key) => area.removeItem(key));
    } catch {
      // Nothing could be stored, so nothing is left behind.
    }
  }
}

/** Gone when the tab closes. */
export const visit = new Shelf(() => window.sessionStorage);

/** Stays on this device. */
export const device = new Shelf(() => window.localStorage);

/** Where this conversation is kept: on the device, if the person wants it found again there. */
export function keeping() {
  return device.get("remember") ? device : visit;
}
