// The whole figure as one SVG: all panels under one another, with their legends and the caption, and colours as the
// reader sees them. What the reader has drawn and compared goes with it.

/** @import { Panel } from "./panel.js" */
/** @import { Sketch } from "./sketch.js" */
/** @import { View } from "./view.js" */

const SPACE = "http://www.w3.org/2000/svg";
const LOOK =
  "fill fill-opacity stroke stroke-width stroke-dasharray paint-order font-size font-weight text-anchor".split(" ");

/** @param {View} view */
export function drawing({ root, panels, caption, sketch }) {
  const whole = document.createElementNS(SPACE, "svg");
  const paper = document.createElementNS(SPACE, "rect");
  whole.append(paper);
  const ink = getComputedStyle(caption.element).color;
  const width = Math.max(...panels.map(({ model }) => model.axes.width));
  let top = 6;
  /** @type {(text: string, x: number) => void} */
  const line = (text, x) => {
    const element = document.createElementNS(SPACE, "text");
    set(element, { x, y: top, fill: ink, "font-size": 9, "font-family": "sans-serif" });
    element.textContent = text;
    whole.append(element);
  };
  for (const [place, panel] of panels.entries()) {
    const { axes } = panel.model;
    const copy = copied(panel);
    const compared = sketch?.shown && sketch.hidden.panel === place ? sketch : null;
    if (compared) copy.append(sketched(compared));
    set(copy, { x: 0, y: top, width: axes.width, height: axes.height });
    whole.append(copy);
    top += axes.height + 12;
    for (const item of panel.legend.querySelectorAll("[data-mark]")) {
      const key = swatch(item);
      if (key) whole.append(set(key, { x: 12, y: top - 8, width: 22, height: 12 }));
      line(item.querySelector(".explorer-label")?.textContent ?? "", 40);
      top += 14;
    }
    if (compared) {
      line(compared.box.getAttribute("aria-label") ?? "", 12);
      top += 14;
    }
  }
  top += 4;
  for (const piece of wrapped(caption.text, Math.floor(width / 4.6))) {
    line(piece, 12);
    top += 13;
  }
  const height = top + 2;
  set(whole, { xmlns: SPACE, viewBox: `0 0 ${width} ${height}`, width, height });
  set(paper, { width, height, fill: background(root) });
  return { text: new XMLSerializer().serializeToString(whole), width, height };
}

/**
 * @param {Element} element
 * @param {Record<string, string | number>} attributes
 */
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

/**
 * A panel's picture that needs no style sheet.
 * @param {Panel} panel
 */
function copied({ svg }) {
  const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
  const theirs = /** @type {NodeListOf<SVGElement>} */ (copy.querySelectorAll("*"));
  /** @type {NodeListOf<SVGElement>} */ (svg.querySelectorAll("*")).forEach((element, i) => {
    painted(theirs[i], element);
    if (element.tagName === "text") theirs[i].setAttribute("font-family", "sans-serif");
  });
  copy.querySelector(".explorer-guide")?.remove();
  return copy;
}

/**
 * What the reader has drawn, with the gaps, needing no style sheet.
 * @param {Sketch} sketch
 */
function sketched({ picture }) {
  const copy = /** @type {SVGSVGElement} */ (picture.cloneNode(true));
  const theirs = copy.querySelectorAll("*");
  picture.querySelectorAll("*").forEach((element, i) => {
    const look = getComputedStyle(element);
    if (look.display === "none") theirs[i].remove();
    for (const name of LOOK) theirs[i].setAttribute(name, look.getPropertyValue(name));
    theirs[i].setAttribute("font-family", "sans-serif");
  });
  return copy;
}

/**
 * A legend item's swatch; an image's has none that is SVG.
 * @param {Element} item
 */
function swatch(item) {
  const shown = item.querySelector("svg");
  const shape = shown?.querySelector("path");
  if (!shown || !shape) return null;
  const key = /** @type {SVGSVGElement} */ (shown.cloneNode(true));
  painted(/** @type {SVGPathElement} */ (key.querySelector("path")), shape);
  return key;
}

/**
 * Gives a copy the colours that its original shows, which are the palette's variables in the markup.
 * @param {Element} copy
 * @param {Element} original
 */
function painted(copy, original) {
  const look = getComputedStyle(original);
  for (const name of ["fill", "stroke", "filter"]) {
    if (original.hasAttribute(name)) copy.setAttribute(name, look.getPropertyValue(name));
  }
}

/**
 * Lines of at most so many letters.
 * @param {string} text
 * @param {number} length
 */
export function wrapped(text, length) {
  const lines = [""];
  for (const one of text.split(/\s+/)) {
    if (lines[lines.length - 1].length + one.length + 1 > length) lines.push("");
    lines[lines.length - 1] += (lines[lines.length - 1] ? " " : "") + one;
  }
  return lines;
}

/**
 * The colour that an element stands on.
 * @param {Element} element
 */
function background(element) {
  for (let one = /** @type {Element | null} */ (element); one; one = one.parentElement) {
    const color = getComputedStyle(one).backgroundColor;
    if (color && !/^(transparent|rgba\(.*, 0\))$/.test(color)) return color;
  }
  return "white";
}
