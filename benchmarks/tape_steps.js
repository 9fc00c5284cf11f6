// Trains toys for benchmarks/tape.py: each line that comes in is {name, toy, key, settings}, which loads one, or
// {name, steps}, which trains it further and answers with the CPU microseconds of each step.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { compile, machine } from "../simulations/tape/run.js";
import { uniforms } from "../simulations/tape/uniforms.js";

const module = await compile(readFileSync(new URL("../simulations/tape/kernels.wasm", import.meta.url)));
const loaded = new Map();

for await (const line of createInterface({ input: process.stdin })) {
  const { name, toy, key, settings, steps } = JSON.parse(line);
  if (toy) loaded.set(name, begun(toy, key, settings));
  else console.log(JSON.stringify(Array.from({ length: steps }, () => timed(loaded.get(name)))));
}

function begun(toy, key, settings) {
  const { plan } = toy;
  const ready = machine(module, toy);
  for (const [slot, numbers] of Object.entries(settings)) ready.write(slot, numbers);
  for (const draw of [plan.start, plan.draw]) {
    ready.write(draw.uniforms, uniforms([key, 0, ...draw.key]).fill(new Float32Array(ready.size(draw.uniforms))));
    ready.run(draw.tape);
  }
  const feeds = Object.entries(plan.draw.feeds).map(([slot, all]) => [slot, ready.read(all)]);
  return { ready, plan, feeds, step: 0 };
}

function timed(training) {
  const { ready, plan, feeds, step } = training;
  const began = process.cpuUsage();
  for (const [slot, all] of feeds) {
    const size = ready.size(slot);
    const at = (step % plan.draw.chunk) * size;
    ready.write(slot, all.subarray(at, at + size));
  }
  ready.write(plan.step.number, [step]);
  ready.run(plan.step.tape);
  training.step++;
  const { user, system } = process.cpuUsage(began);
  return user + system;
}
