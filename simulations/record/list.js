// What was answered, page by page: each question with its first answer, later ones below, each with its link.

import { made } from "./dom.js";
import { tries } from "./entries.js";
import { curve, short } from "./pictures.js";
import { ranged } from "./sums.js";

/** @import { Entry } from "./entries.js" */

const VERDICTS = { right: "right", wrong: "not right", early: "too early", late: "too late", straight: "too straight" };
const MORE = { sharp: "too sharp", elsewhere: "the gap lies elsewhere" };
const METRIC = "exact_match";

/**
 * Sections by page, in the book's order; pages that it does not have come last.
 * @param {Entry[]} entries
 * @param {Record<string, string>} pages titles by address
 * @param {string} root
 */
export function listed(entries, pages, root) {
  const known = Object.keys(pages);
  const order = [...known, ...new Set(entries.map(({ page }) => page).filter((page) => !known.includes(page)))];
  return order.flatMap((page) => {
    const here = entries.filter((one) => one.page === page);
    if (!here.length) return [];
    const items = tries(here).map((answers) => item(answers, root));
    return [made("h3", {}, pages[page] ?? page), made("ul", { class: "record-list" }, ...items)];
  });
}

/** @param {Entry[]} answers the first one first @param {string} root */
function item([first, ...later], root) {
  const link = made("a", { href: `${root}${first.page}#${first.state}` }, first.title || first.figure);
  const asked = first.question ? made("p", { class: "record-question" }, first.question) : "";
  const one = made("li", {}, made("p", { class: "record-title" }, link, " ", time(first)), asked);
  one.append(made("p", {}, answer(first)));
  if (first.drawn) one.append(curve(first));
  if (later.length) {
    const rest = later.map((next) => made("li", {}, `${answer(next)} `, time(next), next.drawn ? curve(next) : ""));
    const words = `${later.length} later ${later.length === 1 ? "answer" : "answers"}, not counted`;
    one.append(made("details", {}, made("summary", {}, words), made("ul", {}, ...rest)));
  }
  return one;
}

/** An answer in words. @param {Entry} one */
export function answer(one) {
  const verdict = { ...VERDICTS, ...MORE }[one.verdict ?? ""] ?? one.verdict;
  if (one.kind === "draw") {
    const held =
      ranged(one) && one.inside !== undefined ? `; the range held ${one.inside} of ${one.drawn?.length} places` : "";
    return `Drawn: ${verdict}, ${Math.round(one.score ?? 0)} of 100${held}.`;
  }
  if (one.kind === "round") {
    const guess = one.said !== undefined && one.happened !== undefined;
    const where = guess ? ` You said ${short(Number(one.said))}, it was ${short(Number(one.happened))}.` : "";
    return `${one.points} points of 100; the straight line ${one.line}, the power law ${one.law}.${where}`;
  }
  if (one.kind === "training") return training(one, verdict);
  const sure = one.sure === undefined ? "" : `, said at ${Math.round(one.sure * 100)}%`;
  return `“${one.choice}”: ${verdict}${sure}.`;
}

/** @param {Entry} one @param {string | undefined} verdict */
function training({ models = 0, seed, metrics, choice }, verdict) {
  const trained = `${models} ${models === 1 ? "training" : "trainings"}${seed === undefined ? "" : ` of seed ${seed}`}`;
  const said = choice ? ` You expected: “${choice}”${verdict ? `: ${verdict}` : ""}.` : "";
  if (!metrics || !(METRIC in metrics)) return `${trained}.${said}`;
  const share = `${Math.round(100 * metrics[METRIC])}%`;
  return `${trained}; the largest model, of ${short(metrics.parameters)} weights, has ${share} of its answers right.${said}`;
}

/** @param {Entry} one */
function time({ at }) {
  if (!at) return made("span", { class: "record-time" }, "before there was a record");
  const day = new Date(at);
  const words = day.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
  return made("time", { class: "record-time", datetime: day.toISOString() }, words);
}
