// Files can be dropped on the field; those that are too large are named before they are sent.
const words = document.getElementById("script-words").dataset;
const dropOf = (target) => target.closest?.("[data-file-drop]");

for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const drop = dropOf(event.target);
    if (!drop) return;
    event.preventDefault();
    drop.classList.toggle("is-over", name === "dragover");
    if (name === "drop") {
      const field = drop.querySelector("input[type=file]");
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

document.addEventListener("change", (event) => {
  const drop = dropOf(event.target);
  if (!drop) return;
  const limit = Number(event.target.dataset.limitMb) * 1024 * 1024;
  const large = [...event.target.files].filter((file) => file.size > limit);
  event.target.setCustomValidity(large.length ? `${large[0].name}: ${words.tooLarge}` : "");
  drop.querySelector(".file-list").replaceChildren(...[...event.target.files].map((file) => line(file, limit)));
});

function line(file, limit) {
  const row = document.createElement("li");
  const size = `${(file.size / 1024 / 1024).toFixed(1)} MB`;
  row.textContent = `${file.name} · ${size}`;
  if (file.size > limit) { row.className = "is-too-large"; row.textContent += ` · ${words.tooLarge}`; }
  return row;
}
