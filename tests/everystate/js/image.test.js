import assert from "node:assert/strict";
import { test } from "node:test";
import { cellValue, pixels } from "../../../everystate/js/image.js";
import { fixtures } from "./fixtures.js";

for (const { origin, levels, style, expected } of fixtures.images) {
  test(`origin ${origin}: each pixel is the one that Python paints`, () => {
    const painted = pixels(Uint8Array.from(levels), style);
    assert.equal(painted.length, expected.length);
    for (const [i, value] of painted.entries()) assert.ok(Math.abs(value - expected[i]) <= 1); // a level's own width
    assert.ok(new Set(style.colors).size > 2);
  });
}

test("a level stands for its share of the range", () => {
  const style = { levels: 5, vmin: -1, vmax: 1 };
  assert.deepEqual(
    [0, 1, 2, 4].map((level) => cellValue(level, style, 3)),
    [-1, -0.5, 0, 1],
  );
  assert.equal(cellValue(1, { levels: 4, vmin: 0, vmax: 1 }, 3), 0.333);
});
