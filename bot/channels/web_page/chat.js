/** The chat page: makes the parts and ties them together. */

import { Backoff } from "./backoff.js";
import { Composer, warn } from "./composer.js";
import { Conversation, errorMessage } from "./conversation.js";
import { startInviteDialog, startLeaveDialog } from "./dialogs.js";
import { fitToKeyboard, openMenu, startDisplay } from "./display.js";
import { forgetFiles } from "./files.js";
import { Outbox } from "./outbox.js";
import { owner, takeInvite, visit } from "./shelf.js";
import { Stream } from "./stream.js";
import { chosenLanguage, label, speak, t } from "./texts.js";
import { Transcript } from "./transcript.js";

// A stream that is only being renewed is no loss of connection worth telling.
const OFFLINE_AFTER_MS = 1_500;
// What the bot understands as "speak this language from now on".
const SPOKEN = { vi: "Tiếng Việt", en: "English" };

const CONNECTION_TEXT = { connected: "page-connected", offline: "page-offline" };

const connection = document.getElementById("connection");
const conversation = new Conversation();
const transcript = new Transcript(conversation);
const stream = new Stream(conversation);
const outbox = new Outbox(conversation);
const composer = new Composer();
const showDelivery = new Map();
let offlineTimer = 0;
let unread = 0;
let isAnswered = false;

start();

/** Everything listens before the first answer of the server: what is typed meanwhile must not be lost. */
async function start() {
  startDisplay();
  fitToKeyboard();
  listenToConversation();
  listenToPerson();
  outbox.restore().forEach(showOwn);
  useInvite();
  stream.listen();
  outbox.send();
  showOrganisation();
  await speak(chosenLanguage());
  markLanguage();
}

/** The invite of the address, unless this conversation already has it: a leader's code works only once. */
async function useInvite() {
  const invite = takeInvite();
  if (!invite || visit.get("invite") === invite) return;
  // The demo hands out new codes at each reload: they are for a server that has forgotten the phone.
  if (!conversation.token || owner) return visit.set("invite", invite);
  const response = await conversation.addInvite(invite).catch(() => null);
  if (!response?.ok) transcript.addNote("page-invite-failed", response ? await errorMessage(response) : "");
}

async function showOrganisation() {
  const backoff = new Backoff();
  for (;;) {
    const response = await fetch("/api/about").catch(() => null);
    const about = response?.ok ? await response.json().catch(() => null) : null;
    if (about) return nameOrganisation(about);
    await backoff.pause();
  }
}

function nameOrganisation({ organisation, demo }) {
  const name = document.getElementById("organisation");
  delete name.dataset.text;
  name.textContent = organisation;
  document.getElementById("demo-tag").hidden = !demo;
}

function listenToConversation() {
  conversation.addEventListener("renewed", () => transcript.addNote("page-renewed"));
  conversation.addEventListener("invite-refused", ({ detail }) => transcript.addNote("page-invite-failed", detail));
  stream.addEventListener("state", ({ detail }) => showConnection(detail));
  stream.addEventListener("message", ({ detail }) => {
    isAnswered = true;
    transcript.addReply(detail);
    if (detail.editable && !detail.isOld) composer.offer(detail.text);
    if (document.hidden) showUnread(unread + 1);
  });
  outbox.addEventListener("posting", () => (isAnswered = false));
  outbox.addEventListener("state", ({ detail }) => showState(detail));
  document.addEventListener("visibilitychange", () => document.hidden || showUnread(0));
}

function listenToPerson() {
  composer.addEventListener("send", ({ detail }) => send(detail));
  transcript.addEventListener("choice", ({ detail }) => {
    composer.withdraw();
    send(detail);
  });
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => chooseLanguage(button.dataset.language));
  }
  startInviteDialog(conversation, () => transcript.addNote("page-invite-accepted"));
  startLeaveDialog(() => !outbox.isEmpty || !composer.isEmpty, leave);
  // The link of an invite, opened while the page is already there, changes only the fragment.
  window.addEventListener("hashchange", useInvite);
}

function send(message) {
  stream.goOn();
  showOwn(outbox.add(message));
  outbox.send();
}

function showOwn(item) {
  showDelivery.set(item.id, transcript.addOwn(item));
  showDelivery.get(item.id)("waiting");
}

function showState({ item, state, sentence }) {
  const show = showDelivery.get(item.id);
  // The answer may overtake the word that the message was stored.
  if (state === "sent" && !isAnswered) transcript.showTyping(true);
  if (state === "refused") return refuse(item, show, sentence);
  if (state === "sent") showDelivery.delete(item.id);
  show?.(state);
}

/** A refused message goes back into the box at once if that is empty, else when the person asks for it. */
function refuse(item, show, sentence) {
  showDelivery.delete(item.id);
  const hasWords = item.text !== "" || item.files.length > 0;
  if (hasWords && !composer.isEmpty) {
    show?.("refused", { sentence, onEdit: () => composer.putBack(item.text, item.files) });
    return;
  }
  show?.("refused", { sentence });
  if (hasWords) composer.putBack(item.text, item.files);
  warn(sentence || t("page-state-refused"));
}

async function chooseLanguage(language) {
  openMenu(false);
  if (language === document.documentElement.lang) return;
  await speak(language);
  markLanguage();
  send({ text: SPOKEN[language] });
}

function markLanguage() {
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === document.documentElement.lang));
  }
}

function showConnection(state) {
  if (state === "connected") {
    clearTimeout(offlineTimer);
    offlineTimer = 0;
    return markConnection(state);
  }
  // Every failed attempt says so again: the first one counts.
  offlineTimer ||= setTimeout(() => markConnection(state), OFFLINE_AFTER_MS);
}

function markConnection(state) {
  connection.dataset.state = state;
  label(connection, CONNECTION_TEXT[state]);
}

function showUnread(count) {
  unread = count;
  const name = document.getElementById("organisation").textContent;
  document.title = count ? `(${count}) ${name}` : t("page-title");
}

async function leave() {
  stream.stop();
  outbox.clear();
  composer.clear();
  transcript.clear();
  forgetFiles();
  return conversation.leave();
}
