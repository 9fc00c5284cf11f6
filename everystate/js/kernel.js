// States that only a kernel can compute: those that the table has not.

import { equal, indicesOf } from "./states.js";

/** @import { Answer } from "./types.d.ts" */
/** @import { View } from "./view.js" */

const PATIENCE = 5000; // milliseconds before a reader is told that the kernel has not answered

/** @param {View} view */
export function awaitKernel(view) {
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
