// What all answers say together. Counted here; what is reckoned is Python's (simulations/record/calibration.py).

import { computed } from "../../everystate/js/recorded.js";
import { tries } from "./entries.js";

/** @import { Formula } from "../../everystate/js/types.d.ts" */
/** @import { Entry, Kind } from "./entries.js" */

/**
 * extensions/record.py writes them; `lowest` has the lower ends of exact intervals, row n - 1 those of 0 to n right.
 * @typedef {{formulas: Record<"brier" | "covered" | "timed" | "played", Formula>, noticeable: number, coverage: number,
 *   on_time: number, lowest: number[][], pages: Record<string, string>}} Facts
 */
/** A level that was said, and what came of it. @typedef {{sure: number, right: number, of: number, ends?: [number, number]}} Level */

/** The first answers to each question, of a kind. @param {Entry[]} entries @param {Kind} kind */
export const firsts = (entries, kind) =>
  tries(entries)
    .map(([first]) => first)
    .filter((one) => one.kind === kind);

/** @param {Entry[]} entries */
const right = (entries) => entries.filter(({ verdict }) => verdict === "right").length;

/** How many were answered, and how many of them right. @param {Entry[]} entries @param {Kind} kind */
export function counted(entries, kind) {
  const all = firsts(entries, kind);
  return { of: all.length, right: right(all) };
}

/** Self-checks before which a chance was said. @param {Entry[]} entries */
const said = (entries) => firsts(entries, "check").filter(({ sure }) => sure !== undefined);

/** @param {Entry[]} entries @param {Facts} facts */
export function brier(entries, { formulas }) {
  const all = said(entries);
  if (!all.length) return null;
  const sure = all.map((one) => Number(one.sure));
  return { of: all.length, ...computed(formulas.brier, { sure, right: all.map((one) => right([one])) }) };
}

/** The chances that were said, the smallest first. @param {Entry[]} entries @param {Facts} facts @returns {Level[]} */
export function levels(entries, { lowest }) {
  const all = said(entries);
  const found = [...new Set(all.map(({ sure }) => Number(sure)))].sort((a, b) => a - b);
  return found.map((sure) => {
    const those = all.filter((one) => one.sure === sure);
    const [of, hits] = [those.length, right(those)];
    const row = lowest[of - 1];
    return { sure, right: hits, of, ends: row && [row[hits], 1 - row[of - hits]] };
  });
}

/** Whether a drawing is of ranges. @param {Entry} one */
export const ranged = ({ drawn }) => drawn?.[0].length === 3;

/** Of drawn ranges, how often they hold the truth. @param {Entry[]} entries @param {Facts} facts */
export function covered(entries, { formulas }) {
  const all = firsts(entries, "draw").filter(ranged);
  if (!all.length) return null;
  const inside = all.map((one) => Number(one.inside));
  return {
    of: all.length,
    ...computed(formulas.covered, { inside, places: all.map(({ drawn }) => drawn?.length ?? 0) }),
  };
}

/** Of drawings, how many pass their level early or late, and what they are worth. @param {Entry[]} entries @param {Facts} facts */
export function timed(entries, { formulas, noticeable }) {
  const all = firsts(entries, "draw");
  if (!all.length) return null;
  const [late, score] = [all.map((one) => Number(one.late)), all.map((one) => Number(one.score))];
  return { of: all.length, ...computed(formulas.timed, { late, noticeable, score }) };
}

/** Rounds of the forecast game, beside the book's own forecasters. @param {Entry[]} entries @param {Facts} facts */
export function played(entries, { formulas, on_time }) {
  const all = firsts(entries, "round");
  if (!all.length) return null;
  const [mine, line, law] = [all.map((one) => one.points), all.map((one) => one.line), all.map((one) => one.law)];
  const far = all.filter(
    ({ points, said, happened }) => Number(points) < on_time && said !== undefined && happened !== undefined,
  );
  const early = far.filter(({ said, happened }) => Number(said) < Number(happened)).length;
  const points = computed(formulas.played, /** @type {any} */ ({ mine, line, law }));
  return { of: all.length, early, late: far.length - early, ...points };
}
