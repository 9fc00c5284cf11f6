// What a record consists of: an entry for each answer. Whatever is read, from the browser's store or from a file, is
// taken apart here and put together anew, field by field: somebody else may have written it.

/**
 * One answer. `at` in milliseconds since 1970, 0 where it is not known; `page` from the book's first, `state` what a link
 * names behind its #; `late` in shares of the hidden way; `inside` of the drawn places.
 * @typedef {{id: string, at: number, page: string, figure: string, title: string, state: string, kind: Kind,
 *   question: string, verdict?: string, choice?: string, sure?: number, drawn?: number[][], truth?: number[][],
 *   axes?: Axes, score?: number, inside?: number, late?: number, points?: number, line?: number, law?: number,
 *   said?: number, happened?: number, models?: number, seed?: number, metrics?: Record<string, number>}} Entry
 */
/** @typedef {"draw" | "choice" | "check" | "round" | "training"} Kind */
/** @typedef {{label: string, scale: "linear" | "log", limits: [number, number]}} Axis */
/** @typedef {{x: Axis, y: Axis}} Axes */
/** @typedef {{format: string, version: number, entries: Entry[], gone: string[]}} Book gone: of what was deleted */

export const FORMAT = "emergence-measured record";
export const VERSION = 1;
const LONGEST = 1000; // characters of a text
const ROWS = 100; // places of a drawing
const IDS = 20_000; // that are known to be deleted

/** @param {unknown} value */
const finite = (value) => typeof value === "number" && Number.isFinite(value);
/** @type {(low: number, high: number) => (value: any) => boolean} */
const within = (low, high) => (value) => finite(value) && value >= low && value <= high;
/** @type {(shape: RegExp) => (value: any) => boolean} */
const like = (shape) => (value) => typeof value === "string" && value.length <= LONGEST && shape.test(value);
const text = like(/^/);

/** @param {any} rows */
const table = (rows) =>
  Array.isArray(rows) &&
  rows.length > 0 &&
  rows.length <= ROWS &&
  rows.every((row) => Array.isArray(row) && row.length === rows[0].length && row.every(finite)) &&
  (rows[0].length === 2 || rows[0].length === 3);

/** @param {any} axis */
const isAxis = (axis) =>
  text(axis?.label) &&
  (axis.scale === "linear" || axis.scale === "log") &&
  Array.isArray(axis.limits) &&
  axis.limits.length === 2 &&
  axis.limits.every(finite) &&
  axis.limits[0] !== axis.limits[1] &&
  (axis.scale === "linear" || axis.limits.every((/** @type {number} */ end) => end > 0));

/** @type {Record<string, (value: any) => boolean>} */
const REQUIRED = {
  id: like(/^[\w-]{6,60}$/),
  at: within(0, 8.64e15),
  page: like(/^(chapters\/)?[\w-]{1,80}\.html$/),
  figure: like(/^[\w-]{0,100}$/),
  title: text,
  state: like(/^[\w-]*(\?[\w.%+&=*~-]*)?$/),
  kind: (value) => ["draw", "choice", "check", "round", "training"].includes(value),
  question: text,
};
/** @type {Record<string, (value: any) => boolean>} */
const OPTIONAL = {
  verdict: like(/^[\w-]{1,40}$/),
  choice: text,
  sure: within(0, 1),
  drawn: table,
  truth: table,
  axes: (value) => isAxis(value?.x) && isAxis(value?.y),
  score: within(0, 100),
  inside: within(0, ROWS),
  late: within(-1, 1),
  points: within(0, 100),
  line: within(0, 100),
  law: within(0, 100),
  said: finite,
  happened: finite,
  models: within(1, 10_000),
  seed: within(0, Number.MAX_SAFE_INTEGER),
  metrics: (value) =>
    value !== null &&
    typeof value === "object" &&
    Object.keys(value).length <= 20 &&
    Object.entries(value).every(([name, number]) => /^\w{1,40}$/.test(name) && finite(number)),
};
/** What an entry of a kind is nothing without. @type {Record<Kind, string[]>} */
const NEEDED = {
  draw: ["verdict", "drawn", "truth", "score", "inside", "late"],
  choice: ["verdict", "choice"],
  check: ["verdict", "choice"],
  round: ["points", "line", "law"],
  training: ["models"],
};

/**
 * An entry as it should be, with nothing else in it; null where it is none.
 * @param {any} one
 * @returns {Entry | null}
 */
export function sound(one) {
  if (one === null || typeof one !== "object") return null;
  /** @type {Record<string, unknown>} */
  const made = {};
  for (const [name, fits] of Object.entries(REQUIRED)) {
    if (!fits(one[name])) return null;
    made[name] = one[name];
  }
  for (const [name, fits] of Object.entries(OPTIONAL)) {
    if (one[name] === undefined) continue;
    if (!fits(one[name])) return null;
    made[name] = name === "axes" ? { x: axisOf(one.axes.x), y: axisOf(one.axes.y) } : one[name];
  }
  const entry = /** @type {Entry} */ (/** @type {unknown} */ (made));
  if (NEEDED[entry.kind].some((name) => made[name] === undefined)) return null;
  const { drawn, truth } = entry;
  if (entry.kind === "draw" && (drawn?.length !== truth?.length || truth?.[0].length !== 2)) return null;
  return entry;
}

/** @param {Axis} axis @returns {Axis} */
const axisOf = ({ label, scale, limits }) => ({ label, scale, limits });

/** @param {Entry[]} entries @param {string[]} gone @returns {Book} */
export const book = (entries, gone) => ({ format: FORMAT, version: VERSION, entries, gone: gone.slice(-IDS) });

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
  if (found?.format !== FORMAT || !Array.isArray(found.entries))
    return { ...none, why: "it is no record of this book" };
  if (found.version !== VERSION)
    return {
      ...none,
      why: `its version is ${String(found.version).slice(0, 20)}, and this page reads version ${VERSION}`,
    };
  const entries = /** @type {Entry[]} */ (found.entries.map(sound).filter(Boolean));
  const gone = Array.isArray(found.gone) ? found.gone.filter(REQUIRED.id).slice(-IDS) : [];
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
