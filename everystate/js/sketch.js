// The reader's drawing on the figure: by pointer across the free part, or by keys, each place a slider of its own.

import { said } from "./axis.js";
import { uncover } from "./cover.js";
import { defaults, equal } from "./states.js";
import { Strokes } from "./strokes.js";
import { judged } from "./verdict.js";
import { filled } from "./words.js";

/** @import { Hidden } from "./types.d.ts" */
/** @import { Edge } from "./strokes.js" */
/** @import { View } from "./view.js" */

const SPACE = "http://www.w3.org/2000/svg";
const DOT = 3.5; // points

/** @typedef {{input: HTMLInputElement, dot: SVGElement, i: number, edge: Edge}} Handle a place, or one of its ends */

export class Sketch {
  /**
   * @param {View} view
   * @param {HTMLElement} predict the question's fieldset
   * @param {Hidden} hidden
   */
  constructor(view, predict, hidden) {
    const { panels, words, parts, root, controls } = view;
    const panel = panels[hidden.panel];
    this.hidden = hidden;
    this.words = words;
    this.kept = false;
    this.axes = panel.model.axes;
    this.steps = parts.header.steps;
    this.buttons = predict.querySelectorAll("[data-draw]");
    this.strokes = new Strokes(hidden.at, hidden.begins ? hidden.given.truth[0] : null);
    const { x, y, width, height } = this.axes;
    this.box = document.createElement("div");
    this.box.className = "explorer-sketch";
    this.box.style.aspectRatio = `${width} / ${height}`;
    this.box.setAttribute("role", "group");
    this.box.setAttribute(
      "aria-label",
      filled(words.your_drawing, { axes: filled(words.axes, { x: x.label, y: y.label }) }),
    );
    const picture = this.add(this.box, "svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
    const left = hidden.begins ? hidden.at[0] : x.points[0];
    const free = { x: left, y: y.points[1], width: x.points[1] - left, height: y.points[0] - y.points[1] };
    this.free = this.add(picture, "rect", { class: "free", ...free });
    const clear = this.strokes.whole()[0][0] < 0.5 ? 0.3 : 0.7; // from the top: away from where the handles wait
    this.invitation = this.add(picture, "text", { x: left + free.width / 2, y: free.y + clear * free.height });
    this.invitation.textContent = words.draw_here;
    this.area = this.add(picture, "path", { class: "area" });
    this.line = this.add(picture, "path", { class: "line" });
    this.picture = picture;
    this.handles = hidden.at.slice(this.strokes.first).flatMap((_, i) => this.handlesAt(i + this.strokes.first));
    panel.svg.after(this.box);
    this.key = panel.legend.querySelector(".explorer-yours");
    this.listen();
    this.show();
    root.addEventListener("explorer:state", () => {
      const away = !equal(view.values, defaults(controls), controls); // what is drawn belongs to the first state
      if (away) uncover(view);
      else if (this.key) panel.legend.append(this.key); // another state's axes may have come with a legend of their own
      if (away === this.box.hidden) return;
      this.box.hidden = away;
      this.show();
    });
  }

  /**
   * @param {Element} parent
   * @param {string} name
   * @param {Record<string, string | number>} attributes
   */
  add(parent, name, attributes) {
    const made = /** @type {SVGElement} */ (document.createElementNS(SPACE, name));
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    return parent.appendChild(made);
  }

  /** @param {number} i @returns {Handle[]} */
  handlesAt(i) {
    const { words, hidden, axes } = this;
    const place = `${axes.x.label} ${this.acrossAt(hidden.at[i])}`;
    /** @type {[Edge, string][]} */
    const edges = hidden.band
      ? [
          ["high", filled(words.high, { axis: place })],
          ["low", filled(words.low, { axis: place })],
        ]
      : [["both", place]];
    return edges.map(([edge, name]) => {
      const input = document.createElement("input");
      Object.assign(input, { type: "range", min: "0", max: "100", step: "1" });
      input.setAttribute("aria-label", name);
      this.box.append(input);
      return { input, dot: this.add(this.picture, "circle", { r: DOT }), i, edge };
    });
  }

  listen() {
    const { free, strokes, hidden } = this;
    /** @type {(event: PointerEvent) => [number, number]} */
    const place = ({ clientX, clientY }) => {
      const { left, top, width, height } = this.box.getBoundingClientRect();
      const { x } = this.axes;
      const inside = Math.min(x.points[1], ((clientX - left) / width) * this.axes.width);
      return [inside, this.share(((clientY - top) / height) * this.axes.height)];
    };
    let drawing = false;
    // Chromium scrolls by a finger on a shape, whatever its touch-action.
    free.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    free.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      drawing = true;
      free.setPointerCapture(event.pointerId);
      strokes.press(...place(event), hidden.band);
      this.show();
    });
    free.addEventListener("pointermove", (event) => {
      if (!drawing) return;
      const passed = event.getCoalescedEvents?.() ?? [];
      for (const one of passed.length ? passed : [event]) strokes.draw(...place(one));
      this.show();
    });
    for (const end of ["pointerup", "pointercancel"]) {
      free.addEventListener(end, () => {
        drawing = false;
      });
    }
    /** @type {HTMLInputElement | null} whose keys go on moving it, which is undone at once */
    let held = null;
    for (const { input, dot, i, edge } of this.handles) {
      input.addEventListener("input", () => {
        if (held !== input) strokes.keep();
        held = input;
        strokes.move(i, edge === "both" || strokes.empty ? "both" : edge, Number(input.value) / 100);
        this.show();
        input.scrollIntoView({ block: "nearest" }); // an enlarged figure is higher than the window
      });
      input.addEventListener("focus", () => dot.classList.add("held"));
      input.addEventListener("blur", () => {
        dot.classList.remove("held");
        held = null;
      });
    }
  }

  undo() {
    this.strokes.undo();
    this.show();
  }

  clear() {
    this.strokes.clear();
    this.show();
  }

  show() {
    const { strokes, hidden, handles, axes } = this;
    const whole = strokes.whole();
    const upright = whole.map((range) => range.map((share) => this.point(share)));
    /** @param {number} end */
    const edge = (end) => upright.map((range, i) => `${hidden.at[i]},${range[end].toFixed(2)}`);
    const [low, high] = [edge(0), edge(1)];
    const lines = hidden.band ? [low, high] : [low];
    this.line.setAttribute("d", strokes.empty ? "" : lines.map((one) => `M${one.join("L")}`).join(""));
    this.area.setAttribute("d", strokes.empty ? "" : `M${[...low, ...high.reverse()].join("L")}Z`);
    this.invitation.toggleAttribute("hidden", !strokes.empty);
    this.key?.classList.toggle("seen", !strokes.empty && !this.box.hidden);
    for (const { input, dot, i, edge } of handles) {
      const end = edge === "low" ? 0 : 1;
      const value = `${axes.y.label} ${this.uprightAt(whole[i][end])}`;
      const drawn = strokes.set[i] !== null;
      input.value = String(Math.round(whole[i][end] * 100));
      input.setAttribute("aria-valuetext", drawn ? value : filled(this.words.not_drawn, { value }));
      input.style.left = `${(hidden.at[i] / axes.width) * 100}%`;
      input.style.top = `${(upright[i][end] / axes.height) * 100}%`;
      dot.setAttribute("cx", String(hidden.at[i]));
      dot.setAttribute("cy", upright[i][end].toFixed(2));
      dot.classList.toggle("drawn", drawn);
    }
    for (const button of this.buttons) {
      const idle = button.getAttribute("data-draw") === "undo" ? !strokes.before.length : strokes.empty;
      button.setAttribute("aria-disabled", String(idle));
    }
  }

  /** A share of the axis's height in points from the top. @param {number} share */
  point = (share) => {
    const [foot, top] = this.axes.y.points;
    return foot + share * (top - foot);
  };

  /** @param {number} point */
  share(point) {
    const [foot, top] = this.axes.y.points;
    return (point - foot) / (top - foot);
  }

  /** @param {number} point */
  acrossAt(point) {
    return said(this.axes.x, point * this.steps, this.steps);
  }

  /** @param {number} share */
  uprightAt(share) {
    return said(this.axes.y, this.point(share) * this.steps, this.steps);
  }

  /**
   * What the drawing is worth, in words and numbers, and the gaps on the figure; nothing where nothing was drawn.
   */
  judged() {
    if (this.strokes.empty) return null;
    this.kept = true;
    return judged(this);
  }

  /** Whether what was judged lies on the figure as it stands. */
  get shown() {
    return this.kept && !this.box.hidden;
  }

  /** Nothing more can be drawn. What was judged stays. */
  close() {
    this.box.classList.add("closed");
    for (const { input } of this.handles) input.remove();
    if (!this.kept) this.box.remove();
  }
}
