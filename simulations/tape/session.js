// Trainings shared out among workers: started, paused, ended, and taken over where a worker dies.

import { end, next } from "./order.js";

/** @import { Job, State, Surroundings, Told, Toy, WorkerLike } from "./types.d.ts" */

const TRIES = 2; // workers that may die of a job before it counts as failed
const WATCH = 1000; // milliseconds between two looks for dead workers
const FETCHING = Number.POSITIVE_INFINITY; // heard of then: a worker without its toy is not silent, but waits

/**
 * A worker and its job: of how many `steps`, the share `done`, in how many `seconds`, and when it was last `heard` of.
 * @typedef {{worker: WorkerLike, job: Job | null, steps: number, done: number, seconds: number, heard: number}} Seat
 */

export class Run {
  /**
   * @param {Job[]} jobs
   * @param {Told} told
   * @param {Surroundings} given
   */
  constructor(jobs, told, given) {
    this.told = told;
    this.given = given;
    this.waiting = [...jobs];
    this.total = jobs.length;
    this.done = 0;
    /** @type {State["phase"]} */
    this.phase = "running";
    this.hidden = false;
    /** @type {Map<string, number>} */
    this.tries = new Map();
    this.spent = { seconds: 0, cost: 0 }; // of what is finished
    /** @type {Seat[]} */
    this.seats = [];
    this.watching = setInterval(() => this.watch(), WATCH);
    for (let i = Math.min(given.workers, jobs.length); i > 0; i--) this.seat();
    this.close();
  }

  /** @returns {State} */
  get state() {
    const { phase, hidden, done, total } = this;
    return { phase, hidden, done, total, left: this.left() };
  }

  get still() {
    return this.phase !== "running" || this.hidden;
  }

  pause() {
    if (this.phase === "running") this.turn("paused", this.hidden);
  }

  resume() {
    if (this.phase === "paused") this.turn("running", this.hidden);
  }

  /** The page is hidden, or shown again. @param {boolean} hidden */
  hide(hidden) {
    this.turn(this.phase, hidden);
  }

  /** What is not finished is given up. */
  stop() {
    if (this.phase !== "running" && this.phase !== "paused") return;
    this.phase = "stopped";
    for (const { worker } of this.seats) worker.terminate();
    this.seats = [];
    this.close();
  }

  /** @param {State["phase"]} phase @param {boolean} hidden */
  turn(phase, hidden) {
    const before = this.still;
    Object.assign(this, { phase, hidden });
    if (before !== this.still)
      for (const seat of this.seats) {
        if (seat.heard !== FETCHING) seat.heard = this.given.now();
        seat.worker.postMessage(this.still ? { pause: true } : { resume: true });
      }
    this.tell();
  }

  tell() {
    this.told.changed?.(this.state);
  }

  /** A worker more, at work. */
  seat() {
    let worker;
    try {
      worker = this.given.spawn();
    } catch (error) {
      if (!this.seats.length) this.fails(/** @type {Error} */ (error).message);
      return;
    }
    /** @type {Seat} */
    const seat = { worker, job: null, steps: 0, done: 0, seconds: 0, heard: this.given.now() };
    seat.worker.onmessage = ({ data }) => this.hear(seat, data);
    seat.worker.onerror = (event) => this.lose(seat, event.message || "its worker stopped");
    this.seats.push(seat);
    this.take(seat);
  }

  /** @param {Seat} seat */
  async take(seat) {
    if (!this.waiting.length) {
      seat.worker.terminate();
      this.seats = this.seats.filter((one) => one !== seat);
      return this.close();
    }
    const others = this.seats.filter((one) => one !== seat).map(rest);
    const [job] = this.waiting.splice(next(this.waiting.map(cost), others), 1);
    Object.assign(seat, { job, done: 0, seconds: 0, heard: FETCHING });
    try {
      const [toy, module] = await Promise.all([this.given.toy(job.toy), this.given.module()]);
      if (seat.job !== job || !this.seats.includes(seat)) return;
      const plan = planned(job, toy);
      Object.assign(seat, { steps: plan.steps, heard: this.given.now() });
      seat.worker.postMessage({ train: { ...plan, toy, module } });
      if (this.still) seat.worker.postMessage({ pause: true });
    } catch (error) {
      if (seat.job === job && this.seats.includes(seat)) this.fail(seat, /** @type {Error} */ (error).message);
    }
  }

  /** @param {Seat} seat @param {any} words */
  hear(seat, words) {
    const { job } = seat;
    if (!job || !this.seats.includes(seat)) return;
    seat.heard = this.given.now();
    const { progress, examined, finished, diverged, failed } = words;
    if (progress) {
      seat.done = progress.step / seat.steps;
      seat.seconds = progress.seconds;
      this.told.step?.(job.key, progress);
    }
    if (examined) this.told.examined?.(job.key, examined);
    if (finished) {
      this.spent.seconds += finished.seconds;
      this.spent.cost += job.cost;
      this.told.finished?.(job.key, finished);
    }
    if (diverged) this.told.diverged?.(job.key, diverged);
    if (failed) this.fail(seat, failed);
    else if (finished || diverged) this.free(seat);
    this.tell();
  }

  /** @param {Seat} seat */
  free(seat) {
    this.done += 1;
    Object.assign(seat, { job: null, done: 0, seconds: 0 });
    this.take(seat);
  }

  /** @param {Seat} seat @param {string} words */
  fail(seat, words) {
    if (seat.job) this.told.failed?.(seat.job.key, words);
    this.free(seat);
  }

  /** Nobody is there to do what waits. @param {string} words */
  fails(words) {
    for (const { key } of this.waiting) this.told.failed?.(key, words);
    this.done += this.waiting.length;
    this.waiting = [];
  }

  /**
   * A worker is gone: another takes its job up from the beginning, unless it is the job that workers die of.
   * @param {Seat} seat
   * @param {string} words
   */
  lose(seat, words) {
    const { job } = seat;
    if (!job || !this.seats.includes(seat)) return;
    seat.worker.terminate();
    this.seats = this.seats.filter((one) => one !== seat);
    const tries = (this.tries.get(job.key) ?? 0) + 1;
    this.tries.set(job.key, tries);
    if (tries < TRIES) this.waiting.push(job);
    else {
      this.done += 1;
      this.told.failed?.(job.key, words);
    }
    if (this.waiting.length) this.seat();
    this.close();
    this.tell();
  }

  watch() {
    if (this.still) return;
    const now = this.given.now();
    for (const seat of [...this.seats])
      if (now - seat.heard > this.given.patience) this.lose(seat, "its worker stopped");
    this.tell();
  }

  /** Ends the watch where nothing is left to do. */
  close() {
    if (this.phase !== "stopped" && (this.waiting.length || this.seats.length)) return;
    clearInterval(this.watching);
    if (this.phase !== "stopped") this.phase = "finished";
    this.tell();
  }

  /** Seconds to go, by what the finished and the present ones took. */
  left() {
    if (this.phase === "finished" || this.phase === "stopped") return 0;
    let { seconds, cost } = this.spent;
    for (const seat of this.seats) {
      seconds += seat.seconds;
      cost += seat.job ? seat.done * seat.job.cost : 0;
    }
    return (
      end(
        this.waiting.map(({ cost }) => cost),
        this.seats.map(rest),
      ) *
      (seconds / cost)
    );
  }
}

/** @param {Job} job @param {Toy} toy */
function planned(job, toy) {
  try {
    return job.plan(toy);
  } catch {
    throw new Error(`${job.toy.replace(/\.js.*/, "")} is damaged: load the page anew.`);
  }
}

/** @param {Job} job */
const cost = (job) => job.cost;

/** What a worker has still to do. @param {Seat} seat */
const rest = ({ job, done }) => (job ? (1 - done) * job.cost : 0);
