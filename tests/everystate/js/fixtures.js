// What Python made for these tests (tests/everystate/test_modules.py, which also starts them), and small helpers.

import { readFileSync } from "node:fs";

if (!process.env.FIXTURES) throw new Error("start these tests by pytest tests/everystate/test_modules.py");

/** @type {any} */
export const fixtures = JSON.parse(readFileSync(process.env.FIXTURES, "utf8"));

export const GAP = -32768;
export const STEPS = 20;

/** @param {string} text base64 */
export const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));

/**
 * A table of one state with these channels' rows, and the channels' entries.
 * @param {Record<string, number[]>} channels steps of a curve in points, or levels of an image
 * @param {boolean} image
 */
export function tableOf(channels, image = false) {
  /** @type {any} */
  const table = { header: { steps: STEPS, gap: GAP }, blob: new Uint8Array(), rows: new Map() };
  /** @type {any} */
  const entries = {};
  for (const [name, values] of Object.entries(channels)) {
    const steps = values.map((value) => (value === GAP ? GAP : value * STEPS));
    entries[name] = { rows: 1, length: values.length, at: 0 };
    table.rows.set(entries[name], image ? Uint8Array.from(values) : Int16Array.from(steps));
  }
  return { table, entries };
}
