import assert from "node:assert/strict";
import { test } from "node:test";
import { defaults, fragment, indicesOf, labelOf, locate, parsed, position } from "../../../everystate/js/states.js";

/** @typedef {import("../../../everystate/js/types.d.ts").Control} Control */

/** @type {(name: string, values: any[], standing?: number) => Control} */
const control = (name, values, standing = 0) => ({
  name,
  values,
  default: standing,
  label: name,
  kind: "slider",
  labels: values.map(String),
  numeric: true,
  whole: false,
});

const CONTROLS = [
  control("rate", [0.1, 0.2, 0.30000000000000004, 1e9, 1e-7, -3], 1),
  control("on", [false, true]),
  control("kind", ["a&b=c", "é #?", "null", "", "two words", "+%20", "⁵"]),
];

/** @type {import("../../../everystate/js/types.d.ts").Values[]} */
const STATES = CONTROLS.reduce(
  (states, { name, values }) => states.flatMap((state) => values.map((value) => ({ ...state, [name]: value }))),
  /** @type {any[]} */ ([{}]),
);

test("what an address names is the state that it was made of, for each of 84", () => {
  assert.equal(STATES.length, 84);
  for (const state of STATES) {
    const address = new URL("https://book.example/page.html");
    address.hash = fragment("growth", CONTROLS, state); // as a browser keeps it
    assert.deepEqual(parsed(address.hash, "growth", CONTROLS), state);
  }
});

test("controls that an address leaves out stand at their defaults", () => {
  assert.deepEqual(parsed("#growth?on=true", "growth", CONTROLS), { ...defaults(CONTROLS), on: true });
});

for (const hash of [
  "",
  "#",
  "#growth",
  "#other?on=true",
  "#growth?on=maybe",
  "#growth?rate=0.15",
  "#growth?speed=1",
  "#growth?rate=0.1&rate=9",
  `#growth?on=true&${"x".repeat(2000)}`,
]) {
  test(`"${hash.slice(0, 40)}" names no state`, () => assert.equal(parsed(hash, "growth", CONTROLS), null));
}

test("states are counted as Python counts them: the last control first, frames apart", () => {
  /** @type {any} */
  const header = { controls: CONTROLS, frameControls: [1] };
  const state = { rate: 1e9, on: true, kind: "null" };
  const indices = indicesOf(CONTROLS, state);
  assert.deepEqual(indices, [3, 1, 2]);
  assert.deepEqual(locate(header, indices), { frame: 1, place: 3 * 7 + 2, state: (3 * 2 + 1) * 7 + 2 });
  const all = STATES.map((one) => locate(header, indicesOf(CONTROLS, one)).state);
  assert.deepEqual(all, [...all.keys()]);
});

test("a value between two stands between them, and is its own label", () => {
  const size = control("size", [1, 2, 4, 8]);
  assert.equal(position(size, 4), 2);
  assert.equal(position(size, 3), 1.5);
  assert.equal(position(size, 7), 2.75);
  assert.equal(labelOf(size, 8), "8");
  assert.equal(labelOf(size, 3), "3");
  assert.equal(labelOf({ ...size, labels: ["one", "two", "four", "eight"] }, 4), "four");
});
