// The picture of an answer: the sum as on paper with ten chances below each of its digits, and what the heads looked at.

import { byPlace, choices } from "./ask_model.js";
import { percent, place } from "./ask_words.js";

/** @import { Found, Model } from "./ask_model.js" */

const SPACE = "http://www.w3.org/2000/svg";
const SYMBOLS = "0123456789+=";
const CELL = 12; // of the heads' picture
const FAINT = 0.004; // a look that would be no dot

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Words that are heard and not seen. @param {string} words */
const heard = (words) => element("span", { class: "ask-heard" }, words);

/**
 * @param {HTMLTableElement} table
 * @param {Model} model
 * @param {number[][]} operands
 * @param {Found} whole
 * @param {Found | null} switched
 */
export function tabulate(table, model, operands, whole, switched) {
  const places = [...whole.right.keys()].reverse(); // the largest on the left
  const right = byPlace(whole.right, model);
  const carried = byPlace(whole.carried, model);
  /** @type {(head: string, kind: string, cell: (at: number) => Element) => Element} */
  const row = (head, kind, cell) =>
    element("tr", { class: kind }, element("th", { scope: "row" }, head), ...places.map(cell));
  /** @type {(digits: number[], zeros: boolean) => (at: number) => Element} */
  const digits = (digits, zeros) => (at) => {
    const leading = !digits.slice(at).some(Boolean) && at > 0;
    return element("td", leading && !zeros ? { class: "ask-zero" } : {}, at < digits.length ? String(digits[at]) : "");
  };
  /** @type {(found: Found) => (at: number) => Element} */
  const given = (found) => {
    const made = byPlace(choices(found), model);
    return (at) => {
      const wrong = made[at] !== right[at];
      return element("td", wrong ? { class: "ask-wrong" } : {}, String(made[at]), ...(wrong ? [heard(" wrong")] : []));
    };
  };
  const names = places.map((at) => element("th", { scope: "col", abbr: place(at) }, at ? power(at) : "units"));
  const head = element("thead", {}, element("tr", {}, element("td"), ...names));
  const sum = [
    row("carry", "ask-carry", (at) => element("td", {}, carried[at] ? "1" : "")),
    row("first", "", digits(operands[0], false)),
    row("+ second", "", digits(operands[1], false)),
    row("right", "ask-line", digits(right, false)),
    row(switched ? "all on" : "answer", "ask-whole", given(whole)),
    ...(switched ? [row("switched", "ask-now", given(switched))] : []),
  ];
  const [all, now] = [whole, switched ?? whole].map((found) => byPlace(found.chances, model));
  const chances = Array.from({ length: 10 }, (_, down) => {
    const digit = 9 - down;
    return row(String(digit), "ask-chances", (at) => {
      const cell = element("td", digit === right[at] ? { class: "ask-right" } : {});
      cell.append(bar(all[at][digit], "ask-bar-whole"));
      if (switched) cell.append(bar(now[at][digit], "ask-bar-now"));
      const words = [all, ...(switched ? [now] : [])].map((one) => percent(one[at][digit]));
      cell.append(heard(words.join(", switched ")));
      return cell;
    });
  });
  table.tHead?.remove();
  for (const body of [...table.tBodies]) body.remove();
  table.append(head, element("tbody", {}, ...sum), element("tbody", {}, ...chances));
}

/** @param {number} exponent */
const power = (exponent) => `10${[...String(exponent)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("")}`;

/** @param {number} chance @param {string} kind */
function bar(chance, kind) {
  const made = element("i", { class: kind });
  made.style.height = `${(100 * chance).toFixed(1)}%`;
  return made;
}

/**
 * Both heads, one above and one below the symbols: a digit that is written a row, as in the figure above.
 * @param {SVGSVGElement} svg
 * @param {Found} found
 * @param {boolean[]} keep
 */
export function drawLooks(svg, found, keep) {
  const [rows, symbols] = [found.right.length, found.attention[0][0].length];
  const [width, height] = [(symbols + 1) * CELL, (2 * rows + 1) * CELL];
  svg.setAttribute("viewBox", `-44 0 ${width + 44} ${height}`);
  /** @type {(name: string, attributes: Record<string, string | number>, text?: string) => void} */
  const put = (name, attributes, text = "") => {
    const made = document.createElementNS(SPACE, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    made.textContent = text;
    svg.append(made);
  };
  /** @type {(column: number, row: number, text: string, kind?: string) => void} */
  const write = (column, row, text, kind = "") =>
    put("text", { x: (column + 0.5) * CELL, y: (row + 0.78) * CELL, class: kind }, text);
  svg.replaceChildren();
  for (const [h, head] of found.attention.entries()) {
    const top = h * (rows + 1);
    const squares = head.flatMap((row, r) =>
      row.map((share, s) => (share < FAINT ? "" : square((s + 0.5) * CELL, (top + r + 0.5) * CELL, share))),
    );
    put("rect", { x: 0, y: top * CELL, width, height: rows * CELL, class: "ask-field" });
    put("path", { d: squares.join(""), class: keep[h] ? `ask-head-${h + 1}` : "ask-off" });
    put("text", { x: -4, y: (top + rows / 2) * CELL, class: "ask-name" }, `head ${h + 1}`);
    if (!keep[h]) put("text", { x: -4, y: (top + rows / 2 + 1) * CELL, class: "ask-name" }, "(off)");
    for (const [r, digit] of choices(found).entries()) write(symbols - rows + r + 1, top + r, String(digit));
  }
  for (let s = 0; s < symbols; s++) write(s, rows, SYMBOLS[found.tokens[s]], "ask-symbol");
}

/** A square whose area is the share. @param {number} x @param {number} y @param {number} share */
function square(x, y, share) {
  const side = Math.sqrt(share) * CELL;
  return `M${(x - side / 2).toFixed(2)} ${(y - side / 2).toFixed(2)}h${side.toFixed(2)}v${side.toFixed(2)}h-${side.toFixed(2)}z`;
}
