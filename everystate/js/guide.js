// Reading a panel, by pointer or by key: a line at the nearest point, the value of its axis, and in the legend those of
// the marks there.

import { said } from "./axis.js";
import { hides } from "./cover.js";
import { led, readable, readings, stops } from "./hover.js";
import { filled } from "./words.js";

/** @import { Near } from "./types.d.ts" */
/** @import { Panel } from "./panel.js" */
/** @import { View } from "./view.js" */

/**
 * Reads values off the panel that a key was pressed on.
 * @param {View} view
 * @param {KeyboardEvent} event
 */
export const press = ({ panels }, event) => panels.find(({ svg }) => svg === event.target)?.guide.press(event);

export class Guide {
  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
    this.line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    this.line.setAttribute("class", "explorer-guide");
    this.words = document.createElement("li");
    this.words.className = "explorer-at";
    /** @type {number | null} */
    this.at = null;
  }

  /** Follows the pointer over the panel's picture, and lets keys come to it where it has points. */
  watch() {
    const { svg, model } = this.panel;
    if (model.marks.some(readable)) svg.tabIndex = 0;
    /** @param {PointerEvent} event */
    const read = ({ clientX, clientY }) => {
      if (hides(svg)) return;
      const { left, top, width, height } = svg.getBoundingClientRect();
      const { axes } = this.panel.model;
      this.read(((clientX - left) / width) * axes.width, ((clientY - top) / height) * axes.height);
    };
    svg.addEventListener("pointermove", read);
    svg.addEventListener("pointerdown", read);
    svg.addEventListener("pointerleave", ({ pointerType }) => {
      if (pointerType === "mouse") this.clear();
    });
  }

  /**
   * Reads the values at a point, in points of the picture.
   * @param {number} x
   * @param {number} y
   */
  read(x, y) {
    const { model, scene, drawn, words } = this.panel;
    const { best, values } = readings(model, scene, x, y);
    drawn.forEach(({ value }, m) => {
      const [low = "", high] = values[m];
      if (value) value.textContent = high === undefined ? low : filled(words.range, { low, high });
    });
    if (best) this.stand(best);
  }

  /**
   * Goes to the next point, or to the first or last; says the values there, since no pointer shows that they changed.
   * @param {KeyboardEvent} event
   */
  press(event) {
    const { model, scene, drawn, svg } = this.panel;
    if (hides(svg)) return;
    if (event.key === "Escape") this.clear();
    if (event.altKey || event.ctrlKey || event.metaKey) return; // Alt and an arrow lead back a page
    const { across, at } = stops(model, scene);
    const stop = led(at, this.at, event.key);
    if (stop === undefined) return;
    event.preventDefault();
    const point = stop / scene.table.header.steps;
    this.read(across ? 0 : point, across ? point : 0);
    const said = drawn.flatMap(({ label, value }) =>
      value?.textContent ? [`${label?.textContent} ${value.textContent}`] : [],
    );
    const status = svg.closest(".explorer")?.querySelector(".explorer-status");
    if (status) status.textContent = [this.words.textContent, ...said].join("; ");
  }

  /** @param {Near} near */
  stand({ at, across }) {
    const { model, scene, svg, legend } = this.panel;
    this.at = at;
    const { steps } = scene.table.header;
    const { x, y } = model.axes;
    const [axis, other] = across ? [y, x] : [x, y];
    const [from, to] = other.points;
    this.line.setAttribute("d", across ? `M${from},${at / steps}H${to}` : `M${at / steps},${from}V${to}`);
    this.words.textContent = `${axis.label} ${said(axis, at, steps)}`;
    if (!this.line.isConnected) {
      svg.append(this.line);
      legend.prepend(this.words);
    }
  }

  clear() {
    this.at = null;
    this.line.remove();
    this.words.remove();
    for (const { value } of this.panel.drawn) if (value) value.textContent = "";
  }
}
