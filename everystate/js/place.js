// Where data stand in a figure, for a script that adds something to one: `everystate.placed` on every page.

/** @typedef {(point: [number, number]) => [number, number]} Placing from data to the picture's units, those of paths */

/**
 * Where data stand in a figure's panel, by the scales of its axes; null where there is no such panel. Ask anew at each
 * `explorer:state`: a state may bring other axes. What lies beyond the axes is placed beyond them.
 * @param {Element} figure an explorer's section
 * @param {number} panel
 * @returns {Placing | null}
 */
export function placed(figure, panel = 0) {
  const shown = figure.querySelectorAll(".explorer-panel")[panel]?.querySelector("svg[role=img] [data-x]");
  if (!(shown instanceof SVGElement)) return null;
  const [x, y] = [shown.dataset.x, shown.dataset.y].map((words) => along(words ?? ""));
  return ([across, up]) => [x(across), y(up)];
}

/** A path through placed points. @param {[number, number][]} points */
export const through = (points) => (points.length ? `M${points.map(written).join("L")}` : "");

/** A path of a dot at each placed point. @param {[number, number][]} points */
export const dots = (points) => points.map((point) => `M${written(point)}h0`).join("");

/** @param {[number, number]} point */
const written = (point) => point.map((one) => one.toFixed(2)).join();

/** @param {string} words an axis's scale, limits and their points, as everystate/template.py writes them */
function along(words) {
  const [scale, ...numbers] = words.split(" ");
  const [d0, d1, p0, p1] = numbers.map(Number);
  const share = scale === "log" ? Math.log : Number;
  return (/** @type {number} */ value) => p0 + ((share(value) - share(d0)) / (share(d1) - share(d0))) * (p1 - p0);
}
