import assert from "node:assert/strict";
import { test } from "node:test";
import { brier, counted, covered, levels, played, timed } from "../../../simulations/record/sums.js";
import { drawing, entry, expected, facts, round } from "./made.js";

/** @param {any} found @param {Record<string, number>} wanted */
function near(found, wanted) {
  for (const [name, value] of Object.entries(wanted))
    assert.ok(Math.abs(found[name] - value) < 1e-9, `${name}: ${found[name]}`);
}
/** @param {number} sure @param {boolean} right */
const check = (sure, right) => entry({ kind: "check", sure, verdict: right ? "right" : "wrong" });

test("the page's sums are Python's", () => {
  const { given } = expected;
  near(
    brier(
      given.sure.map((/** @type {number} */ sure, /** @type {number} */ i) => check(sure, given.right[i] === 1)),
      facts,
    ),
    expected.brier,
  );
  const rows = Array.from({ length: 8 }, (_, i) => [i, 0, 1]);
  const ranges = given.inside.map((/** @type {number} */ inside) =>
    drawing({ drawn: rows, truth: rows.map(([x]) => [x, 0.5]), inside }),
  );
  near(covered(ranges, facts), expected.covered);
  const drawn = given.late.map((/** @type {number} */ late, /** @type {number} */ i) =>
    drawing({ late, score: given.score[i] }),
  );
  near(timed(drawn, facts), expected.timed);
  const rounds = given.mine.map((/** @type {number} */ points, /** @type {number} */ i) =>
    round({ points, line: given.line[i], law: given.law[i] }),
  );
  near(played(rounds, facts), expected.played);
});

test("only first answers count", () => {
  const wrong = entry({ kind: "check", question: "Q", verdict: "wrong", sure: 0.9 });
  const later = entry({ kind: "check", question: "Q", sure: 0.9 });
  assert.deepEqual(counted([wrong, later], "check"), { of: 1, right: 0 });
  assert.equal(brier([wrong, later], facts)?.score, 0.9 ** 2);
});

test("answers without a chance have no Brier score", () => {
  assert.equal(brier([entry({ kind: "check" })], facts), null);
  assert.deepEqual(levels([entry({ kind: "check" })], facts), []);
});

test("each level has its answers, with the exact interval", () => {
  const [low, high] = levels([check(0.9, true), check(0.5, false), check(0.9, true), check(0.9, false)], facts);
  assert.deepEqual([low.sure, low.right, low.of], [0.5, 0, 1]);
  assert.deepEqual([high.sure, high.right, high.of], [0.9, 2, 3]);
  assert.deepEqual([high.ends?.[0], Number(high.ends?.[1].toFixed(3))], expected.two_of_three);
});

test("more answers than the table has rows have no interval", () => {
  const many = Array.from({ length: facts.lowest.length + 1 }, () => check(0.5, true));
  assert.equal(levels(many, facts)[0].ends, undefined);
});

test("lines are no ranges, and drawings of nothing no sums", () => {
  assert.equal(covered([drawing()], facts), null);
  assert.deepEqual([timed([], facts), played([], facts)], [null, null]);
});

test("a guess far off is early or late, one near is neither", () => {
  const found = played(
    [
      round({ points: 50, said: 1, happened: 2 }),
      round({ points: 10, said: 10, happened: 1 }),
      round({ points: 90, said: 9, happened: 10 }),
      round(),
    ],
    facts,
  );
  assert.deepEqual([found?.early, found?.late, found?.of], [1, 1, 4]);
});
