// The press, pause, go on and stop of a panel, with its bar and its words: simulations/tape/panel.py writes the HTML.

/** @import { Run } from "./session.js" */
/** @import { Job, State, Told } from "./types.d.ts" */
/** @import { Trainer } from "./trainer.js" */

/**
 * `begin` gives the jobs of a press. After the last is done, or when the reader stops, `ended` is called; with what
 * it returns, the panel fires `trainer:ended` where a model was trained, for whoever keeps a record: `models`, the `state`
 * that a link names, and `metrics` where there are any. `stays`: what a reader has where nothing can be
 * trained.
 * @typedef {{begin: () => Job[], told: Told, ended: (state: State) => object, stays: string}} Given
 */

/** One panel's. While nothing is trained, `start` is the only button. */
export class Buttons {
  /**
   * @param {HTMLElement} root
   * @param {Trainer} trainer
   * @param {Given} given
   */
  constructor(root, trainer, given) {
    this.root = root;
    this.trainer = trainer;
    this.given = given;
    /** @type {Run | null} */
    this.run = null;
    this.starting = false;
    this.refused = false; // and why is said
    this.leads = false; // whoever has pressed is led on to the pause, once it stands there
    const part = (/** @type {string} */ name) =>
      /** @type {HTMLElement} */ (root.querySelector(`.trainer-buttons [data-part="${name}"]`));
    this.bar = /** @type {HTMLProgressElement} */ (part("bar"));
    this.words = part("words");
    this.heard = part("heard");
    this.start = /** @type {HTMLButtonElement} */ (part("start"));
    this.hold = /** @type {HTMLButtonElement} */ (part("hold"));
    this.halt = /** @type {HTMLButtonElement} */ (part("stop"));
    this.start.addEventListener("click", () => this.press());
    this.hold.addEventListener("click", () => {
      if (this.run?.state.phase === "paused") this.run.resume();
      else this.run?.pause();
    });
    this.halt.addEventListener("click", () => this.run?.stop());
    this.done = 0;
    this.later = atNextFrame(() => {
      if (this.run) this.show(this.run.state);
    });
    trainer.ready().catch(({ message }) => this.refuse(`${message} ${given.stays}`));
  }

  async press() {
    if (this.busy) return;
    this.refused = false;
    this.starting = true; // a second press may come while the kernels are made
    this.start.setAttribute("aria-disabled", "true");
    this.say("Starting.");
    await new Promise((done) => setTimeout(done)); // workers take a while to be made: not in the task of the press
    try {
      await this.trainer.ready();
      this.done = 0;
      const { told } = this.given;
      this.run = this.trainer.run(this.given.begin(), { ...told, changed: () => this.later() });
      this.leads = true;
      this.later();
    } catch (error) {
      this.refuse(/** @type {Error} */ (error).message);
    }
    this.starting = false;
  }

  get busy() {
    return this.starting || (this.run !== null && /running|paused/.test(this.run.state.phase));
  }

  /** Nothing can be trained here: what was shipped stays, and why is said. @param {string} why */
  refuse(why) {
    this.start.removeAttribute("aria-disabled");
    this.refused = true;
    this.say(why);
  }

  /** Words that are seen and heard. @param {string} words */
  say(words) {
    this.words.textContent = words;
    this.heard.textContent = words;
  }

  /** @param {State} state */
  show(state) {
    const { phase, hidden, done, total, left } = state;
    const over = phase === "finished" || phase === "stopped";
    this.bar.hidden = over;
    this.bar.max = total;
    this.bar.value = done;
    const held = phase === "paused";
    this.hold.textContent = held ? "Go on" : "Pause";
    const focused = document.activeElement === this.hold || document.activeElement === this.halt;
    this.hold.hidden = over;
    this.halt.hidden = over;
    if (over) this.start.removeAttribute("aria-disabled");
    if (over && focused) this.start.focus();
    if (this.leads && !over) this.hold.focus({ preventScroll: true });
    this.leads = false;
    const togo = held ? ", paused" : hidden ? ", paused while hidden" : left > 0 ? `, ${seconds(left)} to go` : "";
    this.words.textContent = `${done} of ${total} trained${over ? "" : togo}`;
    if (done !== this.done || over || held) this.heard.textContent = this.words.textContent;
    this.done = done;
    if (over) {
      this.run = null;
      const detail = { ...this.given.ended(state), models: done };
      if (done) this.root.dispatchEvent(new CustomEvent("trainer:ended", { bubbles: true, detail }));
    }
  }
}

/** A function that has `draw` called at the next frame: once, however often it is called before. @param {() => void} draw */
export function atNextFrame(draw) {
  let coming = false;
  return () => {
    if (coming) return;
    coming = true;
    requestAnimationFrame(() => {
      coming = false;
      draw();
    });
  };
}

/** @param {number} count */
const seconds = (count) => {
  const whole = Math.max(1, Math.round(count));
  return whole < 100 ? `${whole} s` : `${Math.round(whole / 60)} min`;
};
