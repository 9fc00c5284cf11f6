// Trains a toy as a page's worker does, for the tests: {toy, seed, steps, at} as JSON comes in, what the exams gave after
// the steps `at` goes out, [[step, {slot: numbers}], ...].

import { readFileSync, writeSync } from "node:fs";
import { compile, machine } from "../../../simulations/tape/run.js";
import { uniforms } from "../../../simulations/tape/uniforms.js";
import { Training } from "../../../simulations/tape/worker.js";

const { toy, seed, steps, at } = JSON.parse(readFileSync(0, "utf8"));
const module = await compile(readFileSync(new URL("../../../simulations/tape/kernels.wasm", import.meta.url)));
/** @type {[number, Record<string, number[]>][]} */
const examined = [];
const examine = toy.plan.examine.map((/** @type {object} */ exam) => ({ ...exam, at }));
const plan = { ...toy.plan, toy, module, key: seed, steps, examine };
const tools = { machine, uniforms, now: () => performance.now(), rest: async () => {} };
await new Training(plan, tools, (words) => {
  if (words.failed || words.diverged) throw new Error(JSON.stringify(words));
  const { step, read } = words.examined ?? {};
  if (read)
    examined.push([step, Object.fromEntries(Object.entries(read).map(([slot, numbers]) => [slot, [...numbers]]))]);
}).run();
writeSync(1, JSON.stringify(examined));
