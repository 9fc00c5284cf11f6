import assert from "node:assert/strict";
import { test } from "node:test";
import { computed } from "../../../everystate/js/recorded.js";
import { fixtures } from "./fixtures.js";

test("a thousand drawings are judged as Python judges them", () => {
  const { formula, drawings } = fixtures.drawings;
  assert.equal(drawings.length, 1000);
  for (const { given, expected } of drawings) {
    const found = computed(formula, given);
    assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort());
    for (const [name, wanted] of Object.entries(expected)) {
      const [mine, its] = [found[name], wanted].map((one) => [one].flat());
      assert.equal(mine.length, its.length, name);
      for (const i of mine.keys()) assert.ok(Math.abs(mine[i] - its[i]) < 1e-9, `${name}: ${mine[i]}, not ${its[i]}`);
    }
  }
  const verdicts = drawings.map((/** @type {any} */ one) => one.expected.verdict);
  assert.equal(new Set(verdicts).size, 6); // every class is among them
});

test("each way and each operation is numpy's", () => {
  const { formula, given, expected } = fixtures.operations;
  const found = computed(formula, given);
  for (const [name, wanted] of Object.entries(expected)) assert.deepEqual([found[name]].flat(), [wanted].flat(), name);
});
