// Hears what happens to what a page shows, and tells the parts that show it.
//
// A part says what it follows and since when it is true: data-follows="case/12" data-since="981".
// It is sent the event `happened` soon after something has: a part that htmx loads again names that
// as its trigger; any other part that is hidden is shown. Without the stream nothing breaks: parts
// that must be fresh are also asked for now and then.
const parts = [...document.querySelectorAll("[data-follows]")];
const door = document.body.dataset.push ?? "";
const TOGETHER = 250; // milliseconds: news that come in a row are one
const TRIES_AGAIN = 15_000;
// A part without data-since asks for itself as soon as the stream listens.
let last = Math.min(...parts.map((part) => Number(part.dataset.since ?? Infinity)));
if (last === Infinity) last = 0;
const waiting = new Set();

const address = () => {
  const base = door.startsWith(":") ? `${location.protocol}//${location.hostname}${door}` : door;
  const asked = new URL("/push", base);
  for (const about of new Set(parts.map((part) => part.dataset.follows))) asked.searchParams.append("about", about);
  asked.searchParams.set("since", last);
  return asked;
};

const tell = (part) => {
  if (waiting.has(part)) return;
  waiting.add(part);
  setTimeout(() => {
    waiting.delete(part);
    part.hidden = false; // what must stay hidden until it has something to show is empty
    part.dispatchEvent(new CustomEvent("happened", { bubbles: false }));
  }, TOGETHER);
};

const listen = () => {
  const stream = new EventSource(address(), { withCredentials: true });
  const place = (event) => { last = Math.max(last, Number(event.lastEventId) || 0); };
  stream.addEventListener("listening", (event) => {
    place(event);
    parts.filter((part) => !part.dataset.since).forEach(tell);
  });
  stream.addEventListener("anew", (event) => { place(event); parts.forEach(tell); });
  stream.addEventListener("happened", (event) => {
    place(event);
    parts.filter((part) => part.dataset.follows === event.data && Number(part.dataset.since ?? 0) < last).forEach(tell);
  });
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, TRIES_AGAIN * (1 + Math.random()));
  });
  window.addEventListener("pagehide", () => stream.close(), { once: true });
};

if (parts.length && door) listen();
