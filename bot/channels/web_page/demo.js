/** The demo's clock: shows it, and moves it to the next working day. */

const RETRY_MS = 3_000;
const now = document.getElementById("now");
const nextDay = document.getElementById("next-day");
const format = new Intl.DateTimeFormat("vi-VN", {
  weekday: "long", day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit",
  // The office's own clock is shown, wherever the reader is: see shownTime().
  timeZone: "UTC",
});

let texts = {};

/** The local time as written, without its offset. */
function shownTime(instant) {
  const written = /^(\d+)-(\d+)-(\d+)T(\d+):(\d+)/.exec(instant).slice(1).map(Number);
  return format.format(Date.UTC(written[0], written[1] - 1, ...written.slice(2)));
}

async function fetchJson(path, options) {
  const response = await fetch(path, options);
  if (!response.ok) throw new Error(`${path} ${response.status}`);
  return response.json();
}

async function showClock() {
  try {
    now.textContent = shownTime((await fetchJson("/demo/clock")).now);
  } catch {
    now.textContent = texts["page-demo-clock-failed"] ?? "";
    setTimeout(showClock, RETRY_MS);
  }
}

async function moveOn() {
  nextDay.disabled = true;
  now.textContent = texts["page-demo-moving"] ?? "";
  try {
    now.textContent = shownTime((await fetchJson("/demo/clock/next-day", { method: "POST" })).now);
  } catch {
    await showClock();
  }
  nextDay.disabled = false;
  nextDay.focus();
}

nextDay.addEventListener("click", moveOn);
texts = await fetchJson("/texts/vi.json").catch(() => ({}));
await showClock();
// The clock runs on by itself; the minute shown should not lag by much.
setInterval(() => nextDay.disabled || document.hidden || showClock(), 30_000);
