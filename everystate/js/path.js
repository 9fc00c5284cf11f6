// Path data of a mark, in points. Masked points break lines and bands, and leave dots and bars out.

/** @import { Channels, Kind } from "./types.d.ts" */

/**
 * @param {Kind} kind
 * @param {Channels} channels steps of the picture
 * @param {number} gap the step that stands for no point
 * @param {number} steps steps in a point
 */
export function path(kind, channels, gap, steps) {
  if (kind === "line" || kind === "dots") return points(channels, gap, steps, kind === "dots" ? "h0" : "");
  if (kind === "band") return band(channels, gap, steps);
  return pairs(channels, gap, steps, kind === "segments" ? segment : rectangle);
}

/**
 * @param {Channels} channels
 * @param {number} gap
 * @param {number} steps
 * @param {string} foot what each point gets: that of a dot stands alone
 */
function points({ x, y }, gap, steps, foot) {
  let d = "";
  let pen = "M";
  for (let i = 0; i < x.length; i++) {
    if (x[i] === gap || y[i] === gap) {
      pen = "M";
    } else {
      d += `${pen}${x[i] / steps},${y[i] / steps}${foot}`;
      pen = foot ? "M" : "L";
    }
  }
  return d;
}

/**
 * Along the low side, and back along the high one.
 * @param {Channels} channels
 * @param {number} gap
 * @param {number} steps
 */
function band({ x, low, high }, gap, steps) {
  let d = "";
  let back = "";
  for (let i = 0; i < x.length; i++) {
    if (x[i] === gap || low[i] === gap || high[i] === gap) {
      if (back) d += `${back}Z`;
      back = "";
    } else {
      d += `${back ? "L" : "M"}${x[i] / steps},${low[i] / steps}`;
      back = `L${x[i] / steps},${high[i] / steps}${back}`;
    }
  }
  return back ? `${d}${back}Z` : d;
}

/**
 * @param {Channels} channels
 * @param {number} gap
 * @param {number} steps
 * @param {(x0: number, y0: number, x1: number, y1: number) => string} drawn
 */
function pairs({ x0, y0, x1, y1 }, gap, steps, drawn) {
  let d = "";
  for (let i = 0; i < x0.length; i++) {
    if (x0[i] === gap || y0[i] === gap || x1[i] === gap || y1[i] === gap) continue;
    d += drawn(x0[i] / steps, y0[i] / steps, x1[i] / steps, y1[i] / steps);
  }
  return d;
}

/** @type {(x0: number, y0: number, x1: number, y1: number) => string} */
const segment = (x0, y0, x1, y1) => `M${x0},${y0}L${x1},${y1}`;

/** @type {(x0: number, y0: number, x1: number, y1: number) => string} */
const rectangle = (x0, y0, x1, y1) => `M${x0},${y0}V${y1}H${x1}V${y0}Z`;
