// An explorer on the page. No formula stands in these modules: every coordinate and every word was computed by Python.
// Each new picture fires `explorer:state` on the explorer's section, with detail {name, values, fields, result}: the
// controls' values, the caption's words, and the numbers that the author names in Explorer(..., report=("field", ...)).

import { Caption } from "./caption.js";
import { bindControls } from "./controls.js";
import { listenToDrags } from "./drag.js";
import { lead } from "./link.js";
import { Panel } from "./panel.js";
import { bring, Parts, prepareParts } from "./parts.js";
import { Player } from "./play.js";
import { listenToPrediction } from "./predict.js";
import { defaults, equal, indicesOf, labelOf, locate, position } from "./states.js";
import { listenToNumbers } from "./tabulate.js";
import { listenToTools } from "./tools.js";
import { wordsOf } from "./words.js";

/** @import { Host, Table, Value, Values } from "./types.d.ts" */

/** `values`, by control, are the truth; where one lies between two of its control's, a kernel must compute the picture. */
export class View {
  /**
   * @param {HTMLElement} root
   * @param {Table} table
   * @param {Host} host
   * @param {Values | null} values those to stand at; without them, the defaults
   */
  constructor(root, table, host, values) {
    this.root = root;
    this.parts = new Parts(table, host.part);
    this.host = host;
    this.words = wordsOf(root);
    this.name = table.header.name;
    this.controls = table.header.controls;
    this.caption = new Caption(root);
    this.message = /** @type {HTMLElement} */ (root.querySelector(".explorer-message"));
    this.player = new Player(this);
    this.values = defaults(this.controls);
    this.shown = this.values;
    /** @type {ReturnType<typeof setTimeout> | undefined} until the reader is told that an answer is late */
    this.asking = undefined;
    const indices = indicesOf(this.controls, this.values);
    const { frame, place } = locate(table.header, indices);
    this.scene = { table, place };
    const elements = root.querySelectorAll(".explorer-panel");
    this.panels = table.header.frames[frame].panels.map(
      (model, p) => new Panel(elements[p], model, this.scene, this.words),
    );
    this.shows = bindControls(this);
    listenToTools(this);
    listenToNumbers(this);
    /** @type {import("./sketch.js").Sketch | null} where the reader draws what is hidden */
    this.sketch = null;
    listenToPrediction(this);
    listenToDrags(this);
    prepareParts(this);
    this.syncControls();
    this.showAt(table, indices);
    if (values) this.take(values);
    root.classList.add("live");
    for (const input of root.querySelectorAll(".explorer-controls [disabled]")) input.removeAttribute("disabled");
  }

  /** @param {number} i */
  valueOf(i) {
    return this.values[this.controls[i].name];
  }

  /** Where a control stands, in places of its values. @param {number} i */
  at(i) {
    return position(this.controls[i], this.valueOf(i));
  }

  /**
   * The reader's hand, on a control that may be playing.
   * @param {number} i
   * @param {number} to
   */
  move(i, to) {
    this.player.stop();
    this.step(i, to);
  }

  /** @param {number} i @param {number} to */
  step(i, to) {
    const { values } = this.controls[i];
    this.set(i, values[Math.min(values.length - 1, Math.max(0, to))]);
  }

  /** @param {number} i @param {Value} value */
  set(i, value) {
    this.choose({ ...this.values, [this.controls[i].name]: value });
  }

  /** @param {Values} values */
  choose(values) {
    this.say("");
    const moved = !equal(values, this.values, this.controls);
    this.take(values);
    if (moved) this.host.changed?.(this.values);
  }

  /**
   * Stands at a state, whoever chose it: from the table at once, from another part or the kernel when it comes.
   * @param {Values} values
   */
  take(values) {
    if (equal(values, this.values, this.controls)) return;
    this.say(""); // what was said is of the state before
    this.values = values;
    this.syncControls();
    clearTimeout(this.asking);
    const indices = indicesOf(this.controls, values);
    const table = this.parts.has(indices);
    if (table) this.showAt(table, indices);
    else if (this.host.kernel) this.host.kernel.ask(this);
    else bring(this, indices);
  }

  /** @param {Table} table @param {number[]} indices */
  showAt(table, indices) {
    const { frame, place, state } = locate(table.header, indices);
    this.show(table, frame, place, state);
  }

  /** @param {Table} table @param {number} frame @param {number} place among the frame's @param {number} state */
  show(table, frame, place, state) {
    const { frames, title } = table.header;
    this.scene = { table, place };
    this.shown = this.values;
    for (const [p, panel] of this.panels.entries()) panel.show(frames[frame].panels[p], this.scene, title);
    lead(this);
    const detail = { name: this.name, values: this.values, ...this.caption.tell(table, state) };
    this.root.dataset.values = JSON.stringify(this.values); // for a script that comes later than the event
    this.root.dispatchEvent(new CustomEvent("explorer:state", { bubbles: true, detail }));
  }

  syncControls() {
    this.controls.forEach((control, i) => {
      const value = this.valueOf(i);
      this.shows[i](position(control, value), labelOf(control, value), value);
    });
  }

  /** @param {string} text @param {boolean} calm whether nothing went wrong */
  say(text, calm = false) {
    const { message } = this;
    if (message.hidden && !text) return;
    message.textContent = text;
    message.classList.toggle("calm", calm);
    message.hidden = !text;
  }
}
