import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { caption, levelsOf, stepShown, worth } from "../../../simulations/circuits/trainer.js";

/** @import { Facts, Read } from "../../../simulations/circuits/trainer.js" */

if (!process.env.FACTS) throw new Error("start these tests by pytest tests/circuits/test_in_page.py");
/** @type {Record<string, Facts>} */
const facts = JSON.parse(readFileSync(process.env.FACTS, "utf8"));

test("a line is at the width and task that the figure is at, and else where it always is", () => {
  const losses = Float32Array.from({ length: 7 * 12 }, (_, i) => i);
  /** @type {Read} */
  const read = { "exam.task_loss": losses, "exam.total": losses.slice(0, 7) };
  const at = (/** @type {number} */ mark, width = 256, task = 1) =>
    worth(facts.parity.lines[mark], read, { width, task });
  assert.deepEqual([at(0), at(11)], [6 * 12, 6 * 12 + 11]); // greys: each its own task, of the widest
  assert.deepEqual([at(12, 4, 1), at(12, 8, 12)], [0, 12 + 11]);
  assert.deepEqual([at(13, 4), at(13, 256)], [0, 6]);
});

test("a loss is drawn beside that of an even guess", () => {
  const read = { "exam.cross_entropy": Float32Array.of(Math.log(24)) };
  assert.ok(Math.abs(worth(facts.induction.lines[1], read, {}) - 1) < 1e-6);
});

test("a picture has its levels row by row, and nothing in a column that is not held", () => {
  const { pictures } = facts.induction;
  const levels = levelsOf(
    Float32Array.from({ length: 256 }, (_, i) => (i === 16 ? 1 : 0.5)),
    pictures[0],
  );
  assert.deepEqual([levels.length, levels[0], levels[16], levels[17], levels[33]], [272, 8, 0, 16, 0]);
});

test("the caption is of the reader's record, not of the shipped one", () => {
  const read = { "exam.accuracy": Float32Array.of(0.914), "exam.copying": Float32Array.of(0.95) };
  const said = caption(facts.induction, 90, read, { layers: 2 });
  assert.equal(
    said,
    "step 90, as in the pictures: 91% of the answers are right; with the last look lent, 95% would be.",
  );
  const losses = { "exam.task_loss": new Float32Array(84).fill(0.5), "exam.total": new Float32Array(7).fill(0.25) };
  const parity = caption(facts.parity, 2000, losses, { width: 4, task: 3 });
  assert.equal(parity, "step 2,000: total loss 0.250 bits; the task picked in the figure, 0.500.");
  assert.match(caption(facts.superposition, 7, {}, {}), /^step 7\. .*shipped/);
});

test("pictures follow the training until the reader moves the step to one that is there", () => {
  /** @type {Map<number, Read>} */
  const records = new Map([0, 5, 10].map((step) => [step, {}]));
  assert.equal(stepShown(records, true, 5), 10);
  assert.equal(stepShown(records, false, 5), 5);
  assert.equal(stepShown(records, false, 50), 10); // not yet trained so far
  assert.equal(stepShown(undefined, true, 50), 50);
});
