// Runs before the first paint: the chosen colours, or those of the system, without a flash.
(() => {
  const page = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const draw = () => {
    const choice = page.dataset.themeChoice;
    page.dataset.bsTheme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
    document.dispatchEvent(new Event("theme-drawn"));
  };
  draw();
  dark.addEventListener("change", draw);
})();
