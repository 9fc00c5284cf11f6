// The state table: its header, and the rows and words of its channels. everystate/table.py says how they are packed.

/** @import { Channel, Header, Row, Table, Words } from "./types.d.ts" */

const VERSION = 3;
const MISSING = "numbers are missing";
const MOST = 1e8; // bytes of a table, unzipped: a few kilobytes that claim to be more fill no reader's memory

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function unzip(bytes) {
  let size = 0;
  /** @type {TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>} */
  const bounded = new TransformStream({
    transform(piece, out) {
      size += piece.length;
      if (size > MOST) throw new Error("it is too large");
      out.enqueue(/** @type {Uint8Array<ArrayBuffer>} */ (piece));
    },
  });
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).pipeThrough(bounded);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * The table in these bytes; an error says what is wrong with them.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<Table>}
 */
export async function read(bytes) {
  const raw = await unzip(bytes);
  const length = new DataView(raw.buffer).getUint32(0, true);
  /** @type {Header} */
  const header = JSON.parse(new TextDecoder().decode(piece(raw, 4, length)));
  const version = header?.version ?? "none";
  if (version !== VERSION) throw new Error(`its version is ${version}, and this page reads ${VERSION}`);
  return { header, blob: raw.slice(4 + length), rows: new Map() };
}

/**
 * Which of its distinct rows or words a channel shows in a state.
 * @param {Table} table
 * @param {Channel | Words<unknown>} entry
 * @param {number} state
 */
export function which({ blob }, entry, state) {
  if (entry.index === undefined) return 0;
  const wide = entry.wide ?? 1;
  const at = entry.index + state * wide;
  if (at + wide > blob.length) throw new Error(MISSING);
  return wide === 1 ? blob[at] : blob[at] | (blob[at + 1] << 8);
}

/**
 * @template Word
 * @param {Table} table
 * @param {Words<Word>} entry
 * @param {number} state
 */
export const word = (table, entry, state) => entry.words[which(table, entry, state)];

/**
 * What a channel shows in a state: steps of the picture, or levels of an image.
 * @param {Table} table
 * @param {Channel} entry
 * @param {number} state
 */
export const row = (table, entry, state) => rowAt(table, entry, which(table, entry, state));

/**
 * One of a channel's distinct rows; all are decoded when the first is asked for.
 * @param {Table} table
 * @param {Channel} entry
 * @param {number} index
 */
export function rowAt(table, entry, index) {
  let all = table.rows.get(entry);
  if (!all) {
    all = entry.type === "levels" ? levels(table, entry) : steps(table, entry);
    table.rows.set(entry, all);
  }
  return all.subarray(index * entry.length, (index + 1) * entry.length);
}

/**
 * @param {Uint8Array} blob
 * @param {number} at
 * @param {number} size
 */
function piece(blob, at, size) {
  if (at + size > blob.length) throw new Error(MISSING);
  return blob.slice(at, at + size);
}

/**
 * @param {Table} table
 * @param {Channel} entry
 * @returns {Row}
 */
function levels({ blob }, { rows, length, at }) {
  const made = piece(blob, at, rows * length);
  for (let i = length; i < made.length; i++) made[i] += made[i - length];
  return made;
}

/**
 * @param {Table} table
 * @param {Channel} entry
 * @returns {Row}
 */
function steps({ blob }, { rows, length, at, mode }) {
  const size = rows * length;
  const packed = piece(blob, at, 2 * size);
  const made = new Int16Array(size);
  for (let i = 0; i < size; i++) {
    const zigzag = packed[i] | (packed[size + i] << 8);
    made[i] = (zigzag >>> 1) ^ -(zigzag & 1);
    if (mode !== 0 && i >= length) made[i] += made[i - length];
  }
  if (mode !== 1) for (let i = 0; i < size; i++) if (i % length) made[i] += made[i - 1];
  return made;
}
