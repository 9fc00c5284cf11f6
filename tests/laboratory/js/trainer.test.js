import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { means, shown } from "../../../simulations/laboratory/trainer_figures.js";
import { begun, file, handedOver, Kept, measured, wanted } from "../../../simulations/laboratory/trainer_rows.js";
import {
  changed,
  defaults,
  fragment,
  job,
  parsed,
  recipe,
  seeds,
  warnings,
  widths,
} from "../../../simulations/laboratory/trainer_settings.js";

if (!process.env.FACTS) throw new Error("start these tests by pytest tests/laboratory/test_in_page.py");
const facts = JSON.parse(readFileSync(process.env.FACTS, "utf8"));
const SHIPPED = defaults(facts);

test("the shipped recipe is what is chosen first, and a link to it says nothing more", () => {
  assert.equal(fragment(SHIPPED, facts), "#train-here");
  assert.equal(parsed("#train-here", facts), null); // the section's own
  assert.deepEqual(widths(SHIPPED, facts), facts.widths);
});

test("a link leads to its settings again", () => {
  const settings = changed(
    SHIPPED,
    { digits: 2, skew: 0, steps: 100, rate: 0.3, student: 1234, from: 4, to: 8 },
    facts,
  );
  assert.notDeepEqual(settings, SHIPPED);
  assert.deepEqual(parsed(fragment(settings, facts), facts), settings);
});

for (const hash of [
  "#train-here?digits=3&steps=1e9&skew=NaN&seeds=99&student=-1",
  "#train-here?__proto__=1&constructor=x&toString=1",
  "#train-here?lengths=<img src=x onerror=alert(1)>&order=%3Cscript%3E",
  "#train-here?student=99999999999999999999&rate=%E0%A4%A",
  "#train-here?digits=8&digits=9",
  "#train-here?from=88.0000&student=1.5&student=0x10",
  "#train-here????",
]) {
  test(`a hostile link leaves the shipped recipe: ${hash}`, () => assert.deepEqual(parsed(hash, facts), SHIPPED));
}

test("another's link is none", () => {
  for (const hash of ["", "#", "#trained-here?metric=exact_match", "#train", "#train-heretics?digits=2"])
    assert.equal(parsed(hash, facts), null);
});

test("sizes from the larger to the smaller are turned round", () => {
  const { from, to } = changed(SHIPPED, { from: 48, to: 8 }, facts);
  assert.deepEqual([from, to], [8, 48]);
});

test("seeds count up from a hundred times the student's number", () => {
  assert.deepEqual(seeds({ ...SHIPPED, seeds: 3 }, facts), [0, 1, 2]);
  assert.deepEqual(seeds({ ...SHIPPED, seeds: 2, student: 1234 }, facts), [123400, 123401]);
});

test("what is known not to learn is said, and the shipped recipe is not", () => {
  assert.deepEqual(warnings(SHIPPED, facts), []);
  assert.equal(warnings({ ...SHIPPED, digits: 2, skew: 0, lengths: "full", steps: 100 }, facts).length, 1);
  assert.equal(warnings({ ...SHIPPED, rate: 30 }, facts).length, 1);
});

const TOY = /** @type {any} */ ({ slots: { "weights.mlp": 0, step: 0 }, plan: { draw: { chunk: 50 }, loss: "loss" } });

test("a job says what a worker is to do", () => {
  const made = job({ ...SHIPPED, order: "largest", lengths: "full", rate: 3 }, 16, 7, facts);
  assert.equal(made.toy, facts.toys[8][facts.widths.indexOf(16)]);
  const plan = made.plan(TOY);
  assert.deepEqual([plan.key, plan.steps, plan.draw.tape, plan.draw.chunk], [7, 400, "draw-largest-first", 50]);
  assert.deepEqual(plan.settings, { cumulative: facts.chances[0.75], reach: [8], steps: [400], rate: [3] });
  assert.deepEqual(plan.finish?.read, ["weights.mlp"]);
  const [glances, exam, writing] = plan.examine ?? [];
  assert.ok(glances.at.length > 5 && glances.at.every((at) => at < 400) && !glances.parts);
  assert.deepEqual([exam.at, exam.parts, writing.at, writing.parts], [[400], 8, [400], 1]);
  assert.equal(exam.draw?.tape, "exam-draw-largest-first");
});

test("a wider model costs more, and so does a longer training", () => {
  const cost = (/** @type {number} */ width, changes = {}) => job({ ...SHIPPED, ...changes }, width, 0, facts).cost;
  assert.ok(cost(88) > 5 * cost(2) && cost(16) > cost(8));
  assert.equal(cost(8, { steps: 800 }), 2 * cost(8));
});

const METRICS = { exact_match: 0.5, digit_accuracy: 0.9, cross_entropy: 0.25, brier_score: 0.125, edit_distance: 1 };

/** @param {number} width @param {number} seed @param {any} changes */
const row = (width, seed, changes = {}) => ({
  ...begun(SHIPPED, width, seed, facts),
  status: /** @type {"ok"} */ ("ok"),
  step: 400,
  metrics: METRICS,
  watched: [{ step: 100, metrics: METRICS }],
  ...changes,
});

test("what an exam read has the metrics' names", () => {
  const read = { "exam.metrics": Float32Array.of(0.5, 0.75, 0.25, 0.125), "exam.edit_distance": Float32Array.of(2) };
  assert.deepEqual(measured(read, facts), { ...METRICS, digit_accuracy: 0.75, edit_distance: 2 });
  assert.equal("edit_distance" in measured({ "exam.metrics": read["exam.metrics"] }, facts), false);
});

test("a figure shows the trained, their means, those in training, and a line a size", () => {
  const going = row(88, 0, { status: "training", metrics: {} });
  const other = row(8, 1, { metrics: { ...METRICS, exact_match: 0.7 } });
  const found = shown(
    [row(8, 0), other, going, row(16, 0, { status: "diverged", metrics: {} })],
    "exact_match",
    [8, 16, 88],
  );
  assert.deepEqual(found.trained, [
    [1020, 0.5],
    [1020, 0.7],
  ]);
  assert.deepEqual(found.means, [[1020, 0.6]]);
  assert.deepEqual(found.going, [[95180, 0.5]]);
  assert.deepEqual(found.lines, [[[100, 0.5]], [[100, 0.5]], [[100, 0.5]]]); // biome-ignore format: short
  assert.deepEqual(means([]), []);
});

/** A storage, full or closed where asked. */
class Shelf {
  constructor(/** @type {string | null} */ held = null) {
    this.held = held;
    this.full = false;
  }

  getItem() {
    return this.held;
  }

  /** @param {string} _ @param {string} text */
  setItem(_, text) {
    if (this.full) throw new Error("full");
    this.held = text;
  }

  removeItem() {
    this.held = null;
  }
}

/** @param {Shelf} shelf */
const keptIn = (shelf) => new Kept(facts, () => /** @type {any} */ (shelf));

test("nothing is remembered until the reader allows it, and nothing after it is removed", () => {
  const shelf = new Shelf();
  const kept = keptIn(shelf);
  kept.add(SHIPPED, [row(8, 0)]);
  assert.equal(shelf.held, null);
  assert.ok(kept.allow(true) && kept.allowed);
  kept.add(SHIPPED, [row(8, 0), row(8, 1)]);
  kept.add(SHIPPED, [row(8, 1, { metrics: { ...METRICS, exact_match: 0.75 } })]);
  assert.deepEqual(
    kept.of(SHIPPED).map(({ seed, metrics }) => [seed, metrics.exact_match]),
    [
      [0, 0.5],
      [1, 0.75],
    ],
  );
  assert.deepEqual(kept.of({ ...SHIPPED, steps: 100 }), []);
  kept.forget();
  assert.equal(shelf.held, null);
});

test("where nothing can be remembered it is said, and nothing breaks", () => {
  const closed = new Kept(facts, () => {
    throw new Error("no");
  });
  assert.deepEqual([closed.allow(true), closed.allowed, closed.of(SHIPPED)], [false, false, []]);
  const shelf = new Shelf();
  shelf.full = true;
  assert.equal(keptIn(shelf).allow(true), false);
});

const SOUND = { ...row(8, 0), recipe: recipe(SHIPPED), digits: 8 };
for (const [words, poison] of Object.entries({
  "not JSON": "{",
  "no list": '{"a": 1}',
  nulls: "[null, 3, []]",
  "a width that is none": [{ ...SOUND, width: 9 }],
  "other parameters": [{ ...SOUND, parameters: 1e9 }],
  "a score out of range": [{ ...SOUND, metrics: { ...METRICS, exact_match: 7 } }],
  "markup for a score": [{ ...SOUND, metrics: { ...METRICS, exact_match: "<b>1</b>" } }],
  "no scores": [{ ...SOUND, metrics: null }],
  "a seed that is none": [{ ...SOUND, seed: -1 }],
  "a status that is none": [{ ...SOUND, status: "training" }],
  "a wrong way there": [{ ...SOUND, watched: [{ step: "1", metrics: METRICS }] }],
  "digits that are none": [{ ...SOUND, digits: "constructor" }],
  "digits that are none, and no parameters": [{ ...SOUND, digits: "constructor", parameters: undefined }],
  "no steps": [{ ...SOUND, step: undefined }],
  "a step before the first": [{ ...SOUND, watched: [{ step: -3, metrics: METRICS }] }],
  "a step beyond all": [{ ...SOUND, watched: [{ step: 1e300, metrics: METRICS }] }],
  "a diverged one without scores": [{ ...SOUND, status: "diverged", metrics: undefined }],
  "a diverged one with markup for a score": [{ ...SOUND, status: "diverged", metrics: { exact_match: "<b>" } }],
  "markup for a distance on the way": [
    { ...SOUND, watched: [{ step: 9, metrics: { ...METRICS, edit_distance: "9" } }] },
  ],
}))
  test(`poisoned storage is dropped: ${words}`, () => {
    const held = typeof poison === "string" ? poison : JSON.stringify([...poison, SOUND]);
    const found = keptIn(new Shelf(held)).of(SHIPPED);
    assert.deepEqual(found.length, typeof poison === "string" ? 0 : 1);
  });

test("a diverged model is remembered as it was left", () => {
  const left = { ...row(8, 0, { status: "diverged", step: 7, metrics: {}, watched: [] }), recipe: recipe(SHIPPED) };
  const shelf = new Shelf(JSON.stringify([{ ...left, digits: 8 }]));
  assert.equal(keptIn(shelf).of(SHIPPED).length, 1);
});

test("what other panels are told of a model says all that they ask it with", () => {
  const settings = { ...SHIPPED, digits: 4, order: "largest" };
  assert.deepEqual(handedOver(row(16, 3), settings, facts), {
    toy: facts.toys[4][facts.widths.indexOf(16)],
    digits: 4,
    parameters: row(16, 3).parameters,
    seed: 3,
    leastFirst: false,
    where: recipe(settings),
  });
});

test("the file that Python reads is written", () => {
  const settings = changed(SHIPPED, { student: 12, seeds: 2, to: 8, rate: 3 }, facts);
  const rows = [row(8, 1200), row(2, 1201, { status: "diverged", metrics: {} }), row(4, 1200, { status: "training" })];
  const made = file(wanted(rows, settings, facts), settings, facts, {
    command: "in the page",
    machine: { device: "a browser" },
  });
  console.log(`FILE ${JSON.stringify(made)}`);
  assert.equal(made.models.length, 2);
});
