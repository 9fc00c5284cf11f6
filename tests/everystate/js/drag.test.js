import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest, spotOf, wayOf } from "../../../everystate/js/drag.js";
import { GAP, STEPS, tableOf } from "./fixtures.js";

/** @type {(label: string, channels: Record<string, number[]>) => any} a model with that mark alone, and its scene */
function shown(label, channels) {
  const { table, entries } = tableOf(channels);
  return [{ marks: [{ kind: "line", style: {}, channels: entries, label: { words: [label] } }] }, { table, place: 0 }];
}

test("a mark is held at its last point, a segment at its end", () => {
  const line = shown("your guess", { x: [10, 30], y: [90, 20] });
  assert.deepEqual(spotOf("your guess", line[0], line[1]), [30 * STEPS, 20 * STEPS]);
  const segment = shown("level", { x0: [5], y0: [7], x1: [100], y1: [7] });
  assert.deepEqual(spotOf("level", segment[0], segment[1]), [100 * STEPS, 7 * STEPS]);
});

test("a mark that is masked, empty or not there is not held", () => {
  for (const [label, x] of /** @type {[string, number[]][]} */ ([
    ["your guess", [10, GAP]],
    ["your guess", []],
    ["another", [10, 30]],
  ])) {
    const [model, scene] = shown(label, { x, y: x });
    assert.equal(spotOf("your guess", model, scene), null);
  }
});

/** @type {(way: 0 | 1) => [number, number[]][]} */
const along = (way) => [0, 10, 100].map((at, i) => [i, way ? [3, -at] : [at, 3]]);

test("a mark goes the way that its stops go, and to the nearest of them", () => {
  assert.deepEqual([wayOf(along(0)), wayOf(along(1)), wayOf([])], [0, 1, 0]);
  assert.deepEqual(
    [-50, 4, 6, 54, 56, 999].map((at) => nearest(along(0), 0, at)[0]),
    [0, 0, 1, 1, 2, 2],
  );
  assert.equal(nearest(along(1), 1, -60)[0], 2);
});
