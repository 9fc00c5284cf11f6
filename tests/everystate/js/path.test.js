import assert from "node:assert/strict";
import { test } from "node:test";
import { path } from "../../../everystate/js/path.js";
import { fixtures, GAP, STEPS } from "./fixtures.js";

for (const { kind, channels, expected } of fixtures.paths) {
  test(`${kind}, with gaps, as Python writes it`, () => {
    assert.equal(path(kind, channels, GAP, STEPS), expected);
  });
}

test("a square of two points' side, by hand", () => {
  const corners = { x0: [0], y0: [0], x1: [40], y1: [40] };
  const channels = Object.fromEntries(Object.entries(corners).map(([name, steps]) => [name, Int16Array.from(steps)]));
  assert.equal(path("rects", channels, GAP, STEPS), "M0,0V2H2V0Z");
  assert.equal(path("segments", channels, GAP, STEPS), "M0,0L2,2");
});
