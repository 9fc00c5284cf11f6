// Ask a trained model: the panel of simulations/laboratory/asking.py.

import { digitsOf, halves } from "./ask_input.js";
import { answer } from "./ask_model.js";
import { drawLooks, tabulate } from "./ask_picture.js";
import { answered, looks } from "./ask_words.js";

/** @import { Trainer } from "../tape/trainer.js" */
/** @import { Model } from "./ask_model.js" */

/**
 * A shipped size: its words, and the files of its toy and weights below the folder of toys.
 * @typedef {{words: string, toy: string, weights: string}} Shipped
 */
/** @typedef {{digits: number, shipped: Shipped[], parts: string[]}} Facts */
/**
 * What the page's trainer says when a model is finished; `toy` is the file that it was trained on.
 * @typedef {{toy: string, digits: number, parameters: number, seed: number, leastFirst: boolean, where: string,
 *   weights: Record<string, Float32Array>}} Trained
 */

/** @param {HTMLElement} root @param {Facts} facts @param {Trainer} trainer */
export function open(root, facts, trainer) {
  new Asker(root, facts, trainer);
}

class Asker {
  /** @param {HTMLElement} root @param {Facts} facts @param {Trainer} trainer */
  constructor(root, facts, trainer) {
    this.root = root;
    this.facts = facts;
    this.trainer = trainer;
    /** @type {Map<string, Promise<Model>>} by the file of their weights */
    this.fetched = new Map();
    /** @type {Map<string, Model>} trained here, by the value of their options */
    this.trained = new Map();
    this.form = /** @type {HTMLFormElement} */ (root.querySelector("form"));
    this.number = 0; // of the last question
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask().then(() => /** @type {HTMLElement | null} */ (this.form.querySelector("[aria-invalid]"))?.focus());
    });
    this.form.addEventListener("change", () => {
      if (this.asked) this.ask();
    });
    document.addEventListener("trainer:trained", (event) => this.add(/** @type {CustomEvent} */ (event).detail));
    document.addEventListener("trainer:removed", () => this.remove());
    trainer.ready().then(
      () => this.say("Press Ask, or Enter."),
      (error) => this.say(`${error.message} The figure above has answers to some problems.`),
    );
  }

  get asked() {
    return !this.part("answer").hidden;
  }

  /** @param {string} name */
  part(name) {
    return /** @type {HTMLElement} */ (this.root.querySelector(`[data-part="${name}"]`));
  }

  /** @param {string} name */
  field(name) {
    return /** @type {HTMLInputElement} */ (this.form.elements.namedItem(name));
  }

  /** @param {string} words */
  say(words, wrong = false) {
    this.part("said").textContent = words;
    this.part("said").toggleAttribute("data-wrong", wrong);
  }

  /** The model that is chosen; a shipped one's weights are fetched once. @returns {Promise<Model>} */
  model() {
    const { value } = this.field("model");
    const here = this.trained.get(value);
    if (here) return Promise.resolve(here);
    const { words, toy, weights: file } = this.facts.shipped[Number(value)];
    const known = this.fetched.get(file);
    if (known) return known;
    const coming = /** @type {Promise<unknown>} */ (this.trainer.toy(file)).then((given) => {
      const slots = Object.entries(/** @type {Record<string, string>} */ (given));
      const weights = Object.fromEntries(slots.map(([slot, text]) => [slot, halves(text)]));
      return { words, toy, tape: "ask", digits: this.facts.digits, leastFirst: true, weights };
    });
    coming.catch(() => this.fetched.delete(file)); // another press asks again
    this.fetched.set(file, coming);
    return coming;
  }

  /** A model that was trained in this page becomes a choice. @param {Trained} trained */
  add({ toy, digits, parameters, seed, leastFirst, where, weights }) {
    const value = `${where} ${parameters} ${seed}`;
    const group = this.part("trained");
    group.hidden = false;
    const size = `${parameters.toLocaleString("en")} weights, seed ${seed}`;
    const how = [digits === this.facts.digits ? "" : `${digits} digits`, leastFirst ? "" : "largest digit first"];
    if (!this.trained.has(value)) group.append(new Option([size, ...how.filter(Boolean)].join(", "), value));
    const tape = leastFirst ? "ask" : "ask-largest-first";
    this.trained.set(value, { words: `${size}, trained here,`, toy, tape, digits, leastFirst, weights });
  }

  /** The models that were trained here are no choice any more. */
  remove() {
    const chosen = /** @type {any} */ (this.field("model"));
    const gone = this.trained.has(chosen.value);
    this.trained.clear();
    this.part("trained").replaceChildren();
    this.part("trained").hidden = true;
    if (!gone) return;
    for (const option of chosen.options) option.selected = option.defaultSelected;
    if (this.asked) this.ask();
  }

  /** What was typed, or null, after it was said what is wrong with it. @param {Model} model */
  operands(model) {
    for (const name of ["first", "second"]) this.field(name).removeAttribute("aria-invalid");
    try {
      return ["first", "second"].map((name) => {
        this.field(name).setAttribute("aria-invalid", "true");
        const digits = digitsOf(this.field(name).value, name, model.digits);
        this.field(name).removeAttribute("aria-invalid");
        return digits;
      });
    } catch (error) {
      this.say(/** @type {Error} */ (error).message, true);
      this.part("answer").hidden = true;
      return null;
    }
  }

  async ask() {
    const number = ++this.number;
    try {
      await this.trainer.ready();
      const model = await this.model();
      if (number !== this.number) return;
      const operands = this.operands(model);
      if (!operands) return;
      const keep = this.facts.parts.map((_, i) => this.field(`part${i}`).checked);
      const own = this.field("after").value === "own";
      const everything = keep.map(() => true);
      const whole = await answer(this.trainer, model, operands, everything, own);
      const now = keep.every(Boolean) ? null : await answer(this.trainer, model, operands, keep, own);
      if (number !== this.number) return;
      tabulate(/** @type {HTMLTableElement} */ (this.root.querySelector("table")), model, operands, whole, now);
      drawLooks(/** @type {SVGSVGElement} */ (this.root.querySelector("svg")), now ?? whole, keep);
      const off = this.facts.parts.filter((_, i) => !keep[i]);
      this.say(answered(model, operands, own, whole, now && { found: now, off }));
      this.part("looks").replaceChildren(...looks(model, now ?? whole).map(item));
      this.part("keys").toggleAttribute("data-switched", Boolean(now));
      this.part("answer").hidden = false;
    } catch (error) {
      if (number === this.number) this.say(`It cannot be asked here: ${/** @type {Error} */ (error).message}`, true);
    }
  }
}

/** @param {string} words */
function item(words) {
  const made = document.createElement("li");
  made.textContent = words;
  return made;
}
