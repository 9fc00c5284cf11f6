// What the answers say together, in sentences, a figure and a table.

import { made } from "./dom.js";
import { calibration, short } from "./pictures.js";
import { brier, counted, covered, levels, played, timed } from "./sums.js";

/** @import { Entry } from "./entries.js" */
/** @import { Facts } from "./sums.js" */

const FEW = 10; // answers below which little is said by them

/** @param {number} value a share */
const percent = (value) => `${Math.round(100 * value)}%`;
/** @param {number} count @param {string} one @param {string} many */
const number = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/** @param {Entry[]} entries @param {Facts} facts */
export function together(entries, facts) {
  const said = [
    answered(entries),
    drawn(entries, facts),
    ranges(entries, facts),
    game(entries, facts),
    chances(entries, facts),
  ];
  const found = said.filter((words) => words !== "");
  if (!found.length) return [];
  const at = levels(entries, facts);
  return [
    made("ul", { class: "record-said" }, ...found.map((words) => made("li", {}, words))),
    ...(at.length ? figure(at) : []),
  ];
}

/** @param {Entry[]} entries */
function answered(entries) {
  const [checks, choices] = [counted(entries, "check"), counted(entries, "choice")];
  const words = [
    checks.of && `${number(checks.of, "self-check", "self-checks")}: ${checks.right} right at the first answer`,
    choices.of && `${number(choices.of, "choice", "choices")} before a figure: ${choices.right} right`,
  ].filter(Boolean);
  return words.length ? `${words.join(". ")}.` : "";
}

/** @param {Entry[]} entries @param {Facts} facts */
function drawn(entries, facts) {
  const found = timed(entries, facts);
  if (!found) return "";
  const { of, score, early, late, on_time, by } = found;
  const far = Math.abs(by) > facts.noticeable;
  const way = far ? ` On average, ${percent(Math.abs(by))} of the hidden way too ${by > 0 ? "late" : "early"}.` : "";
  return `${number(of, "curve", "curves")} drawn, ${Math.round(score)} points of 100 on average. The change came too early in ${early}, too late in ${late}, in time in ${on_time}.${way}${few(of)}`;
}

/** @param {Entry[]} entries @param {Facts} facts */
function ranges(entries, facts) {
  const found = covered(entries, facts);
  if (!found) return "";
  const { of, inside, places, share } = found;
  const wanted = percent(facts.coverage);
  const verdict = share > facts.coverage ? "wider than they need be" : "too narrow";
  const words = Math.abs(share - facts.coverage) <= facts.noticeable ? "about right" : verdict;
  const first = `${number(of, "drawn range", "drawn ranges")}: the truth lay inside at ${inside} of ${places} places, ${percent(share)}.`;
  const last = `That rests on ${number(of, "curve", "curves")}, and the places of a curve go together.`;
  return `${first} Honest ones hold ${wanted}, so yours are ${words}. ${last}`;
}

/** @param {Entry[]} entries @param {Facts} facts */
function game(entries, facts) {
  const found = played(entries, facts);
  if (!found) return "";
  const { of, mine, line, law, beat_line, beat_law, early, late } = found;
  const far =
    early + late ? ` Your guesses that were off by more than a quarter: ${early} too early, ${late} too late.` : "";
  return `${number(of, "round", "rounds")} of the forecast game: you ${Math.round(mine)} points on average, the straight line ${Math.round(line)}, the power law ${Math.round(law)}. You had more than the line in ${beat_line}, more than the law in ${beat_law}.${far}${few(of)}`;
}

/** @param {Entry[]} entries @param {Facts} facts */
function chances(entries, facts) {
  const found = brier(entries, facts);
  if (!found) return "";
  const { of, score, constant, share, said } = found;
  const gap = said - share;
  const words = gap > 0 ? "you are surer than you are right" : "you are right more often than you are sure";
  const verdict = Math.abs(gap) <= facts.noticeable ? "you know about how much you know" : words;
  const first = `Your Brier score, of ${number(of, "self-check", "self-checks")} with a chance, is ${short(score)}. 0 is the best; 50% each time would have 0.25, and your own share of right answers each time ${short(constant)}.`;
  return `${first} You said ${percent(said)} on average, and ${percent(share)} were right: ${verdict}.${few(of)}`;
}

/** @param {number} count */
const few = (count) => (count < FEW ? ` So few answers say little.` : "");

/** @param {import("./sums.js").Level[]} at */
function figure(at) {
  const head = ["you said", "right", "of", "share", "95% interval"].map((words) => made("th", { scope: "col" }, words));
  const rows = at.map(({ sure, right, of, ends }) => {
    const cells = [right, of, percent(right / of), ends ? `${percent(ends[0])} to ${percent(ends[1])}` : ""];
    return made(
      "tr",
      {},
      made("th", { scope: "row" }, percent(sure)),
      ...cells.map((one) => made("td", {}, String(one))),
    );
  });
  const caption = made("caption", {}, "Self-checks by the chance that you gave your answer");
  const table = made("table", {}, caption, made("thead", {}, made("tr", {}, ...head)), made("tbody", {}, ...rows));
  const words =
    "On the dashed line you are as often right as you say. A bar is the exact 95% interval: where your share may lie in the long run.";
  return [
    made("figure", { class: "record-chances" }, calibration(at), made("figcaption", {}, words)),
    made(
      "div",
      { class: "pst-scrollable-table-container", tabindex: 0, role: "group", "aria-label": caption.textContent },
      table,
    ),
  ];
}
