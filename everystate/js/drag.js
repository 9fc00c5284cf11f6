// A mark that the reader takes hold of on the figure. It moves its control to the value whose mark comes nearest to the
// pointer: where the mark stands for each value, Python has computed.

import { indicesOf, locate } from "./states.js";
import { row, word } from "./table.js";

/** @import { Model, Scene } from "./types.d.ts" */
/** @import { View } from "./view.js" */

/** @typedef {number[]} Spot where a mark's last point stands, from the left and from the top, in steps */

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
    /** @type {[number, Spot][]} by value of the control, while the mark is held */
    this.spots = [];
    this.along = 0;
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

  /**
   * None where the mark is not there.
   * @param {Model} model
   * @param {Scene} scene
   * @returns {Spot | null}
   */
  spot({ marks }, { table, place }) {
    const mark = marks.find(({ label }) => label && word(table, label, place) === this.label);
    if (!mark) return null;
    const { channels } = mark;
    const [x, y] = ["x", "y"].map((axis) => row(table, channels[axis] ?? channels[`${axis}1`], place));
    const last = x.length - 1;
    return last < 0 || x[last] === table.header.gap ? null : [x[last], y[last]];
  }

  /** Where the mark would stand for each value whose table is here, and which way it goes. */
  hold() {
    const { view, i, place: p } = this;
    const indices = indicesOf(view.controls, view.values);
    this.spots = [];
    for (const to of view.controls[i].values.keys()) {
      const wanted = indices.with(i, to);
      const table = view.parts.has(wanted);
      if (!table) continue;
      const { frame, place } = locate(table.header, wanted);
      const spot = this.spot(table.header.frames[frame].panels[p], { table, place });
      if (spot) this.spots.push([to, spot]);
    }
    const [[, first] = [0, [0, 0]]] = this.spots;
    const [, last] = this.spots.at(-1) ?? [0, first];
    this.along = Number(Math.abs(last[0] - first[0]) < Math.abs(last[1] - first[1]));
  }

  /** @param {PointerEvent} event */
  move({ clientX, clientY }) {
    const { view, panel, along, i } = this;
    const { left, top, width } = panel.svg.getBoundingClientRect();
    const wanted = ((along ? clientY - top : clientX - left) * panel.model.axes.width * this.steps) / width;
    /** @param {[number, Spot]} one */
    const off = ([, spot]) => Math.abs(spot[along] - wanted);
    if (!this.spots.length) return;
    const [to] = this.spots.reduce((best, one) => (off(one) < off(best) ? one : best));
    if (to !== view.at(i)) view.move(i, to);
  }

  follow() {
    const { panel, box, steps } = this;
    const spot = this.spot(panel.model, this.view.scene);
    box.hidden = !spot;
    if (!spot) return;
    const across = 100 / steps / panel.model.axes.width;
    box.style.left = `${spot[0] * across}%`;
    box.style.top = `${spot[1] * across}cqw`; // of the panel's width, which its picture fills
  }
}
