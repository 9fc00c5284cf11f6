import assert from "node:assert/strict";
import { test } from "node:test";
import { Parts, partOf, partsAlong } from "../../../everystate/js/parts.js";
import { locate } from "../../../everystate/js/states.js";
import { read, row, word } from "../../../everystate/js/table.js";
import { bytes, fixtures } from "./fixtures.js";

const { first, tables, states } = fixtures.parts;
const packed = async (/** @type {number} */ number) => bytes(tables[number]);
const opened = async (/** @type {typeof packed} */ bring) => new Parts(await read(await packed(first)), bring);

test("every state stands in the part, and there in the place, that Python gave it", async () => {
  const parts = await opened(packed);
  assert.ok(Object.keys(tables).length > 5 && states.length === 33);
  for (const { places, part, words, score } of states) {
    assert.equal(partOf(parts.header, places), part);
    const { header, ...table } = await parts.get(part);
    const { frame, place, state } = locate(header, places);
    const whole = { header, ...table };
    const { fields, parts: fixed } = header.caption;
    assert.equal(fields.map((entry, i) => fixed[i] + word(whole, entry, state)).join(""), words);
    const { channels } = header.frames[frame].panels[0].marks[0];
    assert.deepEqual([...row(whole, channels.y, place)], score);
  }
});

test("the first part is there at once, and no state between two values is in any", async () => {
  const parts = await opened(packed);
  const here = states.filter((/** @type {any} */ { places }) => parts.has(places));
  assert.ok(here.length > 0 && here.every((/** @type {any} */ { part }) => part === first));
  assert.equal(parts.has([-1, 0]), undefined);
});

test("a part is asked for once, and again only if it did not come", async () => {
  /** @type {number[]} */
  const asked = [];
  let broken = true;
  const parts = await opened(async (number) => {
    asked.push(number);
    if (broken) throw new Error("no network");
    return packed(number);
  });
  const other = first === 0 ? 1 : 0;
  await assert.rejects(parts.get(other), /no network/);
  broken = false;
  const both = await Promise.all([parts.get(other), parts.get(other)]);
  assert.equal(both[0], both[1]);
  assert.equal(await parts.get(other), both[0]);
  await parts.get(first);
  assert.deepEqual(asked, [other, other]);
});

test("the parts that a control leads to are those of its values, the nearest first", async () => {
  const { header } = await opened(packed);
  for (const { places, part } of states) {
    const along = partsAlong(header, places, 0);
    const line = states.filter((/** @type {any} */ one) => one.places[1] === places[1]);
    assert.equal(along[0], part);
    assert.deepEqual(new Set(along), new Set(line.map((/** @type {any} */ one) => one.part)));
    const off = along.map((number) =>
      Math.min(
        ...line.map((/** @type {any} */ one) => (one.part === number ? Math.abs(one.places[0] - places[0]) : 99)),
      ),
    );
    assert.deepEqual(
      off,
      [...off].sort((a, b) => a - b),
    );
  }
});

test("a table in one piece is part 0 of it, wherever a state stands", async () => {
  const { header } = await read(bytes(fixtures.tables[0].packed));
  assert.equal(partOf(header, [3, 1]), 0);
});
