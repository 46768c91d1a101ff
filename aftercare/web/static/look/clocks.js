// Goes on counting where the server stopped: what is left, at risk, overdue. The server's time
// counts, not the one of a computer whose clock is wrong.
const words = JSON.parse(document.getElementById("clock-words").textContent);
const icons = document.body.dataset.icons;
const ahead = Date.parse(document.documentElement.dataset.now) - Date.now();

function lengthWords(milliseconds) {
  let left = Math.floor(Math.abs(milliseconds) / 1000);
  const parts = [];
  for (const [seconds, word] of words.parts) {
    const amount = Math.floor(left / seconds);
    left -= amount * seconds;
    if (amount) parts.push(word.replace("%(n)s", amount));
    else if (parts.length) break;
    if (parts.length === 2) break;
  }
  return parts.join(" ") || words.parts.at(-1)[1].replace("%(n)s", 0);
}

function standing(due, warn, now) {
  if (due <= now) return "overdue";
  return warn && warn <= now ? "at-risk" : "running";
}

function draw(clock, now) {
  const due = Date.parse(clock.dataset.due);
  const shown = standing(due, Date.parse(clock.dataset.warn ?? "") || 0, now);
  const [tone, icon, word] = words.faces[shown];
  const sentence = due > now ? words.left : words.over;
  const left = sentence.replace("%(time)s", lengthWords(due - now));
  const place = clock.querySelector(".clock-left");
  if (place && place.textContent !== left) place.textContent = left;
  if (clock.dataset.shown === shown) return;
  clock.dataset.shown = shown;
  clock.classList.remove("tone-calm", "tone-warn", "tone-bad");
  clock.classList.add(`tone-${tone}`);
  clock.querySelector("use").setAttribute("href", `${icons}#${icon}`);
  clock.querySelector(".clock-word").textContent = word;
}

function tick() {
  const now = Date.now() + ahead;
  if (!document.hidden) for (const clock of document.querySelectorAll(".clock[data-due]")) draw(clock, now);
  setTimeout(tick, 1000 - ((Date.now() + ahead) % 1000));
}
tick();
document.addEventListener("htmx:afterSwap", () => {
  for (const clock of document.querySelectorAll(".clock[data-due]")) draw(clock, Date.now() + ahead);
});
