// One panel of the figure on the page: its axes, its marks, its legend.

import { Guide } from "./guide.js";
import { paint } from "./image.js";
import { path } from "./path.js";
import { rowAt, which, word } from "./table.js";
import { filled, write } from "./words.js";

/** @import { Channel, Channels, Mark, Model, Scene } from "./types.d.ts" */
/** @import { Words } from "./words.js" */

/**
 * A mark, its elements (looked up once a frame), and what they show now.
 * @typedef {{mark: Mark, element: SVGElement, channels: [string, Channel][], shown: string,
 *   label?: Element | null, value?: Element | null}} Drawn
 */

export class Panel {
  /**
   * Takes over the picture that came with the page, which is the scene's: it is not drawn again.
   * @param {Element} element
   * @param {Model} model
   * @param {Scene} scene
   * @param {Words} words
   */
  constructor(element, model, scene, words) {
    this.words = words;
    this.legend = /** @type {Element} */ (element.querySelector(".explorer-legend"));
    this.svg = /** @type {SVGSVGElement} */ (element.querySelector("svg[role=img]"));
    this.scene = scene;
    this.guide = new Guide(this);
    this.model = model;
    this.drawn = this.found(model);
    for (const drawn of this.drawn) drawn.shown = this.key(drawn);
    this.guide.watch();
  }

  /**
   * The elements of a model's marks, none of them drawn.
   * @param {Model} model
   * @returns {Drawn[]}
   */
  found(model) {
    return model.marks.map((mark, m) => {
      const item = this.legend.querySelector(`[data-mark="${m}"]`);
      return {
        mark,
        element: /** @type {SVGElement} */ (this.svg.querySelector(`[data-mark="${m}"]`)),
        channels: Object.entries(mark.channels),
        shown: "",
        label: item?.querySelector(".explorer-label"),
        value: item?.querySelector(".explorer-value"),
      };
    });
  }

  /**
   * Which row of each channel, and which word, a mark shows in the scene.
   * @param {Drawn} drawn
   */
  key({ mark, channels }) {
    const { table, place } = this.scene;
    let key = "";
    for (const [, entry] of channels) key += `${which(table, entry, place)},`;
    return mark.text ? key + which(table, mark.text, place) : key;
  }

  /**
   * Draws a scene, on axes and with a legend of its frame's own.
   * @param {Model} model
   * @param {Scene} scene
   * @param {string} title
   */
  show(model, scene, title) {
    this.scene = scene;
    this.guide.clear();
    if (model !== this.model) {
      if (model.svg !== this.model.svg) this.replace(model, title);
      this.model = model;
      this.drawn = this.found(model);
    }
    for (const drawn of this.drawn) this.draw(drawn);
  }

  /**
   * @param {Model} model
   * @param {string} title
   */
  replace({ svg, legend, axes }, title) {
    const parsed = new DOMParser().parseFromString(svg, "text/html").querySelector("svg");
    const made = document.importNode(/** @type {SVGSVGElement} */ (parsed), true);
    for (const name of ["role", "aria-describedby"]) made.setAttribute(name, this.svg.getAttribute(name) ?? "");
    const against = filled(this.words.axes, { x: axes.x.label, y: axes.y.label });
    made.setAttribute("aria-label", `${title}: ${against}`);
    this.svg.replaceWith(made);
    this.svg = made;
    this.legend.innerHTML = legend; // written by everystate/markup.py, with every word escaped
    this.guide.watch();
  }

  /** @param {Drawn} drawn */
  draw(drawn) {
    const { mark, element, channels, label } = drawn;
    const { table, place } = this.scene;
    const { steps, gap } = table.header;
    const key = this.key(drawn);
    if (key !== drawn.shown) {
      /** @type {Channels} */
      const rows = {};
      for (const [name, entry] of channels) rows[name] = rowAt(table, entry, which(table, entry, place));
      if (mark.text) {
        element.setAttribute("x", String(rows.x[0] / steps));
        element.setAttribute("y", String(rows.y[0] / steps));
        write(element, rows.x[0] === gap ? "" : word(table, mark.text, place));
      } else if (mark.kind === "image") paint(element, rows.z, mark);
      else element.setAttribute("d", path(mark.kind, rows, gap, steps));
      drawn.shown = key;
    }
    if (!mark.label || !label) return;
    write(label, word(table, mark.label, place));
  }
}
