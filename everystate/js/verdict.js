// What a drawing is worth, by Python's own formula (everystate/judge.py), and what is said of it.

import { toData } from "./axis.js";
import { computed } from "./recorded.js";
import { filled } from "./words.js";

/** @import { Judgement } from "./types.d.ts" */
/** @import { Sketch } from "./sketch.js" */

const UNSEEN = 0.005; // shares of the axis's height that no reader takes for a gap

/**
 * The verdict on a drawing, its score, what was drawn and the truth in data, by how much of the hidden way it is late,
 * how many places lie inside, and all of it in words. Marks the gaps.
 * @param {Sketch} sketch
 */
export function judged(sketch) {
  const { strokes, hidden } = sketch;
  const whole = strokes.whole();
  const [low, high] = [0, 1].map((end) => whole.map((range) => range[end]));
  /** @type {Judgement} */
  const judgement = computed(hidden.formula, { ...hidden.given, low, high });
  const verdict = hidden.classes[judgement.verdict];
  markGaps(sketch, judgement);
  return {
    said: inWords(sketch, judgement, verdict),
    verdict,
    score: Number(judgement.score.toFixed(2)),
    late: Number((judgement.drawn_at - judgement.truth_at).toFixed(3)),
    inside: judgement.inside,
    axes: sketch.axes,
    drawn: inData(sketch, hidden.band ? whole : low.map((share) => [share])),
    truth: inData(
      sketch,
      hidden.given.truth.map((share) => [share]),
    ),
  };
}

/**
 * Rows of x and what stands there, at the places that were drawn.
 * @param {Sketch} sketch
 * @param {number[][]} shares
 */
function inData({ axes, hidden, strokes, point }, shares) {
  const rows = shares.map((row, i) => [
    toData(axes.x, hidden.at[i], 1),
    ...row.map((share) => toData(axes.y, point(share), 1)),
  ]);
  return rows.slice(strokes.first).map((row) => row.map((value) => Number(value.toPrecision(4))));
}

/**
 * A line at each gap, and on the widest what was drawn and what is, in the axis's own units.
 * @param {Sketch} sketch
 * @param {Judgement} judgement
 */
function markGaps(sketch, { gap, end }) {
  const { hidden, axes, point, picture } = sketch;
  const { at, given } = hidden;
  const lines = at.map((x, i) => (gap[i] > UNSEEN ? `M${x},${point(end[i])}V${point(given.truth[i])}` : ""));
  sketch.add(picture, "path", { class: "gaps", d: lines.join("") });
  const i = gap.indexOf(Math.max(...gap));
  if (gap[i] <= UNSEEN) return;
  const late = at[i] > (axes.x.points[0] + axes.x.points[1]) / 2;
  const place = {
    x: at[i] + (late ? -6 : 6),
    y: point((end[i] + given.truth[i]) / 2),
    class: late ? "gap late" : "gap",
  };
  const words = `${sketch.uprightAt(end[i])} → ${sketch.uprightAt(given.truth[i])}`;
  sketch.add(picture, "text", place).textContent = words;
}

/**
 * @param {Sketch} sketch
 * @param {Judgement} judgement
 * @param {string} verdict
 */
function inWords(sketch, { score, gap, end, inside, drawn_at, truth_at, reached }, verdict) {
  const { words, hidden, axes, strokes } = sketch;
  const { at, given, says } = hidden;
  /** @param {number} share of the hidden way */
  const across = (share) => sketch.acrossAt(at[0] + share * (at[at.length - 1] - at[0]));
  const places = at.length - strokes.first;
  const i = gap.indexOf(Math.max(...gap));
  const where = `${axes.x.label} ${sketch.acrossAt(at[i])}`;
  const [drawn, truth] = [end[i], given.truth[i]].map((share) => sketch.uprightAt(share));
  const passing = { level: sketch.uprightAt(given.level), drawn: across(drawn_at), truth: across(truth_at) };
  const said = [
    words[/** @type {"right"} */ (verdict)],
    filled(words.score, { score: Math.round(score) }),
    says[verdict],
    hidden.band && filled(words.places, { inside, places }),
    gap[i] > UNSEEN && filled(words.widest, { at: where, drawn, truth }),
    filled(reached ? words.passes : words.passes_never, passing),
  ];
  return said.filter(Boolean).join(" ");
}
