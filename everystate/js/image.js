// An image's levels as colours, and as a data address.

/** @import { Mark, Row } from "./types.d.ts" */

/**
 * The style of an image, which has all that an image needs.
 * @param {Mark} mark
 */
export const imageStyle = (mark) => /** @type {import("./types.d.ts").ImageStyle} */ (mark.style);

/**
 * Red, green, blue and opacity of each pixel, the line on top first. `flip` says that the first line of levels is on top.
 * @param {Row} levels
 * @param {{shape: [number, number], flip: boolean, colors: string[]}} style
 */
export function pixels(levels, { shape: [height, width], flip, colors }) {
  const table = colors.map((hex) => Number.parseInt(hex.slice(1), 16));
  const made = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < levels.length; i++) {
    const line = Math.floor(i / width);
    const at = 4 * ((flip ? line : height - 1 - line) * width + (i % width));
    const color = table[levels[i]];
    made[at] = color >> 16;
    made[at + 1] = (color >> 8) & 255;
    made[at + 2] = color & 255;
    made[at + 3] = 255;
  }
  return made;
}

/**
 * What a cell of an image is worth.
 * @param {number} level
 * @param {{levels: number, vmin: number, vmax: number}} style
 * @param {number} digits
 */
export const cellValue = (level, { levels, vmin, vmax }, digits) =>
  Number((vmin + (level / (levels - 1)) * (vmax - vmin)).toPrecision(digits));

/**
 * @param {SVGElement} element the image to paint
 * @param {Row} levels
 * @param {Mark} mark
 */
export function paint(element, levels, mark) {
  const style = imageStyle(mark);
  const [height, width] = style.shape;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.putImageData(new ImageData(pixels(levels, style), width, height), 0, 0);
  element.setAttribute("href", canvas.toDataURL());
}
