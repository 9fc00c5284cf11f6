// The record's pictures: a drawn curve beside the truth, small; and how sure against how often right.

import { made, shape } from "./dom.js";
import { ranged } from "./sums.js";

/** @import { Axis, Entry } from "./entries.js" */
/** @import { Level } from "./sums.js" */

const [WIDE, HIGH] = [200, 120];
const SIDE = 260; // of the calibration figure's square

/** Axes where an entry has none: those that hold everything. @param {number[]} values @returns {Axis} */
function around(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return { label: "", scale: "linear", limits: low < high ? [low, high] : [low - 1, high + 1] };
}

/** Where a value stands on an axis, 0 to 1; beyond its ends, at them. @param {Axis} axis @param {number} value */
export function share({ scale, limits: [low, high] }, value) {
  const found = scale === "log" ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.min(1, Math.max(0, Number.isFinite(found) ? found : 0));
}

/** @param {Entry} entry */
export function curve({ drawn = [], truth = [], axes, ...entry }) {
  const rows = [...drawn, ...truth];
  const x = axes?.x ?? around(rows.map(([at]) => at));
  const y = axes?.y ?? around(rows.flatMap(([, ...values]) => values));
  /** @type {(at: number, value: number) => string} */
  const point = (at, value) => `${(share(x, at) * WIDE).toFixed(1)},${((1 - share(y, value)) * HIGH).toFixed(1)}`;
  /** @type {(rows: number[][], column: number) => string[]} */
  const through = (rows, column) => rows.map((row) => point(row[0], row[column]));
  const range = ranged({ ...entry, drawn });
  const low = through(drawn, 1);
  const mine = range
    ? shape("path", { class: "range", d: `M${[...low, ...through(drawn, 2).reverse()].join("L")}Z` })
    : shape("path", { class: "mine", d: `M${low.join("L")}` });
  const words = `What you drew (${range ? "a range" : "dashed"}) and the truth: ${y.label} against ${x.label}`;
  return made(
    "figure",
    { class: "record-curve" },
    shape(
      "svg",
      { viewBox: `-4 -4 ${WIDE + 8} ${HIGH + 8}`, role: "img", "aria-label": words },
      shape("path", { class: "axes", d: `M0,0V${HIGH}H${WIDE}` }),
      mine,
      shape("path", { class: "truth", d: `M${through(truth, 1).join("L")}` }),
    ),
    made(
      "figcaption",
      {},
      `${range ? "Shaded" : "Dashed"}: yours. Solid: the truth. ${y.label} (${ends(y)}) against ${x.label} (${ends(x)}).`,
    ),
  );
}

/** @param {Axis} axis */
const ends = ({ limits: [low, high], scale }) =>
  `${short(low)} to ${short(high)}${scale === "log" ? ", logarithmic" : ""}`;

/** A number in a few letters. @param {number} value */
export function short(value) {
  const size = Math.floor(Math.log10(Math.abs(value) || 1));
  if (size > -4 && size < 5) return String(Number(value.toPrecision(3))).replace("-", "−");
  const digits = Number((value / 10 ** size).toPrecision(2));
  const power = String(size).replace(/./g, (letter) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(letter)]);
  return `${digits === 1 ? "" : `${String(digits).replace("-", "−")}×`}10${power}`;
}

/** How often right against how sure; a bar is the exact 95% interval. @param {Level[]} levels */
export function calibration(levels) {
  /** @type {(value: number) => number} */
  const right = (value) => Number((SIDE * value).toFixed(1));
  /** @type {(value: number) => number} */
  const up = (value) => Number((SIDE * (1 - value)).toFixed(1));
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((at) => [
    shape("path", { class: "grid", d: `M0,${up(at)}H${SIDE}M${right(at)},0V${SIDE}` }),
    shape("text", { x: right(at), y: SIDE + 18, "text-anchor": "middle" }, `${at * 100}%`),
    shape("text", { x: -8, y: up(at) + 4, "text-anchor": "end" }, `${at * 100}%`),
  ]);
  const points = levels.flatMap(({ sure, right: hits, of, ends }) => [
    ...(ends ? [shape("path", { class: "interval", d: `M${right(sure)},${up(ends[0])}V${up(ends[1])}` })] : []),
    shape("circle", { cx: right(sure), cy: up(hits / of), r: 5 }, shape("title", {}, `${hits} of ${of}`)),
  ]);
  const label = "How often you were right against how sure you were; the table beside it has the numbers";
  return shape(
    "svg",
    { class: "record-calibration", viewBox: `-62 -10 ${SIDE + 84} ${SIDE + 58}`, role: "img", "aria-label": label },
    ...ticks,
    shape("path", { class: "even", d: `M0,${SIDE}L${SIDE},0` }),
    ...points,
    shape("text", { x: SIDE / 2, y: SIDE + 40, "text-anchor": "middle" }, "you said"),
    shape("text", { x: -SIDE / 2, y: -48, "text-anchor": "middle", transform: "rotate(-90)" }, "you were right"),
  );
}
