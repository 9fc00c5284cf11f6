// States as values by control, and where a state stands in the table.

/** @import { Control, Header, Value, Values } from "./types.d.ts" */

/**
 * @param {Control[]} controls
 * @returns {Values}
 */
export const defaults = (controls) =>
  Object.fromEntries(controls.map((control) => [control.name, control.values[control.default]]));

/**
 * @param {Values} one
 * @param {Values} other
 * @param {Control[]} controls
 */
export const equal = (one, other, controls) => controls.every(({ name }) => one[name] === other[name]);

/**
 * Places of the values among their controls' own; -1 for one between two of them, which a kernel must compute.
 * @param {Control[]} controls
 * @param {Values} values
 */
export const indicesOf = (controls, values) => controls.map((control) => control.values.indexOf(values[control.name]));

/**
 * A state's frame, its place among the frame's states (for marks), and its place among all (for words), in its table.
 * @param {Header} header
 * @param {number[]} indices
 */
export function locate({ controls, frameControls, part }, indices) {
  let [frame, place, state] = [0, 0, 0];
  controls.forEach(({ values }, i) => {
    const start = part?.start[i] ?? 0;
    const count = Math.min(part?.sizes[i] ?? values.length, values.length - start);
    const index = indices[i] - start;
    state = state * count + index;
    if (frameControls.includes(i)) frame = frame * count + index;
    else place = place * count + index;
  });
  return { frame, place, state };
}

/**
 * Where a value stands, in places of its control: 2.5 is half-way between its third and its fourth value.
 * @param {Control} control
 * @param {Value} value
 */
export function position({ values }, value) {
  const known = values.indexOf(value);
  if (known >= 0) return known;
  const numbers = /** @type {number[]} */ (values);
  const next = numbers.findIndex((one) => one > Number(value));
  return next - 1 + (Number(value) - numbers[next - 1]) / (numbers[next] - numbers[next - 1]);
}

/**
 * @param {Control} control
 * @param {Value} value
 */
export const labelOf = (control, value) => control.labels[control.values.indexOf(value)] ?? String(value);

/**
 * What an address names behind its #: name?answer_length=5&metric=exact.
 * @param {string} name
 * @param {Control[]} controls
 * @param {Values} values
 */
export function fragment(name, controls, values) {
  const query = new URLSearchParams();
  for (const control of controls) query.set(control.name, String(values[control.name]));
  return `${name}?${query}`;
}

/**
 * The values that a hash such as #name?answer_length=5 names, or null if it names no state of this explorer.
 * @param {string} hash
 * @param {string} name
 * @param {Control[]} controls
 */
export function parsed(hash, name, controls) {
  if (!hash.startsWith(`#${name}?`) || hash.length > 2000) return null;
  const values = defaults(controls);
  for (const [key, word] of new URLSearchParams(hash.slice(name.length + 2))) {
    const control = controls.find((one) => one.name === key);
    const index = control ? control.values.findIndex((known) => String(known) === word) : -1;
    if (!control || index < 0) return null;
    values[key] = control.values[index];
  }
  return values;
}
