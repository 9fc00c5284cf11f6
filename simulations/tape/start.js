// The script of pages that train, and of their workers: one classic script, for a page from a disk may load no module,
// and its worker no other file. simulations/tape/build.js makes assets/trainer.js of it, a function named `program`.

import { open as openCircuits } from "../circuits/trainer.js";
import { open as openAsking } from "../laboratory/ask.js";
import { open as openLaboratory } from "../laboratory/trainer.js";
import hex from "./kernels.wasm";
import { openAll } from "./panels.js";
import { compile, machine } from "./run.js";
import { receive, Trainer } from "./trainer.js";
import { uniforms } from "./uniforms.js";
import { serve } from "./worker.js";

const channel = new MessageChannel();
const rest = () =>
  /** @type {Promise<void>} */ (
    new Promise((done) => {
      channel.port1.onmessage = () => done();
      channel.port2.postMessage(0);
    })
  );

if (typeof document === "undefined") {
  serve(/** @type {any} */ (self), { machine, uniforms, rest, now: () => performance.now() });
} else {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  const base = new URL("toys/", script).href;
  Object.assign(globalThis, { toy: receive });
  const kernels = () => Uint8Array.from(hex.match(/../g) ?? [], (two) => Number.parseInt(two, 16));
  const trainer = new Trainer({ compile: () => compile(kernels()), program, base, script });
  openAll({ circuits: openCircuits, ask: openAsking, laboratory: openLaboratory }, trainer);
}
