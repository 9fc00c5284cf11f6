// Trains adders as a page's worker does, for the tests and benchmarks: {facts, settings, models: [[width, seed], ...],
// toys: {address: toy}} as JSON comes in, and what the last examination of each read goes out, by the metrics' names.

import { readFileSync } from "node:fs";
import { measured } from "../../../simulations/laboratory/trainer_rows.js";
import { job, keyOf } from "../../../simulations/laboratory/trainer_settings.js";
import { compile, machine } from "../../../simulations/tape/run.js";
import { uniforms } from "../../../simulations/tape/uniforms.js";
import { Training } from "../../../simulations/tape/worker.js";

const { facts, settings, models, toys } = JSON.parse(readFileSync(0, "utf8"));
const module = await compile(readFileSync(new URL("../../../simulations/tape/kernels.wasm", import.meta.url)));
const tools = { machine, uniforms, now: () => performance.now(), rest: async () => {} };
/** @type {Record<string, Record<string, number>>} */
const found = {};
for (const [width, seed] of models) {
  const { toy: address, plan } = job(settings, width, seed, facts);
  const toy = toys[address];
  const say = (/** @type {any} */ { examined }) => {
    if (examined) found[keyOf(width, seed)] = measured(examined.read, facts);
  };
  await new Training({ ...plan(toy), toy, module }, tools, say).run();
}
console.log(JSON.stringify(found));
