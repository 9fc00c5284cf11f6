// Rows put into the figure: the models and their means by size, and a line a size through the training.

import { dots, placed, through } from "../../everystate/js/place.js";

/** @import { Row } from "./trainer_rows.js" */

/** @typedef {[number, number][]} Points */

/** The mean of each group of numbers, by its key, in order of the keys. @param {[number, number][]} pairs @returns {Points} */
export function means(pairs) {
  /** @type {Map<number, number[]>} */
  const groups = new Map();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return [...groups]
    .sort((a, b) => a[0] - b[0])
    .map(([key, values]) => [key, values.reduce((sum, one) => sum + one) / values.length]);
}

/** @param {Row} row @param {string} metric @returns {Points} */
const path = ({ watched }, metric) =>
  watched.filter(({ metrics }) => metric in metrics).map(({ step, metrics }) => [step, metrics[metric]]);

/**
 * What the figure shows of rows by a metric, in data: by size [trained, their means, in training], and a line a width.
 * @param {Row[]} rows
 * @param {string} metric
 * @param {number[]} widths
 */
export function shown(rows, metric, widths) {
  const at = (/** @type {Row} */ row, /** @type {number} */ score) =>
    /** @type {[number, number]} */ ([row.parameters, score]);
  const trained = rows.filter(({ status }) => status === "ok").map((row) => at(row, row.metrics[metric]));
  const going = rows
    .filter(({ status }) => status === "training")
    .flatMap((row) =>
      path(row, metric)
        .slice(-1)
        .map(([, score]) => at(row, score)),
    );
  const lines = widths.map((width) =>
    means(rows.filter((row) => row.width === width && row.status !== "failed").flatMap((row) => path(row, metric))),
  );
  return { trained, means: means(trained), going, lines };
}

/**
 * @param {Element} figure an explorer of compare.shipped_alone
 * @param {Row[]} rows
 * @param {string} metric
 * @param {number[]} widths
 */
export function draw(figure, rows, metric, widths) {
  const bySize = placed(figure, 0);
  const byStep = placed(figure, 1);
  if (!bySize || !byStep) return;
  const found = shown(rows, metric, widths);
  const [sizes, steps] = figure.querySelectorAll(".explorer-panel svg[role=img]");
  const put = (/** @type {Element} */ panel, /** @type {number} */ mark, /** @type {string} */ d) => {
    const path = panel.querySelector(`[data-mark="${mark}"]`);
    path?.setAttribute("d", d);
    path?.classList.add("seen"); // while the figure waits for an answer, too
  };
  put(sizes, 2, dots(found.trained.map(bySize)));
  put(sizes, 3, through(found.means.map(bySize)));
  put(sizes, 4, dots(found.going.map(bySize)));
  for (const [i, points] of found.lines.entries()) put(steps, i, through(points.map(byStep)));
}
