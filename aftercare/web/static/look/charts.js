// Draws the figures of [data-chart]; the library is fetched only by pages that have one.
const places = () => [...document.querySelectorAll("[data-chart]")];
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
let library;

function load() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.body.dataset.echarts;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  return library;
}

const colour = (name) => {
  const probe = document.createElement("span");
  probe.className = `tone-${name} chart-probe`;
  document.body.append(probe);
  const seen = getComputedStyle(probe);
  const found = { line: seen.color, fill: seen.backgroundColor, rule: seen.borderTopColor };
  probe.remove();
  return found;
};

function options(drawing) {
  const ink = colour("idle");
  const tones = ["calm", "warn", "good", "bad", "idle"];
  const axis = { axisLabel: { color: ink.line }, axisLine: { lineStyle: { color: ink.rule } }, splitLine: { lineStyle: { color: ink.rule } } };
  return {
    animation: !still,
    aria: { enabled: true, decal: { show: drawing.series.length > 1 } },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    color: drawing.series.map((one, place) => colour(one.tone || tones[place % tones.length]).line),
    grid: { left: 4, right: 8, top: drawing.series.length > 1 ? 36 : 12, bottom: 4, containLabel: true },
    legend: drawing.series.length > 1 ? { top: 0, left: 0, textStyle: { color: ink.line } } : undefined,
    tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (value) => (value == null ? "—" : `${value} ${drawing.unit}`) },
    xAxis: { type: "category", data: drawing.labels, ...axis, splitLine: { show: false } },
    yAxis: { type: "value", ...axis },
    series: drawing.series.map((one) => ({
      name: one.name, data: one.values, type: drawing.kind === "line" ? "line" : "bar",
      stack: drawing.kind === "stack" ? "all" : undefined, barMaxWidth: 28, showSymbol: one.values.length < 40,
    })),
  };
}

function draw(place) {
  const drawing = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  const chart = echarts.getInstanceByDom(place) ?? echarts.init(place);
  chart.setOption(options(drawing), true);
}

async function drawAll() {
  if (!places().length) return;
  await load();
  places().forEach(draw);
}

drawAll();
document.addEventListener("theme-drawn", drawAll);
document.addEventListener("htmx:afterSwap", drawAll);
addEventListener("resize", () => places().forEach((place) => window.echarts?.getInstanceByDom(place)?.resize()));
