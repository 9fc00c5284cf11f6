// What was trained: a row a model, as it comes, as it is remembered, and as a file has it.

import { keyOf, recipe, seeds } from "./trainer_settings.js";

/** @import { Facts, Settings } from "./trainer_settings.js" */

/**
 * A model: `watched` what was measured on the way, `step` of the last; the metrics once its status is "ok".
 * @typedef {{width: number, parameters: number, seed: number, status: "training" | "ok" | "diverged" | "failed",
 *   watched: Measured[], step: number, metrics: Record<string, number>}} Row
 */
/** @typedef {{step: number, metrics: Record<string, number>}} Measured */

const KEY = "emergence-measured.trained.1";
const MOST = 600; // rows that are remembered

/** @param {Settings} settings @param {number} width @param {number} seed @param {Facts} facts @returns {Row} */
export const begun = ({ digits }, width, seed, facts) => ({
  width,
  parameters: facts.sizes[digits][facts.widths.indexOf(width)],
  seed,
  status: "training",
  watched: [],
  step: 0,
  metrics: {},
});

/**
 * What an exam read, by the metrics' names.
 * @param {Record<string, Float32Array>} read
 * @param {Facts} facts
 */
export function measured(read, facts) {
  /** @type {Record<string, number>} */
  const metrics = {};
  for (const [i, name] of facts.metrics.entries()) metrics[name] = read["exam.metrics"][i];
  if (read["exam.edit_distance"]) metrics.edit_distance = read["exam.edit_distance"][0];
  return metrics;
}

/**
 * What the page's other panels are told of a finished model, beside its weights; `where` tells recipes apart.
 * @param {Row} row @param {Settings} settings @param {Facts} facts
 */
export const handedOver = ({ width, parameters, seed }, settings, facts) => ({
  toy: facts.toys[settings.digits][facts.widths.indexOf(width)],
  digits: Number(settings.digits),
  parameters,
  seed,
  leastFirst: settings.order === "units",
  where: recipe(settings),
});

/**
 * Whether the metrics that are there lie in the ranges of a result file, and those of the names are there.
 * @param {any} metrics @param {Facts} facts @param {string[]} names
 */
const within = (metrics, facts, names) =>
  metrics !== null &&
  typeof metrics === "object" &&
  scored(facts).every((name) => {
    const [low, high] = facts.result.fields.ok[name];
    const value = metrics[name];
    return value === undefined ? !names.includes(name) : typeof value === "number" && value >= low && value <= high;
  });

/** Rows by recipe, remembered in this browser where the reader allows it. */
export class Kept {
  /** @param {Facts} facts @param {() => Storage} storage throws where there is none */
  constructor(facts, storage) {
    this.facts = facts;
    this.storage = storage;
  }

  /** What is remembered; null where the reader allowed nothing, or the browser nothing is read from. */
  read() {
    try {
      const found = JSON.parse(this.storage().getItem(KEY) ?? "null");
      return Array.isArray(found) ? found.filter((one) => this.sound(one)) : null;
    } catch {
      return null;
    }
  }

  get allowed() {
    return this.read() !== null;
  }

  /** Whether there is a place to remember anything. @param {boolean} allowed */
  allow(allowed) {
    return allowed ? this.write(this.read() ?? []) : this.forget();
  }

  /** @param {Settings} settings @param {Row[]} rows finished ones */
  add(settings, rows) {
    const kept = this.read();
    if (kept === null) return false;
    const fresh = rows.map((row) => ({ ...row, recipe: recipe(settings), digits: settings.digits }));
    const same = (/** @type {any} */ one) => fresh.some((row) => row.recipe === one.recipe && sameModel(row, one));
    return this.write([...kept.filter((one) => !same(one)), ...fresh].slice(-MOST));
  }

  /** The rows of a recipe. @param {Settings} settings @returns {Row[]} */
  of(settings) {
    return (this.read() ?? []).filter((one) => one.recipe === recipe(settings));
  }

  forget() {
    try {
      this.storage().removeItem(KEY);
    } catch {
      return false;
    }
    return true;
  }

  /** @param {any[]} rows */
  write(rows) {
    try {
      this.storage().setItem(KEY, JSON.stringify(rows));
    } catch {
      return false; // there is no storage, or it is full
    }
    return true;
  }

  /** Whether something remembered is a row: somebody else may have written there. @param {any} one */
  sound(one) {
    const { facts } = this;
    if (one === null || typeof one !== "object" || typeof one.recipe !== "string") return false;
    const size =
      facts.dials.digits.values.includes(one.digits) && facts.sizes[one.digits][facts.widths.indexOf(one.width)];
    if (typeof size !== "number" || size !== one.parameters || !Number.isSafeInteger(one.seed) || one.seed < 0)
      return false;
    if (!["ok", "diverged"].includes(one.status) || !soundAt(one, facts, one.status === "ok" ? scored(facts) : []))
      return false;
    return (
      Array.isArray(one.watched) && one.watched.every((/** @type {any} */ at) => soundAt(at, facts, facts.metrics))
    );
  }
}

/** @param {any} at @param {Facts} facts @param {string[]} names */
const soundAt = (at, facts, names) =>
  Number.isInteger(at?.step) &&
  at.step > 0 &&
  at.step <= Math.max(...facts.dials.steps.values) &&
  within(at.metrics, facts, names);

/** The metrics that a result file has. @param {Facts} facts */
const scored = (facts) =>
  Object.keys(facts.result.fields.ok).filter((name) => name !== "parameters" && name !== "seed");

/** @param {Row} one @param {Row} other */
const sameModel = (one, other) => keyOf(one.width, one.seed) === keyOf(other.width, other.seed);

/**
 * The result file of finished rows, as simulations/laboratory/result.py describes it.
 * @param {Row[]} rows
 * @param {Settings} settings
 * @param {Facts} facts
 * @param {{command: string, machine: Record<string, string>}} made
 */
export function file(rows, settings, facts, { command, machine }) {
  const done = rows.filter(({ status }) => status === "ok" || status === "diverged");
  const { format, version } = facts.result;
  const own = [...new Set(done.map(({ seed }) => seed))].sort((a, b) => a - b);
  const { digits, skew, lengths, order, steps, rate } = settings;
  const plain = facts.recipes[rate];
  const task = { ...plain.task, digits, skew, lengths, least_first: order === "units" };
  const models = done.map(({ parameters, seed, status, metrics }) => {
    const scores = status === "ok" ? scored(facts) : [];
    return { parameters, seed, status, ...Object.fromEntries(scores.map((name) => [name, rounded(metrics[name])])) };
  });
  return {
    format,
    version,
    student: Number(settings.student) || null,
    seeds: own,
    recipe: { ...plain, task, steps },
    examination: facts.examination,
    command,
    machine,
    models,
  };
}

/** @param {number} value */
const rounded = (value) => Number(value.toFixed(6));

/** The rows of the settings' own seeds and sizes. @param {Iterable<Row>} rows @param {Settings} settings @param {Facts} facts */
export const wanted = (rows, settings, facts) =>
  [...rows].filter(
    ({ width, seed }) =>
      width >= Number(settings.from) && width <= Number(settings.to) && seeds(settings, facts).includes(seed),
  );
