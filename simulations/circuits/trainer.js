// Train it here: the panels of simulations/circuits/in_page.py, which says what goes where. The reader's curves stand in
// the shipped figure, over the shipped ones, and so do the pictures.

import { pixels } from "../../everystate/js/image.js";
import { placed, through } from "../../everystate/js/place.js";
import { atNextFrame, Buttons } from "../tape/buttons.js";

/** @import { Toy } from "../tape/types.d.ts" */
/** @import { Trainer } from "../tape/trainer.js" */

/**
 * @typedef {Record<string, Float32Array>} Read what an exam gave, by slot
 * @typedef {Record<string, unknown>} Values of a figure's controls
 * @typedef {{panel: number, mark: number, slot: string, times: number, at: number, places: Record<string, [number, number[]]> | null}} Line
 * @typedef {{panel: number, mark: number, slot: string, shape: [number, number], top: boolean, colors: string[]}} Picture
 * @typedef {{figure: string, toys: Record<string, string>, says: string, lines: Line[], pictures: Picture[], by: string, moment: string, after: number, first: Values | null, seed: number}} Facts
 */

const COVERED = "Answer the question to see yours.";

/** @param {HTMLElement} root @param {Facts} facts @param {Trainer} trainer */
export function open(root, facts, trainer) {
  new Panel(root, facts, trainer);
}

/**
 * The value of a line in an exam, with the figure's controls as they are.
 * @param {Line} line
 * @param {Read} read
 * @param {Values} values
 */
export function worth({ slot, times, at, places }, read, values) {
  let index = at;
  for (const [control, [stride, allowed]] of Object.entries(places ?? {}))
    index += stride * allowed.indexOf(Number(values[control]));
  return times * read[slot][index];
}

/**
 * Levels of a picture's colours, its columns filled up with nothing.
 * @param {Float32Array} shares 0 to 1, row after row
 * @param {Picture} picture
 */
export function levelsOf(shares, { shape: [rows, columns], colors }) {
  const held = shares.length / rows;
  return Uint8Array.from({ length: rows * columns }, (_, i) => {
    const column = i % columns;
    const share = column < held ? shares[Math.floor(i / columns) * held + column] : 0;
    return Math.round(share * (colors.length - 1));
  });
}

/**
 * What is said of an exam: the words of a panel, with the step and the worth of the lines that they name.
 * @param {Pick<Facts, "says" | "lines">} facts
 * @param {number} step
 * @param {Read} read
 * @param {Values} values
 */
export function caption({ says, lines }, step, read, values) {
  return says.replace("{step}", step.toLocaleString("en")).replaceAll(/\{(\d+)(%?)\}/g, (_, place, percent) => {
    const found = worth(lines[Number(place)], read, values);
    return percent ? `${Math.round(100 * found)}%` : found.toFixed(3);
  });
}

/**
 * The record that pictures show: the newest, or that of the figure's moment where there is one.
 * @param {Map<number, Read> | undefined} records by step
 * @param {boolean} follows whether it is the newest in any case
 * @param {number} moment
 */
export function stepShown(records, follows, moment) {
  return records?.size && (follows || !records.has(moment)) ? Math.max(...records.keys()) : moment;
}

class Panel {
  /** @param {HTMLElement} root @param {Facts} facts @param {Trainer} trainer */
  constructor(root, facts, trainer) {
    this.root = root;
    this.facts = facts;
    /** @type {Values} */
    this.values = { ...facts.first, ...JSON.parse(this.figure?.dataset.values ?? "{}") };
    /** @type {Map<string, Map<number, Read>>} by toy and step */
    this.records = new Map();
    /** @type {Map<string, number>} by toy */
    this.seeds = new Map();
    this.follows = true; // the pictures show the newest record, until the reader moves the figure's moment
    this.later = atNextFrame(() => this.show());
    this.buttons = new Buttons(root, trainer, {
      begin: () => this.begin(),
      told: {
        examined: (key, { step, read }) => {
          this.records.get(key)?.set(step, read);
          this.later();
        },
        diverged: (_, { step }) => this.say(`At step ${step} the loss ceased to be a number: try another seed.`),
        failed: (_, words) => this.say(`It could not go on: ${words}.`),
      },
      ended: () => this.ended(),
      stays: "The shipped networks stand in the figure.",
    });
    this.remove.addEventListener("click", () => {
      this.records.clear();
      this.remove.hidden = true;
      this.say("");
      this.show();
    });
    document.addEventListener("explorer:state", (event) => {
      if (event.target !== this.figure) return;
      const { values } = /** @type {CustomEvent} */ (event).detail;
      if (values[facts.moment] !== this.values[facts.moment]) this.follows = false;
      this.values = values;
      this.show();
    });
    this.now = document.createElement("p"); // the caption of what is the reader's
    this.figure?.querySelector(".explorer-caption")?.after(this.now);
    this.figure?.addEventListener("click", () => this.later()); // its question may be answered, or left
  }

  get figure() {
    return document.getElementById(this.facts.figure);
  }

  get remove() {
    return /** @type {HTMLButtonElement} */ (this.root.querySelector('[data-part="remove"]'));
  }

  get seed() {
    const input = /** @type {HTMLInputElement} */ (this.root.querySelector('[data-part="seed"]'));
    if (!input.checkValidity() || input.value === "") input.value = String(this.facts.seed);
    return Number(input.value);
  }

  /** The toy that the figure shows. */
  get key() {
    const { by, toys } = this.facts;
    return by ? String(this.values[by]) : Object.keys(toys)[0];
  }

  /** @param {string} words */
  say(words) {
    const said = /** @type {HTMLElement} */ (this.root.querySelector('[data-part="said"]'));
    said.textContent = words;
  }

  begin() {
    const { seed, key } = this;
    this.records.set(key, new Map());
    this.seeds.set(key, seed);
    this.follows = true;
    this.remove.hidden = true;
    this.say("");
    this.show();
    const plan = (/** @type {Toy} */ toy) => ({ steps: 0, ...toy.plan, key: seed });
    return [{ key, toy: this.facts.toys[key], cost: 1, plan }];
  }

  ended() {
    this.remove.hidden = ![...this.records.values()].some(({ size }) => size);
    this.show();
    const { key, values, facts } = this;
    return { state: `${facts.figure}?${new URLSearchParams(/** @type {any} */ (values))}`, seed: this.seeds.get(key) };
  }

  show() {
    const { figure, facts, values } = this;
    if (!figure) return;
    const panels = figure.querySelectorAll(".explorer-panel svg[role=img]");
    const records = this.records.get(this.key);
    const now = stepShown(records, this.follows, Number(values[facts.moment]));
    const read = records?.get(now);
    const about = read ? `Yours, of seed ${this.seeds.get(this.key)}, at ${caption(facts, now, read, values)}` : "";
    this.now.textContent = read && figure.classList.contains("covered") ? COVERED : about;
    this.now.hidden = !read;
    const drawn = [...(records?.keys() ?? [])].filter((step) => step >= facts.after);
    for (const line of facts.lines) {
      const place = placed(figure, line.panel);
      const points = drawn.flatMap((step) => {
        const record = records?.get(step);
        return record?.[line.slot] && place ? [place([step, worth(line, record, values)])] : [];
      });
      const twin = twinOf(panels[line.panel], line.mark, points.length > 0);
      twin?.setAttribute("d", through(points));
    }
    for (const picture of facts.pictures) {
      const shares = read?.[picture.slot]; // a single layer has no first look
      const twin = twinOf(panels[picture.panel], picture.mark, shares !== undefined);
      if (twin && shares) paint(twin, shares, picture);
    }
  }
}

/**
 * The reader's mark beside a shipped one, looking like it; without one, there is none, and the shipped is as it was.
 * @param {Element | undefined} panel
 * @param {number} mark
 * @param {boolean} wanted
 */
function twinOf(panel, mark, wanted) {
  const shipped = /** @type {SVGElement | null} */ (panel?.querySelector(`[data-mark="${mark}"]`));
  const old = panel?.querySelector(`[data-own="${mark}"]`);
  const image = shipped?.tagName === "image";
  if (shipped && !image) shipped.style.opacity = wanted ? "0.3" : "";
  if (!wanted || !shipped) return old?.remove();
  if (old) return old;
  const twin = /** @type {SVGElement} */ (shipped.cloneNode());
  twin.removeAttribute("data-mark");
  twin.removeAttribute("id");
  twin.dataset.own = String(mark);
  twin.style.opacity = "";
  twin.style.display = "";
  shipped.after(twin);
  return twin;
}

/** @param {Element} image @param {Float32Array} shares @param {Picture} picture */
function paint(image, shares, picture) {
  const [height, width] = picture.shape;
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const style = { shape: picture.shape, flip: picture.top, colors: picture.colors };
  const data = new ImageData(pixels(levelsOf(shares, picture), style), width, height);
  canvas.getContext("2d")?.putImageData(data, 0, 0);
  image.setAttribute("href", canvas.toDataURL());
}
