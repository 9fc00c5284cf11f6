// A mark that the reader takes hold of on the figure. It moves its control to the value whose mark comes nearest to the
// pointer: where the mark stands for each value, Python has computed.

import { indicesOf, locate } from "./states.js";
import { row, word } from "./table.js";

/** @import { Model, Scene } from "./types.d.ts" */
/** @import { View } from "./view.js" */

/** @typedef {number[]} Spot where a mark's last point stands, from the left and from the top, in steps */
/** @typedef {[number, Spot]} Stop a place among a control's values, and where the mark stands for it */

/**
 * Where the mark of that label has its last point; none where it is not there.
 * @param {string | undefined} label
 * @param {Pick<Model, "marks">} model
 * @param {Scene} scene
 * @returns {Spot | null}
 */
export function spotOf(label, { marks }, { table, place }) {
  const mark = marks.find((one) => one.label && word(table, one.label, place) === label);
  if (!mark) return null;
  const { channels } = mark;
  const [x, y] = ["x", "y"].map((axis) => row(table, channels[axis] ?? channels[`${axis}1`], place));
  const last = x.length - 1;
  return last < 0 || x[last] === table.header.gap ? null : [x[last], y[last]];
}

/**
 * Which way a mark goes from the first stop to the last: 0 across, 1 upright.
 * @param {Stop[]} stops
 */
export function wayOf(stops) {
  const [first, last] = [stops[0], stops[stops.length - 1]].map((stop) => stop?.[1] ?? [0, 0]);
  return Number(Math.abs(last[0] - first[0]) < Math.abs(last[1] - first[1]));
}

/**
 * The stop whose mark stands nearest, along its way.
 * @param {Stop[]} stops
 * @param {number} way
 * @param {number} wanted in steps
 */
export const nearest = (stops, way, wanted) =>
  stops.reduce((best, stop) => (Math.abs(stop[1][way] - wanted) < Math.abs(best[1][way] - wanted) ? stop : best));

/** @param {View} view */
export function listenToDrags(view) {
  /** @type {NodeListOf<HTMLInputElement>} */
  const inputs = view.root.querySelectorAll("[data-drag]");
  for (const input of inputs) new Grip(view, input).listen();
}

class Grip {
  /**
   * @param {View} view
   * @param {HTMLInputElement} input the control's
   */
  constructor(view, input) {
    const { control, drag, panel } = input.dataset;
    this.view = view;
    this.input = input;
    this.label = drag;
    this.place = Number(panel);
    this.panel = view.panels[this.place];
    this.i = view.controls.findIndex(({ name }) => name === control);
    this.steps = view.parts.header.steps;
    this.box = document.createElement("span");
    this.box.className = "explorer-grip";
    this.box.setAttribute("aria-hidden", "true"); // the control says and does the same
    this.panel.svg.after(this.box);
    /** @type {Stop[]} while the mark is held */
    this.stops = [];
    this.way = 0;
  }

  listen() {
    const { box, input, view } = this;
    box.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false }); // nothing scrolls
    box.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      input.focus({ preventScroll: true }); // arrow keys go on from there
      box.setPointerCapture(event.pointerId);
      this.hold();
    });
    box.addEventListener("pointermove", (event) => {
      if (box.hasPointerCapture(event.pointerId)) this.move(event);
    });
    view.root.addEventListener("explorer:state", () => this.follow());
  }

  /** Where the mark would stand for each value whose table is here, and which way it goes. */
  hold() {
    const { view, i, place: p } = this;
    const indices = indicesOf(view.controls, view.values);
    this.stops = [];
    for (const to of view.controls[i].values.keys()) {
      const wanted = indices.with(i, to);
      const table = view.parts.has(wanted);
      if (!table) continue;
      const { frame, place } = locate(table.header, wanted);
      const spot = spotOf(this.label, table.header.frames[frame].panels[p], { table, place });
      if (spot) this.stops.push([to, spot]);
    }
    this.way = wayOf(this.stops);
  }

  /** @param {PointerEvent} event */
  move({ clientX, clientY }) {
    const { view, panel, stops, way, i } = this;
    if (!stops.length) return;
    const { left, top, width } = panel.svg.getBoundingClientRect();
    const points = ((way ? clientY - top : clientX - left) * panel.model.axes.width) / width;
    const [to] = nearest(stops, way, points * this.steps);
    if (to !== view.at(i)) view.move(i, to);
  }

  follow() {
    const { panel, box, steps } = this;
    const spot = spotOf(this.label, panel.model, this.view.scene);
    box.hidden = !spot;
    if (!spot) return;
    const across = 100 / steps / panel.model.axes.width;
    box.style.left = `${spot[0] * across}%`;
    box.style.top = `${spot[1] * across}cqw`; // of the panel's width, which its picture fills
  }
}
