// What every page can do: answer htmx safely, open windows, show and dismiss messages.
const words = document.getElementById("script-words").dataset;
const iconsAddress = document.body.dataset.icons;

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]").content;
});

// A session that ended answers with the sign-in page; that belongs into the window, not into a part.
document.addEventListener("htmx:beforeSwap", (event) => {
  const answer = event.detail.xhr;
  if (answer.responseURL && new URL(answer.responseURL).pathname === words.signIn) {
    event.detail.shouldSwap = false;
    location.reload();
  }
});

const waiting = new Set();
document.addEventListener("htmx:beforeRequest", (event) => { waiting.add(event.detail.xhr); showWaiting(); });
document.addEventListener("htmx:afterRequest", (event) => { waiting.delete(event.detail.xhr); showWaiting(); });
function showWaiting() { document.body.classList.toggle("is-waiting", waiting.size > 0); }

document.addEventListener("htmx:sendError", () => say(words.noAnswer, "error"));
document.addEventListener("htmx:timeout", () => say(words.noAnswer, "error"));
document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  if (event.detail.xhr.getResponseHeader("HX-Trigger")?.includes("say")) return;
  const sentence = { 403: words.notAllowed, 404: words.notFound };
  say(sentence[status] ?? words.serverError, "error");
});
// The server may speak through a header: HX-Trigger: {"say": {"words": "…", "level": "warning"}}
document.addEventListener("say", (event) => say(event.detail.words, event.detail.level));

export function say(sentence, level = "info") {
  const note = document.createElement("div");
  note.className = `note note-${level}`;
  note.setAttribute("role", level === "error" ? "alert" : "status");
  const text = document.createElement("span");
  text.textContent = sentence;
  note.append(text, closeButton());
  document.getElementById("toasts").append(note);
}

function closeButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-icon btn-ghost";
  button.dataset.dismiss = "";
  button.setAttribute("aria-label", words.close);
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${iconsAddress}#x`);
  drawing.append(use);
  button.append(drawing);
  return button;
}

// Good news leaves by itself, but not while somebody is at it; what went wrong stays until closed.
const STAY = 7000;
function letGo(note) {
  if (note.matches(".note-error, .note-warning")) return;
  const leave = () => (note.matches(":hover, :focus-within") ? setTimeout(leave, STAY) : note.remove());
  setTimeout(leave, STAY);
}
const toasts = document.getElementById("toasts");
toasts.querySelectorAll(".note").forEach(letGo);
new MutationObserver((changes) => {
  for (const change of changes) change.addedNodes.forEach((node) => node.matches?.(".note") && letGo(node));
}).observe(toasts, { childList: true });

document.addEventListener("click", (event) => {
  const { target } = event;
  target.closest("[data-dismiss]")?.closest(".note")?.remove();
  const opener = target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (target.closest("[data-closes]")) target.closest("dialog")?.close();
  if (target.matches("dialog.window")) target.close();
});
// A part that arrives with data-closes-window closes the window it was sent from.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.querySelector?.("[data-closes-window]")) document.querySelector("dialog[open]")?.close();
  markScrolling();
});

// A form that was sent is not sent twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

// What scrolls sideways must be reachable by keyboard.
function markScrolling() {
  for (const box of document.querySelectorAll("[data-scrolls]")) {
    const scrolls = box.scrollWidth > box.clientWidth + 1;
    box.toggleAttribute("tabindex", scrolls);
    if (scrolls) { box.setAttribute("tabindex", "0"); box.setAttribute("role", "region"); }
    else box.removeAttribute("role");
  }
}
markScrolling();
addEventListener("resize", markScrolling);
