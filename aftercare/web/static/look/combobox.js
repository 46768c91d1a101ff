// The ARIA combobox: htmx fetches the suggestions, this moves through them by keyboard.
const words = document.getElementById("script-words").dataset;
const PAUSE = 60; // between two questions while somebody types; the first goes at once
const timers = new WeakMap();
const asked = new WeakMap(); // when a box asked last
const hasty = new WeakSet(); // boxes whose Enter came before the answer

const fieldOf = (box) => box.querySelector("[role=combobox]");
const listOf = (box) => box.querySelector("[role=listbox]");
const valueOf = (box) => box.querySelector("input[type=hidden]");
const optionsOf = (box) => [...listOf(box).querySelectorAll("[role=option]")];
const chosenOf = (box) => listOf(box).querySelector("[aria-selected=true]");

document.addEventListener("htmx:configRequest", (event) => {
  if (event.target.matches?.("[data-combobox] [role=combobox]")) event.detail.parameters = { q: event.target.value };
});

document.addEventListener("input", (event) => {
  const box = event.target.closest("[data-combobox]");
  if (!box || event.target !== fieldOf(box)) return;
  if (valueOf(box).value) setValue(box, "");
  ask(box);
});

// The suggestions belong to an earlier text until the answer to the present one is here.
const isStale = (box) => box.dataset.asks === "1";

function ask(box) {
  clearTimeout(timers.get(box));
  hasty.delete(box);
  if (!fieldOf(box).value.trim()) { delete box.dataset.asks; close(box); return; }
  box.dataset.asks = "1";
  const wait = Math.max(0, PAUSE - (performance.now() - (asked.get(box) ?? -PAUSE)));
  timers.set(box, setTimeout(() => {
    asked.set(box, performance.now());
    htmx.trigger(fieldOf(box), "ask");
  }, wait));
}

document.addEventListener("htmx:afterSwap", (event) => {
  const box = event.detail.target.closest?.("[data-combobox]");
  if (!box || event.detail.target !== listOf(box)) return;
  if (event.detail.requestConfig?.parameters?.q !== fieldOf(box).value) return;
  delete box.dataset.asks;
  open(box);
  if (hasty.delete(box) && chosenOf(box)) take(box, chosenOf(box));
});
document.addEventListener("htmx:sendError", (event) => {
  const box = event.target.closest?.("[data-combobox]");
  if (box) { delete box.dataset.asks; hasty.delete(box); }
});

function open(box) {
  const options = optionsOf(box);
  options.forEach((option, place) => { option.id = `${listOf(box).id}-${place}`; });
  listOf(box).hidden = options.length === 0;
  fieldOf(box).setAttribute("aria-expanded", String(options.length > 0));
  box.querySelector("[role=status]").textContent = options.length ? `${options.length} ${words.options}` : words.noOptions;
  box.classList.toggle("has-none", options.length === 0);
  if (!options.length) return;
  choose(box, options[0]);
  listOf(box).scrollIntoView({ block: "nearest" });
}

function close(box) {
  hasty.delete(box);
  listOf(box).hidden = true;
  fieldOf(box).setAttribute("aria-expanded", "false");
  fieldOf(box).removeAttribute("aria-activedescendant");
}

function choose(box, option) {
  chosenOf(box)?.setAttribute("aria-selected", "false");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  fieldOf(box).setAttribute("aria-activedescendant", option.id);
}

function take(box, option) {
  close(box);
  if (option.dataset.href) { location.assign(option.dataset.href); return; }
  fieldOf(box).value = option.querySelector(".option-label").textContent;
  setValue(box, option.dataset.value);
}

function setValue(box, value) {
  valueOf(box).value = value;
  valueOf(box).dispatchEvent(new Event("change", { bubbles: true }));
}

function step(box, by) {
  const options = optionsOf(box);
  if (listOf(box).hidden) { if (options.length) open(box); else ask(box); return; }
  const place = options.indexOf(chosenOf(box));
  choose(box, options[(place + by + options.length) % options.length]);
}

const KEYS = {
  ArrowDown: (box) => step(box, 1),
  ArrowUp: (box) => step(box, -1),
  Enter: (box) => {
    if (isStale(box)) { hasty.add(box); return true; }
    if (listOf(box).hidden || !chosenOf(box)) return false;
    take(box, chosenOf(box));
    return true;
  },
  Escape: (box) => { if (listOf(box).hidden) return false; close(box); return true; },
  Tab: (box) => { if (!listOf(box).hidden) close(box); return false; },
};

document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-combobox]");
  if (!box || event.target !== fieldOf(box) || event.isComposing || !KEYS[event.key]) return;
  if (KEYS[event.key](box) !== false) event.preventDefault();
});

// pointerdown keeps the focus in the field, so that the list does not close before the click.
document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest?.("[data-combobox] [role=option]");
  if (option) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const option = event.target.closest?.("[data-combobox] [role=option]");
  if (option) take(option.closest("[data-combobox]"), option);
});
document.addEventListener("focusout", (event) => {
  const box = event.target.closest?.("[data-combobox]");
  if (box && !box.contains(event.relatedTarget)) close(box);
});

// Somebody may have begun to type before this was here.
for (const box of document.querySelectorAll("[data-combobox]")) {
  if (document.activeElement === fieldOf(box) && !valueOf(box).value) ask(box);
}
