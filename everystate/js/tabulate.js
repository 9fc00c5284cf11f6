// The numbers on the picture, as tables on the page.

import { columns, numbers } from "./numbers.js";
import { filled } from "./words.js";

/** @import { Axes, Numbers } from "./types.d.ts" */
/** @import { View } from "./view.js" */
/** @import { Words } from "./words.js" */

const SHOWN = 300; // rows

/** @type {Record<string, ["x" | "y", "low" | "high" | "start" | "end"]>} */
const ENDS = {
  low: ["y", "low"],
  high: ["y", "high"],
  x0: ["x", "start"],
  x1: ["x", "end"],
  y0: ["y", "start"],
  y1: ["y", "end"],
};

/**
 * Fills the fold "Numbers" whenever it is open.
 * @param {View} view
 */
export function listenToNumbers(view) {
  const fold = /** @type {HTMLDetailsElement | null} */ (view.root.querySelector(".explorer-numbers"));
  if (!fold) return; // a diagram
  fold.addEventListener("toggle", () => tabulate(view));
  view.root.addEventListener("explorer:state", () => {
    if (fold.open) tabulate(view);
  });
}

/** @param {View} view */
function tabulate({ root, panels, scene, words }) {
  const models = panels.map(({ model }) => model);
  const rows = numbers(models, scene);
  const made = models.flatMap(({ axes }, p) => {
    const mine = rows.filter((row) => row.panel === p + 1);
    if (!mine.length) return [];
    const table = tableOf(mine.slice(0, SHOWN), axes, words);
    const caption = filled(words.axes, { x: axes.x.label, y: axes.y.label });
    const numbered = filled(words.panel, { number: p + 1, axes: caption });
    table.createCaption().textContent = models.length > 1 ? numbered : caption;
    const more = document.createElement("p");
    const first = filled(words.first_rows, { shown: SHOWN, rows: mine.length });
    more.textContent = mine.length > SHOWN ? first : words.exact;
    return [table, more];
  });
  root.querySelector(".explorer-table")?.replaceChildren(...made);
}

/**
 * @param {Numbers[]} rows
 * @param {Axes} axes
 * @param {Words} words
 */
function tableOf(rows, axes, words) {
  const table = document.createElement("table");
  const names = columns(rows).filter((name) => name !== "panel" && name !== "axes");
  const head = table.createTHead().insertRow();
  for (const name of names) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = headOf(name, axes, words);
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const name of names) line.insertCell().textContent = String(row[name] ?? "");
  }
  return table;
}

/**
 * The head of a column names its axis: "low", where accuracy goes up, is "accuracy, low".
 * @param {string} name
 * @param {Axes} axes
 * @param {Words} words
 */
export function headOf(name, axes, words) {
  if (name === "x" || name === "y") return axes[name].label;
  if (!(name in ENDS)) return name;
  const [axis, end] = ENDS[name];
  return filled(words[end], { axis: axes[axis].label });
}
