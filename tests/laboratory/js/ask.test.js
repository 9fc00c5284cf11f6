// What a reader types is digits or a sentence; an answer follows from itself, and is said as a person would.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { digitsOf, halves } from "../../../simulations/laboratory/ask_input.js";
import { answer, byPlace, choices, number } from "../../../simulations/laboratory/ask_model.js";
import { answered, looks } from "../../../simulations/laboratory/ask_words.js";

const fixtures = JSON.parse(readFileSync(process.env.FIXTURES ?? "", "utf8"));

test("digits are read units first, with zeros up to the model's", () => {
  assert.deepEqual(digitsOf("17", "first", 4), [7, 1, 0, 0]);
  for (const typed of ["1,234", " 1 234 ", "1_234", "1'234", "00001234", "１２３４", "1\u202f234"])
    assert.deepEqual(digitsOf(typed, "first", 4), [4, 3, 2, 1], typed);
  assert.deepEqual(digitsOf("0", "first", 2), [0, 0]);
  assert.deepEqual(digitsOf("000", "first", 2), [0, 0]);
});

test("what is no such number is said in a sentence", () => {
  /** @type {[string, RegExp][]} */
  const wrong = [
    ["", /^The first number is missing\.$/],
    ["  ", /missing/],
    ["-5", /is negative/],
    ["−5", /is negative/],
    ["1.5", /whole numbers/],
    [".", /whole numbers/],
    ["12a", /written in digits, not “12a”/],
    ["1e5", /written in digits/],
    ["0x10", /written in digits/],
    ["٣", /written in digits/],
    ["<img src=x onerror=alert(1)>", /not “<img src=x onerror=a…”/],
    ["1-2", /written in digits/],
    ["123456789", /has nine digits; this model reads eight at the most/],
    ["9".repeat(40), /has 40 digits/],
  ];
  for (const [typed, words] of wrong) assert.throws(() => digitsOf(typed, "first", 8), { message: words }, typed);
});

test("two bytes are the number that numpy says they are", () => {
  assert.deepEqual([...halves(fixtures.halves.text)], fixtures.halves.numbers);
});

/** A model of two digits that adds without carries, and that goes wrong once its answer begins with a 9. */
const model = {
  words: "3 weights",
  toy: "adder-2-2.js",
  tape: "ask",
  digits: 2,
  leastFirst: true,
  weights: { "weights.bias": new Float32Array(3) },
};

/** @param {any} question */
function ask({ inputs }) {
  const of = (/** @type {string} */ name) => [...inputs[`ask.${name}`]];
  const [first, second, written, [own], keep] = ["first", "second", "written", "own", "keep"].map(of);
  const carry = Number(first[0] + second[0] > 9);
  const total = first[1] + second[1] + carry;
  const right = [(first[0] + second[0]) % 10, total % 10, Number(total > 9)];
  const read = own ? written : right;
  const given = [right[0], keep[0] ? right[1] : (first[1] + second[1]) % 10, read[1] === 9 ? 9 : right[2]];
  const chances = given.flatMap((digit) => Array.from({ length: 10 }, (_, d) => (d === digit ? 0.91 : 0.01)));
  const tokens = [...first, 10, ...second, 11, ...read];
  const attention = Array.from({ length: 2 * 3 * 8 }, (_, i) => (i % 8 === 1 ? 0.75 : 0.25 / 7));
  const outputs = { right, carried: [0, carry, right[2]], tokens, chances, attention };
  return Promise.resolve(
    Object.fromEntries(Object.entries(outputs).map(([name, numbers]) => [`ask.${name}`, Float32Array.from(numbers)])),
  );
}
const trainer = /** @type {any} */ ({ ask });
/** @param {boolean} own @param {boolean[]} keep @param {number[][]} operands */
const given = (
  own,
  keep = [true, true, true],
  operands = [
    [9, 4],
    [1, 4],
  ],
) => answer(trainer, model, operands, keep, own);

test("an answer is written after its own digits, or after the right ones", async () => {
  assert.deepEqual(choices(await given(true)), [0, 9, 9]);
  assert.deepEqual(choices(await given(false, [false, true, true])), [0, 8, 9]);
  assert.deepEqual(choices(await given(true, [false, true, true])), [0, 8, 0]);
  const found = await given(true);
  assert.deepEqual(found.tokens.slice(-3), [0, 9, 9]); // it read what it wrote
  assert.equal(found.attention.length, 2);
  assert.equal(found.attention[0].length, 3);
});

test("an answer is said as a person would", async () => {
  const operands = [
    [9, 4],
    [1, 4],
  ];
  const [wrong, right] = [
    await given(true),
    await given(true, undefined, [
      [7, 1],
      [5, 4],
    ]),
  ];
  assert.equal(
    answered(
      model,
      [
        [7, 1],
        [5, 4],
      ],
      true,
      right,
      null,
    ),
    "17 + 45: the model of 3 weights answers 62, which is right. It is least sure of the units: 91%.",
  );
  const off = { found: await given(true, [false, true, true]), off: ["head 1"] };
  assert.equal(
    answered(model, operands, true, wrong, off),
    "49 + 41: the model of 3 weights answers 990; right is 90, so it is wrong in the hundreds. " +
      "With head 1 off it answers 80; right is 90, so it is wrong in the tens.",
  );
  assert.match(
    answered(model, operands, false, wrong, null),
    /of 3 weights, given the right digits before each, answers/,
  );
  assert.equal(
    looks(model, right)[0],
    "For the units: head 1 at the 1 of the first’s tens (75%); head 2 at the 1 of the first’s tens (75%).",
  );
});

test("places are those of the number, whatever the order of writing", () => {
  assert.deepEqual(byPlace([1, 2, 3], model), [1, 2, 3]);
  assert.deepEqual(byPlace([1, 2, 3], { ...model, leastFirst: false }), [3, 2, 1]);
  assert.equal(number([2, 6, 0]), 62);
});
