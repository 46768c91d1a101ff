// What only the pages of the desk do: copy a link, put the focus into a form that has arrived.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copies);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    document.dispatchEvent(new CustomEvent("say", { detail: { words: button.dataset.copied, level: "success" } }));
  } catch { document.execCommand("copy"); }
});

// A form that opens late says what others did since this page was loaded.
document.addEventListener("htmx:configRequest", (event) => {
  const page = document.querySelector("[data-revision]");
  const { target, verb, parameters } = event.detail;
  if (page && verb === "get" && target.id === "act-body") parameters.seen = page.dataset.revision;
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "act-body") return;
  const first = event.detail.target.querySelector("select, textarea, input:not([type=hidden]), a, button");
  first?.focus();
});

// j and k go down and up through the rows of a list, Enter opens the one with the focus.
const typing = (target) => target.closest?.("input, textarea, select, dialog[open], [contenteditable]");
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (localStorage.getItem("shortcuts-off") === "1" || (event.key !== "j" && event.key !== "k")) return;
  const rows = [...document.querySelectorAll("[data-rows] [data-row]")];
  if (!rows.length) return;
  const place = rows.indexOf(document.activeElement);
  const next = place < 0 ? 0 : place + (event.key === "j" ? 1 : -1);
  rows[Math.max(0, Math.min(rows.length - 1, next))].focus();
  event.preventDefault();
});

document.addEventListener("click", (event) => { if (event.target.closest("[data-prints]")) window.print(); });
