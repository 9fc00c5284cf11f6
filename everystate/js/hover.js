// What a reader reads off a panel at a point of it: the values of the marks there.

import { said } from "./axis.js";
import { cellValue, imageStyle } from "./image.js";
import { row } from "./table.js";

/** @import { Mark, Model, Near, Scene } from "./types.d.ts" */

const CLOSE = 3; // points that a mark's own nearest point may be off the guide

/**
 * The nearest point of all marks, and by mark the values there: none, one, or the two ends of a band.
 * @param {Model} model
 * @param {Scene} scene
 * @param {number} x in points from the left
 * @param {number} y in points from the top
 */
export function readings(model, scene, x, y) {
  const { steps } = scene.table.header;
  const found = model.marks.map((mark) => (readable(mark) ? nearest(mark, scene, x, y) : null));
  const best = found.reduce((best, near) => (near && (!best || near.distance < best.distance) ? near : best), null);
  const values = model.marks.map((mark, m) => {
    if (mark.label && mark.kind === "image") return cell(mark, scene, x, y);
    const near = found[m];
    if (!near || !best || Math.abs(near.at - best.at) >= CLOSE * steps) return [];
    return near.values.map((value) => said(model.axes[near.axis], value, steps));
  });
  return { best, values };
}

/**
 * Whether a mark has points that a guide can stand at.
 * @param {Mark} mark
 */
export const readable = (mark) => mark.label !== undefined && mark.kind !== "text" && mark.kind !== "image";

/**
 * The positions of a mark's points along its axis, and its values there, in steps.
 * @param {Mark} mark
 * @param {Scene} scene
 */
export function points({ kind, style, channels }, { table, place }) {
  /** @param {string} name */
  const channel = (name) => row(table, channels[name], place);
  const across = style.along === "y";
  if (kind === "line" || kind === "dots") return { across, positions: channel("x"), values: [channel("y")] };
  if (kind === "band") return { across, positions: channel("x"), values: [channel("low"), channel("high")] };
  const [starts, ends] = (across ? ["y0", "y1"] : ["x0", "x1"]).map(channel);
  const { gap } = table.header;
  const positions = Float64Array.from(starts, (start, i) => (start === gap ? gap : (start + ends[i]) / 2));
  const names = kind === "rects" ? [across ? "x1" : "y1"] : ["y0", "y1"];
  return { across, positions, values: names.map(channel) };
}

/**
 * Where a guide can stand, in steps, from the left (or from the top, where marks lie).
 * @param {Model} model
 * @param {Scene} scene
 */
export function stops(model, scene) {
  const { gap } = scene.table.header;
  const found = model.marks.filter(readable).map((mark) => points(mark, scene));
  const across = found[0]?.across ?? false;
  const positions = found.filter((one) => one.across === across).flatMap((one) => [...one.positions]);
  return { across, at: [...new Set(positions)].filter((at) => at !== gap).sort((a, b) => a - b) };
}

/**
 * The stop that a key leads to, or none for a key that leads nowhere.
 * @param {number[]} stops
 * @param {number | null} from the stop that a guide stands at
 * @param {string} key
 */
export function led(stops, from, key) {
  const last = stops.length - 1;
  if (key === "Home") return stops[0];
  if (key === "End") return stops[last];
  if (key === "ArrowRight" || key === "ArrowDown") return stops.find((at) => from === null || at > from) ?? stops[last];
  if (key === "ArrowLeft" || key === "ArrowUp") return stops.findLast((at) => from === null || at < from) ?? stops[0];
  return undefined;
}

/**
 * @param {Mark} mark
 * @param {Scene} scene
 * @param {number} x
 * @param {number} y
 * @returns {Near | null}
 */
export function nearest(mark, scene, x, y) {
  const { steps, gap } = scene.table.header;
  const { across, positions, values } = points(mark, scene);
  const wanted = (across ? y : x) * steps;
  let [at, distance] = [-1, Number.POSITIVE_INFINITY];
  positions.forEach((position, i) => {
    if (position === gap || values.some((value) => value[i] === gap)) return;
    const off = Math.abs(position - wanted);
    if (off < distance) [at, distance] = [i, off];
  });
  if (at < 0) return null;
  return { at: positions[at], distance, values: values.map((v) => v[at]), axis: across ? "x" : "y", across };
}

/**
 * The value of an image's cell at a point, or none beside it.
 * @param {Mark} mark
 * @param {Scene} scene
 * @param {number} x
 * @param {number} y
 */
export function cell(mark, { table, place }, x, y) {
  const style = imageStyle(mark);
  const [left, top, width, height] = style.box;
  const [lines, columns] = style.shape;
  const column = Math.floor(((x - left) / width) * columns);
  const fromTop = Math.floor(((y - top) / height) * lines);
  if (column < 0 || column >= columns || fromTop < 0 || fromTop >= lines) return [];
  const line = style.flip ? fromTop : lines - 1 - fromTop;
  return [String(cellValue(row(table, mark.channels.z, place)[line * columns + column], style, 3))];
}
