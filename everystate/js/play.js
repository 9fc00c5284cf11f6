// A control that goes its way by itself.

/** @import { View } from "./view.js" */

/**
 * Milliseconds that a state is shown: a control's whole way takes some five seconds; with reduced motion asked for, a
 * second a state.
 * @param {number} states
 * @param {boolean} still
 */
export const pause = (states, still) => (still ? 1000 : Math.max(60, Math.min(400, 5000 / states)));

export class Player {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {HTMLButtonElement | null} */
    this.button = null;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {number} i
   */
  toggle(button, i) {
    if (this.button === button) this.stop();
    else this.start(button, i);
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {number} i
   */
  start(button, i) {
    const { view } = this;
    this.stop();
    this.button = button;
    button.setAttribute("aria-pressed", "true");
    const states = view.controls[i].values.length;
    if (view.at(i) === states - 1) view.step(i, 0);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.timer = setInterval(
      () => {
        if (view.at(i) === states - 1) this.stop();
        else view.step(i, Math.floor(view.at(i)) + 1);
      },
      pause(states, still),
    );
  }

  stop() {
    clearInterval(this.timer);
    this.button?.setAttribute("aria-pressed", "false");
    this.button = null;
  }
}
