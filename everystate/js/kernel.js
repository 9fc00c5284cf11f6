// States that only a kernel can compute: those that the table has not. No page needs this module.

import { equal, indicesOf } from "./states.js";
import { filled } from "./words.js";

/** @import { Answer, Control, Kernel } from "./types.d.ts" */
/** @import { View } from "./view.js" */

const PATIENCE = 5000; // milliseconds before a reader is told that the kernel has not answered

/** @param {View} view */
function awaitKernel(view) {
  view.asking = setTimeout(() => view.say(view.words.silence), PATIENCE);
}

/**
 * Shows what the kernel says to a state, if it is still the one asked for.
 * @param {View} view
 * @param {Answer} answer
 */
export function answer(view, { state, table, problem }) {
  if (!equal(state, view.values, view.controls) || view.parts.has(indicesOf(view.controls, state))) return;
  clearTimeout(view.asking);
  if (problem || view.message.textContent === view.words.silence) view.say(problem ?? "");
  if (table) view.show(table, 0, 0, 0);
}

/**
 * With a kernel behind it, a number between two neighbours can be asked for.
 * @param {View} view
 * @param {number} i
 * @param {Control} control
 */
function numberBox(view, i, { label, values, whole }) {
  const number = document.createElement("input");
  const [low, high] = /** @type {number[]} */ ([values[0], values[values.length - 1]]);
  const step = whole ? "1" : "any";
  Object.assign(number, { type: "number", min: String(low), max: String(high), step });
  number.setAttribute("aria-label", label);
  number.addEventListener("change", () => {
    const typed = Number(number.value);
    if (number.value === "" || !(typed >= low && typed <= high)) {
      view.say(filled(view.words.out_of_range, { label, low, high }));
      number.value = String(view.valueOf(i));
      return;
    }
    const value = whole ? Math.round(typed) : typed;
    view.set(i, value);
    number.value = String(value);
    if (value !== typed) view.say(filled(view.words.whole, { label, typed, value }));
  });
  return number;
}

/** What a view asks of it. @type {Kernel} */
export const kernel = { ask: awaitKernel, numberBox };
