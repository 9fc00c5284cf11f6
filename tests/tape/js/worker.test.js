import assert from "node:assert/strict";
import { test } from "node:test";
import { serve, Training } from "../../../simulations/tape/worker.js";

/** @import { Machine, Plan, Tools, Toy } from "../../../simulations/tape/types.d.ts" */

const SIZES = { start: 2, drawn: 6, problems: 6, tokens: 2, step: 1, loss: 1, exam: 1, asked: 1, weights: 2, rate: 1 };

/** A machine whose tapes only note what they find. */
class Noting {
  constructor() {
    /** @type {Record<string, Float32Array>} */
    this.slots = Object.fromEntries(Object.entries(SIZES).map(([slot, size]) => [slot, new Float32Array(size)]));
    /** @type {string[]} */
    this.ran = [];
    this.losses = /** @type {(step: number) => number} */ ((step) => 1 / (step + 1));
  }

  /** @param {string} tape */
  run(tape) {
    const { step, tokens, loss, drawn, problems, exam, asked } = this.slots;
    this.ran.push(tape === "step" ? `step ${step[0]} on ${[...tokens].join()}` : tape);
    if (tape === "draw") problems.set(drawn);
    if (tape === "step") loss[0] = this.losses(step[0]);
    if (tape === "exam") exam[0] += 1;
    if (tape === "ask") asked[0] *= 2;
    if (tape === "break") throw new Error("no memory");
  }

  /** @param {string} slot */
  read(slot) {
    return this.slots[slot].slice();
  }

  /** @param {string} slot @param {ArrayLike<number>} numbers */
  write(slot, numbers) {
    this.slots[slot].set(numbers);
  }

  /** @param {string} slot */
  size(slot) {
    return this.slots[slot].length;
  }
}

/** @returns {Plan} */
const plan = (changes = {}) => ({
  toy: /** @type {Toy} */ ({ name: "toy" }),
  module: /** @type {WebAssembly.Module} */ ({}),
  key: 7,
  settings: { rate: [3] },
  start: { uniforms: "start", key: [2], tape: "start" },
  draw: { uniforms: "drawn", key: [1], tape: "draw", chunk: 3, feeds: { tokens: "problems" } },
  step: { tape: "step", number: "step" },
  steps: 4,
  loss: "loss",
  finish: { read: ["weights"] },
  ...changes,
});

/** @param {Plan} plan @param {Partial<Tools>} given @param {Noting} machine */
function training(plan, given = {}, machine = new Noting()) {
  /** @type {number[][]} */
  const keys = [];
  /** @type {any[]} */
  const said = [];
  /** @type {Tools} */
  const tools = {
    machine: () => machine,
    uniforms: (key) => {
      keys.push(key);
      let next = key[1] * 10;
      return { fill: (array) => array.map(() => next++) };
    },
    now: () => 0,
    rest: () => Promise.resolve(),
    ...given,
  };
  return { made: new Training(plan, tools, (words) => said.push(words)), keys, said, machine };
}

test("a plan is carried out step by step, its chunks drawn from streams of their own", async () => {
  const { made, keys, said, machine } = training(plan());
  await made.run();
  assert.deepEqual(keys, [[7, 0, 2], [7, 0, 1], [7, 1, 1]]); // biome-ignore format: as in Python
  assert.deepEqual(machine.ran, [
    "start",
    "draw",
    "step 0 on 0,1",
    "step 1 on 2,3",
    "step 2 on 4,5",
    "draw",
    "step 3 on 10,11",
  ]);
  assert.deepEqual([...machine.slots.rate], [3]);
  assert.equal(said.at(-1).finished.step, 4);
  assert.deepEqual(Object.keys(said.at(-1).finished.weights), ["weights"]);
});

test("exams are sat at their steps, and read as means over their parts", async () => {
  const draw = { uniforms: "drawn", key: [0, 0, 3], tape: "prepare" };
  const examine = [
    { at: [0, 4], draw, parts: 3, tape: "exam", read: ["exam"] },
    { at: [2, 4], inputs: { asked: [21] }, tape: "ask", read: ["asked"] },
  ];
  const { made, keys, said, machine } = training(plan({ examine }));
  await made.run();
  const found = said.filter(({ examined }) => examined).map(({ examined }) => examined);
  assert.deepEqual(
    found.map(({ step, read }) => [step, ...Object.values(read).map((values) => values[0])]),
    [
      [0, (1 + 2 + 3) / 3],
      [2, 42],
      [4, (4 + 5 + 6) / 3, 42],
    ],
  );
  assert.equal(machine.ran.filter((tape) => tape === "prepare").length, 6);
  assert.equal(keys.filter((key) => key[2] === 3).length, 2); // one stream through an exam's parts
});

for (const [words, loss] of /** @type {[string, number][]} */ ([
  ["not a number", Number.NaN],
  ["above what it may be", 10],
])) {
  test(`a loss that is ${words} ends the training`, async () => {
    const machine = new Noting();
    machine.losses = (step) => (step === 2 ? loss : 1);
    const { made, said } = training(plan({ diverges: 9.2 }), {}, machine);
    await made.run();
    assert.deepEqual(said.at(-1), { diverged: { step: 3 } });
    assert.ok(!said.some(({ finished }) => finished));
  });
}

/** Time that goes on by itself. */
function clock() {
  let time = 0;
  return () => {
    time += 30;
    return time;
  };
}

test("paused, it rests until it is told to go on; its seconds are those of work", async () => {
  let time = 0;
  const { made, said, machine } = training(plan(), { now: () => (time += 30) });
  made.pause();
  const over = made.run();
  await new Promise((done) => setTimeout(done, 20));
  const until = machine.ran.length;
  assert.ok(until < 7);
  time += 1e6;
  made.resume();
  await over;
  assert.equal(machine.ran.length, 7);
  assert.ok(said.at(-1).finished.seconds < 10);
});

test("stopped, it ends without a result", async () => {
  const { made, said } = training(plan(), { now: clock(), rest: async () => made.stop() });
  await made.run();
  assert.ok(!said.some(({ finished }) => finished));
});

test("stopped while it is paused, it ends as well", async () => {
  const { made } = training(plan(), { now: clock() });
  made.pause();
  const over = made.run();
  made.stop();
  await over;
});

/** A worker's scope, and what it said. @param {Noting} machine */
function served(machine) {
  /** @type {any[]} */
  const said = [];
  /** @type {Parameters<typeof serve>[0]} */
  const scope = { onmessage: null, postMessage: (words) => said.push(words) };
  let machines = 0;
  serve(scope, {
    machine: (_, { name }) => {
      if (!machine) throw new Error(`there is no memory for ${name}`);
      machines += 1;
      return /** @type {Machine} */ (machine);
    },
    uniforms: () => ({ fill: (array) => array }),
    now: () => 0,
    rest: () => Promise.resolve(),
  });
  return {
    said,
    count: () => machines,
    tell: (/** @type {any} */ data) => scope.onmessage?.(/** @type {any} */ ({ data })),
  };
}

test("questions are answered by one machine for each toy, and a wrong one in words", () => {
  const { said, count, tell } = served(new Noting());
  const ask = { toy: { name: "toy" }, tape: "ask", inputs: { asked: [4] }, outputs: ["asked"] };
  tell({ ask: { id: 1, ...ask } });
  tell({ ask: { id: 2, ...ask, inputs: {} } });
  tell({ ask: { id: 3, ...ask, tape: "break" } });
  assert.deepEqual(
    said.slice(0, 2).map(({ answered }) => [answered.id, ...answered.outputs.asked]),
    [
      [1, 8],
      [2, 16],
    ],
  );
  assert.deepEqual(said[2], { unanswered: { id: 3, words: "no memory" } });
  assert.equal(count(), 1);
});

test("what fails in a training is said in words", async () => {
  const { said, tell } = served(new Noting());
  tell({ train: plan({ step: { tape: "break", number: "step" } }) });
  await new Promise((done) => setTimeout(done, 5));
  assert.deepEqual(said, [{ failed: "no memory" }]);
});

test("so is a toy that there is no memory for", () => {
  const { said, tell } = served(/** @type {any} */ (null));
  tell({ train: plan() });
  assert.deepEqual(said, [{ failed: "there is no memory for toy" }]);
});
