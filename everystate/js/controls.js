// The controls on the page. Each listens to the reader's hand, and gives back what shows where it stands.

import { write } from "./words.js";

/** @import { Value } from "./types.d.ts" */
/** @import { View } from "./view.js" */

/**
 * Shows where a control stands: in places of its values, in words, and as a value.
 * @typedef {(at: number, label: string, value: Value) => void} Show
 */

/**
 * @param {View} view
 * @returns {Show[]}
 */
export function bindControls(view) {
  return view.controls.map((control, i) => {
    const input = view.root.querySelector(`[data-control="${control.name}"]`);
    if (control.kind === "check") return check(view, i, /** @type {HTMLInputElement} */ (input));
    if (control.kind === "select") return select(view, i, /** @type {HTMLSelectElement} */ (input));
    if (control.kind === "stepper") return stepper(view, i, /** @type {HTMLOutputElement} */ (input));
    return slider(view, i, /** @type {HTMLInputElement} */ (input));
  });
}

/**
 * @param {View} view
 * @param {number} i
 * @param {HTMLInputElement} input
 * @returns {Show}
 */
function check(view, i, input) {
  input.addEventListener("change", () => view.move(i, Number(input.checked)));
  return (at) => {
    input.checked = at === 1;
  };
}

/**
 * @param {View} view
 * @param {number} i
 * @param {HTMLSelectElement} input
 * @returns {Show}
 */
function select(view, i, input) {
  input.addEventListener("change", () => view.move(i, Number(input.value)));
  return (at) => {
    input.value = String(at);
  };
}

/**
 * @param {View} view
 * @param {number} i
 * @param {HTMLOutputElement} output
 * @returns {Show}
 */
function stepper(view, i, output) {
  const [less, more] = /** @type {HTMLElement} */ (output.parentElement).querySelectorAll("button");
  less.addEventListener("click", () => view.step(i, Math.ceil(view.at(i)) - 1));
  more.addEventListener("click", () => view.step(i, Math.floor(view.at(i)) + 1));
  return (at, label) => {
    write(output, label);
    less.setAttribute("aria-disabled", String(at === 0));
    more.setAttribute("aria-disabled", String(at === view.controls[i].values.length - 1));
  };
}

/**
 * @param {View} view
 * @param {number} i
 * @param {HTMLInputElement} input
 * @returns {Show}
 */
function slider(view, i, input) {
  const control = view.controls[i];
  const box = /** @type {HTMLElement} */ (input.parentElement);
  const button = /** @type {HTMLButtonElement} */ (box.querySelector(".explorer-play"));
  const output = /** @type {HTMLOutputElement} */ (box.querySelector("output"));
  button.addEventListener("click", () => view.player.toggle(button, i));
  input.addEventListener("input", () => {
    const to = Number(input.value); // from between two states on to the next one
    view.move(i, to > view.at(i) ? Math.ceil(to) : Math.floor(to));
  });
  const number = control.numeric ? view.host.kernel?.numberBox(view, i, control) : null;
  if (number) output.replaceWith(number);
  return (at, label, value) => {
    if (number) {
      input.step = Number.isInteger(at) ? "1" : "any"; // the thumb of a value between two states stands between them
      number.value = String(value);
    } else write(output, label);
    input.value = String(at);
    if (input.getAttribute("aria-valuetext") !== label) input.setAttribute("aria-valuetext", label);
  };
}
