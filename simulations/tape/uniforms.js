// numpy's stream of uniform numbers, to the bit: default_rng(key).random(n, dtype=float32), that is SeedSequence and
// PCG64. Numbers of 128 bits are four words of 32, the lowest first.

const MULTIPLIER = [0x9fccf645, 0x4385df64, 0x1fc65da4, 0x2360ed05]; // PCG64's, in numpy
const WORD = 2 ** 32;

/**
 * The stream of a key, whose numbers are whole and not negative.
 * @param {(number | bigint)[]} key
 */
export function uniforms(key) {
  const seeds = seeded(key.flatMap(words));
  const [state, sequence] = [0, 4].map((at) => [2, 3, 0, 1].map((word) => seeds[at + word]));
  const increment = sequence.map((word, i) => ((word << 1) | (i ? sequence[i - 1] >>> 31 : 1)) >>> 0);
  let [s0, s1, s2, s3] = sum(increment, state);
  let spare = -1; // the higher half of the last 64 bits, where it was not yet given
  const [m0, m1, m2, m3] = MULTIPLIER;
  const [c0, c1, c2, c3] = increment;

  const step = () => {
    let carry = Math.imul(s0, m0) >>> 0;
    const low = carry + c0;
    carry = Math.floor(low / WORD) + high(s0, m0) + (Math.imul(s0, m1) >>> 0) + (Math.imul(s1, m0) >>> 0) + c1;
    const second = carry >>> 0;
    carry = Math.floor(carry / WORD) + high(s0, m1) + high(s1, m0) + c2;
    carry += (Math.imul(s0, m2) >>> 0) + (Math.imul(s1, m1) >>> 0) + (Math.imul(s2, m0) >>> 0);
    const third = carry >>> 0;
    carry = Math.floor(carry / WORD) + high(s0, m2) + high(s1, m1) + high(s2, m0) + c3;
    s3 = (carry + Math.imul(s0, m3) + Math.imul(s1, m2) + Math.imul(s2, m1) + Math.imul(s3, m0)) >>> 0;
    [s0, s1, s2] = [low >>> 0, second, third];
  };
  step();

  return {
    /**
     * Writes the stream's next numbers, at least 0 and below 1, over an array's.
     * @param {Float32Array} array
     */
    fill(array) {
      for (let i = 0; i < array.length; i++) {
        let word = spare;
        if (word < 0) {
          step();
          const turn = s3 >>> 26; // the two halves of 64 bits, turned right by so many
          const [a, b] = turn & 32 ? [s0 ^ s2, s1 ^ s3] : [s1 ^ s3, s0 ^ s2];
          const by = turn & 31;
          word = (by ? (b >>> by) | (a << (32 - by)) : b) >>> 0;
          spare = (by ? (a >>> by) | (b << (32 - by)) : a) >>> 0;
        } else {
          spare = -1;
        }
        array[i] = (word >>> 8) / 2 ** 24;
      }
      return array;
    },
  };
}

/**
 * The higher 32 bits of a product of two words.
 * @param {number} a
 * @param {number} b
 */
function high(a, b) {
  const [a0, a1, b0, b1] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  return a1 * b1 + Math.floor(middle / 65536) + Math.floor((a0 * b1 + (middle % 65536)) / 65536);
}

/**
 * @param {number[]} a
 * @param {number[]} b
 */
function sum(a, b) {
  let carry = 0;
  return a.map((word, i) => {
    carry += word + b[i];
    const low = carry >>> 0;
    carry = Math.floor(carry / WORD);
    return low;
  });
}

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
