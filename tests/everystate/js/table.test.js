import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { read, row, word } from "../../../everystate/js/table.js";
import { bytes, fixtures } from "./fixtures.js";

for (const { name, packed, rows, words } of fixtures.tables) {
  test(`every row and word of ${name} is the one that Python packed`, async () => {
    const table = await read(bytes(packed));
    for (const { entry, state, expected } of rows) assert.deepEqual([...row(table, entry, state)], expected);
    for (const { entry, state, expected } of words) assert.deepEqual(word(table, entry, state), expected);
    assert.ok(rows.length > 0);
  });
}

const packed = () => bytes(fixtures.tables[0].packed);

test("a table that is cut off or damaged is an error", async () => {
  await assert.rejects(read(packed().slice(0, 200)));
  await assert.rejects(read(new Uint8Array()));
  await assert.rejects(read(Uint8Array.from(gzipSync(Buffer.from([255, 0, 0, 0, 1])))), /numbers are missing/);
});

test("a table of another version is an error that names both", async () => {
  const header = JSON.stringify({ version: 2 });
  const raw = Buffer.concat([Buffer.from([header.length, 0, 0, 0]), Buffer.from(header)]);
  await assert.rejects(read(Uint8Array.from(gzipSync(raw))), /its version is 2, and this page reads 3/);
});

test("what is no header is an error that says so", async () => {
  for (const header of ["null", "3", "[]", "{}"]) {
    const raw = Buffer.concat([Buffer.from([header.length, 0, 0, 0]), Buffer.from(header)]);
    await assert.rejects(read(Uint8Array.from(gzipSync(raw))), /its version is none, and this page reads 3/);
  }
});

test("a small file that claims to hold a gigabyte is refused before it fills the memory", async () => {
  const bomb = gzipSync(Buffer.alloc(2 ** 28));
  assert.ok(bomb.length < 2 ** 19);
  await assert.rejects(read(Uint8Array.from(bomb)), /it is too large/);
});

test("a state or a row outside the table is an error", async () => {
  const table = await read(packed());
  const size = table.blob.length;
  /** @type {any} */
  const entry = { type: "steps", mode: 0, rows: 1, length: 1, at: size };
  assert.throws(() => row(table, { ...entry, index: size - 1, wide: 2 }, 0), /numbers are missing/);
  assert.throws(() => row(table, { ...entry }, 0), /numbers are missing/);
  assert.throws(() => row(table, { ...entry, type: "levels" }, 0), /numbers are missing/);
});
