// The explorer in the browser: reads the state table, moves the marks, and asks a kernel only where there is one.
// No formula stands here: every coordinate and every word was computed by the Python that the chapter shows.
// Each new picture fires `explorer:state` on the explorer's section, with detail {name, values, fields, result}: the
// controls' values, the caption's words, and the numbers that the author names in Explorer(..., report=("field", ...)).
//
// One file, because anywidget takes one; the pages get it with page.js behind it as one classic script.

const VERSION = 3;
const PATIENCE = 5000; // milliseconds before a reader is told that the kernel has not answered
const SILENCE = "No answer from the kernel yet: it is busy, or not running.";

async function unzip(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export async function read(bytes) {
  const raw = await unzip(bytes);
  const length = new DataView(raw.buffer).getUint32(0, true);
  if (4 + length > raw.length) throw new Error("the header is cut off");
  const header = JSON.parse(new TextDecoder().decode(raw.subarray(4, 4 + length)));
  if (header.version !== VERSION) throw new Error(`its version is ${header.version}, and this page reads ${VERSION}`);
  return { header, blob: raw.slice(4 + length), rows: new Map() };
}

export function which(table, entry, state) {
  if (entry.index === undefined) return 0;
  const { blob } = table;
  const at = entry.index + state * entry.wide;
  if (at + entry.wide > blob.length) throw new Error("a state lies outside it");
  return entry.wide === 1 ? blob[at] : blob[at] | (blob[at + 1] << 8);
}

const word = (table, entry, state) => entry.words[which(table, entry, state)];

// All rows of a channel, decoded once: Int16Array of steps, or Uint8Array of levels.
function rows(table, entry) {
  let made = table.rows.get(entry);
  if (made) return made;
  const { blob } = table;
  const { rows: count, length, at } = entry;
  const size = count * length;
  if (entry.type === "levels") {
    if (at + size > blob.length) throw new Error("an image lies outside it");
    made = blob.slice(at, at + size);
    for (let i = length; i < size; i++) made[i] += made[i - length];
  } else {
    if (at + 2 * size > blob.length) throw new Error("a curve lies outside it");
    made = new Int16Array(size);
    const down = entry.mode !== 0;
    const along = entry.mode !== 1;
    for (let i = 0; i < size; i++) {
      const zigzag = blob[at + i] | (blob[at + size + i] << 8);
      made[i] = (zigzag >>> 1) ^ -(zigzag & 1);
      if (down && i >= length) made[i] += made[i - length];
    }
    if (along) for (let i = 0; i < size; i++) if (i % length) made[i] += made[i - 1];
  }
  table.rows.set(entry, made);
  return made;
}

export function row(table, entry, state) {
  const start = which(table, entry, state) * entry.length;
  return rows(table, entry).subarray(start, start + entry.length);
}

// Path data of a mark, in points. Masked points break lines and bands, and leave dots and bars out.
export function path(kind, c, gap, steps) {
  const n = Object.values(c)[0].length;
  let d = "";
  const p = (value) => value / steps;
  if (kind === "line") {
    let pen = "M";
    for (let i = 0; i < n; i++) {
      if (c.x[i] === gap || c.y[i] === gap) { pen = "M"; continue; }
      d += `${pen}${p(c.x[i])},${p(c.y[i])}`;
      pen = "L";
    }
  } else if (kind === "dots") {
    for (let i = 0; i < n; i++) if (c.x[i] !== gap && c.y[i] !== gap) d += `M${p(c.x[i])},${p(c.y[i])}h0`;
  } else if (kind === "band") {
    for (let i = 0; i < n; ) {
      if (c.x[i] === gap || c.low[i] === gap || c.high[i] === gap) { i++; continue; }
      let back = "";
      let pen = "M";
      for (; i < n && c.x[i] !== gap && c.low[i] !== gap && c.high[i] !== gap; i++) {
        d += `${pen}${p(c.x[i])},${p(c.low[i])}`;
        back = `L${p(c.x[i])},${p(c.high[i])}${back}`;
        pen = "L";
      }
      d += `${back}Z`;
    }
  } else {
    for (let i = 0; i < n; i++) {
      const [x0, y0, x1, y1] = [c.x0[i], c.y0[i], c.x1[i], c.y1[i]];
      if (x0 === gap || y0 === gap || x1 === gap || y1 === gap) continue;
      d += kind === "segments" ? `M${p(x0)},${p(y0)}L${p(x1)},${p(y1)}`
        : `M${p(x0)},${p(y0)}V${p(y1)}H${p(x1)}V${p(y0)}Z`;
    }
  }
  return d;
}

export function paintImage(element, levels, style) {
  const [height, width] = style.shape;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  const pixels = context.createImageData(width, height);
  const colors = style.colors.map((hex) => parseInt(hex.slice(1), 16));
  for (let i = 0; i < levels.length; i++) {
    const line = Math.floor(i / width);
    const at = 4 * ((style.flip ? line : height - 1 - line) * width + (i % width));
    const color = colors[levels[i]];
    pixels.data[at] = color >> 16;
    pixels.data[at + 1] = (color >> 8) & 255;
    pixels.data[at + 2] = color & 255;
    pixels.data[at + 3] = 255;
  }
  context.putImageData(pixels, 0, 0);
  element.setAttribute("href", canvas.toDataURL());
}

// From the picture back to data units, with as many digits as the picture's steps can carry.
export function toData(axis, step, steps) {
  const [p0, p1] = axis.points;
  const share = (step / steps - p0) / (p1 - p0);
  const [d0, d1] = axis.limits;
  return axis.scale === "log" ? d0 * (d1 / d0) ** share : d0 + (d1 - d0) * share;
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

export function written(value, axis, steps) {
  if (axis.scale !== "log") {
    const grain = Math.abs((axis.limits[1] - axis.limits[0]) / ((axis.points[1] - axis.points[0]) * steps));
    const digits = Math.min(12, Math.max(0, Math.floor(-Math.log10(grain * 0.9))));
    const text = value.toFixed(digits);
    return (digits ? text.replace(/\.?0+$/, "") : text).replace(/^-0$/, "0");
  }
  const [digits, exponent] = value.toExponential(2).split("e");
  const size = Number(exponent);
  if (size >= -3 && size < 5) return String(Number(value.toPrecision(3)));
  const power = String(Math.abs(size)).replace(/\d/g, (digit) => SUPERSCRIPTS[digit]);
  return `${digits}×10${size < 0 ? "⁻" : ""}${power}`;
}

const equal = (one, other, controls) => controls.every(({ name }) => one[name] === other[name]);

// `values`, by control, are the truth. `indices` are their places in the table, -1 for one between two of its values,
// which a kernel must compute (`host.kernel`).
class View {
  constructor(root, table, host, values) {
    this.root = root;
    this.table = table;
    this.host = host;
    this.controls = table.header.controls;
    this.name = table.header.name;
    this.playing = null;
    this.panels = [...root.querySelectorAll(".explorer-panel")];
    this.inputs = this.controls.map((control) => root.querySelector(`[data-control="${control.name}"]`));
    this.legends = this.panels.map((panel) => panel.querySelector(".explorer-legend"));
    this.caption = root.querySelector(".explorer-caption");
    this.status = root.querySelector(".explorer-status");
    this.message = root.querySelector(".explorer-message");
    this.listen();
    this.take(this.defaults());
    if (values) this.take(values);
    root.classList.add("live");
    for (const input of root.querySelectorAll(".explorer-controls [disabled]")) input.disabled = false;
  }

  get steps() { return this.table.header.steps; }
  get gap() { return this.table.header.gap; }
  get model() { return this.drawn.table.header.frames[this.drawn.frame].panels; }

  defaults() { return Object.fromEntries(this.controls.map((control) => [control.name, control.values[control.default]])); }

  // A state's frame, and its place among the frame's states.
  place() {
    let frame = 0;
    let place = 0;
    const ofFrame = this.table.header.frameControls;
    this.controls.forEach((control, i) => {
      if (ofFrame.includes(i)) frame = frame * control.values.length + this.indices[i];
      else place = place * control.values.length + this.indices[i];
    });
    return [frame, place];
  }

  // Where a control stands, in places of its table: 2.5 is half-way between its third and its fourth value.
  at(i) {
    if (this.indices[i] >= 0) return this.indices[i];
    const { name, values } = this.controls[i];
    const value = this.values[name];
    const next = values.findIndex((known) => known > value);
    return next - 1 + (value - values[next - 1]) / (values[next] - values[next - 1]);
  }

  word(i) {
    const control = this.controls[i];
    return this.indices[i] >= 0 ? control.labels[this.indices[i]] : String(this.values[control.name]);
  }

  // The reader's hand: the next place, or a value.
  step(i, to) {
    const { values } = this.controls[i];
    this.set(i, values[Math.min(values.length - 1, Math.max(0, to))]);
  }

  set(i, value) { this.choose({ ...this.values, [this.controls[i].name]: value }); }

  choose(values) {
    this.say("");
    const moved = !equal(values, this.values, this.controls);
    this.take(values);
    if (moved && this.host.changed) this.host.changed(this.values);
  }

  // Stand at a state, whoever chose it: from the table at once, from the kernel when it answers.
  take(values) {
    if (this.values && equal(values, this.values, this.controls)) return;
    this.say(""); // what was said is of the state before
    this.values = values;
    this.indices = this.controls.map((control) => control.values.indexOf(values[control.name]));
    this.syncControls();
    clearTimeout(this.asking);
    if (this.indices.includes(-1)) {
      this.asking = setTimeout(() => this.say(SILENCE), PATIENCE);
      return;
    }
    const state = this.controls.reduce((sum, control, i) => sum * control.values.length + this.indices[i], 0);
    this.show(this.table, ...this.place(), state);
  }

  // What the kernel says to a state between the table's: a table of that state alone, or why there is none.
  answer({ state, table, problem }) {
    if (!equal(state, this.values, this.controls) || !this.indices.includes(-1)) return;
    clearTimeout(this.asking);
    if (problem || this.message.textContent === SILENCE) this.say(problem || "");
    if (table) this.show(table, 0, 0, 0);
  }

  show(table, frame, place, state) {
    this.turnTo(table, frame);
    this.drawn = { table, frame, place };
    this.model.forEach((panel, p) => this.draw(table, panel, p, place));
    this.tell(table, state);
    const { values, fields, result } = this;
    this.root.dispatchEvent(new CustomEvent("explorer:state", { bubbles: true, detail: { name: this.name, values, fields, result } }));
  }

  // Put the frame's own axes and legend on the page.
  turnTo(table, frame) {
    const panels = table.header.frames[frame].panels;
    const old = this.axes; // those of a kernel's table may be the same as the page's own
    if (old && (panels === old || panels.every((panel, i) => panel.svg === old[i].svg))) return;
    this.axes = panels;
    this.marks = this.panels.map((panel, i) => {
      const old = panel.querySelector("svg[role=img]");
      const described = new DOMParser().parseFromString(table.header.frames[frame].panels[i].svg, "text/html");
      const svg = document.importNode(described.querySelector("svg"), true);
      for (const name of ["role", "aria-label", "aria-describedby"]) svg.setAttribute(name, old.getAttribute(name));
      const { x, y } = table.header.frames[frame].panels[i].axes;
      svg.setAttribute("aria-label", `${table.header.title}: ${y.label} against ${x.label}`);
      old.replaceWith(svg);
      this.watch(svg, i);
      this.legends[i].innerHTML = table.header.frames[frame].panels[i].legend;
      const marks = [];
      for (const element of svg.querySelectorAll("[data-mark]")) marks[Number(element.dataset.mark)] = element;
      return marks;
    });
  }

  draw(table, panel, p, place) {
    panel.marks.forEach((mark, m) => {
      const element = this.marks[p][m];
      const channels = {};
      let key = "";
      for (const [name, entry] of Object.entries(mark.channels)) {
        channels[name] = row(table, entry, place);
        key += `${which(table, entry, place)},`;
      }
      if (mark.text) {
        element.setAttribute("x", channels.x[0] / this.steps);
        element.setAttribute("y", channels.y[0] / this.steps);
        element.textContent = channels.x[0] === this.gap ? "" : word(table, mark.text, place);
      } else if (table !== this.table || element.shownRow !== key) {
        if (mark.kind === "image") paintImage(element, channels.z, mark.style);
        else element.setAttribute("d", path(mark.kind, channels, this.gap, this.steps));
      }
      element.shownRow = table === this.table ? key : null;
      if (mark.label) {
        const item = this.legends[p].querySelector(`[data-mark="${m}"]`);
        const label = word(table, mark.label, place);
        if (item) {
          const span = item.querySelector(".explorer-label");
          if (span.textContent !== label) span.textContent = label;
          item.querySelector(".explorer-value").textContent = "";
        }
      }
    });
    this.clearGuide(p);
  }

  // The caption in words, and the same politely to a screen reader once the reader's hand is still.
  tell(table, state) {
    const { parts, fields, names } = table.header.caption;
    const words = fields.map((entry) => word(table, entry, state));
    this.caption.textContent = parts.map((part, i) => part + words[i]).join("");
    this.fields = {};
    names.forEach((name, i) => { if (name) this.fields[name] = words[i]; });
    const { report } = table.header;
    this.result = Object.fromEntries(Object.entries(report).map(([name, entry]) => [name, word(table, entry, state)]));
    clearTimeout(this.telling);
    if (!this.root.classList.contains("live")) return;
    this.telling = setTimeout(() => { this.status.textContent = this.caption.textContent; }, 500);
  }

  syncControls() {
    this.controls.forEach((control, i) => {
      const [input, at, label] = [this.inputs[i], this.at(i), this.word(i)];
      if (control.kind === "check") input.checked = at === 1;
      else if (control.kind === "stepper") {
        input.textContent = label;
        const [less, more] = input.parentElement.querySelectorAll("button");
        less.setAttribute("aria-disabled", at === 0);
        more.setAttribute("aria-disabled", at === control.values.length - 1);
      } else if (control.kind === "select") input.value = at;
      else {
        input.step = Number.isInteger(at) ? 1 : "any"; // the thumb of a value between two states stands between them
        input.value = at;
        input.setAttribute("aria-valuetext", label);
        const output = input.parentElement.querySelector("output");
        if (output) output.textContent = label;
        const number = input.parentElement.querySelector("input[type=number]");
        if (number) number.value = this.values[control.name];
      }
    });
  }

  listen() {
    this.controls.forEach((control, i) => {
      const input = this.inputs[i];
      if (control.kind === "stepper") {
        for (const button of input.parentElement.querySelectorAll("button")) {
          const next = Number(button.dataset.step) > 0 ? (at) => Math.floor(at) + 1 : (at) => Math.ceil(at) - 1;
          button.addEventListener("click", () => this.step(i, next(this.at(i))));
        }
        return;
      }
      input.addEventListener(control.kind === "slider" ? "input" : "change", () => {
        if (this.playing) this.stop();
        if (control.kind === "check") return this.step(i, Number(input.checked));
        const [from, to] = [this.at(i), Number(input.value)];
        this.step(i, to > from ? Math.ceil(to) : Math.floor(to)); // from between two states on to the next one
      });
      if (control.kind === "slider") this.listenToSlider(control, i, input);
    });
    const tools = this.root.querySelector(".explorer-tools");
    tools.addEventListener("click", (event) => {
      const action = event.target.dataset && event.target.dataset.do;
      if (action) this[action](event.target);
    });
    if (!this.host.page) tools.querySelector("[data-do=link]").remove(); // an address that leads to a state is the page's
    const numbers = this.root.querySelector(".explorer-numbers");
    numbers.addEventListener("toggle", () => this.tabulate());
    this.root.addEventListener("explorer:state", () => { if (numbers.open) this.tabulate(); });
    this.listenToPrediction();
  }

  listenToSlider(control, i, input) {
    const button = input.parentElement.querySelector(".explorer-play");
    button.addEventListener("click", () => (this.playing === button ? this.stop() : this.play(button, i)));
    if (!this.host.kernel || !control.numeric) return;
    // With a kernel behind it, a number between two neighbours can be asked for.
    const output = input.parentElement.querySelector("output");
    const number = document.createElement("input");
    const [low, high] = [control.values[0], control.values[control.values.length - 1]];
    Object.assign(number, { type: "number", min: low, max: high, step: control.whole ? 1 : "any" });
    number.setAttribute("aria-label", control.label);
    number.addEventListener("change", () => {
      const typed = Number(number.value);
      if (number.value === "" || !(typed >= low && typed <= high)) {
        this.say(`${control.label}: give a number from ${low} to ${high}.`);
        number.value = this.values[control.name];
        return;
      }
      const value = control.whole ? Math.round(typed) : typed;
      this.set(i, value);
      number.value = value;
      if (value !== typed) this.say(`${control.label}: whole numbers only, so ${typed} became ${value}.`);
    });
    output.replaceWith(number);
  }

  listenToPrediction() {
    const predict = this.root.querySelector(".explorer-predict");
    if (!predict) return;
    this.root.classList.add("covered");
    const feedback = predict.querySelector(".explorer-feedback");
    predict.addEventListener("click", (event) => {
      const choice = event.target.closest("button");
      if (!choice) return;
      this.root.classList.remove("covered");
      for (const button of predict.querySelectorAll("button")) button.removeAttribute("aria-pressed");
      if (choice.classList.contains("explorer-skip")) { feedback.textContent = ""; predict.classList.add("skipped"); return; }
      choice.setAttribute("aria-pressed", "true");
      const right = choice.dataset.right === "true";
      predict.dataset.verdict = right ? "right" : "wrong";
      feedback.textContent = `${right ? "Right." : "Not quite."} ${choice.dataset.feedback}`;
    });
  }

  // A control's whole way takes some five seconds; with reduced motion asked for, a second a state.
  play(button, i) {
    this.stop();
    this.playing = button;
    button.setAttribute("aria-pressed", "true");
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const last = this.controls[i].values.length - 1;
    if (this.at(i) === last) this.step(i, 0);
    const pause = still ? 1000 : Math.max(60, Math.min(400, 5000 / (last + 1)));
    this.timer = setInterval(() => {
      if (this.at(i) === last) this.stop();
      else this.step(i, Math.floor(this.at(i)) + 1);
    }, pause);
  }

  stop() {
    clearInterval(this.timer);
    if (this.playing) this.playing.setAttribute("aria-pressed", "false");
    this.playing = null;
  }

  // -- reading values off the picture

  watch(svg, p) {
    const read = (event) => {
      const box = svg.getBoundingClientRect();
      const { width, height } = this.model[p].axes;
      this.readAt(p, ((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height);
    };
    svg.addEventListener("pointermove", read);
    svg.addEventListener("pointerdown", read);
    svg.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") this.clearGuide(p); });
  }

  readAt(p, x, y) {
    const { table, place } = this.drawn;
    const panel = table.header.frames[this.drawn.frame].panels[p];
    let best = null;
    const found = panel.marks.map((mark) => {
      if (!mark.label || mark.kind === "text") return null;
      if (mark.kind === "image") return this.cell(mark, table, place, x, y);
      const near = this.nearest(mark, table, place, x, y);
      if (near && (!best || near.distance < best.distance)) best = near;
      return near;
    });
    const axes = panel.axes;
    found.forEach((near, m) => {
      const item = this.legends[p].querySelector(`[data-mark="${m}"] .explorer-value`);
      if (!item) return;
      const close = near && (near.text || Math.abs(near.at - best.at) < 3 * this.steps);
      item.textContent = !close ? "" : near.text || near.values.map((v) => written(toData(axes[near.axis], v, this.steps), axes[near.axis], this.steps)).join(" to ");
    });
    if (best) this.guide(p, best, axes);
  }

  nearest(mark, table, place, x, y) {
    const channel = (name) => row(table, mark.channels[name], place);
    const across = mark.style.along === "y";
    const wanted = (across ? y : x) * this.steps;
    let positions, values;
    if (mark.kind === "line" || mark.kind === "dots") [positions, values] = [channel("x"), [channel("y")]];
    else if (mark.kind === "band") [positions, values] = [channel("x"), [channel("low"), channel("high")]];
    else {
      const [a, b] = across ? ["y0", "y1"] : ["x0", "x1"];
      const [starts, ends] = [channel(a), channel(b)];
      positions = starts.map((start, i) => (start === this.gap ? start : (start + ends[i]) / 2));
      const names = mark.kind === "rects" ? [across ? "x1" : "y1"] : ["y0", "y1"];
      values = names.map(channel);
    }
    let at = -1;
    let distance = Infinity;
    positions.forEach((position, i) => {
      if (position === this.gap || values.some((v) => v[i] === this.gap)) return;
      const off = Math.abs(position - wanted);
      if (off < distance) [at, distance] = [i, off];
    });
    if (at < 0) return null;
    return { at: positions[at], distance, values: values.map((v) => v[at]), axis: across ? "x" : "y", across };
  }

  cell(mark, table, place, x, y) {
    const [left, top, width, height] = mark.style.box;
    const [lines, columns] = mark.style.shape;
    const column = Math.floor(((x - left) / width) * columns);
    const fromTop = Math.floor(((y - top) / height) * lines);
    if (column < 0 || column >= columns || fromTop < 0 || fromTop >= lines) return null;
    const line = mark.style.flip ? fromTop : lines - 1 - fromTop;
    const level = row(table, mark.channels.z, place)[line * columns + column];
    const { vmin, vmax, levels } = mark.style;
    return { text: String(Number((vmin + (level / (levels - 1)) * (vmax - vmin)).toPrecision(3))) };
  }

  guide(p, best, axes) {
    const svg = this.panels[p].querySelector("svg[role=img]");
    let line = svg.querySelector(".explorer-guide");
    if (!line) {
      line = document.createElementNS("http://www.w3.org/2000/svg", "path");
      line.setAttribute("class", "explorer-guide");
      svg.append(line);
    }
    const at = best.at / this.steps;
    const [a, b] = best.across ? axes.x.points : axes.y.points;
    line.setAttribute("d", best.across ? `M${a},${at}H${b}` : `M${at},${a}V${b}`);
    const axis = best.across ? axes.y : axes.x;
    let here = this.panels[p].querySelector(".explorer-at");
    if (!here) {
      here = document.createElement("li");
      here.className = "explorer-at";
      this.legends[p].prepend(here);
    }
    here.textContent = `${axis.label} ${written(toData(axis, best.at, this.steps), axis, this.steps)}`;
  }

  clearGuide(p) {
    const panel = this.panels[p];
    for (const one of panel.querySelectorAll(".explorer-guide, .explorer-at")) one.remove();
    for (const value of panel.querySelectorAll(".explorer-value")) value.textContent = "";
  }

  // -- what a reader takes away

  // Rows of the numbers on the picture: panel, series, axes, then one value after another by its channel's name.
  numbers() {
    const { table, place } = this.drawn;
    return this.model.flatMap(({ marks, axes }, p) => {
      const named = (name) => `${name} ${axes[name].label}${axes[name].scale === "log" ? " (log)" : ""}`;
      return marks.filter((mark) => mark.label && mark.kind !== "text").flatMap((mark) => {
        const first = { panel: p + 1, series: word(table, mark.label, place), axes: `${named("x")}, ${named("y")}` };
        const found = mark.kind === "image" ? this.imageNumbers(mark) : this.seriesNumbers(mark, axes);
        return found.map((cells) => ({ ...first, ...cells }));
      });
    });
  }

  seriesNumbers(mark, axes) {
    const { table, place } = this.drawn;
    const channels = Object.entries(mark.channels).map(([name, entry]) => [name, row(table, entry, place)]);
    return [...channels[0][1].keys()].filter((i) => channels.every(([, steps]) => steps[i] !== this.gap)).map((i) =>
      Object.fromEntries(channels.map(([name, steps]) => {
        const axis = axes[name.startsWith("x") ? "x" : "y"];
        return [name, written(toData(axis, steps[i], this.steps), axis, this.steps)];
      })));
  }

  imageNumbers(mark) {
    const { table, place } = this.drawn;
    const { vmin, vmax, levels, shape: [, columns] } = mark.style;
    return [...row(table, mark.channels.z, place)].map((level, i) => ({
      row: Math.floor(i / columns),
      column: i % columns,
      value: Number((vmin + (level / (levels - 1)) * (vmax - vmin)).toPrecision(4)),
    }));
  }

  tabulate() {
    const rows = this.numbers();
    const box = this.root.querySelector(".explorer-table");
    box.replaceChildren(...this.model.flatMap(({ axes }, p) => {
      const mine = rows.filter((row) => row.panel === p + 1);
      if (!mine.length) return [];
      const table = tableOf(mine.slice(0, 300), axes);
      const caption = `${axes.y.label} against ${axes.x.label}`;
      table.createCaption().textContent = this.panels.length > 1 ? `Panel ${p + 1}: ${caption}` : caption;
      const more = document.createElement("p");
      more.textContent = mine.length > 300 ? `The first 300 of ${mine.length} rows; the CSV has all.`
        : "Read off the picture: exact to a twentieth of a point.";
      return [table, more];
    }));
  }

  link(button) {
    const address = new URL(location.href);
    address.hash = fragment(this.name, this.controls, this.values);
    const done = (text, told = text) => {
      button.textContent = text;
      this.status.textContent = told;
      setTimeout(() => { button.textContent = "Copy link to this state"; }, 2000);
    };
    history.replaceState(null, "", address);
    const copied = navigator.clipboard ? navigator.clipboard.writeText(address.href) : Promise.reject();
    copied.then(() => done("Copied", "Link copied"), () => done("In the address bar", "The link is in the address bar"));
  }

  reset() {
    this.stop();
    this.choose(this.defaults());
    if (this.host.page && location.hash.startsWith(`#${this.name}?`)) {
      history.replaceState(null, "", `#${this.name}`);
    }
  }

  csv() {
    const rows = this.numbers();
    const names = columns(rows);
    const raised = (_, power) => `e${[...power].map((sign) => (sign === "⁻" ? "-" : SUPERSCRIPTS.indexOf(sign))).join("")}`;
    const quote = (cell) => {
      const text = String(cell).replace(/(?<=^[-\d.]+)×10([⁻⁰¹²³⁴-⁹]+)$/, raised); // 2×10¹⁸ is 2e18 to what reads a file
      return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
    };
    const lines = [names, ...rows.map((row) => names.map((name) => row[name] ?? ""))];
    this.save(new Blob([lines.map((line) => line.map(quote).join(",")).join("\n") + "\n"], { type: "text/csv" }), "csv");
  }

  svg() { this.save(new Blob([this.drawing().text], { type: "image/svg+xml" }), "svg"); }

  png() {
    const { text, width, height } = this.drawing();
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = width * 3;
      canvas.height = height * 3;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => this.save(blob, "png"));
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  }

  // All panels under one another, with their legend and the caption, and colours as the reader sees them.
  drawing() {
    const space = "http://www.w3.org/2000/svg";
    const whole = document.createElementNS(space, "svg");
    const paper = document.createElementNS(space, "rect");
    whole.append(paper);
    const ink = getComputedStyle(this.caption).color;
    let width = 0;
    let top = 6;
    const line = (text, x, size = 9) => {
      const element = document.createElementNS(space, "text");
      for (const [k, v] of Object.entries({ x, y: top, fill: ink, "font-size": size, "font-family": "sans-serif" })) element.setAttribute(k, v);
      element.textContent = text;
      whole.append(element);
    };
    this.model.forEach((panel, p) => {
      const shown = this.panels[p].querySelector("svg[role=img]");
      const copy = shown.cloneNode(true);
      const [mine, theirs] = [shown.querySelectorAll("*"), copy.querySelectorAll("*")];
      mine.forEach((element, i) => {
        const look = getComputedStyle(element);
        for (const name of ["fill", "stroke"]) if (element.style[name]) theirs[i].style[name] = look[name];
        if (element.tagName === "text") theirs[i].style.fontFamily = "sans-serif";
      });
      copy.querySelector(".explorer-guide")?.remove();
      Object.entries({ x: 0, y: top, width: panel.axes.width, height: panel.axes.height }).forEach(([k, v]) => copy.setAttribute(k, v));
      whole.append(copy);
      width = Math.max(width, panel.axes.width);
      top += panel.axes.height + 12;
      for (const item of this.legends[p].querySelectorAll("[data-mark]")) {
        const swatch = item.querySelector("svg");
        if (swatch) {
          const key = swatch.cloneNode(true);
          key.querySelector("path").setAttribute("style", swatch.querySelector("path").getAttribute("style").replace(/var\([^,]+,(#\w+)\)/g, "$1"));
          Object.entries({ x: 12, y: top - 8, width: 22, height: 12 }).forEach(([k, v]) => key.setAttribute(k, v));
          whole.append(key);
        }
        line(item.querySelector(".explorer-label").textContent, 40);
        top += 14;
      }
    });
    top += 4;
    for (const piece of wrapped(this.caption.textContent, Math.floor(width / 4.6))) { line(piece, 12); top += 13; }
    const height = top + 2;
    Object.entries({ xmlns: space, viewBox: `0 0 ${width} ${height}`, width, height }).forEach(([k, v]) => whole.setAttribute(k, v));
    Object.entries({ width, height, fill: background(this.root) }).forEach(([k, v]) => paper.setAttribute(k, v));
    return { text: new XMLSerializer().serializeToString(whole), width, height };
  }

  save(blob, ending) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${this.name}.${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  say(text) {
    this.message.textContent = text;
    this.message.hidden = !text;
  }

  // Take the state that a fragment names; anything that is not one leaves the default.
  follow(hash) {
    const values = parsed(hash, this.name, this.controls);
    if (!values) return false;
    this.stop();
    this.choose(values);
    this.root.classList.remove("covered");
    return true;
  }
}

const ENDS = { low: "y, low", high: "y, high", x0: "x, from", x1: "x, to", y0: "y, from", y1: "y, to" };

// A table of rows, whose heads name the axes: "y, low" of accuracy is "accuracy, low".
function tableOf(rows, axes) {
  const table = document.createElement("table");
  const names = columns(rows).filter((name) => name !== "panel" && name !== "axes");
  const head = table.createTHead().insertRow();
  for (const name of names) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = (ENDS[name] ?? name).replace(/^[xy](?=$|,)/, (axis) => axes[axis].label);
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const name of names) line.insertCell().textContent = row[name] ?? "";
  }
  return table;
}

const columns = (rows) => [...new Set(rows.flatMap((row) => Object.keys(row)))];

function wrapped(text, length) {
  const lines = [""];
  for (const one of text.split(/\s+/)) {
    if (lines[lines.length - 1].length + one.length + 1 > length) lines.push("");
    lines[lines.length - 1] += (lines[lines.length - 1] ? " " : "") + one;
  }
  return lines;
}

function background(element) {
  for (let e = element; e; e = e.parentElement) {
    const color = getComputedStyle(e).backgroundColor;
    if (color && !/^(transparent|rgba\(.*, 0\))$/.test(color)) return color;
  }
  return "white";
}

export function fragment(name, controls, values) {
  const query = new URLSearchParams();
  for (const control of controls) query.set(control.name, String(values[control.name]));
  return `${name}?${query}`;
}

// The values that a fragment such as #name?answer_length=5 names, or null if it names no state of this explorer.
export function parsed(hash, name, controls) {
  if (!hash.startsWith(`#${name}?`) || hash.length > 2000) return null;
  const values = Object.fromEntries(controls.map((control) => [control.name, control.values[control.default]]));
  for (const [key, word] of new URLSearchParams(hash.slice(name.length + 2))) {
    const control = controls.find((one) => one.name === key);
    const index = control ? control.values.findIndex((known) => String(known) === word) : -1;
    if (index < 0) return null;
    values[key] = control.values[index];
  }
  return values;
}

export async function mount(root, bytes, host, values = null) {
  try {
    return new View(root, await read(bytes), host, values);
  } catch (error) {
    const message = root.querySelector(".explorer-message");
    message.textContent = `The numbers behind this figure could not be read (${error.message}). The picture shows its first state.`;
    message.hidden = false;
    root.classList.add("broken");
    return null;
  }
}

function bytesOf(value) {
  return value instanceof DataView ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value);
}

// The notebook's side (anywidget): the same view, with a kernel to ask.
async function render({ model, el }) {
  el.innerHTML = model.get("markup"); // written by the kernel's own Python, with every word escaped
  const root = el.querySelector(".explorer");
  // Arrows, Enter and letters are the figure's own. Notebook 7 takes keys at the document before they get here, so the
  // window, which is first, keeps them from it; keys with Ctrl, Alt or Meta stay the notebook's.
  const keep = (event) => {
    if (root.contains(event.target) && !event.ctrlKey && !event.altKey && !event.metaKey) event.stopPropagation();
  };
  addEventListener("keydown", keep, true);
  const leave = () => removeEventListener("keydown", keep, true);
  const host = { kernel: true, changed(values) { model.set("state", values); model.save_changes(); } };
  const view = await mount(root, bytesOf(model.get("table")), host, model.get("state"));
  if (!view) return leave;
  const take = () => view.take(model.get("state"));
  const answer = async () => {
    const { state, table, problem } = model.get("answer");
    if (state) view.answer({ state, problem, table: problem ? null : await read(bytesOf(table)) });
  };
  take(); // the state may have changed while the table was read
  answer();
  model.on("change:state", take);
  model.on("change:answer", answer);
  return () => { leave(); view.stop(); model.off("change:state", take); model.off("change:answer", answer); };
}

export default { render };
