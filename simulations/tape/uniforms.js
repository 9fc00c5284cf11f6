// numpy's stream of uniform numbers, to the bit: default_rng(key).random(n, dtype=float32), that is SeedSequence and
// PCG64. Numbers of 128 bits are six parts of 22 bits, the lowest first: sums of their products are exact in doubles.

const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n; // PCG64's, in numpy

/**
 * The stream of a key, whose numbers are whole and not negative.
 * @param {(number | bigint)[]} key
 */
export function uniforms(key) {
  const [state, sequence] = joined(seeded(key.flatMap(words)));
  const increment = (sequence << 1n) | 1n;
  const parts = split((increment + state) * MULTIPLIER + increment);
  const others = [split(MULTIPLIER), split(increment)];
  let spare = -1; // the number of the higher half of the last 64 bits, where it was not yet given

  return {
    /**
     * Writes the stream's next numbers, at least 0 and below 1, over an array's.
     * @param {Float32Array} array
     */
    fill(array) {
      if (!array.length) return array;
      const from = spare < 0 ? 0 : 1;
      if (from) array[0] = spare;
      const beyond = drawn(parts, others[0], others[1], array, from);
      spare = (array.length - from) % 2 ? beyond : -1;
      return array;
    },
  };
}

/**
 * Fills an array from a place on, and moves the state; the number after the last one, where that has none beside it.
 * Not in the closure above, which an engine would compile anew for every stream.
 * @param {number[]} parts the state
 * @param {number[]} multiplier
 * @param {number[]} increment
 * @param {Float32Array} array
 * @param {number} from
 */
function drawn(parts, multiplier, increment, array, from) {
  const [m0, m1, m2, m3, m4, m5] = multiplier;
  const [c0, c1, c2, c3, c4, c5] = increment;
  let [s0, s1, s2, s3, s4, s5] = parts;
  let second = 0;
  for (let i = from; i < array.length; i += 2) {
    const t0 = c0 + s0 * m0;
    const k0 = Math.floor(t0 / 2 ** 22);
    const t1 = k0 + c1 + s0 * m1 + s1 * m0;
    const k1 = Math.floor(t1 / 2 ** 22);
    const t2 = k1 + c2 + s0 * m2 + s1 * m1 + s2 * m0;
    const k2 = Math.floor(t2 / 2 ** 22);
    const t3 = k2 + c3 + s0 * m3 + s1 * m2 + s2 * m1 + s3 * m0;
    const k3 = Math.floor(t3 / 2 ** 22);
    const t4 = k3 + c4 + s0 * m4 + s1 * m3 + s2 * m2 + s3 * m1 + s4 * m0;
    const k4 = Math.floor(t4 / 2 ** 22);
    const t5 = k4 + c5 + s0 * m5 + s1 * m4 + s2 * m3 + s3 * m2 + s4 * m1 + s5 * m0;
    s5 = t5 - Math.floor(t5 / 2 ** 18) * 2 ** 18;
    s0 = t0 - k0 * 2 ** 22;
    s1 = t1 - k1 * 2 ** 22;
    s2 = t2 - k2 * 2 ** 22;
    s3 = t3 - k3 * 2 ** 22;
    s4 = t4 - k4 * 2 ** 22;
    const low = s0 ^ (s1 << 22) ^ ((s2 >>> 20) | (s3 << 2) | (s4 << 24)); // the halves of 128 bits, one on the other
    const high = (s1 >>> 10) ^ (s2 << 12) ^ ((s4 >>> 8) | (s5 << 14));
    const turn = s5 >>> 12; // the two halves of 64 bits, turned right by so many
    const a = turn & 32 ? low : high;
    const b = low ^ high ^ a;
    const by = turn & 31;
    array[i] = ((by ? (b >>> by) | (a << (32 - by)) : b) >>> 8) / 2 ** 24;
    second = ((by ? (a >>> by) | (b << (32 - by)) : a) >>> 8) / 2 ** 24;
    if (i + 1 < array.length) array[i + 1] = second;
  }
  [s0, s1, s2, s3, s4, s5].forEach((part, i) => {
    parts[i] = part;
  });
  return second;
}

/**
 * The lower 128 bits of a number, in parts.
 * @param {bigint} number
 */
const split = (number) =>
  Array.from({ length: 6 }, (_, i) => Number((number >> BigInt(22 * i)) & (i < 5 ? 0x3fffffn : 0x3ffffn)));

/**
 * Two numbers of 128 bits from eight words: numpy's halves of 64 bits, the higher first.
 * @param {number[]} all
 */
const joined = (all) =>
  [0, 4].map((at) => [1, 0, 3, 2].reduce((sum, word) => (sum << 32n) | BigInt(all[at + word]), 0n));

/**
 * A number's words of 32 bits, the lowest first.
 * @param {number | bigint} number
 */
function words(number) {
  const whole = typeof number === "bigint" || Number.isSafeInteger(number);
  if (!whole || number < 0) throw new Error(`A key must be made of whole numbers from 0, not ${number}.`);
  const all = [];
  for (let rest = BigInt(number); rest || !all.length; rest >>= 32n) all.push(Number(rest & 0xffffffffn));
  return all;
}

/**
 * SeedSequence(entropy).generate_state(8).
 * @param {number[]} entropy
 */
function seeded(entropy) {
  let constant = 0x43b0d7e5;
  /** @type {(value: number, by: number) => number} */
  const hashed = (value, by) => {
    const mixed = value ^ constant;
    constant = Math.imul(constant, by);
    return shifted(Math.imul(mixed, constant));
  };
  /** @type {(value: number) => number} */
  const shifted = (value) => (value ^ (value >>> 16)) >>> 0;
  /** @type {number[]} */
  const pool = [];
  /** @type {(to: number, value: number) => void} */
  const mix = (to, value) => {
    pool[to] = shifted(Math.imul(0xca01f9dd, pool[to]) - Math.imul(0x4973f715, hashed(value, 0x931e8875)));
  };
  for (let i = 0; i < 4; i++) pool.push(hashed(entropy[i] ?? 0, 0x931e8875));
  for (let from = 0; from < 4; from++) for (let to = 0; to < 4; to++) if (from !== to) mix(to, pool[from]);
  for (const word of entropy.slice(4)) for (let to = 0; to < 4; to++) mix(to, word);
  constant = 0x8b51f9dd;
  return Array.from({ length: 8 }, (_, i) => hashed(pool[i % 4], 0x58f38ded));
}
