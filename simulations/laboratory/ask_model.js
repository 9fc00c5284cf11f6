// A model asked one problem: the tape `ask` of its toy, run until the answer that it writes follows from itself.

/** @import { Trainer } from "../tape/trainer.js" */

/**
 * `toy` is the file of the toy whose tapes it runs on, `weights` its numbers by slot; `words` say which it is.
 * @typedef {{words: string, toy: string, tape: string, digits: number, leastFirst: boolean,
 *   weights: Record<string, Float32Array>}} Model
 */
/**
 * By place of the answer in the order in which it is written: the right digits, whether a carry arrives, the chances of
 * the ten digits, and each head's look at the symbols that it reads.
 * @typedef {{right: number[], carried: number[], tokens: number[], chances: number[][], attention: number[][][]}} Found
 */

const OUTPUTS = ["right", "carried", "tokens", "chances", "attention"];

/**
 * What a model answers, each digit after its own earlier ones, or after the right ones.
 * @param {Trainer} trainer
 * @param {Model} model
 * @param {number[][]} operands digits, units first
 * @param {boolean[]} keep whether each head is on, and last the MLP
 * @param {boolean} own
 * @returns {Promise<Found>}
 */
export async function answer(trainer, model, operands, keep, own) {
  const length = model.digits + 1;
  const [first, second] = operands;
  /** @type {(written: number[], own: number) => Promise<Found>} */
  const look = async (written, own) => {
    const given = { first, second, written, own: [own], keep: keep.map(Number) };
    const inputs = Object.fromEntries(Object.entries(given).map(([name, numbers]) => [`ask.${name}`, numbers]));
    const outputs = OUTPUTS.map((name) => `ask.${name}`);
    const { toy, tape, weights } = model;
    return found(await trainer.ask({ toy, tape, inputs: { ...weights, ...inputs }, outputs }), length);
  };
  let now = await look(Array(length).fill(0), 0);
  for (let pass = 0; own && pass < length; pass++) {
    const before = now; // each pass settles one more place at the least
    now = await look(choices(before), 1);
    if (now.tokens.every((token, i) => token === before.tokens[i])) break;
  }
  return now;
}

/**
 * @param {Record<string, Float32Array>} outputs
 * @param {number} length
 * @returns {Found}
 */
function found(outputs, length) {
  const [right, carried, tokens, chances, attention] = OUTPUTS.map((name) => [...outputs[`ask.${name}`]]);
  const looks = rows(attention, 2 * length);
  return {
    right,
    carried,
    tokens,
    chances: rows(chances, length),
    attention: [looks.slice(0, length), looks.slice(length)],
  };
}

/** @param {number[]} numbers @param {number} count */
const rows = (numbers, count) => {
  const width = numbers.length / count;
  return Array.from({ length: count }, (_, i) => numbers.slice(i * width, (i + 1) * width));
};

/** The likeliest digits. @param {Found} found */
export const choices = ({ chances }) => chances.map((row) => row.indexOf(Math.max(...row)));

/**
 * Something by place, units first, whatever the order in which the model writes.
 * @template T
 * @param {T[]} written
 * @param {Model} model
 */
export const byPlace = (written, { leastFirst }) => (leastFirst ? [...written] : written.toReversed());

/** The number of digits, units first. @param {number[]} digits */
export const number = (digits) => digits.reduce((sum, digit, place) => sum + digit * 10 ** place, 0);
