import assert from "node:assert/strict";
import { test } from "node:test";
import { Strokes } from "../../../everystate/js/strokes.js";

const AT = [0, 10, 20, 30, 40];

/** @param {Strokes} strokes */
const ends = (strokes) => strokes.whole().map(([low]) => Math.round(low * 1e6) / 1e6);

/** @param {[number, number][]} points @param {Strokes} strokes */
function drawn(points, strokes = new Strokes(AT, 0.2), band = false) {
  const [first, ...rest] = points;
  strokes.press(...first, band);
  for (const point of rest) strokes.draw(...point);
  return strokes;
}

test("before anything is drawn all lies level with what is known, or in the middle", () => {
  assert.deepEqual(ends(new Strokes(AT, 0.2)), [0.2, 0.2, 0.2, 0.2, 0.2]);
  assert.deepEqual(ends(new Strokes(AT, null)), [0.5, 0.5, 0.5, 0.5, 0.5]);
  assert.ok(new Strokes(AT, 0.2).empty);
});

test("a fast stroke sets every place that it passes to its height there", () => {
  const strokes = drawn([
    [10, 0.2],
    [40, 0.8],
  ]);
  assert.deepEqual(ends(strokes), [0.2, 0.2, 0.4, 0.6, 0.8]);
  assert.ok(!strokes.empty);
});

test("a stroke backwards sets them, too, and what is known stays", () => {
  const strokes = drawn([
    [40, 0.9],
    [-5, 0.0],
  ]);
  assert.deepEqual(ends(strokes), [0.2, 0.3, 0.5, 0.7, 0.9]);
});

test("a place is followed up and down, and left where the stroke left it", () => {
  const strokes = drawn([
    [20, 0.1],
    [21, 0.7],
  ]);
  assert.deepEqual(ends(strokes), [0.2, 0.45, 0.7, 0.7, 0.7]);
  strokes.draw(24.5, 0.9); // still the nearest, and too far off
  assert.equal(strokes.set[2]?.[0], 0.7);
});

test("what was not drawn lies on the way, and level after the last", () => {
  const strokes = new Strokes(AT, null);
  strokes.move(1, "both", 0.2);
  strokes.move(3, "both", 0.6);
  assert.deepEqual(ends(strokes), [0.2, 0.2, 0.4, 0.6, 0.6]);
});

test("nothing is drawn outside of the axis", () => {
  assert.deepEqual(ends(drawn([[40, 1.7]])).at(-1), 1);
  assert.deepEqual(ends(drawn([[40, -1]])).at(-1), 0);
});

test("a second stroke pulls an edge of a range away, on its side, and edges do not cross", () => {
  const strokes = drawn([[10, 0.5], [40, 0.5]], new Strokes(AT, 0.5), true); // biome-ignore format: short
  drawn([[10, 0.7], [40, 0.9]], strokes, true); // biome-ignore format: short
  assert.deepEqual(strokes.whole()[4], [0.5, 0.9]);
  drawn([[10, 0.4], [40, 0.4]], strokes, true); // biome-ignore format: short
  assert.deepEqual(strokes.whole()[4], [0.4, 0.9]);
  drawn([[40, 0.7], [40, 0.1]], strokes, true); // biome-ignore format: short
  assert.deepEqual(strokes.whole()[4], [0.4, 0.4]); // the upper edge comes down to the lower
  strokes.move(3, "low", 0.95);
  assert.equal(strokes.whole()[3][0], strokes.whole()[3][1]);
});

test("undo takes back a stroke, and clear can be undone", () => {
  const strokes = drawn([[10, 0.4], [40, 0.4]]); // biome-ignore format: short
  drawn([[40, 0.9]], strokes);
  strokes.undo();
  assert.deepEqual(ends(strokes), [0.2, 0.4, 0.4, 0.4, 0.4]);
  strokes.clear();
  assert.ok(strokes.empty);
  strokes.clear();
  strokes.undo();
  assert.deepEqual(ends(strokes), [0.2, 0.4, 0.4, 0.4, 0.4]);
  strokes.undo();
  strokes.undo();
  assert.ok(strokes.empty);
});
