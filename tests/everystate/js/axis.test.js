import assert from "node:assert/strict";
import { test } from "node:test";
import { inFile, readOff, said, toData, written } from "../../../everystate/js/axis.js";
import { fixtures, STEPS } from "./fixtures.js";

/** @typedef {import("../../../everystate/js/types.d.ts").Axis} Axis */

/** @type {(limits: [number, number]) => Axis} */
const linear = (limits) => ({ label: "", scale: "linear", limits, points: [0, 100] });
/** @type {Axis} */
const log = { label: "", scale: "log", limits: [1e-9, 1e12], points: [0, 100] };

/** @type {[Axis, number, string][]} */
const WRITTEN = [
  [linear([0, 1]), 0.123456, "0.123"],
  [linear([0, 1]), 0.5, "0.5"],
  [linear([0, 1]), 1, "1"],
  [linear([0, 1]), -0.0001, "0"],
  [linear([0, 50000]), 1230.4, "1230"],
  [linear([0, 50000]), 20000, "20000"],
  [linear([0, 20]), 10, "10"],
  [linear([-1, 0]), -0.25, "−0.25"],
  [log, 123456, "1.23×10⁵"],
  [log, 1234.5, "1230"],
  [log, 0.0123456, "0.0123"],
  [log, 4.56e-7, "4.56×10⁻⁷"],
  [log, 6.02214e11, "6.02×10¹¹"],
];

for (const [axis, value, text] of WRITTEN) {
  test(`${value} on a ${axis.scale} axis from ${axis.limits.join(" to ")} is written ${text}`, () => {
    assert.equal(written(value, axis, STEPS), text);
  });
}

test("half the way is the middle of a linear axis, and the geometric mean of a logarithmic one", () => {
  assert.equal(toData(linear([2, 4]), 50 * STEPS, STEPS), 3);
  const decades = { ...log, limits: /** @type {[number, number]} */ ([1, 1e4]) };
  assert.ok(Math.abs(toData(decades, 50 * STEPS, STEPS) - 100) < 1e-9);
  assert.equal(readOff(decades, 75 * STEPS, STEPS), "1000");
});

test("an axis that goes up is read from its bottom", () => {
  const up = { ...linear([0, 1]), points: /** @type {[number, number]} */ ([120, 20]) };
  assert.equal(toData(up, 45 * STEPS, STEPS), 0.75);
  assert.equal(readOff(up, 45 * STEPS, STEPS), "0.75");
});

for (const { axis, steps, data } of fixtures.axes) {
  test(`${axis.label}, a ${axis.scale} axis, is read to the step that Python wrote`, () => {
    const grain = 1 / (Math.abs(axis.points[1] - axis.points[0]) * STEPS);
    const [low, high] = axis.limits;
    for (const [i, step] of steps.entries()) {
      const found = toData(axis, step, STEPS);
      if (axis.scale === "log") assert.ok(Math.abs(Math.log(found / data[i])) <= grain * Math.log(high / low));
      else assert.ok(Math.abs(found - data[i]) <= grain * (high - low));
    }
  });
}

test("powers of ten stand in a file as a program reads them", () => {
  for (const [text, plain] of [
    ["2×10¹⁸", "2e18"],
    ["-4.56×10⁻⁷", "-4.56e-7"],
    ["−0.25", "-0.25"],
    ["−a", "−a"],
    ["12", "12"],
    ["a 2×10⁵", "a 2×10⁵"],
  ]) {
    assert.equal(inFile(text), plain);
  }
});

test("an axis in per cent is read off in per cent", () => {
  const share = { ...linear([0, 1]), percent: true };
  assert.equal(said(linear([0, 1]), 50 * STEPS, STEPS), "0.5");
  assert.equal(said(share, 50 * STEPS, STEPS), "50%");
  assert.equal(said(share, 12.35 * STEPS, STEPS), "12.3%");
});
