// The numbers on the picture, as rows and as a CSV file.

import { inFile, readOff } from "./axis.js";
import { cellValue, imageStyle } from "./image.js";
import { row, word } from "./table.js";

/** @import { Axes, Mark, Model, Numbers, Scene } from "./types.d.ts" */

/**
 * Rows of panel, series, axes, then one value after another by its channel's name.
 * @param {Model[]} models
 * @param {Scene} scene
 * @returns {Numbers[]}
 */
export function numbers(models, scene) {
  return models.flatMap(({ marks, axes }, p) => {
    /** @param {"x" | "y"} name */
    const named = (name) => `${name} ${axes[name].label}${axes[name].scale === "log" ? " (log)" : ""}`;
    return marks.flatMap((mark) => {
      if (!mark.label || mark.kind === "text") return [];
      const series = word(scene.table, mark.label, scene.place);
      const first = { panel: p + 1, series, axes: `${named("x")}, ${named("y")}` };
      const found = mark.kind === "image" ? ofImage(mark, scene) : ofSeries(mark, axes, scene);
      return found.map((cells) => ({ ...first, ...cells }));
    });
  });
}

/**
 * @param {Mark} mark
 * @param {Axes} axes
 * @param {Scene} scene
 * @returns {Record<string, string>[]}
 */
function ofSeries(mark, axes, { table, place }) {
  const { steps, gap } = table.header;
  const channels = Object.entries(mark.channels).map(([name, entry]) => ({
    name,
    axis: axes[name.startsWith("x") ? "x" : "y"],
    values: row(table, entry, place),
  }));
  const whole = [...channels[0].values.keys()].filter((i) => channels.every(({ values }) => values[i] !== gap));
  return whole.map((i) =>
    Object.fromEntries(channels.map(({ name, axis, values }) => [name, readOff(axis, values[i], steps)])),
  );
}

/**
 * @param {Mark} mark
 * @param {Scene} scene
 */
function ofImage(mark, { table, place }) {
  const style = imageStyle(mark);
  const columns = style.shape[1];
  return [...row(table, mark.channels.z, place)].map((level, i) => ({
    row: Math.floor(i / columns),
    column: i % columns,
    value: cellValue(level, style, 4),
  }));
}

/** @param {Numbers[]} rows */
export const columns = (rows) => [...new Set(rows.flatMap((row) => Object.keys(row)))];

/** @param {Numbers[]} rows */
export function csv(rows) {
  const names = columns(rows);
  const lines = [names, ...rows.map((row) => names.map((name) => inFile(String(row[name] ?? ""))))];
  return `${lines.map((line) => line.map(quoted).join(",")).join("\n")}\n`;
}

/** What begins as a formula does and is no number gets an apostrophe, which spreadsheets take for words. @param {string} text */
const quoted = (text) => {
  const plain = /^[=+@\t\r-]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replace(/"/g, '""')}"` : plain;
};
