// Train the curve here: the panel of simulations/laboratory/in_page.py.

import { save } from "../../everystate/js/handed.js";
import { copy } from "../../everystate/js/link.js";
import { atNextFrame, Buttons } from "../tape/buttons.js";
import { draw } from "./trainer_figures.js";
import { begun, file, handedOver, Kept, measured, wanted } from "./trainer_rows.js";
import {
  changed,
  defaults,
  fragment,
  job,
  keyOf,
  parsed,
  recipe,
  seeds,
  warnings,
  widths,
} from "./trainer_settings.js";

/** @import { State } from "../tape/types.d.ts" */
/** @import { Trainer } from "../tape/trainer.js" */
/** @import { Row } from "./trainer_rows.js" */
/** @import { Facts, Settings } from "./trainer_settings.js" */

const DIVERGED = "its loss ceased to be a number, or grew without end. Choose lower learning rates";
const FIRST = "Draw first, in the figure, how the curve goes on.";

/** @param {HTMLElement} root @param {Facts} facts @param {Trainer} trainer */
export function open(root, facts, trainer) {
  new Panel(root, facts, trainer);
}

class Panel {
  /** @param {HTMLElement} root @param {Facts} facts @param {Trainer} trainer */
  constructor(root, facts, trainer) {
    this.root = root;
    this.facts = facts;
    this.settings = parsed(location.hash, facts) ?? defaults(facts);
    this.kept = new Kept(facts, () => localStorage);
    this.metric = "exact_match";
    /** @type {Map<string, Row>} */
    this.rows = new Map();
    /** @type {Settings} those that the rows are of */
    this.trained = this.settings;
    this.show = atNextFrame(() => this.draw());
    this.buttons = new Buttons(root, trainer, {
      begin: () => this.begin(),
      told: {
        examined: (key, { step, read }) => this.watch(key, step, measured(read, facts)),
        finished: (key, { step, weights }) => this.finish(key, step, weights),
        diverged: (key, { step }) => this.end(key, "diverged", step),
        failed: (key, words) => this.fail(key, words),
      },
      ended: (state) => this.ended(state),
      stays: "The shipped curve stands in the figure.",
    });
    this.listen();
    this.take(this.settings);
    if (parsed(location.hash, facts)) root.scrollIntoView();
  }

  /** @param {string} name */
  part(name) {
    return /** @type {HTMLElement} */ (this.root.querySelector(`[data-part="${name}"]`));
  }

  get figure() {
    return document.getElementById(this.facts.figure);
  }

  listen() {
    const { root, facts } = this;
    for (const input of this.dials())
      input.addEventListener("change", () => {
        const { dial = "" } = input.dataset;
        const value = dial === "student" ? Number(input.value) || 0 : facts.dials[dial].values[Number(input.value)];
        this.take(changed(this.settings, { [dial]: value }, facts));
      });
    root.querySelector(".trainer-results details")?.addEventListener("toggle", () => this.show());
    for (const hand of ["pointerup", "input", "click"]) this.figure?.addEventListener(hand, () => this.ready());
    document.addEventListener("explorer:state", (event) => {
      if (event.target !== this.figure) return;
      this.metric = /** @type {CustomEvent} */ (event).detail.values.metric;
      this.show();
    });
    addEventListener("hashchange", () => {
      const settings = parsed(location.hash, facts);
      if (settings && !this.buttons.busy) this.take(settings);
      if (settings) root.scrollIntoView();
    });
    this.part("shipped").addEventListener("click", () => this.take(defaults(facts)));
    const link = this.part("link");
    const words = { copied: "Copied", in_address_bar: "In the address bar", copy_link: link.textContent ?? "" };
    link.addEventListener("click", () => copy(fragment(this.settings, facts), link, words));
    this.part("file").addEventListener("click", () => this.save());
    const keep = /** @type {HTMLInputElement} */ (this.part("keep"));
    keep.checked = this.kept.allowed;
    keep.addEventListener("change", () => {
      keep.checked = this.kept.allow(keep.checked) && keep.checked;
      this.kept.add(this.trained, this.done());
    });
    this.part("forget").addEventListener("click", () => {
      this.kept.forget();
      keep.checked = false;
      this.rows.clear();
      this.take(this.settings);
      root.dispatchEvent(new CustomEvent("trainer:removed", { bubbles: true }));
    });
  }

  /** @returns {NodeListOf<HTMLInputElement | HTMLSelectElement>} */
  dials() {
    return this.root.querySelectorAll("[data-dial]");
  }

  /** What would take the ground from under a training, or a drawing made too late. @param {boolean} held */
  hold(held) {
    const parts = [this.part("shipped"), this.part("forget")];
    for (const part of [...this.dials(), .../** @type {HTMLButtonElement[]} */ (parts)]) part.disabled = held;
    for (const part of this.figure?.querySelectorAll(".explorer-predict, .explorer-sketch") ?? [])
      part.toggleAttribute("inert", held);
  }

  /** Other settings: rows of another recipe go, and what is remembered of this one comes. @param {Settings} settings */
  take(settings) {
    const { facts } = this;
    if (recipe(settings) !== recipe(this.trained)) this.rows.clear();
    this.settings = settings;
    this.trained = settings;
    for (const row of this.kept.of(settings)) this.rows.set(keyOf(row.width, row.seed), row);
    for (const input of this.dials()) {
      const { dial = "" } = input.dataset;
      const value = settings[dial];
      input.value = String(dial === "student" ? value || "" : facts.dials[dial].values.indexOf(value));
    }
    const own = seeds(settings, facts);
    const numbers = own.length > 1 ? `Seeds ${own[0]} to ${own.at(-1)}` : `Seed ${own[0]}`;
    const whose = settings.student ? "yours alone" : "shared with the shipped models, which began alike";
    this.part("seeds").textContent = `${numbers}: ${whose}.`;
    this.part("warning").textContent = warnings(settings, facts).join(" ");
    this.ready();
    this.show();
  }

  /** What the press would do. */
  ready() {
    const { buttons } = this;
    if (buttons.busy) return;
    const missing = this.missing().length;
    const done = wanted(this.done(), this.settings, this.facts).length;
    const models = (/** @type {number} */ count) => `${count} model${count === 1 ? "" : "s"}`;
    buttons.start.textContent = missing ? `Train ${done ? "the other " : ""}${models(missing)}` : "Train them again";
    buttons.start.disabled = this.waits;
    if (buttons.refused) return;
    if (this.waits) buttons.words.textContent = FIRST;
    else if (buttons.words.textContent === FIRST) buttons.words.textContent = "";
  }

  /** The button of the figure that judges what the reader drew there, where it asks for a drawing. */
  get reveal() {
    return /** @type {HTMLElement | null | undefined} */ (this.figure?.querySelector('[data-draw="reveal"]'));
  }

  /** Whether the figure asks for a drawing, and the reader has neither begun one nor left the question. */
  get waits() {
    const { figure, reveal } = this;
    return !!figure?.matches(".covered, :not(.live)") && reveal?.getAttribute("aria-disabled") === "true";
  }

  /** Width and seed of the models that are not there yet. @returns {[number, number][]} */
  missing() {
    const { settings, facts } = this;
    /** @type {[number, number][]} */
    const all = widths(settings, facts).flatMap((width) => seeds(settings, facts).map((seed) => [width, seed]));
    return all.filter(([width, seed]) => !/ok|diverged/.test(this.rows.get(keyOf(width, seed))?.status ?? ""));
  }

  begin() {
    const { settings, facts } = this;
    const plots = this.figure?.querySelector("svg[role=img]"); // where the points come
    if (plots && plots.getBoundingClientRect().top < 0) plots.scrollIntoView({ behavior: "instant" });
    if (!this.missing().length) this.rows.clear();
    this.wrong = "";
    this.hold(true);
    this.part("results").hidden = false;
    return this.missing().map(([width, seed]) => {
      this.rows.set(keyOf(width, seed), begun(settings, width, seed, facts));
      return job(settings, width, seed, facts);
    });
  }

  /** @param {string} key @param {number} step @param {Record<string, number>} metrics */
  watch(key, step, metrics) {
    const row = this.rows.get(key);
    if (!row) return;
    row.watched = [...row.watched.filter((at) => at.step < step), { step, metrics }]; // begun anew where a worker died
    row.step = step;
    this.show();
  }

  /** @param {string} key @param {number} step @param {Record<string, Float32Array>} weights */
  finish(key, step, weights) {
    const row = this.rows.get(key);
    if (!row) return;
    row.metrics = row.watched.at(-1)?.metrics ?? {};
    this.end(key, "ok", step);
    const detail = { ...handedOver(row, this.settings, this.facts), weights };
    this.root.dispatchEvent(new CustomEvent("trainer:trained", { bubbles: true, detail }));
  }

  /** @param {string} key @param {Row["status"]} status @param {number} step */
  end(key, status, step) {
    const row = this.rows.get(key);
    if (!row) return;
    Object.assign(row, { status, step });
    if (status !== "failed") this.kept.add(this.trained, [row]);
    this.show();
  }

  /** @param {string} key @param {string} words */
  fail(key, words) {
    this.wrong = words;
    this.end(key, "failed", 0);
  }

  done() {
    return [...this.rows.values()].filter(({ status }) => /ok|diverged/.test(status));
  }

  /** @param {State} state */
  ended({ phase }) {
    for (const [key, { status }] of this.rows) if (/training|failed/.test(status)) this.rows.delete(key);
    this.hold(false);
    const broken = wanted(this.done(), this.settings, this.facts).filter(({ status }) => status === "diverged");
    const words = broken.map(
      ({ parameters, seed, step }) => `${parameters.toLocaleString("en")} weights, seed ${seed}, at step ${step}`,
    );
    const diverged = words.length ? `Diverged: ${words.join("; ")}: ${DIVERGED}.` : "";
    const failed = this.wrong ? `Not all could be trained: ${this.wrong}` : "";
    this.part("warning").textContent = [diverged, failed, ...warnings(this.settings, this.facts)]
      .filter(Boolean)
      .join(" ");
    this.ready();
    this.show();
    if (phase === "finished" && !this.missing().length) setTimeout(() => this.judge()); // a task of its own
    const largest = this.done()
      .sort((a, b) => a.parameters - b.parameters)
      .at(-1);
    const metrics = largest && { parameters: largest.parameters, ...largest.metrics };
    return { state: fragment(this.settings, this.facts).slice(1), metrics };
  }

  /** What the reader drew is judged, once the shipped recipe was trained up to its largest size. */
  judge() {
    const { facts, settings, figure, reveal } = this;
    const shipped = recipe(settings) === recipe(defaults(facts)) && settings.to === facts.widths.at(-1);
    if (shipped && figure?.matches(".covered")) reveal?.click();
  }

  draw() {
    const rows = wanted(this.rows.values(), this.settings, this.facts);
    this.ready();
    if (this.figure) draw(this.figure, rows, this.metric, this.facts.widths);
    this.part("results").hidden = !this.rows.size && !this.kept.allowed;
    this.tabulate(rows);
  }

  /** @param {Row[]} rows */
  tabulate(rows) {
    const table = /** @type {HTMLTableElement} */ (this.root.querySelector(".trainer-table table"));
    if (!table.closest("details")?.open) return;
    const names = [...this.facts.metrics, "edit_distance"];
    const scores = ["exact match", "digit accuracy", "cross-entropy", "Brier score", "edit distance"];
    const head = ["parameters", "seed", "steps", ...scores, "ended"];
    const lines = rows
      .sort((a, b) => a.width - b.width || a.seed - b.seed)
      .map(({ parameters, seed, step, metrics, status }) => [
        parameters.toLocaleString("en"),
        String(seed),
        String(step),
        ...names.map((name) => (name in metrics ? metrics[name].toFixed(3) : "–")),
        status,
      ]);
    const made = [head, ...lines].map((words, i) => {
      const line = document.createElement("tr");
      for (const text of words) {
        const cell = document.createElement(i ? "td" : "th");
        cell.textContent = text;
        line.append(cell);
      }
      return line;
    });
    table.replaceChildren(...made);
  }

  save() {
    const { settings, facts } = this;
    const rows = wanted(this.done(), settings, facts);
    const machine = { device: "a browser, WebAssembly", browser: navigator.userAgent };
    const made = file(rows, settings, facts, { command: `trained in the page: ${fragment(settings, facts)}`, machine });
    save(facts.file, JSON.stringify(made, null, 1), "application/json");
  }
}
