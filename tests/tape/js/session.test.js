import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Run } from "../../../simulations/tape/session.js";

/** @import { Job, Surroundings, Told } from "../../../simulations/tape/types.d.ts" */

/** A worker that does what the test says. */
class Puppet {
  constructor() {
    /** @type {any[]} */
    this.heard = [];
    this.ended = false;
    /** @type {((event: MessageEvent) => void) | null} */
    this.onmessage = null;
    /** @type {((event: ErrorEvent) => void) | null} */
    this.onerror = null;
  }

  /** @param {unknown} words */
  postMessage(words) {
    this.heard.push(words);
  }

  terminate() {
    this.ended = true;
  }

  /** @param {any} data */
  say(data) {
    this.onmessage?.(/** @type {any} */ ({ data }));
  }

  /** The key of the training that it was given last. */
  get at() {
    return this.heard.findLast(({ train }) => train)?.train.key;
  }
}

/** @type {Run[]} */
const begun = [];
afterEach(() => {
  for (const run of begun) run.stop(); // its watch would keep node alive
});

const settled = () => new Promise((done) => setTimeout(done, 1));

/** @param {number} key @returns {Job} */
const job = (key) => ({
  key: `job ${key}`,
  toy: "toy.js",
  cost: key,
  plan: () => /** @type {any} */ ({ key, steps: 100 }),
});

/** @param {number[]} costs @param {Partial<Surroundings>} given */
function running(costs, given = {}) {
  /** @type {Puppet[]} */
  const workers = [];
  /** @type {any[]} */
  const heard = [];
  const time = { now: 0 };
  const note = (/** @type {string} */ what) => (/** @type {string} */ key, /** @type {any} */ at) =>
    heard.push([what, key, at]);
  /** @type {Told} */
  const told = {
    step: note("step"),
    finished: note("finished"),
    diverged: note("diverged"),
    failed: note("failed"),
  };
  const run = new Run(costs.map(job), told, {
    workers: 1,
    patience: 1000,
    spawn: () => {
      const worker = new Puppet();
      workers.push(worker);
      return worker;
    },
    toy: async () => /** @type {any} */ ({ name: "toy" }),
    module: async () => /** @type {any} */ ({}),
    now: () => time.now,
    ...given,
  });
  begun.push(run);
  return { run, workers, heard, time };
}

const FINISHED = { finished: { step: 100, seconds: 2, weights: {} } };

test("one worker does one job after another, and is ended with the last", async () => {
  const { run, workers, heard } = running([2, 1]);
  await settled();
  assert.equal(workers[0].at, 1);
  workers[0].say(FINISHED);
  await settled();
  assert.equal(workers[0].at, 2);
  assert.deepEqual([run.state.phase, run.state.done, run.state.total], ["running", 1, 2]);
  workers[0].say({ diverged: { step: 3 } });
  assert.deepEqual([run.state.phase, run.state.done, run.state.left], ["finished", 2, 0]);
  assert.ok(workers[0].ended && workers.length === 1);
  assert.deepEqual(
    heard.map(([what, key]) => [what, key]),
    [
      ["finished", "job 1"],
      ["diverged", "job 2"],
    ],
  );
});

test("as many workers as there may be, and no more than jobs", async () => {
  assert.equal(running([1, 2, 3], { workers: 2 }).workers.length, 2);
  assert.equal(running([1, 2, 3], { workers: 8 }).workers.length, 3);
  assert.equal(running([], { workers: 8 }).run.state.phase, "finished");
});

test("the time to go follows what the finished and the present ones took", async () => {
  const { run, workers } = running([1, 3]);
  await settled();
  assert.ok(Number.isNaN(run.state.left));
  workers[0].say({ progress: { step: 50, loss: 1, seconds: 1 } }); // half of 1 in a second: 3.5 are left
  assert.equal(run.state.left, 7);
  workers[0].say(FINISHED); // 1 in two seconds
  assert.equal(run.state.left, 6);
});

test("paused by the reader or by a hidden tab, it goes on when neither holds it", async () => {
  const { run, workers } = running([1]);
  await settled();
  run.pause();
  run.hide(true);
  run.resume();
  assert.deepEqual([run.state.phase, run.state.hidden], ["running", true]);
  assert.deepEqual(workers[0].heard.slice(1), [{ pause: true }]);
  run.hide(false);
  assert.deepEqual(workers[0].heard.slice(1), [{ pause: true }, { resume: true }]);
});

test("a job that is taken while all rests begins with a rest", async () => {
  const { run, workers } = running([1, 2]);
  await settled();
  run.pause();
  workers[0].say(FINISHED);
  await settled();
  assert.deepEqual(workers[0].heard.at(-1), { pause: true });
  assert.equal(run.state.phase, "paused");
});

test("stopped, nothing is done any more", async () => {
  const { run, workers, heard } = running([1, 2]);
  await settled();
  run.stop();
  workers[0].say(FINISHED);
  assert.ok(workers[0].ended);
  assert.deepEqual([run.state.phase, run.state.done, heard.length], ["stopped", 0, 0]);
  run.resume();
  assert.equal(run.state.phase, "stopped");
});

test("the job of a worker that dies goes to another; a job that kills two fails", async () => {
  const { run, workers, heard } = running([1, 2]);
  await settled();
  workers[0].onerror?.(/** @type {any} */ ({ message: "out of memory" }));
  await settled();
  assert.ok(workers[0].ended);
  assert.equal(workers[1].at, 1);
  workers[0].say(FINISHED); // too late
  assert.equal(heard.length, 0);
  workers[1].onerror?.(/** @type {any} */ ({ message: "out of memory" }));
  await settled();
  assert.deepEqual(heard, [["failed", "job 1", "out of memory"]]);
  assert.equal(workers[2].at, 2);
  workers[2].say(FINISHED);
  assert.deepEqual([run.state.phase, run.state.done], ["finished", 2]);
});

test("a worker that says nothing for long counts as dead, unless it rests", async () => {
  const { run, workers, time } = running([1]);
  await settled();
  run.pause();
  time.now = 5000;
  run.watch();
  assert.equal(workers.length, 1);
  run.resume();
  run.watch();
  assert.equal(workers.length, 1);
  time.now = 6001;
  run.watch();
  assert.equal(workers.length, 2);
  run.stop();
});

test("where no worker can be started, all fail in words", () => {
  const { run, heard } = running([1, 2], {
    spawn: () => {
      throw new Error("refused");
    },
  });
  assert.equal(run.state.phase, "finished");
  assert.deepEqual(
    heard.map(([what, , words]) => `${what} ${words}`),
    ["failed refused", "failed refused"],
  );
});

test("a toy that does not come fails its job alone", async () => {
  let asked = 0;
  const toy = async () => {
    asked += 1;
    if (asked === 1) throw new Error("not fetched");
    return /** @type {any} */ ({});
  };
  const { run, workers, heard } = running([1, 2], { toy });
  await settled();
  await settled();
  assert.deepEqual(heard, [["failed", "job 1", "not fetched"]]);
  assert.equal(workers[0].at, 2);
  run.stop();
});

test("a toy that is long in coming is no dead worker", async () => {
  /** @type {(toy: any) => void} */
  let come = () => {};
  const toy = () =>
    new Promise((done) => {
      come = done;
    });
  const { run, workers, time } = running([1], { toy });
  run.pause();
  run.resume();
  time.now = 60_000;
  run.watch();
  assert.equal(workers.length, 1);
  come({});
  await settled();
  assert.equal(workers[0].at, 1);
  run.stop();
});

test("a toy that fails after the reader stopped fails nothing", async () => {
  /** @type {(error: Error) => void} */
  let fail = () => {};
  const toy = () =>
    new Promise((_, wrong) => {
      fail = wrong;
    });
  const { run, heard } = running([1, 2], { toy });
  run.stop();
  fail(new Error("not fetched"));
  await settled();
  assert.deepEqual([heard, run.state.done], [[], 0]);
});

test("a toy of another shape is said to be damaged", async () => {
  const plan = (/** @type {any} */ toy) => toy.plan.draw;
  const heard = /** @type {string[]} */ ([]);
  const given = { ...running([]).run.given, toy: async () => /** @type {any} */ ({}) };
  const broken = { ...job(1), toy: "adder.js?1", plan };
  begun.push(new Run([broken], { failed: (_, words) => heard.push(words) }, given));
  await settled();
  assert.deepEqual(heard, ["adder is damaged: load the page anew."]);
});
