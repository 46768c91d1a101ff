// One conversation: what is said goes out once and in order, what is heard comes in once.
//
// A message waits in the browser with a key of its own until the server has kept it; sent twice, it
// is kept once. What is heard has a number without a gap; the stream begins after the last one
// heard, so a lost connection neither loses nor doubles anything. Without the stream the page asks.
const box = document.querySelector("[data-talk]");
const AGAIN = [1000, 2000, 4000, 8000, 15000]; // milliseconds until the next try
const ASKS_EVERY = 5000; // without a stream
const TYPES_EVERY = 2500;

const post = (address, fields) => {
  const body = fields instanceof FormData ? fields : new URLSearchParams(fields);
  const headers = { "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content, "X-Requested-With": "fetch" };
  return fetch(address, { method: "POST", body, headers, credentials: "same-origin" });
};

const begin = () => {
  const { talk: id, side, base } = box.dataset;
  const other = side === "customer" ? "agent" : "customer";
  const list = box.querySelector(".talk-said");
  const form = box.querySelector(".talk-form");
  const field = form?.elements.text;
  const kept = `talk-${id}`;
  const title = document.title;
  let heard = Number(box.dataset.last);
  let told = 0, revision = Number(box.dataset.revision), otherSaw = 0, mine = 0;
  let stream = null, tries = 0, sending = false, typedAt = 0, unseen = 0, asking = null;
  let queue = JSON.parse(sessionStorage.getItem(kept) ?? "[]");
  const files = new Map(); // of messages that wait; they last as long as the page

  const shows = (name, on, words) => {
    const part = box.querySelector(`[data-shows=${name}]`);
    if (!part) return;
    part.hidden = !on;
    if (words !== undefined) part.textContent = words;
  };
  const standing = () => {
    shows("sending", queue.length > 0);
    shows("delivered", !queue.length && mine > 0 && otherSaw >= mine);
    shows("sent", !queue.length && mine > 0 && otherSaw < mine);
  };
  const toEnd = () => { list.scrollTop = list.scrollHeight; };

  const line = (one) => {
    const item = document.createElement("li");
    item.className = `said${one.side === side ? " said-mine" : ""}${one.number ? "" : " said-waits"}`;
    if (one.number) item.dataset.number = one.number;
    item.dataset.key = one.key;
    const body = item.appendChild(document.createElement("div"));
    body.className = "said-body";
    if (one.text) Object.assign(body.appendChild(document.createElement("p")), { className: "said-text", textContent: one.text });
    if (one.file) {
      const part = body.appendChild(document.createElement("p"));
      part.className = "said-file";
      const link = part.appendChild(document.createElement("a"));
      link.href = `${base}/files/${one.file.id}`;
      if (one.file.picture) Object.assign(link.appendChild(document.createElement("img")), { src: `${link.href}?small`, alt: one.file.name, onload: toEnd });
      else link.textContent = one.file.name;
    }
    const by = item.appendChild(document.createElement("p"));
    by.className = "said-by";
    by.append(`${one.name ?? ""} `);
    const time = by.appendChild(document.createElement("time"));
    time.className = "num";
    time.dateTime = one.at;
    time.textContent = new Date(one.at).toLocaleTimeString("zh", { hour: "2-digit", minute: "2-digit", timeZone: box.dataset.zone });
    return item;
  };
  const show = (one) => {
    const before = list.querySelector(`[data-key="${CSS.escape(one.key)}"]`);
    if (before?.dataset.number) return;
    before?.remove();
    const after = [...list.children].find((item) => !item.dataset.number || Number(item.dataset.number) > one.number);
    list.insertBefore(line(one), after ?? null);
    if (one.side === side) mine = Math.max(mine, one.number);
    else if (document.hidden) { unseen += 1; document.title = `(${unseen}) ${title}`; }
    toEnd();
  };

  // Going out: one after the other, until the server has it or says why not.
  const remember = () => sessionStorage.setItem(kept, JSON.stringify(queue.filter((one) => !files.has(one.key))));
  const fail = (words) => { shows("fault", true, words); };
  const send = async () => {
    if (sending || !queue.length) return standing();
    sending = true;
    standing();
    const one = queue[0];
    const fields = new FormData();
    fields.set("key", one.key);
    fields.set("text", one.text);
    for (const file of files.get(one.key) ?? []) fields.append("sent", file);
    let wait = 0;
    try {
      const answer = await post(`${base}/say`, fields);
      if (answer.ok) {
        const { messages } = await answer.json();
        list.querySelector(`[data-key="${CSS.escape(one.key)}"]:not([data-number])`)?.remove();
        messages.forEach(show);
        tries = 0;
        shows("away", false);
      } else if (answer.status === 429 || answer.status >= 500) {
        wait = 1000 * Number(answer.headers.get("Retry-After") ?? 0) || AGAIN[Math.min(tries++, 4)];
      } else {
        const words = answer.headers.get("Content-Type")?.includes("json") ? (await answer.json()).message : box.querySelector("[data-shows=fault]").dataset.refused;
        list.querySelector(`[data-key="${CSS.escape(one.key)}"]`)?.remove();
        if (field && !field.value) field.value = one.text;
        fail(words);
      }
    } catch {
      shows("away", true);
      wait = AGAIN[Math.min(tries++, 4)];
    }
    sending = false;
    if (wait) return void setTimeout(send, wait);
    queue = queue.filter((waiting) => waiting.key !== one.key);
    files.delete(one.key);
    remember();
    send();
  };
  const say = (text, chosen) => {
    const one = { key: crypto.randomUUID?.() ?? ([1e7] + -1e3 + -4e3 + -8e3 + -1e11).replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16)), text };
    if (chosen.length) files.set(one.key, chosen);
    queue.push(one);
    remember();
    const names = [...chosen].map((file) => file.name).join(", ");
    list.append(line({ ...one, text: [text, names].filter(Boolean).join("\n"), side, at: new Date().toISOString() }));
    toEnd();
    send();
  };

  // Signs: what has arrived here, and that somebody is typing. They may be lost.
  const sign = (fields) => post(`${base}/signs`, fields).catch(() => {});
  const see = () => {
    if (document.hidden || heard <= told || box.dataset.speaks !== "yes") return;
    told = heard;
    sign({ saw: heard });
  };

  // Coming in.
  const hear = (one) => {
    if (one.number !== heard + 1) return; // it comes again, or the stream brings what is between
    heard = one.number;
    show(one);
    see();
  };
  const stands = (now) => {
    if (String(now.consultation) !== id) return tellBeside();
    otherSaw = now.saw[other];
    shows("typing", now.typing[other]);
    standing();
    if (now.revision !== revision) { revision = now.revision; renew(); }
  };
  const tellBeside = () => document.querySelector("#beside")?.dispatchEvent(new CustomEvent("beside"));
  const renew = async () => {
    const part = document.querySelector("#standing");
    const answer = await fetch(part.dataset.standing, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) return;
    if (!part.contains(document.activeElement)) {
      part.innerHTML = await answer.text();
      window.htmx?.process(part);
    }
    const open = part.querySelector("[data-open]")?.dataset.open === "yes";
    if (open && !form) return location.reload();
    if (form) form.hidden = !open;
  };
  const ask = async () => {
    const answer = await fetch(`${base}/news?after=${heard}`, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) return shows("away", !answer);
    shows("away", false);
    const news = await answer.json();
    news.messages.forEach(hear);
    stands(news.standing);
  };
  const address = () => {
    const door = box.dataset.door;
    const asked = new URL("/push/talk", door.startsWith(":") ? `${location.protocol}//${location.hostname}${door}` : door);
    asked.searchParams.set("consultation", id);
    asked.searchParams.set("since", heard);
    for (const one of (box.dataset.beside ?? "").split(" ").filter(Boolean)) asked.searchParams.append("beside", one);
    return asked;
  };
  const listen = () => {
    stream?.close();
    stream = new EventSource(address(), { withCredentials: true });
    stream.addEventListener("open", () => { clearInterval(asking); asking = null; shows("away", false); send(); });
    stream.addEventListener("message", (event) => hear(JSON.parse(event.data)));
    stream.addEventListener("standing", (event) => stands(JSON.parse(event.data)));
    stream.addEventListener("error", () => {
      asking ??= setInterval(ask, ASKS_EVERY);
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN[4] * (0.5 + Math.random()));
    });
  };

  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = [...form.elements.sent.files];
    if (!field.value.trim() && !chosen.length) return field.focus();
    shows("fault", false);
    say(field.value, chosen);
    form.reset();
    field.style.height = "";
    field.focus();
  });
  field?.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });
  field?.addEventListener("input", () => {
    field.style.height = "";
    field.style.height = `${field.scrollHeight + 2}px`;
    if (Date.now() - typedAt > TYPES_EVERY) { typedAt = Date.now(); sign({ typing: "on" }); }
  });
  form?.elements.sent.addEventListener("change", () => { if (form.elements.sent.files.length) form.requestSubmit(); });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { if (side === "agent") stream?.close(); return; } // few streams fit a browser
    unseen = 0;
    document.title = title;
    if (side === "agent") listen();
    see();
  });
  window.addEventListener("pagehide", () => stream?.close());
  window.addEventListener("pageshow", (event) => { if (event.persisted) listen(); });

  const own = [...list.querySelectorAll(".said-mine[data-number]")];
  mine = Number(own.at(-1)?.dataset.number ?? 0);
  queue = queue.filter((one) => !list.querySelector(`[data-key="${CSS.escape(one.key)}"]`));
  for (const one of queue) list.append(line({ ...one, side, at: new Date().toISOString() }));
  remember();
  toEnd();
  listen();
  ask();
  see();
  send();
};

if (box) begin();
