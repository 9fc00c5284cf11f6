// A question before the figure: it stays covered until the reader has answered, or does not want to. An answer fires
// `explorer:predicted` on the explorer's section, with detail {name, question, kind, verdict, state}: the kind is choice
// or draw, the state what a link to it names. A choice has its words as `choice`; a drawing `drawn`, [x, y] or
// [x, low, high] in data, `truth`, [x, y], `score`, 0 to 100, `inside`, how many places hold the truth, `late`, by how much
// of the hidden way it passes the level too late (early: negative), and the panel's `axes`.

import { cover, uncover } from "./cover.js";
import { Sketch } from "./sketch.js";
import { fragment } from "./states.js";

/** @import { View } from "./view.js" */

/**
 * The verdict on a choice, and the words that go with it.
 * @param {{right?: string, feedback?: string}} choice the data of its button
 * @param {{right: string, not_quite: string}} words
 */
export const judged = ({ right, feedback }, words) =>
  right === "true"
    ? { verdict: "right", said: `${words.right} ${feedback}` }
    : { verdict: "wrong", said: `${words.not_quite} ${feedback}` };

/** @param {View} view */
export function listenToPrediction(view) {
  const { root, words } = view;
  const predict = /** @type {HTMLElement | null} */ (root.querySelector(".explorer-predict"));
  if (!predict) return;
  const hidden = predict.querySelector(".explorer-hidden");
  if (hidden) view.sketch = new Sketch(view, predict, JSON.parse(hidden.textContent ?? ""));
  cover(view);
  predict.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (!button) return;
    const task = button.dataset.draw;
    if (task === "undo") view.sketch?.undo();
    else if (task === "clear") view.sketch?.clear();
    else if (task === "reveal") {
      const { said, ...told } = view.sketch?.judged() ?? {};
      if (!said) return;
      uncover(view);
      lead(view, button);
      answered(view, predict, said, { kind: "draw", ...told });
    } else if (button.classList.contains("explorer-skip")) {
      uncover(view);
      lead(view, button);
      pressed(predict, null);
      predict.classList.add("skipped");
      say(predict, "");
    } else {
      pressed(predict, button);
      const { verdict, said } = judged(button.dataset, words);
      answered(view, predict, said, { kind: "choice", verdict, choice: button.textContent });
    }
  });
}

/**
 * Uncovers the figure, says what the answer is worth, and tells whoever keeps a record.
 * @param {View} view
 * @param {HTMLElement} predict
 * @param {string} said
 * @param {Record<string, unknown>} told
 */
function answered(view, predict, said, told) {
  uncover(view);
  predict.classList.remove("skipped");
  predict.dataset.verdict = String(told.verdict);
  say(predict, said);
  const { name, controls, values, root } = view;
  const question = predict.querySelector("legend")?.textContent;
  const detail = { name, question, state: fragment(name, controls, values), ...told };
  root.dispatchEvent(new CustomEvent("explorer:predicted", { bubbles: true, detail }));
}

/**
 * Whoever pressed a button that goes now is led on to the figure.
 * @param {View} view
 * @param {HTMLElement} button
 */
function lead({ panels, sketch }, button) {
  if (document.activeElement !== button) return;
  panels[sketch?.hidden.panel ?? 0].svg.focus({ preventScroll: true });
}

/** @param {HTMLElement} predict @param {Element | null} choice */
function pressed(predict, choice) {
  for (const button of predict.querySelectorAll("button")) button.removeAttribute("aria-pressed");
  choice?.setAttribute("aria-pressed", "true");
}

/** @param {HTMLElement} predict @param {string} text */
function say(predict, text) {
  const feedback = /** @type {HTMLElement} */ (predict.querySelector(".explorer-feedback"));
  feedback.textContent = text;
}
