// What a reader saves: the numbers as CSV, the picture as SVG or PNG.

import { drawing } from "./drawing.js";
import { save } from "./handed.js";
import { csv, numbers } from "./numbers.js";

/** @import { View } from "./view.js" */

const SHARP = 3; // pixels of a PNG in a point

/** @param {View} view */
export function saveCsv({ name, panels, scene }) {
  const rows = numbers(
    panels.map(({ model }) => model),
    scene,
  );
  save(`${name}.csv`, csv(rows), "text/csv");
}

/** @param {View} view */
export const saveSvg = (view) => save(`${view.name}.svg`, drawing(view).text, "image/svg+xml");

/** @param {View} view */
export function savePng(view) {
  const { text, width, height } = drawing(view);
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = width * SHARP;
    canvas.height = height * SHARP;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => blob && save(`${view.name}.png`, blob, "image/png"));
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}
