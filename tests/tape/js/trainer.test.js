// What a panel trains with, on a page that is played: which runs rest in a hidden tab, scripts that bring no toy, and a
// worker that answers nothing.

import assert from "node:assert/strict";
import { test } from "node:test";

/** @typedef {{src: string, onload: () => void, onerror: () => void, remove: () => void}} Script */

/** @type {Script[]} */
const scripts = [];
/** @type {(() => void)[]} */
const shown = [];
const page = {
  hidden: false,
  addEventListener: (/** @type {string} */ _, /** @type {() => void} */ listener) => shown.push(listener),
  createElement: () => ({ src: "", remove() {} }),
  head: { append: (/** @type {Script} */ script) => scripts.push(script) },
};

/** @type {Puppet[]} */
const workers = [];
class Puppet {
  constructor() {
    /** @type {any[]} */
    this.heard = [];
    this.ended = false;
    workers.push(this);
  }

  /** @param {any} words */
  postMessage(words) {
    this.heard.push(words);
  }

  terminate() {
    this.ended = true;
  }
}

Object.assign(globalThis, { document: page, Worker: Puppet });
globalThis.navigator ??= /** @type {any} */ ({});
const { receive, Trainer } = await import("../../../simulations/tape/trainer.js");

const trainer = new Trainer({
  compile: async () => /** @type {any} */ ({}),
  program: () => {},
  base: "https://book.example/toys/",
  script: "https://book.example/trainer.js",
});
const settled = () => new Promise((done) => setTimeout(done, 1));

test("in a hidden tab every run rests, though another was begun just after it", () => {
  const job = { key: "1", toy: "runs.js", cost: 1, plan: () => /** @type {any} */ ({ steps: 1 }) };
  const runs = [trainer.run([job], {}), trainer.run([job], {})];
  page.hidden = true;
  for (const listener of shown) listener();
  assert.deepEqual(
    runs.map(({ state }) => state.hidden),
    [true, true],
  );
  for (const run of runs) run.stop();
  page.hidden = false;
  trainer.run([], {});
  assert.equal(trainer.runs.size, 1);
});

/** @param {Script} script */
function wrongly(script) {
  receive("a", /** @type {any} */ (7));
  script.onload();
}

for (const [words, come, said] of /** @type {[string, (script: Script) => void, RegExp][]} */ ([
  ["that is not there", (script) => script.onerror(), /^a could not be fetched\.$/],
  ["that is cut off", (script) => script.onload(), /^a is damaged/],
  ["that brings no object", wrongly, /^a is damaged/],
]))
  test(`a toy's script ${words} is said, and asked for again`, async () => {
    const wanted = trainer.toy("a.js?1");
    come(/** @type {Script} */ (scripts.at(-1)));
    await assert.rejects(wanted, { message: said });
    const again = trainer.toy("a.js?1");
    receive("a", /** @type {any} */ ({ name: "a" }));
    scripts.at(-1)?.onload();
    assert.deepEqual(await again, { name: "a" });
    assert.equal(trainer.toy("a.js?1"), again);
    trainer.toys.clear();
  });

test("a worker that answers nothing is given up, and the next question gets another", async (context) => {
  const question = { toy: "b.js", tape: "ask", inputs: {}, outputs: [] };
  const coming = trainer.toy("b.js");
  receive("b", /** @type {any} */ ({ name: "b" }));
  await coming;
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const first = trainer.ask(question);
  for (let turn = 0; turn < 9; turn++) await Promise.resolve();
  const silent = workers.at(-1);
  context.mock.timers.tick(20_000);
  await assert.rejects(first, { message: "its worker stopped" });
  assert.ok(silent?.ended);
  context.mock.timers.reset();
  const second = trainer.ask(question);
  await settled();
  const answering = /** @type {any} */ (workers.at(-1));
  assert.notEqual(answering, silent);
  answering.onmessage({ data: { answered: { id: answering.heard[0].ask.id, outputs: { right: [1] } } } });
  assert.deepEqual(await second, { right: [1] });
});
