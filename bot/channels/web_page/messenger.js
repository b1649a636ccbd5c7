/** A phone with a messenger in the demo: shows its chat, sends what is typed, presses its buttons. */

const SECOND = 1_000;
const path = `${location.pathname}/messages`;
const list = document.getElementById("messages");
const form = document.getElementById("write");
let shown = "";

async function show() {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${response.status}`);
  const written = await response.text();
  if (written === shown) return;
  shown = written;
  const items = JSON.parse(written).flatMap((message) => [bubble(message), ...menu(message)]);
  list.replaceChildren(...items);
  list.scrollTop = list.scrollHeight;
}

function bubble({ bot, text }) {
  const item = document.createElement("p");
  item.classList.toggle("bot", bot);
  item.textContent = text;
  return item;
}

function menu({ id, buttons }) {
  if (!buttons.length) return [];
  const row = document.createElement("div");
  row.className = "buttons";
  row.append(
    ...buttons.map((label) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", () => post({ press: label, on: id }).then(show));
      return button;
    }),
  );
  return [row];
}

function post(body) {
  return fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

async function follow() {
  try {
    await show();
  } catch {
    // The server is away: the next second asks again.
  }
  setTimeout(follow, SECOND);
}

async function send() {
  if (!form.reportValidity()) return;
  const text = form.text.value;
  form.reset();
  const response = await post({ text });
  if (!response.ok) form.text.value = text;
  await show();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
form.text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  send();
});
follow();
