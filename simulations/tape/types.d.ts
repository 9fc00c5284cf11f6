// What the modules hand to one another. A slot is a named place in a toy's memory, a tape a named list of calls.

export interface Toy {
  format: number;
  name: string;
  arena: number;
  scratch: number;
  constants: [number, string][];
  slots: Record<string, [number, number[]]>;
  tapes: Record<string, number[]>;
  /** What of a plan is the toy's own. */
  plan: Pick<Plan, "start" | "draw" | "step" | "loss" | "diverges"> & Partial<Pick<Plan, "steps" | "examine">>;
}

export interface Machine {
  run(tape: string): void;
  /** A copy. */
  read(slot: string): Float32Array;
  write(slot: string, numbers: ArrayLike<number>): void;
  size(slot: string): number;
}

/** What a worker works with. */
export interface Tools {
  machine(module: WebAssembly.Module, toy: Toy): Machine;
  /** numpy's `default_rng(key).random(dtype=float32)`, to the bit, over several fills too. */
  uniforms(key: number[]): { fill(array: Float32Array): Float32Array };
  /** Milliseconds. */
  now(): number;
  /** Resolves when messages that wait have been taken. */
  rest(): Promise<void>;
}

/** Numbers of a stream go into the slot `uniforms`, and a tape makes something of them. */
export interface Draw {
  uniforms: string;
  tape: string;
}

/** Sat when `at` holds the number of steps done. `draw.key` is the whole key of a stream that all parts draw from. */
export interface Exam {
  at: number[];
  parts?: number;
  draw?: Draw & { key: number[] };
  inputs?: Record<string, ArrayLike<number>>;
  tape: string;
  read: string[];
}

/**
 * A training. The key of a stream is [key, chunk or 0, ...key of the draw]. At step i of a chunk each slot of `feeds` gets
 * the i-th part of the slot it names, and `step.number` the number of the step, from 0.
 */
export interface Plan {
  toy: Toy;
  module: WebAssembly.Module;
  key: number;
  settings?: Record<string, ArrayLike<number>>;
  start: Draw & { key: number[] };
  draw: Draw & { key: number[]; chunk: number; feeds: Record<string, string> };
  step: { tape: string; number: string };
  steps: number;
  examine?: Exam[];
  loss: string;
  /** A loss that is not at or below it ends the training. */
  diverges?: number;
  /** What is handed over at the end. */
  finish?: { read: string[] };
}

export interface Question {
  id: number;
  module: WebAssembly.Module;
  toy: Toy;
  tape: string;
  inputs: Record<string, ArrayLike<number>>;
  outputs: string[];
}

/** `toy`: its file below _static/toys. `cost`: how long it takes beside the others, in no unit. */
export interface Job {
  key: string;
  toy: string;
  cost: number;
  plan(toy: Toy): Omit<Plan, "toy" | "module">;
}

export interface State {
  phase: "running" | "paused" | "finished" | "stopped";
  hidden: boolean;
  done: number;
  total: number;
  /** Seconds to go; NaN while nothing can be said. */
  left: number;
}

/** What a run tells as it goes; `key` is the job's. */
export interface Told {
  step?(key: string, at: { step: number; loss: number }): void;
  examined?(key: string, at: { step: number; read: Record<string, Float32Array> }): void;
  finished?(key: string, at: { step: number; seconds: number; weights: Record<string, Float32Array> }): void;
  diverged?(key: string, at: { step: number }): void;
  failed?(key: string, words: string): void;
  changed?(state: State): void;
}

export interface WorkerLike {
  postMessage(words: unknown): void;
  terminate(): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** What a run needs from the page. */
export interface Surroundings {
  /** Workers at once. */
  workers: number;
  /** Milliseconds of silence after which a worker counts as dead. */
  patience: number;
  spawn(): WorkerLike;
  toy(name: string): Promise<Toy>;
  module(): Promise<WebAssembly.Module>;
  now(): number;
}
