// The intake by keyboard: what was typed in the top bar is searched at once, after a pick the
// symptom gets the focus, Ctrl+Enter registers.
const place = document.querySelector("[data-intake]");
const find = document.getElementById("find");
const field = find.querySelector("[role=combobox]");
field.dataset.shortcut = "/";
field.dataset.shortcutLabel = find.querySelector("label").textContent;

if (find.dataset.askedFor) {
  field.value = find.dataset.askedFor;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) return;
  const from = event.detail.elt;
  if (from === find || from.closest?.("#newcomer")) document.getElementById("id_symptom").focus();
});

place.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  document.getElementById("intake-form").requestSubmit(place.querySelector("[data-sends]"));
});
