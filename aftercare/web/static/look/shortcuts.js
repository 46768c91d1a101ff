// Shortcuts are written where they work: data-shortcut="g b" on a link, button or field.
const SWITCH = "shortcuts-off";
const PAUSE = 1200;
let typed = [];
let timer;

const allowed = () => localStorage.getItem(SWITCH) !== "1";
const typing = (target) => target.isContentEditable || target.matches("input:not([type=checkbox],[type=radio],[type=button],[type=submit]), textarea, select");

function labelOf(place) {
  return place.dataset.shortcutLabel || place.getAttribute("aria-label") || place.textContent.trim();
}

function use(place) {
  if (place.matches("input, textarea, select")) { place.focus(); place.select?.(); } else place.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!allowed() || typing(event.target) || document.querySelector("dialog[open]") || event.key.length !== 1) return;
  clearTimeout(timer);
  typed.push(event.key.toLowerCase());
  const sequence = typed.join(" ");
  const places = [...document.querySelectorAll("[data-shortcut]")];
  const found = places.find((place) => place.dataset.shortcut === sequence);
  if (found) { event.preventDefault(); typed = []; use(found); return; }
  if (!places.some((place) => place.dataset.shortcut.startsWith(`${sequence} `))) typed = [];
  timer = setTimeout(() => { typed = []; }, PAUSE);
});

const list = document.querySelector("[data-shortcut-list]");
const choice = document.querySelector("[data-shortcut-switch]");
if (list && choice) {
  choice.checked = allowed();
  choice.addEventListener("change", () => localStorage.setItem(SWITCH, choice.checked ? "0" : "1"));
  document.addEventListener("click", (event) => { if (event.target.closest("[data-opens=shortcuts]")) fill(); });
}

function fill() {
  const rows = [...document.querySelectorAll("[data-shortcut]")].map((place) => {
    const row = document.createElement("div");
    const name = document.createElement("dt");
    name.textContent = labelOf(place);
    const keys = document.createElement("dd");
    for (const key of place.dataset.shortcut.split(" ")) {
      const cap = document.createElement("kbd");
      cap.textContent = key;
      keys.append(cap);
    }
    row.append(name, keys);
    return row;
  });
  list.replaceChildren(...rows);
}
