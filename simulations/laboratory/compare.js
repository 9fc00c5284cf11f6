// Draws a reader's laboratory results beside the shipped sweep. Text is only ever set as text, never as markup.
const NS = "http://www.w3.org/2000/svg";
const H = 340, LEFT = 52, RIGHT = 14, TOP = 12, BOTTOM = 44;
const POWERS = [100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

function element(parent, name, attributes = {}, words) {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (words !== undefined) made.textContent = words;
  parent.append(made);
  return made;
}

function checked(words, facts) {
  let content;
  try {
    content = JSON.parse(words);
  } catch {
    throw new Error("this file is not JSON");
  }
  if (content === null || typeof content !== "object" || content.format !== facts.format)
    throw new Error(`this is not a laboratory result: its format is not “${facts.format}”`);
  if (content.version !== facts.version)
    throw new Error(`the result is version ${JSON.stringify(content.version)}; version ${facts.version} can be read here`);
  const models = content.models;
  if (!Array.isArray(models) || models.length < 1 || models.length > facts.most)
    throw new Error(`it must hold 1 to ${facts.most} models`);
  models.forEach((model, i) => {
    if (model === null || typeof model !== "object" || !["ok", "diverged"].includes(model.status))
      throw new Error(`model ${i + 1}: its status must be “ok” or “diverged”`);
    const ranges = { parameters: [1, 1e9], seed: [0, 2 ** 53], ...(model.status === "ok" ? facts.ranges : {}) };
    for (const [name, [low, high]] of Object.entries(ranges))
      if (typeof model[name] !== "number" || !(model[name] >= low && model[name] <= high))
        throw new Error(`model ${i + 1}: ${name} must be a number from ${low} to ${high}`);
  });
  return models.filter((model) => model.status === "ok");
}

// A size and a seed make one model: whatever comes twice is drawn once.
const once = (models) => [...new Map(models.map((model) => [`${model.parameters} ${model.seed}`, model])).values()];

async function read(file, facts) {
  try {
    if (file.size > 4e6) throw new Error("this file is larger than 4 MB");
    return checked(await file.text(), facts);
  } catch (error) {
    throw new Error(`${file.name} was not used: ${error.message}. Nothing was changed.`);
  }
}

function means(models, metric) {
  const sizes = new Map();
  for (const model of models) sizes.set(model.parameters, [...(sizes.get(model.parameters) ?? []), model[metric]]);
  return [...sizes].sort((a, b) => a[0] - b[0]).map(([size, values]) => [size, values.reduce((a, b) => a + b) / values.length]);
}

function draw(root, facts, metric, mine) {
  const W = Math.max(300, root.querySelector(".picture").clientWidth || 560);
  const all = [...facts.shipped, ...mine];
  const low = 0.7 * Math.min(...all.map((m) => m.parameters)), high = 1.4 * Math.max(...all.map((m) => m.parameters));
  const top = Math.max(facts.tops[metric], ...all.map((m) => m[metric]));
  const x = (size) => LEFT + ((Math.log(size) - Math.log(low)) / (Math.log(high) - Math.log(low))) * (W - LEFT - RIGHT);
  const y = (value) => H - BOTTOM - (value / (1.04 * top)) * (H - TOP - BOTTOM);
  const svg = document.createElementNS(NS, "svg");
  const words = `${facts.wording[metric]} against parameters: the shipped sweep${mine.length ? " and yours" : ""}`;
  for (const [key, value] of Object.entries({ viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": words })) svg.setAttribute(key, value);
  for (const size of POWERS.filter((size) => size > low && size < high)) {
    element(svg, "line", { class: "grid", x1: x(size), x2: x(size), y1: TOP, y2: H - BOTTOM });
    element(svg, "text", { x: x(size), y: H - BOTTOM + 18, "text-anchor": "middle" }, size.toLocaleString("en"));
  }
  for (let i = 0; i <= 4; i++) {
    const value = (top * i) / 4;
    element(svg, "line", { class: "grid", x1: LEFT, x2: W - RIGHT, y1: y(value), y2: y(value) });
    element(svg, "text", { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, String(Number(value.toPrecision(3))));
  }
  element(svg, "text", { x: (LEFT + W - RIGHT) / 2, y: H - 8, "text-anchor": "middle" }, "parameters");
  element(svg, "text", { transform: `translate(13 ${(H - BOTTOM + TOP) / 2}) rotate(-90)`, "text-anchor": "middle" }, facts.wording[metric]);
  for (const [kind, models, dash] of [["shipped", facts.shipped, ""], ["yours", mine, "6 4"]]) {
    const line = means(models, metric).map(([size, value]) => `${x(size).toFixed(1)},${y(value).toFixed(1)}`).join("L");
    if (line) element(svg, "path", { class: kind, d: `M${line}`, "stroke-dasharray": dash });
    for (const model of models) {
      const at = { class: kind, "fill-opacity": 0.5 };
      const [cx, cy] = [x(model.parameters), y(model[metric])];
      if (kind === "shipped") element(svg, "circle", { ...at, cx, cy, r: 3 });
      else element(svg, "rect", { ...at, x: cx - 3.5, y: cy - 3.5, width: 7, height: 7 });
    }
  }
  element(svg, "circle", { class: "shipped", cx: LEFT + 14, cy: TOP + 10, r: 4 });
  element(svg, "text", { x: LEFT + 24, y: TOP + 14 }, "shipped (line: mean)");
  if (mine.length) {
    element(svg, "rect", { class: "yours", x: LEFT + 10, y: TOP + 24, width: 8, height: 8 });
    element(svg, "text", { x: LEFT + 24, y: TOP + 32 }, "yours (dashes: mean)");
  }
  root.querySelector(".picture").replaceChildren(svg);
}

function open(root) {
  root.dataset.open = "";
  const facts = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
  const [select, file, remove, said] = ["select", "input", "button", "[role=status]"].map((s) => root.querySelector(s));
  let mine = [];
  const say = (words, wrong) => {
    said.textContent = words;
    said.toggleAttribute("data-wrong", Boolean(wrong));
  };
  root.querySelector(".controls").hidden = false; // without this script they could do nothing
  say("The shipped sweep. Choose a result file, or several, to draw yours beside it; they stay in your browser.");
  const show = () => draw(root, facts, select.value, mine);
  select.addEventListener("change", show);
  file.addEventListener("change", async () => {
    const chosen = [...file.files];
    if (!chosen.length) return;
    try {
      const all = (await Promise.all(chosen.map((one) => read(one, facts)))).flat();
      mine = once(all);
      remove.hidden = false;
      const sizes = new Set(mine.map((model) => model.parameters)).size;
      const again = all.length > mine.length ? ` ${all.length - mine.length} came more than once and are drawn once.` : "";
      say(`Yours: ${mine.length} models of ${sizes} sizes, drawn as squares.${again}`);
      show();
    } catch (error) {
      say(error.message, true);
    }
    file.value = "";
  });
  remove.addEventListener("click", () => {
    mine = [];
    remove.hidden = true;
    say("Yours was removed.");
    show();
  });
  new ResizeObserver(show).observe(root.querySelector(".picture"));
}

for (const root of document.querySelectorAll(".compare-laboratory:not([data-open])")) open(root);
