/** The two small dialogs: entering an invite code, and leaving. */

import { errorMessage } from "./conversation.js";
import { openMenu } from "./display.js";
import { t } from "./texts.js";

const inviteDialog = document.getElementById("invite-dialog");
const inviteForm = document.getElementById("invite-form");
const code = document.getElementById("invite-code");
const inviteError = document.getElementById("invite-error");
const remember = document.getElementById("invite-remember");
const leaveDialog = document.getElementById("leave-dialog");
const menuButton = document.getElementById("menu-button");
const left = document.getElementById("left");

for (const button of document.querySelectorAll("[data-close]")) {
  button.addEventListener("click", () => button.closest("dialog").close());
}

/** From the narrow menu, which closes: the focus must then come back to the button that opens it. */
function show(dialog) {
  openMenu(false);
  menuButton.focus();
  dialog.showModal();
}

/** `onAccepted` is called once the server has taken a code. */
export function startInviteDialog(conversation, onAccepted) {
  document.getElementById("invite-open").addEventListener("click", () => show(inviteDialog));
  inviteDialog.addEventListener("close", () => {
    inviteForm.reset();
    showInviteError("");
  });
  code.addEventListener("input", () => showInviteError(""));
  inviteForm.addEventListener("submit", async (event) => {
    event.preventDefault();
    const refusal = await tryInvite(conversation);
    if (refusal) return showInviteError(refusal);
    if (remember.checked) conversation.remember();
    inviteDialog.close();
    onAccepted();
  });
}

/** Resolves to "" or to the sentence that says why not. */
async function tryInvite(conversation) {
  const invite = codeFrom(code.value);
  if (!invite) return t("page-invite-empty");
  inviteForm.inert = true;
  const response = await conversation.addInvite(invite).catch(() => null);
  inviteForm.inert = false;
  if (response?.ok) return "";
  return (response && (await errorMessage(response))) || t("page-invite-failed");
}

/** People paste the whole link they were sent, as well as the bare code. */
function codeFrom(pasted) {
  const fragment = new URLSearchParams(pasted.slice(pasted.indexOf("#") + 1));
  return (fragment.get("invite") ?? pasted).trim();
}

function showInviteError(sentence) {
  inviteError.textContent = sentence;
  code.setAttribute("aria-invalid", String(sentence !== ""));
  if (sentence) code.focus();
}

/** `hasUnsent` says whether leaving now would lose something; `onLeave` resolves to whether the server was told. */
export function startLeaveDialog(hasUnsent, onLeave) {
  document.getElementById("leave-open").addEventListener("click", () => {
    document.getElementById("leave-unsent").hidden = !hasUnsent();
    show(leaveDialog);
  });
  document.getElementById("leave").addEventListener("click", async () => {
    leaveDialog.close();
    showLeft(await onLeave());
  });
  document.getElementById("start-again").addEventListener("click", () => location.reload());
}

function showLeft(serverKnows) {
  document.body.classList.add("has-left");
  left.hidden = false;
  if (!serverKnows) {
    const text = document.getElementById("left-text");
    text.dataset.text = "page-left-offline";
    text.textContent = t("page-left-offline");
  }
  document.getElementById("left-title").focus();
}
