import assert from "node:assert/strict";
import { test } from "node:test";
import { end, next } from "../../../simulations/tape/order.js";

/**
 * What each of some workers takes, in the order of taking, and when all is done.
 * @param {number[]} costs @param {number} workers
 */
function shared(costs, workers) {
  const waiting = [...costs];
  const until = Array(workers).fill(0);
  const taken = [];
  while (waiting.length) {
    const free = until.indexOf(Math.min(...until));
    const others = until.filter((_, i) => i !== free).map((time) => time - until[free]);
    const [cost] = waiting.splice(next(waiting, others), 1);
    taken.push({ cost, at: until[free] });
    until[free] += cost;
  }
  return { taken, until: Math.max(...until) };
}

const SWEEP = [0.5, 0.6, 0.6, 0.6, 0.65, 0.7, 0.9, 1.2, 1.6, 2.8, 4.5, 8.3];

test("whoever is free takes the costliest: the end of the whole", () => {
  assert.equal(end([1, 2, 3], [0, 0]), 3);
  assert.equal(end([4, 4, 4], [0, 0]), 8);
  assert.equal(end([1], [5, 0]), 5);
  assert.equal(end([], [0]), 0);
});

test("one worker takes the smallest first", () => {
  assert.deepEqual(
    shared(SWEEP, 1).taken.map(({ cost }) => cost),
    SWEEP,
  );
});

for (const workers of [2, 3, 4, 8]) {
  test(`${workers} workers start with the smallest, and end as soon as if they had begun with the widest`, () => {
    const { taken, until } = shared(SWEEP, workers);
    assert.equal(taken[0].cost, 0.5);
    assert.ok(until <= 1.1 * end(SWEEP, Array(workers).fill(0)), `${until}`);
  });
}

test("the widest starts only just in time", () => {
  const widest = shared(SWEEP, 2).taken.find(({ cost }) => cost === 8.3);
  assert.ok(widest && widest.at > 1 && widest.at < 5, `${widest?.at}`);
});
