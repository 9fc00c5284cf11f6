// A formula of Python's, taken step by step as everystate/recorded.py recorded it: what is computed stands there.

/** @import { Formula } from "./types.d.ts" */

/** @typedef {number | number[]} Register */

/** @type {Record<string, (a: number, b: number, c: number) => number>} */
const OPERATIONS = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  maximum: (a, b) => Math.max(a, b),
  minimum: (a, b) => Math.min(a, b),
  absolute: Math.abs,
  greater: (a, b) => Number(a > b),
  greater_equal: (a, b) => Number(a >= b),
  less_equal: (a, b) => Number(a <= b),
  where: (a, b, c) => (a ? b : c),
};

/** @type {(of: Register, i: number) => number} */
const at = (of, i) => (Array.isArray(of) ? of[i] : of);

/**
 * A formula's outputs by name, for its inputs by name.
 * @param {Formula} formula
 * @param {Record<string, Register>} given
 * @returns {any}
 */
export function computed({ inputs, steps, outputs }, given) {
  const registers = inputs.map((name) => given[name]);
  /** @param {any} operand */
  const read = (operand) => (Array.isArray(operand) ? operand[0] : registers[operand]);
  for (const [way, ...rest] of steps) registers.push(way === "slice" ? sliced(read, rest) : made(way, read, rest));
  return Object.fromEntries(Object.entries(outputs).map(([name, register]) => [name, registers[register]]));
}

/**
 * @param {(operand: any) => Register} read
 * @param {any[]} step
 */
const sliced = (read, [of, start, end]) => /** @type {number[]} */ (read(of)).slice(start ?? 0, end ?? undefined);

/**
 * @param {unknown} way
 * @param {(operand: any) => Register} read
 * @param {any[]} step
 * @returns {Register}
 */
function made(way, read, [operation, ...operands]) {
  const work = OPERATIONS[operation];
  const [a, b = 0, c = 0] = operands.map(read);
  if (way === "each") {
    const long = [a, b, c].find(Array.isArray);
    return long ? long.map((_, i) => work(at(a, i), at(b, i), at(c, i))) : work(at(a, 0), at(b, 0), at(c, 0));
  }
  const values = /** @type {number[]} */ (a);
  if (way === "reduce") return values.reduce((one, other) => work(one, other, 0));
  let last = values[0];
  return values.map((value, i) => {
    last = i ? work(last, value, 0) : value;
    return last;
  });
}
