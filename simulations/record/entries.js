// What a record consists of: an entry for each answer. Whatever is read, from the browser's store or from a file, is
// taken apart here and put together anew, field by field, as entry.json says: somebody else may have written it. The same
// file tells course/records/read.py what a record is.

import shapes from "./entry.json" with { type: "json" };

/**
 * One answer. `at` in milliseconds since 1970, 0 where it is not known; `page` from the book's first, `state` what a link
 * names behind its #; `place` of a choice among the others, from 0; `late` in shares of the hidden way; `inside` of the drawn places.
 * @typedef {{id: string, at: number, page: string, figure: string, title: string, state: string, kind: Kind,
 *   question: string, verdict?: string, choice?: string, place?: number, sure?: number, drawn?: number[][], truth?: number[][],
 *   axes?: Axes, score?: number, inside?: number, late?: number, points?: number, line?: number, law?: number,
 *   said?: number, happened?: number, models?: number, seed?: number, metrics?: Record<string, number>}} Entry
 */
/** @typedef {"draw" | "choice" | "check" | "round" | "training"} Kind */
/** @typedef {{label: string, scale: "linear" | "log", limits: [number, number]}} Axis */
/** @typedef {{x: Axis, y: Axis}} Axes */
/** @typedef {{format: string, version: number, entries: Entry[], gone: string[]}} Book gone: of what was deleted */

const { format, version, longest, rows: most, kinds, required, fields } = shapes;
const IDS = 20_000; // that are known to be deleted

/** @param {unknown} value */
const finite = (value) => typeof value === "number" && Number.isFinite(value);
/** @param {any} value */
const isText = (value) => typeof value === "string" && value.length <= longest;

/** @param {any} axis */
const isAxis = (axis) =>
  isText(axis?.label) &&
  (axis.scale === "linear" || axis.scale === "log") &&
  Array.isArray(axis.limits) &&
  axis.limits.length === 2 &&
  axis.limits.every(finite) &&
  axis.limits[0] !== axis.limits[1] &&
  (axis.scale === "linear" || axis.limits.every((/** @type {number} */ end) => end > 0));

/** @type {Map<string, RegExp>} */
const patterns = new Map();
/** @param {string} shape */
function pattern(shape) {
  const known = patterns.get(shape) ?? new RegExp(`^(?:${shape})$`);
  patterns.set(shape, known);
  return known;
}

/** What entry.json says of a field: does a value fit it? @type {Record<string, (shape: any, value: any) => boolean>} */
const FITS = {
  like: (shape, value) => isText(value) && pattern(shape).test(value),
  from: (low, value) => finite(value) && value >= low,
  to: (high, value) => value <= high,
  rows: (widths, rows) =>
    Array.isArray(rows) &&
    rows.length > 0 &&
    rows.length <= most &&
    rows.every((row) => Array.isArray(row) && row.length === rows[0].length && row.every(finite)) &&
    widths.includes(rows[0].length),
  axes: (names, value) => names.every((/** @type {string} */ name) => isAxis(value?.[name])),
  numbers: (count, value) =>
    value !== null &&
    typeof value === "object" &&
    Object.keys(value).length <= count &&
    Object.entries(value).every(([name, number]) => /^\w{1,40}$/.test(name) && finite(number)),
};

/** @param {string} name @param {any} value */
function fits(name, value) {
  const shape = Object.entries(/** @type {Record<string, object>} */ (fields)[name]);
  return shape.length ? shape.every(([what, of]) => FITS[what](of, value)) : isText(value);
}

/**
 * An entry as it should be, with nothing else in it; null where it is none.
 * @param {any} one
 * @returns {Entry | null}
 */
export function sound(one) {
  if (one === null || typeof one !== "object") return null;
  /** @type {Record<string, any>} */
  const made = {};
  for (const name of Object.keys(fields)) {
    if (!Object.hasOwn(one, name) || one[name] === undefined) continue;
    if (!fits(name, one[name])) return null;
    made[name] = name === "axes" ? { x: axisOf(one.axes.x), y: axisOf(one.axes.y) } : one[name];
  }
  /** @type {Record<string, string[]>} */
  const needed = kinds;
  if ([...required, ...(needed[made.kind] ?? [])].some((name) => made[name] === undefined)) return null;
  if (made.kind === "draw" && made.drawn.length !== made.truth.length) return null;
  return /** @type {Entry} */ (made);
}

/** @param {Axis} axis @returns {Axis} */
const axisOf = ({ label, scale, limits }) => ({ label, scale, limits });

/** @param {Entry[]} entries @param {string[]} gone @returns {Book} */
export const book = (entries, gone) => ({ format, version, entries, gone: gone.slice(-IDS) });

/**
 * The record that a text holds, and how many of its entries are none; `why` it cannot be read at all.
 * @param {string} words
 * @returns {{entries: Entry[], gone: string[], unsound: number, why?: string}}
 */
export function parsed(words) {
  const none = { entries: [], gone: [], unsound: 0 };
  let found;
  try {
    found = JSON.parse(words);
  } catch {
    return { ...none, why: "it is not JSON" };
  }
  if (found?.format !== format || !Array.isArray(found.entries))
    return { ...none, why: "it is no record of this book" };
  if (found.version !== version)
    return {
      ...none,
      why: `its version is ${Number.isFinite(found.version) ? found.version : "no number of ours"}, and this page reads version ${version}`,
    };
  const entries = /** @type {Entry[]} */ (found.entries.map(sound).filter(Boolean));
  const gone = Array.isArray(found.gone)
    ? found.gone.filter((/** @type {any} */ id) => fits("id", id)).slice(-IDS)
    : [];
  return { entries: merged(entries, []), gone, unsound: found.entries.length - entries.length };
}

/**
 * Entries of both, each once, the oldest first.
 * @param {Entry[]} some
 * @param {Iterable<Entry>} others
 */
export function merged(some, others) {
  const all = new Map(some.map((one) => [one.id, one]));
  for (const one of others) if (!all.has(one.id)) all.set(one.id, one);
  return [...all.values()].sort((a, b) => a.at - b.at);
}

/** What is one question. @param {Entry} one */
export const asked = ({ kind, page, figure, question }) => [kind, page, figure, question].join("\n");

/**
 * The answers by question, each question's first one first.
 * @param {Entry[]} entries the oldest first
 * @returns {Entry[][]}
 */
export function tries(entries) {
  /** @type {Map<string, Entry[]>} */
  const found = new Map();
  for (const one of entries) {
    const key = one.kind === "training" ? one.id : asked(one); // each is one of its own
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return [...found.values()];
}
