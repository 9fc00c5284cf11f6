// A worker that trains what a plan says and answers what it is asked. It knows no model: all names in a plan are slots
// and tapes of its toy.

/** @import { Draw, Exam, Machine, Plan, Question, Tools } from "./types.d.ts" */

const SLICE = 40; // milliseconds of work between two looks at the messages
const TELL = 100; // milliseconds between two words of progress

/**
 * Takes messages: {train}, {pause}, {resume}, {stop}, {ask}. Says {progress}, {examined}, {finished}, {diverged}, {failed}
 * of a training, and {answered} or {unanswered} with the question's id.
 * @param {{onmessage: ((event: MessageEvent) => void) | null, postMessage(words: any, given?: any): void}} scope
 * @param {Tools} tools
 */
export function serve(scope, tools) {
  /** @type {Training | null} */
  let training = null;
  /** @type {Map<string, Machine>} */
  const asked = new Map();
  const say = (/** @type {any} */ words, /** @type {any[]} */ given = []) => scope.postMessage(words, given);
  scope.onmessage = ({ data }) => {
    if (data.train) {
      training?.stop();
      training = begun(data.train, tools, say);
    }
    if (data.pause) training?.pause();
    if (data.resume) training?.resume();
    if (data.stop) training?.stop();
    if (data.ask) answer(data.ask, asked, tools, say);
  };
}

/**
 * A training that goes on by itself; what stops it is said.
 * @param {Plan} plan @param {Tools} tools @param {(words: any, given?: any[]) => void} say
 */
function begun(plan, tools, say) {
  const fail = (/** @type {Error} */ error) => say({ failed: error.message });
  try {
    const training = new Training(plan, tools, say);
    training.run().catch(fail);
    return training;
  } catch (error) {
    fail(/** @type {Error} */ (error)); // there may be no memory for it
    return null;
  }
}

/**
 * @param {Question} question
 * @param {Map<string, Machine>} asked a machine for each toy
 * @param {Tools} tools
 * @param {(words: any) => void} say
 */
function answer({ id, module, toy, tape, inputs, outputs }, asked, tools, say) {
  try {
    const machine = asked.get(toy.name) ?? tools.machine(module, toy);
    asked.set(toy.name, machine);
    for (const [slot, numbers] of Object.entries(inputs)) machine.write(slot, numbers);
    machine.run(tape);
    say({ answered: { id, outputs: Object.fromEntries(outputs.map((slot) => [slot, machine.read(slot)])) } });
  } catch (error) {
    say({ unanswered: { id, words: /** @type {Error} */ (error).message } });
  }
}

export class Training {
  /**
   * @param {Plan} plan
   * @param {Tools} tools
   * @param {(words: any, given?: any[]) => void} say
   */
  constructor(plan, tools, say) {
    this.plan = plan;
    this.tools = tools;
    this.say = say;
    this.stopped = false;
    this.worked = 0; // milliseconds, without rests
    this.since = tools.now(); // of the work that goes on
    this.told = -TELL;
    /** @type {Machine} */
    this.machine = tools.machine(plan.module, plan.toy);
    /** @type {Promise<void> | null} */
    this.waiting = null;
    this.wake = () => {};
  }

  pause() {
    if (this.waiting) return;
    this.waiting = new Promise((wake) => {
      this.wake = wake;
    });
  }

  resume() {
    this.waiting = null;
    this.wake();
  }

  stop() {
    this.stopped = true;
    this.resume();
  }

  /** All steps, with the exams between them; it ends sooner where it is stopped or diverges. */
  async run() {
    const { plan, machine } = this;
    for (const [slot, numbers] of Object.entries(plan.settings ?? {})) machine.write(slot, numbers);
    this.draw(plan.start, this.tools.uniforms([plan.key, 0, ...plan.start.key]));
    /** @type {Record<string, Float32Array>} */
    let drawn = {};
    for (let step = 0; step <= plan.steps; step++) {
      await this.examine(step);
      if (this.stopped) return;
      if (step === plan.steps) break;
      const place = step % plan.draw.chunk;
      if (place === 0) drawn = this.chunk(step / plan.draw.chunk);
      for (const [slot, all] of Object.entries(drawn)) {
        const size = machine.size(slot);
        machine.write(slot, all.subarray(place * size, (place + 1) * size));
      }
      machine.write(plan.step.number, [step]);
      machine.run(plan.step.tape);
      const losses = machine.read(plan.loss);
      const loss = losses.reduce((sum, one) => sum + one, 0) / losses.length;
      if (!(loss <= (plan.diverges ?? Number.POSITIVE_INFINITY))) return this.say({ diverged: { step: step + 1 } });
      this.tell(step + 1, loss);
      await this.rest();
      if (this.stopped) return;
    }
    const slots = plan.finish?.read ?? [];
    const weights = Object.fromEntries(slots.map((slot) => [slot, machine.read(slot)]));
    this.say({ finished: { step: plan.steps, seconds: this.seconds(), weights } }, buffers(weights));
  }

  seconds() {
    return (this.worked + this.tools.now() - this.since) / 1000;
  }

  /** @param {number} step @param {number} loss */
  tell(step, loss) {
    const now = this.tools.now();
    if (now - this.told < TELL) return;
    this.told = now;
    this.say({ progress: { step, loss, seconds: this.seconds() } });
  }

  /** Lets messages come in, when it is time; while paused, until it is told to go on. */
  async rest() {
    const { now, rest } = this.tools;
    if (now() - this.since < SLICE) return;
    this.worked += now() - this.since;
    await rest();
    while (this.waiting && !this.stopped) await this.waiting;
    this.since = now();
  }

  /**
   * Numbers from a stream into the slot of a tape, and the tape.
   * @param {Draw} draw
   * @param {ReturnType<Tools["uniforms"]>} stream
   */
  draw({ uniforms, tape }, stream) {
    const { machine } = this;
    machine.write(uniforms, stream.fill(new Float32Array(machine.size(uniforms))));
    machine.run(tape);
  }

  /** What the steps of a chunk are fed with, by slot. @param {number} number */
  chunk(number) {
    const { draw, key } = this.plan;
    this.draw(draw, this.tools.uniforms([key, number, ...draw.key]));
    return Object.fromEntries(Object.entries(draw.feeds).map(([slot, all]) => [slot, this.machine.read(all)]));
  }

  /** The exams after so many steps, all in one message. @param {number} step */
  async examine(step) {
    /** @type {Record<string, Float32Array>} */
    const read = {};
    for (const exam of this.plan.examine ?? []) {
      if (exam.at.includes(step)) Object.assign(read, await this.sit(exam));
      if (this.stopped) return;
    }
    if (Object.keys(read).length) this.say({ examined: { step, read } }, buffers(read));
  }

  /** The mean over an exam's parts of what it reads. @param {Exam} exam */
  async sit({ parts = 1, draw, inputs = {}, tape, read }) {
    const { machine } = this;
    const stream = draw && this.tools.uniforms(draw.key);
    /** @type {Record<string, Float32Array>} */
    const sums = {};
    for (let part = 0; part < parts && !this.stopped; part++) {
      if (draw && stream) this.draw(draw, stream);
      for (const [slot, numbers] of Object.entries(inputs)) machine.write(slot, numbers);
      machine.run(tape);
      for (const slot of read) {
        const values = machine.read(slot);
        sums[slot] = sums[slot] ? sums[slot].map((sum, i) => sum + values[i]) : values;
      }
      await this.rest();
    }
    for (const slot of read) sums[slot] = sums[slot].map((sum) => sum / parts);
    return sums;
  }
}

/** @param {Record<string, Float32Array>} arrays */
const buffers = (arrays) => Object.values(arrays).map(({ buffer }) => buffer);
