import assert from "node:assert/strict";
import { test } from "node:test";
import { sound } from "../../../simulations/record/entries.js";
import { ledTo, played, predicted, SHOWN } from "../../../simulations/record/heard.js";

const KEPT = { id: "answer-0", at: 1, page: "chapters/safety.html" };
const VALUES = { game: "arc", guess: 0.5, reveal: true };
/** @param {object} values */
const game = (values) => ({
  name: "forecast-game",
  values: { ...VALUES, ...values },
  fields: { question: "When?" },
  result: { points: 10, line_points: 0, law_points: 9, said: 3e19, happened: 3e20 },
});

test("a drawing that was judged is an entry, with its axes", () => {
  const axis = { label: "x", scale: "linear", limits: [0, 1], points: [9, 90] };
  const judged = { verdict: "late", score: 60, late: 0.1, inside: 0, axes: { x: axis, y: axis, width: 1, height: 1 } };
  const told = {
    name: "a",
    kind: "draw",
    question: "How?",
    state: "a?b=1",
    drawn: [[1, 0.5]],
    truth: [[1, 0.25]],
    ...judged,
  };
  const answer = predicted(told, "A figure", -1);
  assert.deepEqual(answer.axes?.y, { label: "x", scale: "linear", limits: [0, 1] });
  assert.ok(sound(JSON.parse(JSON.stringify({ ...answer, ...KEPT }))));
});

test("a choice has no axes", () => {
  const told = {
    name: "a",
    kind: "choice",
    question: "Predict first. Which?",
    state: "a?b=1",
    verdict: "wrong",
    choice: "that",
  };
  const kept = sound(JSON.parse(JSON.stringify({ ...predicted(told, "", 1), ...KEPT })));
  assert.equal(kept?.question, "Which?");
});

test("a round counts when it is revealed, and once as long as it stands open", () => {
  const first = played(game({}), "Game", "ARC", "", "");
  assert.equal(first.answer?.question, "ARC: When?");
  assert.ok(sound(JSON.parse(JSON.stringify({ ...first.answer, ...KEPT }))));
  const moved = played(game({ guess: 1 }), "Game", "ARC", first.revealed, "");
  assert.deepEqual([moved.answer, moved.revealed], [undefined, first.revealed]);
  assert.equal(played(game({ reveal: false }), "Game", "ARC", moved.revealed, "").revealed, "");
});

test("a link that shows the answer is no round, nor is what is tried before it is hidden", () => {
  const led = played(game({}), "Game", "ARC", "", "#forecast-game?reveal=true&guess=0.5");
  assert.deepEqual([led.answer, led.revealed], [undefined, SHOWN]);
  assert.equal(
    played(game({ guess: 2 }), "Game", "ARC", SHOWN, "#forecast-game?reveal=true&guess=0.5").answer,
    undefined,
  );
  assert.ok(played(game({ guess: 2 }), "Game", "ARC", "", "#forecast-game?reveal=true&guess=0.5").answer);
});

test("a hash leads to a state that has all of its values", () => {
  assert.ok(ledTo("#a?b=1&c=true", "a", { b: 1, c: true, d: 2 }));
  for (const hash of ["", "#a", "#a?b=2", "#ab?b=1", "#a?e=1"]) assert.ok(!ledTo(hash, "a", { b: 1 }));
});
