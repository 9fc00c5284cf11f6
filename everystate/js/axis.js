// From the picture back to data units, with as many digits as the picture's steps can carry.

/** @import { Axis } from "./types.d.ts" */

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * @param {Axis} axis
 * @param {number} step
 * @param {number} steps steps in a point
 */
export function toData({ points: [p0, p1], limits: [d0, d1], scale }, step, steps) {
  const share = (step / steps - p0) / (p1 - p0);
  return scale === "log" ? d0 * (d1 / d0) ** share : d0 + (d1 - d0) * share;
}

/**
 * A value as a reader reads it: 0.123, 1230, 4.56×10⁻⁷.
 * @param {number} value
 * @param {Axis} axis
 * @param {number} steps steps in a point
 */
export const written = (value, axis, steps) =>
  axis.scale === "log" ? threeDigits(value) : toGrain(value, axis, steps);

/**
 * What is read off an axis at a step, in words.
 * @param {Axis} axis
 * @param {number} step
 * @param {number} steps
 */
export const readOff = (axis, step, steps) => written(toData(axis, step, steps), axis, steps);

/**
 * What is read off an axis, as its ticks say it: 50% where they are per cent, and not 0.5.
 * @param {Axis} axis
 * @param {number} step
 * @param {number} steps
 */
export function said(axis, step, steps) {
  if (!axis.percent) return readOff(axis, step, steps);
  const [low, high] = axis.limits;
  return `${readOff({ ...axis, limits: [100 * low, 100 * high] }, step, steps)}%`;
}

/**
 * No more digits than a step of the picture is worth.
 * @param {number} value
 * @param {Axis} axis
 * @param {number} steps
 */
function toGrain(value, { limits, points }, steps) {
  const grain = Math.abs((limits[1] - limits[0]) / ((points[1] - points[0]) * steps));
  const digits = Math.min(12, Math.max(0, Math.floor(-Math.log10(grain * 0.9))));
  const text = value.toFixed(digits);
  const short = digits ? text.replace(/\.?0+$/, "") : text;
  return short.replace(/^-0$/, "0").replace("-", "−"); // a minus sign is no hyphen
}

/** @param {number} value */
function threeDigits(value) {
  const [digits, exponent] = value.toExponential(2).split("e");
  const size = Number(exponent);
  if (size >= -3 && size < 5) return String(Number(value.toPrecision(3)));
  const power = String(Math.abs(size)).replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]);
  return `${digits}×10${size < 0 ? "⁻" : ""}${power}`;
}

/**
 * A written value as a file has it: 2×10¹⁸ is 2e18, and −1 has a hyphen. Other texts stay as they are.
 * @param {string} text
 */
export const inFile = (text) =>
  text
    .replace(/^−(?=\d)/, "-")
    .replace(/(?<=^[-\d.]+)×10([⁻⁰¹²³⁴-⁹]+)$/, (_, power) => `e${[...power].map(plain).join("")}`);

/** @param {string} sign */
const plain = (sign) => (sign === "⁻" ? "-" : String(SUPERSCRIPTS.indexOf(sign)));
