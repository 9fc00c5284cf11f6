import assert from "node:assert/strict";
import { test } from "node:test";
import { wrapped } from "../../../everystate/js/drawing.js";
import { pause } from "../../../everystate/js/play.js";
import { judged } from "../../../everystate/js/predict.js";
import { filled, wordsOf } from "../../../everystate/js/words.js";

test("the right choice is right, and any other is not", () => {
  const words = { right: "Right.", not_quite: "Not quite." };
  assert.deepEqual(judged({ right: "true", feedback: "It is." }, words), { verdict: "right", said: "Right. It is." });
  const wrong = { verdict: "wrong", said: "Not quite. It is not." };
  assert.deepEqual(judged({ right: "false", feedback: "It is not." }, words), wrong);
  assert.equal(judged({ feedback: "" }, words).verdict, "wrong");
});

test("the words are those of the page", () => {
  const root = /** @type {any} */ ({ dataset: { words: '{"right": "Richtig."}' } });
  assert.equal(wordsOf(root).right, "Richtig.");
});

test("a sentence's places are filled once", () => {
  assert.equal(filled("{low} to {high}", { low: "{high}", high: 0 }), "{high} to 0");
});

test("lines are as long as they may be, and no longer", () => {
  assert.deepEqual(wrapped("one two three four", 9), ["one two", "three", "four"]);
  assert.deepEqual(wrapped("one two", 20), ["one two"]);
});

test("a control's whole way takes some five seconds, or a second a state", () => {
  assert.deepEqual(
    [2, 25, 1000].map((states) => pause(states, false)),
    [400, 200, 60],
  );
  assert.equal(pause(25, true), 1000);
});
