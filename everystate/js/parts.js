// A table in parts (everystate/parts.py says how it is cut): the first comes with the page, each other one is read when
// a state of it is asked for, or soon will be.

import { equal, indicesOf } from "./states.js";
import { read } from "./table.js";

/** @import { Header, Host, Table } from "./types.d.ts" */
/** @import { View } from "./view.js" */

const PATIENCE = 500; // milliseconds before a reader is told that the numbers are on their way

/**
 * The number of the part that a state stands in.
 * @param {Header} header
 * @param {number[]} indices
 */
export function partOf({ controls, part }, indices) {
  if (!part) return 0;
  const { sizes } = part;
  return controls.reduce(
    (number, { values }, i) => number * Math.ceil(values.length / sizes[i]) + Math.floor(indices[i] / sizes[i]),
    0,
  );
}

/**
 * The parts that a control leads to from a state, the nearest first.
 * @param {Header} header
 * @param {number[]} indices
 * @param {number} i the control's place
 */
export function partsAlong(header, indices, i) {
  const places = [...header.controls[i].values.keys()].sort(
    (a, b) => Math.abs(a - indices[i]) - Math.abs(b - indices[i]),
  );
  return [...new Set(places.map((place) => partOf(header, indices.with(i, place))))];
}

export class Parts {
  /**
   * @param {Table} first
   * @param {Host["part"]} bytes those of a part by its number
   */
  constructor(first, bytes) {
    this.header = first.header;
    this.bytes = bytes;
    /** @type {Map<number, Table>} */
    this.tables = new Map([[partOf(first.header, first.header.part?.start ?? []), first]]);
    /** @type {Map<number, Promise<Table>>} */
    this.coming = new Map([...this.tables].map(([number, table]) => [number, Promise.resolve(table)]));
  }

  /**
   * The table that a state stands in, if it was read; none has a state between two values.
   * @param {number[]} indices
   */
  has(indices) {
    return indices.includes(-1) ? undefined : this.tables.get(partOf(this.header, indices));
  }

  /**
   * Reads a part once; what could not be read is tried again when it is asked for again.
   * @param {number} number
   */
  get(number) {
    const coming = this.coming.get(number) ?? this.read(number);
    this.coming.set(number, coming);
    return coming;
  }

  /** @param {number} number */
  async read(number) {
    try {
      const bytes = /** @type {NonNullable<Host["part"]>} */ (this.bytes); // without it nothing comes, which is said
      const table = await read(await bytes(number));
      this.tables.set(number, table);
      return table;
    } catch (error) {
      this.coming.delete(number);
      throw error;
    }
  }
}

/**
 * Shows a state once its part is here, unless another was asked for meanwhile. Until then, and where the part cannot be
 * read, the last picture stays.
 * @param {View} view
 * @param {number[]} indices
 */
export async function bring(view, indices) {
  const { values, parts, words } = view;
  view.asking = setTimeout(() => view.say(words.coming, true), PATIENCE);
  const table = await parts.get(partOf(parts.header, indices)).catch(() => null);
  if (!equal(values, view.values, view.controls) || view.shown === values) return;
  clearTimeout(view.asking);
  view.say("");
  if (table) view.showAt(table, indices);
  else stay(view, words.missing);
}

/**
 * Back at the state that is shown.
 * @param {View} view
 * @param {string} why
 */
function stay(view, why) {
  view.player.stop();
  view.values = view.shown;
  view.syncControls();
  view.say(why);
}

/**
 * Reads the parts that a control leads to as soon as the reader's hand is on it, one after another.
 * @param {View} view
 */
export function prepareParts(view) {
  const { root, parts, controls, host } = view;
  if (!parts.header.part || !host.part) return;
  /** @param {Event} event */
  const prepare = async ({ target }) => {
    const box = /** @type {Element} */ (target).closest(".explorer-control");
    const name = /** @type {HTMLElement | null} */ (box?.querySelector("[data-control]"))?.dataset.control;
    const i = controls.findIndex((control) => control.name === name);
    if (i < 0) return;
    for (const number of partsAlong(parts.header, indicesOf(controls, view.values), i)) {
      if (!parts.tables.has(number)) await parts.get(number);
    }
  };
  for (const touch of ["pointerdown", "focusin"]) {
    root.addEventListener(touch, (event) => prepare(event).catch(() => {})); // told when a state of it is asked for
  }
}
