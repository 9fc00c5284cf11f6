// Answers, a browser's store as tabs see it, and what the tests' facts are.

import { readFileSync } from "node:fs";

/** @import { Entry } from "../../../simulations/record/entries.js" */

if (!process.env.FACTS) throw new Error("start these tests by pytest tests/record");
/** @type {{facts: import("../../../simulations/record/sums.js").Facts, expected: any}} */
export const { facts, expected } = JSON.parse(readFileSync(process.env.FACTS, "utf8"));

let made = 0;
const PAGE = { page: "chapters/mirage.html", figure: "metric-effect", title: "Effect", state: "metric-effect?a=1" };

/** @param {Partial<Entry>} more @returns {Entry} */
export function entry(more = {}) {
  made += 1;
  const own = {
    id: `answer-${made}`,
    at: 1000 + made,
    kind: /** @type {const} */ ("choice"),
    question: `Which, ${made}?`,
  };
  return { ...PAGE, ...own, verdict: "right", choice: "this one", place: 0, ...more };
}

const ROWS = [
  [1, 0.1],
  [10, 0.5],
];
/** @param {Partial<Entry>} more */
export const drawing = (more = {}) =>
  entry({
    kind: "draw",
    choice: undefined,
    verdict: "late",
    drawn: ROWS,
    truth: ROWS,
    score: 60,
    inside: 2,
    late: 0,
    ...more,
  });
/** @param {Partial<Entry>} more */
export const round = (more = {}) =>
  entry({ kind: "round", figure: "forecast-game", points: 50, line: 10, law: 40, choice: undefined, ...more });

/** One disk, and what each tab sees of it: its own copy, until it is told. */
export class Disk {
  /** @param {number} room characters that fit */
  constructor(room = 5_000_000) {
    this.room = room;
    /** @type {Map<string, string>} */
    this.kept = new Map();
  }

  /** @returns {any} */
  tab() {
    const disk = this;
    let seen = new Map(disk.kept);
    return {
      get length() {
        return seen.size;
      },
      key: (/** @type {number} */ i) => [...seen.keys()][i] ?? null,
      getItem: (/** @type {string} */ key) => seen.get(key) ?? null,
      setItem(/** @type {string} */ key, /** @type {string} */ text) {
        const others = [...disk.kept].filter(([name]) => name !== key);
        const full = others.reduce((sum, [name, one]) => sum + name.length + one.length, key.length + text.length);
        if (full > disk.room) throw new Error("QuotaExceededError");
        disk.kept.set(key, text);
        seen.set(key, text);
      },
      removeItem(/** @type {string} */ key) {
        disk.kept.delete(key);
        seen.delete(key);
      },
      refresh() {
        seen = new Map(disk.kept);
      },
    };
  }
}
