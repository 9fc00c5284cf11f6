// What a panel of a page trains with: the kernels, the toys, workers, and one worker that answers questions.

import { Run } from "./session.js";

/** @import { Job, Told, Toy, WorkerLike } from "./types.d.ts" */

const PATIENCE = 20_000; // milliseconds of silence after which a worker counts as dead
const SILENT = "its worker stopped";
const NO_WORKERS = "This browser starts no workers here, and training in the page itself would block it.";

/**
 * `compile` gives the kernels, or throws in words; `program` is this whole script, as a function; `base` the folder that
 * toys lie under, `script` the script's own address.
 * @typedef {{compile: () => Promise<WebAssembly.Module>, program: () => void, base: string, script: string}} Parts
 */

export class Trainer {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    /** @type {Promise<WebAssembly.Module> | undefined} */
    this.compiled = undefined;
    /** @type {Map<string, Promise<Toy>>} */
    this.toys = new Map();
    /** @type {Set<Run>} */
    this.runs = new Set();
    /** @type {WorkerLike | undefined} */
    this.answerer = undefined;
    /** @type {Map<number, {done: (outputs: any) => void, wrong: (error: Error) => void, silent: any}>} */
    this.asked = new Map();
    document.addEventListener("visibilitychange", () => {
      for (const run of this.runs) run.hide(document.hidden);
    });
  }

  /** Rejects, in words for the reader, where nothing can be trained. */
  async ready() {
    if (typeof Worker !== "function") throw new Error(NO_WORKERS);
    await this.module();
  }

  module() {
    this.compiled ??= this.parts.compile();
    return this.compiled;
  }

  /**
   * A toy, fetched once: a classic script that calls `toy(NAME, {...})`, so that it comes from a disk, too.
   * @param {string} file the script below the folder of toys, NAME.js, perhaps with a stamp behind a question mark
   * @returns {Promise<Toy>}
   */
  toy(file) {
    const known = this.toys.get(file);
    if (known) return known;
    const coming = new Promise((done, wrong) => {
      const script = document.createElement("script");
      const name = file.replace(/\.js(\?.*)?$/, "");
      const fail = (/** @type {string} */ words) => {
        this.toys.delete(file); // another press asks again
        wrong(new Error(words));
      };
      received.set(name, done);
      script.src = new URL(file, this.parts.base).href;
      script.onerror = () => fail(`${name} could not be fetched.`);
      script.onload = () => {
        script.remove();
        if (received.delete(name)) fail(`${name} is damaged: load the page anew.`);
      };
      document.head.append(script);
    });
    this.toys.set(file, coming);
    return coming;
  }

  /** @param {Job[]} jobs @param {Told} told */
  run(jobs, told) {
    const run = new Run(jobs, told, {
      workers: Math.max(1, (navigator.hardwareConcurrency || 2) - 1),
      patience: PATIENCE,
      spawn: () => this.spawn(),
      toy: (file) => this.toy(file),
      module: () => this.module(),
      now: () => performance.now(),
    });
    if (document.hidden) run.hide(true);
    for (const old of this.runs) if (/finished|stopped/.test(old.state.phase)) this.runs.delete(old);
    this.runs.add(run);
    return run;
  }

  /** A worker made of this script: by its address, and on a page from a disk, which may not, of its own text. */
  spawn() {
    const { script, program } = this.parts;
    if (/^https?:/.test(script)) return new Worker(script);
    const address = URL.createObjectURL(new Blob([`(${program})()`], { type: "text/javascript" }));
    const worker = new Worker(address);
    URL.revokeObjectURL(address);
    return worker;
  }

  /**
   * What a tape of a toy makes of its inputs. Slots keep what they hold from one question about a toy to the next.
   * @param {{toy: string, tape: string, inputs: Record<string, ArrayLike<number>>, outputs: string[]}} question
   * @returns {Promise<Record<string, Float32Array>>}
   */
  async ask({ toy: file, ...question }) {
    const [toy, module] = await Promise.all([this.toy(file), this.module()]);
    this.answerer ??= this.answering();
    const worker = this.answerer;
    return new Promise((done, wrong) => {
      const id = this.asked.size ? Math.max(...this.asked.keys()) + 1 : 0;
      const silent = setTimeout(() => this.unanswered(worker, SILENT), PATIENCE);
      this.asked.set(id, { done, wrong, silent });
      worker.postMessage({ ask: { id, toy, module, ...question } });
    });
  }

  answering() {
    const worker = this.spawn();
    worker.onmessage = ({ data: { answered, unanswered } }) => {
      const { id } = answered ?? unanswered;
      const asked = this.asked.get(id);
      this.asked.delete(id);
      clearTimeout(asked?.silent);
      if (answered) asked?.done(answered.outputs);
      else asked?.wrong(new Error(unanswered.words));
    };
    worker.onerror = (event) => this.unanswered(worker, event.message || SILENT);
    return worker;
  }

  /** The worker that answers is gone: the next question gets another. @param {WorkerLike} worker @param {string} words */
  unanswered(worker, words) {
    if (worker !== this.answerer) return;
    worker.terminate();
    this.answerer = undefined;
    for (const { wrong, silent } of this.asked.values()) {
      clearTimeout(silent);
      wrong(new Error(words));
    }
    this.asked.clear();
  }
}

/** Who waits for a toy, by its name. @type {Map<string, (toy: Toy) => void>} */
const received = new Map();

/** Called by the toys' scripts. @param {string} name @param {Toy} toy */
export function receive(name, toy) {
  if (toy === null || typeof toy !== "object") return;
  received.get(name)?.(toy);
  received.delete(name);
}
