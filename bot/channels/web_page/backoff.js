/** Waiting between attempts: half a second, doubled up to ten, and at an end once the network is back. */

const FIRST_SECONDS = 0.5;
const LONGEST_SECONDS = 10;
const wakers = new Set();

/** The server answers, or the person is back: whoever waits tries again at once. */
export function wakeAll() {
  for (const wake of [...wakers]) wake();
}

window.addEventListener("online", wakeAll);
window.addEventListener("pageshow", wakeAll);
document.addEventListener("visibilitychange", () => document.hidden || wakeAll());

/** Waits the whole time, whatever happens: for a server that asked for patience. */
export function sleep(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

export class Backoff {
  #attempts = 0;

  reset() {
    this.#attempts = 0;
  }

  /** Waits its turn, or until the network or the person comes back. */
  pause() {
    const seconds = Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** this.#attempts);
    this.#attempts += 1;
    // Spread out, so that a restarted server does not meet every page in the same instant.
    const spread = 0.8 + Math.random() * 0.4;
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        wakers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, seconds * spread * 1000);
      wakers.add(done);
    });
  }
}

/** Seconds from a Retry-After header, within reason. */
export function retryAfter(response) {
  const seconds = Number(response.headers.get("Retry-After"));
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 120) : 2;
}
