/** The page's own words in the chosen language. */

import { Backoff } from "./backoff.js";
import { visit } from "./shelf.js";

const LANGUAGES = ["vi", "en"];
const catalogs = new Map();

export function chosenLanguage() {
  const kept = visit.get("language");
  return LANGUAGES.includes(kept) ? kept : "vi";
}

/** The text of a key in the language now shown. */
export function t(key) {
  return catalogs.get(document.documentElement.lang)?.[key] ?? "";
}

/** Sets an element's text in a way that follows a later change of language. */
export function label(element, key) {
  element.dataset.text = key;
  element.textContent = t(key);
  return element;
}

/** Shows the whole page in a language; keeps asking the server until it has the texts. */
export async function speak(language) {
  const backoff = new Backoff();
  while (!catalogs.has(language)) {
    const texts = await fetchTexts(language);
    if (texts) catalogs.set(language, texts);
    else await backoff.pause();
  }
  document.documentElement.lang = language;
  visit.set("language", language);
  translate(document);
}

async function fetchTexts(language) {
  try {
    const response = await fetch(`/texts/${language}.json`);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function translate(root) {
  for (const element of root.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
  for (const element of root.querySelectorAll("[data-text-label]")) {
    element.setAttribute("aria-label", t(element.dataset.textLabel));
    if (element.title) element.title = t(element.dataset.textLabel);
  }
  for (const element of root.querySelectorAll("[data-text-placeholder]")) {
    element.placeholder = t(element.dataset.textPlaceholder);
  }
}
