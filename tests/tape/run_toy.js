// Runs tapes of a toy for the tests: {toy, tapes, write} as JSON comes in, the arena's bytes go out.

import { readFileSync, writeSync } from "node:fs";
import { compile, machine } from "../../simulations/tape/run.js";

const { toy, tapes, write } = JSON.parse(readFileSync(0, "utf8"));
try {
  const module = await compile(readFileSync(new URL("../../simulations/tape/kernels.wasm", import.meta.url)));
  const { arena, ...toys } = machine(module, toy);
  for (const [slot, numbers] of Object.entries(write)) toys.write(slot, numbers);
  for (const tape of tapes) toys.run(tape);
  const bytes = new Uint8Array(arena.buffer, arena.byteOffset, arena.byteLength);
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
}
