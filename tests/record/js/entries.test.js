import assert from "node:assert/strict";
import { test } from "node:test";
import { book, merged, parsed, sound, tries } from "../../../simulations/record/entries.js";
import { drawing, entry, round } from "./made.js";

test("what is written is read again", () => {
  const all = [
    entry({ sure: 0.9 }),
    drawing(),
    round({ said: 3e9, happened: 1e9 }),
    entry({ kind: "training", models: 3 }),
  ];
  const text = JSON.stringify(book(all, ["answer-9"]));
  assert.deepEqual(parsed(text), { entries: JSON.parse(JSON.stringify(all)), gone: ["answer-9"], unsound: 0 });
});

test("a drawing keeps its axes, and nothing else of them", () => {
  const axis = { label: "x", scale: "log", limits: [1, 10], points: [0, 100] };
  const kept = sound({ ...drawing(), axes: { x: axis, y: { ...axis, scale: "linear" }, width: 3 } });
  assert.deepEqual(kept?.axes?.x, { label: "x", scale: "log", limits: [1, 10] });
  assert.deepEqual(Object.keys(kept?.axes ?? {}), ["x", "y"]);
});

for (const [what, more] of Object.entries({
  "a page elsewhere": { page: "https://elsewhere.example/x.html" },
  "a page above": { page: "../../x.html" },
  "a script as address": { page: "javascript:alert(1)" },
  "a state that is no state": { state: "a?b=<script>" },
  "a time that is none": { at: "yesterday" },
  "no id": { id: "" },
  "another kind": { kind: "guess" },
  "a very long question": { question: "?".repeat(1001) },
  "a chance above one": { sure: 1.5 },
  "a score that is no number": { score: Number.NaN },
  "a logarithmic axis from zero": {
    axes: { x: { label: "", scale: "log", limits: [0, 1] }, y: { label: "", scale: "linear", limits: [0, 1] } },
  },
  "a choice without words": { choice: undefined },
  "metrics of words": { metrics: { exact_match: "1" } },
}))
  test(`${what} makes an entry unsound`, () => assert.equal(sound({ ...entry(), .../** @type {any} */ (more) }), null));

for (const drawn of [[], [[1]], [[1, 2, 3, 4]], [[1, 2], [1]], [[1, "2"]], [[1, 2]], Array(101).fill([1, 2])])
  test(`a drawing of ${JSON.stringify(drawn).slice(0, 30)} is none`, () => {
    assert.equal(sound({ ...drawing(), drawn }), null);
  });

test("a drawing has a hundred places at most", () => {
  const rows = (/** @type {number} */ count) => Array.from({ length: count }, (_, i) => [i, 0]);
  assert.ok(sound(drawing({ drawn: rows(100), truth: rows(100) })));
  assert.equal(sound(drawing({ drawn: rows(101), truth: rows(101) })), null);
});

test("what is no entry is none", () => {
  for (const one of [null, 3, "x", [], {}]) assert.equal(sound(one), null);
});

test("fields that are not ours go, and so does a prototype", () => {
  const kept = sound(JSON.parse(JSON.stringify({ ...entry(), more: 1 }).replace("{", '{"__proto__":{"x":1},')));
  assert.ok(kept && !("more" in kept) && !("x" in kept));
});

for (const [text, why] of [
  ["{bad", "it is not JSON"],
  ["null", "it is no record of this book"],
  ['{"entries": []}', "it is no record of this book"],
  [JSON.stringify({ ...book([], []), version: 2 }), "its version is 2, and this page reads version 1"],
  ...[undefined, null, [{}], "1"].map((version) => [
    JSON.stringify({ ...book([], []), version }),
    "its version is no number of ours, and this page reads version 1",
  ]),
])
  test(`${text} cannot be read: ${why}`, () => assert.equal(parsed(text).why, why));

test("entries that are none are counted, and the others read", () => {
  const [one, other] = [entry(), entry()];
  const found = parsed(JSON.stringify({ ...book([], []), entries: [one, { id: 3 }, other, one] }));
  assert.deepEqual([found.entries.map(({ id }) => id), found.unsound], [[one.id, other.id], 1]);
});

test("of two records each entry comes once, the oldest first", () => {
  const [a, b, c] = [entry({ at: 3 }), entry({ at: 1 }), entry({ at: 2 })];
  assert.deepEqual(merged([a, c], [b, a]), [b, c, a]);
});

test("answers go together by question, trainings do not", () => {
  const [a, b] = [entry({ question: "Q" }), entry({ question: "Q", verdict: "wrong" })];
  const trained = { kind: /** @type {const} */ ("training"), models: 1, question: "T" };
  const [c, d] = [entry(trained), entry(trained)];
  assert.deepEqual(tries([a, c, b, d]), [[a, b], [c], [d]]);
});
