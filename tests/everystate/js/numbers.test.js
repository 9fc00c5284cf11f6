import assert from "node:assert/strict";
import { test } from "node:test";
import { csv, numbers } from "../../../everystate/js/numbers.js";
import { headOf } from "../../../everystate/js/tabulate.js";
import { fixtures, GAP, tableOf } from "./fixtures.js";

const AXES = {
  width: 100,
  height: 100,
  x: { label: "tokens", scale: "log", limits: [1, 1e18], points: [0, 90] },
  y: { label: "score", scale: "linear", limits: [0, 1], points: [100, 0] },
};
const label = { words: ['the "first"'] };

test("a file of quotes, commas and lines is the one that Python's csv writes", () => {
  assert.equal(csv(fixtures.csv.rows), fixtures.csv.text);
});

test("a name that begins as a formula does is words to a spreadsheet, and a number stays a number", () => {
  const begins = ["=1+1", "+cmd", "@SUM(A1)", "-x", "\t=1", "-1+1"];
  const numbers = ["-1", "+10", "-2.5e-7", "1"];
  /** @param {string} series */
  const row = (series) => ({ panel: 1, series, axes: "a" });
  const [, ...lines] = csv([...begins, ...numbers].map(row))
    .trimEnd()
    .split("\n");
  assert.deepEqual(lines, [...begins.map((text) => `1,'${text},a`), ...numbers.map((text) => `1,${text},a`)]);
});

test("each labelled mark's points are rows, without those that are missing", () => {
  const { table, entries } = tableOf({ x: [0, 45, 90], y: [100, GAP, 25] });
  /** @type {any} */
  const models = [
    {
      axes: AXES,
      marks: [
        { kind: "line", style: {}, channels: entries, label },
        { kind: "line", style: {}, channels: entries },
        { kind: "text", style: {}, channels: entries, label },
      ],
    },
  ];
  const first = { panel: 1, series: 'the "first"', axes: "x tokens (log), y score" };
  const rows = numbers(models, { table, place: 0 });
  assert.deepEqual(rows, [
    { ...first, x: "1", y: "0" },
    { ...first, x: "1.00×10¹⁸", y: "0.75" },
  ]);
  const quoted = '1,"the ""first""","x tokens (log), y score"';
  assert.equal(csv(rows), `panel,series,axes,x,y\n${quoted},1,0\n${quoted},1.00e18,0.75\n`);
});

test("an image's rows name line, column and value", () => {
  const { table, entries } = tableOf({ z: [0, 1, 2, 4] }, true);
  const style = { shape: [2, 2], levels: 5, vmin: 0, vmax: 1 };
  /** @type {any} */
  const models = [{ axes: AXES, marks: [{ kind: "image", style, channels: entries, label }] }];
  const found = numbers(models, { table, place: 0 }).map(({ row, column, value }) => [row, column, value]);
  assert.deepEqual(found, [
    [0, 0, 0],
    [0, 1, 0.25],
    [1, 0, 0.5],
    [1, 1, 1],
  ]);
});

test("heads name the axis and the end of it", () => {
  /** @type {any} */
  const words = { low: "{axis}, low", high: "{axis}, high", start: "{axis}, from", end: "{axis}, to" };
  /** @type {any} */
  const axes = AXES;
  const heads = ["x", "y", "low", "high", "x0", "y1", "series"].map((name) => headOf(name, axes, words));
  assert.deepEqual(heads, ["tokens", "score", "score, low", "score, high", "tokens, from", "score, to", "series"]);
});
