/** How the page looks to this reader: text size, contrast, and the menu that holds the buttons on a narrow screen. */

import { device, owner } from "./shelf.js";

const root = document.documentElement;
const settings = document.getElementById("settings");
const menuButton = document.getElementById("menu-button");
const contrast = document.getElementById("contrast");
const sizes = [...settings.querySelectorAll("[data-size]")];

export function startDisplay() {
  // The demo's phones are narrower than real ones.
  showSize(device.get("size") ?? (owner ? "small" : "normal"));
  const asked = window.matchMedia("(prefers-contrast: more)").matches ? "high" : "normal";
  showContrast(device.get("contrast") ?? asked);
  for (const button of sizes) button.addEventListener("click", () => keep("size", button.dataset.size, showSize));
  contrast.addEventListener("click", () => {
    keep("contrast", root.dataset.contrast === "high" ? "normal" : "high", showContrast);
  });
  listenToMenu();
}

function keep(key, value, show) {
  device.set(key, value);
  show(value);
  // Other parts measure themselves in the new size.
  window.dispatchEvent(new Event("resize"));
}

function showSize(size) {
  root.dataset.size = size;
  for (const button of sizes) button.setAttribute("aria-pressed", String(button.dataset.size === size));
}

function showContrast(level) {
  root.dataset.contrast = level;
  contrast.setAttribute("aria-pressed", String(level === "high"));
}

function listenToMenu() {
  menuButton.addEventListener("click", () => openMenu(!isMenuOpen()));
  document.addEventListener("click", (event) => {
    if (!settings.contains(event.target) && !menuButton.contains(event.target)) openMenu(false);
  });
  settings.addEventListener("focusout", (event) => {
    const next = event.relatedTarget;
    if (next && next !== menuButton && !settings.contains(next)) openMenu(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isMenuOpen()) return;
    openMenu(false);
    menuButton.focus();
  });
}

function isMenuOpen() {
  return menuButton.getAttribute("aria-expanded") === "true";
}

export function openMenu(open) {
  menuButton.setAttribute("aria-expanded", String(open));
}

/** Keeps the page as high as what is left above the on-screen keyboard, on phones that do not do it themselves. */
export function fitToKeyboard() {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const fit = () => {
    // A pinch also changes the height; the page must not shrink under the fingers.
    if (viewport.scale === 1) root.style.setProperty("--window-height", `${viewport.height}px`);
  };
  viewport.addEventListener("resize", fit);
  fit();
}
