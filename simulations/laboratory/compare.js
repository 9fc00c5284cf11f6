// A reader's laboratory results, checked here and put into an explorer's picture of the shipped sweep: its two marks
// for them take their places. Text is only ever set as text, never as markup.

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
  models.forEach((model, i) => check(model, i + 1, facts));
  return models.filter((model) => model.status === "ok");
}

function check(model, number, facts) {
  if (model === null || typeof model !== "object" || !Object.hasOwn(facts.fields, model.status))
    throw new Error(`model ${number}: its status must be “${Object.keys(facts.fields).join("” or “")}”`);
  for (const [name, [low, high]] of Object.entries(facts.fields[model.status]))
    if (typeof model[name] !== "number" || !(model[name] >= low && model[name] <= high))
      throw new Error(`model ${number}: ${name} must be a number from ${low} to ${high}`);
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

const counted = (count, name) => `${count} ${name}${count === 1 ? "" : "s"}`;

function means(models, metric) {
  const sizes = new Map();
  for (const model of models) sizes.set(model.parameters, [...(sizes.get(model.parameters) ?? []), model[metric]]);
  return [...sizes].sort((a, b) => a[0] - b[0]).map(([size, values]) => [size, values.reduce((a, b) => a + b) / values.length]);
}

function outside(models, { sizes: [low, high] }) {
  const count = models.filter(({ parameters }) => parameters < low || parameters > high).length;
  const [from, to] = [low, high].map((size) => Number(size.toPrecision(2)).toLocaleString("en"));
  const lie = count === 1 ? "lies" : "lie";
  return count ? ` ${count} of them ${lie} outside the figure, which shows ${from} to ${to} parameters.` : "";
}

function draw(facts, metric, mine) {
  const figure = document.getElementById(facts.figure);
  const place = figure && globalThis.everystate?.placed(figure);
  if (!place) return; // a notebook's may come later; its first state calls again
  const at = (point) => place(point).map((place) => place.toFixed(2));
  const [, , squares, dashes] = figure.querySelectorAll("svg [data-mark]");
  squares.setAttribute("d", mine.map((model) => `M${at([model.parameters, model[metric]])}h0`).join(""));
  const through = means(mine, metric).map(at);
  dashes.setAttribute("d", through.length ? `M${through.join("L")}` : "");
  for (const key of figure.querySelectorAll(".explorer-legend > [data-mark]")) key.hidden = key.dataset.mark > 1 && !mine.length;
}

function open(root) {
  root.dataset.open = "";
  const facts = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
  const [file, remove, said] = ["input", "button", "[role=status]"].map((s) => root.querySelector(s));
  let mine = [];
  let metric = facts.metric;
  const say = (words, wrong) => {
    said.textContent = words;
    said.toggleAttribute("data-wrong", Boolean(wrong));
  };
  const show = () => draw(facts, metric, mine);
  root.querySelector(".controls").hidden = false; // without this script they could do nothing
  say("Choose a result file, or several, to draw your models into the figure above; they stay in your browser.");
  document.addEventListener("explorer:state", ({ target, detail }) => {
    if (target.id !== facts.figure) return;
    metric = detail.values.metric;
    show();
  });
  file.addEventListener("change", async () => {
    const chosen = [...file.files];
    if (!chosen.length) return;
    try {
      const all = (await Promise.all(chosen.map((one) => read(one, facts)))).flat();
      mine = once(all);
      remove.hidden = !mine.length;
      const sizes = new Set(mine.map((model) => model.parameters)).size;
      const again = all.length > mine.length ? ` ${all.length - mine.length} came more than once and are drawn once.` : "";
      const drawn = `Yours: ${counted(mine.length, "model")} of ${counted(sizes, "size")}, drawn as squares.`;
      say(mine.length ? `${drawn}${again}${outside(mine, facts)}` : "All of these models diverged: there is nothing to draw.");
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
  show();
}

for (const root of document.querySelectorAll(".compare-laboratory:not([data-open])")) open(root);
