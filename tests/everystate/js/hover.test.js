import assert from "node:assert/strict";
import { test } from "node:test";
import { cell, led, nearest, readings, stops } from "../../../everystate/js/hover.js";
import { GAP, STEPS, tableOf } from "./fixtures.js";

/**
 * A mark and the scene that it is in.
 * @param {string} kind
 * @param {Record<string, number[]>} channels in points
 */
function scene(kind, channels, style = {}) {
  const { table, entries } = tableOf(channels, kind === "image");
  /** @type {any} */
  const mark = { kind, style, channels: entries, label: { words: ["it"] } };
  return { mark, scene: { table, place: 0 } };
}

const LINE = { x: [10, 20, 30, 40], y: [5, 6, 7, 8] };

/** @type {[number, number, number][]} */
const NEAREST = [
  [0, 10, 5],
  [14, 10, 5],
  [16, 20, 6],
  [39, 40, 8],
  [999, 40, 8],
];
for (const [x, at, y] of NEAREST) {
  test(`at ${x} the nearest of 10, 20, 30, 40 is ${at}`, () => {
    const made = scene("line", LINE);
    const near = nearest(made.mark, made.scene, x, 0);
    assert.deepEqual(near, {
      at: at * STEPS,
      distance: Math.abs(x - at) * STEPS,
      values: [y * STEPS],
      axis: "y",
      across: false,
    });
  });
}

test("points that are not there are passed by, also where the value alone is missing", () => {
  const made = scene("dots", { x: [10, GAP, 30], y: [GAP, 6, 7] });
  assert.equal(nearest(made.mark, made.scene, 10, 0)?.at, 30 * STEPS);
  const none = scene("line", { x: [GAP], y: [1] });
  assert.equal(nearest(none.mark, none.scene, 10, 0), null);
});

test("a band has its low and its high", () => {
  const made = scene("band", { x: [10, 20], low: [1, 2], high: [3, 4] });
  assert.deepEqual(nearest(made.mark, made.scene, 19, 0)?.values, [2 * STEPS, 4 * STEPS]);
});

test("a bar is read at its middle and end, lying bars from the side, segments at both ends", () => {
  const corners = { x0: [0, 10], y0: [50, 50], x1: [10, 20], y1: [40, 30] };
  const bar = scene("rects", corners);
  assert.deepEqual(
    [nearest(bar.mark, bar.scene, 13, 0)].map((n) => [n?.at, n?.values]),
    [[15 * STEPS, [30 * STEPS]]],
  );
  const lying = scene("rects", corners, { along: "y" });
  const near = nearest(lying.mark, lying.scene, 0, 41);
  assert.deepEqual([near?.at, near?.values, near?.axis, near?.across], [40 * STEPS, [20 * STEPS], "x", true]);
  const segment = scene("segments", corners);
  assert.deepEqual(nearest(segment.mark, segment.scene, 1, 0)?.values, [50 * STEPS, 40 * STEPS]);
});

const AXES = {
  width: 100,
  height: 100,
  x: { label: "steps", scale: "linear", limits: [0, 100], points: [0, 100] },
  y: { label: "score", scale: "linear", limits: [0, 1], points: [100, 0] },
};

test("a legend says the values of the marks that have a point at the guide, and no others'", () => {
  const { table, entries } = tableOf({
    x: [10, 20],
    y: [50, 25],
    x1: [22.9, 90],
    y1: [75, 80],
    x2: [24, 90],
    y2: [1, 1],
  });
  const label = { words: ["it"] };
  /** @type {any} */
  const model = {
    axes: AXES,
    marks: [
      { kind: "line", style: {}, channels: { x: entries.x, y: entries.y }, label },
      { kind: "line", style: {}, channels: { x: entries.x1, y: entries.y1 }, label },
      { kind: "line", style: {}, channels: { x: entries.x2, y: entries.y2 }, label },
      { kind: "line", style: {}, channels: { x: entries.x, y: entries.y } },
      { kind: "text", style: {}, channels: { x: entries.x, y: entries.y }, label },
    ],
  };
  const { best, values } = readings(model, { table, place: 0 }, 20.5, 0);
  assert.equal(best?.at, 20 * STEPS);
  assert.deepEqual(values, [["0.75"], ["0.25"], [], [], []]);
  const percent = { ...model, axes: { ...model.axes, y: { ...model.axes.y, percent: true } } };
  assert.deepEqual(readings(percent, { table, place: 0 }, 20.5, 0).values.slice(0, 2), [["75%"], ["25%"]]);
});

test("an image's cell is read where it is seen, first line on top or at the bottom", () => {
  const style = { box: [10, 20, 30, 20], shape: [2, 3], flip: true, levels: 5, vmin: 0, vmax: 2, colors: [] };
  const levels = { z: [0, 1, 2, 3, 4, 0] };
  const upper = scene("image", levels, style);
  assert.deepEqual(cell(upper.mark, upper.scene, 15, 25), ["0"]);
  assert.deepEqual(cell(upper.mark, upper.scene, 25, 39), ["2"]);
  const lower = scene("image", levels, { ...style, flip: false });
  assert.deepEqual(cell(lower.mark, lower.scene, 15, 25), ["1.5"]);
  assert.deepEqual(cell(lower.mark, lower.scene, 35, 39), ["1"]);
  for (const [x, y] of [
    [9, 25],
    [41, 25],
    [15, 19],
    [15, 41],
  ])
    assert.deepEqual(cell(upper.mark, upper.scene, x, y), []);
});

test("keys lead from point to point, over all marks that stand the same way", () => {
  const { table, entries } = tableOf({ x: [30, GAP, 10], y: [1, 1, 1], x1: [20, 30], y1: [1, 1], z: [0] });
  const label = { words: ["it"] };
  /** @type {any} */
  const marks = [
    { kind: "line", style: {}, channels: { x: entries.x, y: entries.y }, label },
    { kind: "dots", style: {}, channels: { x: entries.x1, y: entries.y1 }, label },
    { kind: "dots", style: {}, channels: { x: entries.y, y: entries.y } },
  ];
  /** @type {any} */
  const model = { axes: AXES, marks };
  const { across, at } = stops(model, { table, place: 0 });
  assert.equal(across, false);
  assert.deepEqual(at, [10 * STEPS, 20 * STEPS, 30 * STEPS]);
  assert.deepEqual(stops({ ...model, marks: [] }, { table, place: 0 }), { across: false, at: [] });
});

/** @type {[number | null, string, number | undefined][]} */
const LED = [
  [null, "ArrowRight", 1],
  [1, "ArrowRight", 2],
  [3, "ArrowRight", 3],
  [null, "ArrowLeft", 3],
  [2, "ArrowLeft", 1],
  [1, "ArrowUp", 1],
  [2, "ArrowDown", 3],
  [2, "Home", 1],
  [2, "End", 3],
  [2, "Tab", undefined],
];
for (const [from, key, to] of LED) {
  test(`${key} leads from ${from} to ${to}`, () => assert.equal(led([1, 2, 3], from, key), to));
}

test("without points no key leads anywhere", () => {
  for (const key of ["Home", "End", "ArrowLeft", "ArrowRight"]) assert.equal(led([], null, key), undefined);
});
