// An answer in the words that a person would use.

import { byPlace, choices, number } from "./ask_model.js";

/** @import { Found, Model } from "./ask_model.js" */

const PLACES = ["units", "tens", "hundreds", "thousands", "ten thousands", "hundred thousands"];
PLACES.push("millions", "ten millions", "hundred millions");
const SYMBOLS = "0123456789+=";

/** @param {number} place from the units */
export const place = (place) => PLACES[place];

/** @param {number} value */
const plain = (value) => value.toLocaleString("en");

/** @param {number} share */
export const percent = (share) => (share > 0.995 && share < 1 ? "over 99%" : `${Math.round(100 * share)}%`);

/** @param {string[]} words */
const listed = (words) =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;

/**
 * One sentence on the answer with everything on, and one more where something is off.
 * @param {Model} model
 * @param {number[][]} operands
 * @param {boolean} own whether each digit is asked for after the model's own earlier ones
 * @param {Found} whole
 * @param {{found: Found, off: string[]} | null} switched
 */
export function answered(model, operands, own, whole, switched) {
  const [first, second] = operands.map(number);
  const given = own ? "" : ", given the right digits before each,";
  const said = `${plain(first)} + ${plain(second)}: the model of ${model.words}${given} answers ${verdict(model, whole)}.`;
  if (!switched) return `${said} ${doubt(model, whole)}`;
  return `${said} With ${listed(switched.off)} off it answers ${verdict(model, switched.found)}.`;
}

/** @param {Model} model @param {Found} found */
function verdict(model, found) {
  const [given, right] = [choices(found), found.right].map((digits) => byPlace(digits, model));
  const wrong = given.flatMap((digit, at) => (digit === right[at] ? [] : [at]));
  if (!wrong.length) return `${plain(number(given))}, which is right`;
  const many = wrong.length === given.length ? "every digit" : `${wrong.length} of the ${given.length} digits`;
  const places = wrong.length > 3 ? many : `the ${listed(wrong.map(place))}`;
  return `${plain(number(given))}; right is ${plain(number(right))}, so it is wrong in ${places}`;
}

/** @param {Model} model @param {Found} found */
function doubt(model, found) {
  const sure = byPlace(
    found.chances.map((row) => Math.max(...row)),
    model,
  );
  const least = sure.indexOf(Math.min(...sure));
  return `It is least sure of the ${place(least)}: ${percent(sure[least])}.`;
}

/**
 * What each head looked at for each digit, units first.
 * @param {Model} model
 * @param {Found} found
 * @returns {string[]}
 */
export function looks(model, found) {
  const written = byPlace([...found.right.keys()], model);
  return written.map((row, at) => {
    const heads = found.attention.map((head, h) => {
      const best = head[row].map((share, symbol) => ({ share, symbol })).sort((a, b) => b.share - a.share);
      const seen = best.slice(0, 2).filter(({ share }) => share >= 0.1);
      const words = seen.map(({ share, symbol }) => `${symbolAt(model, found, symbol)} (${percent(share)})`);
      return `head ${h + 1} at ${listed(words) || "nothing above all"}`;
    });
    return `For the ${place(at)}: ${heads.join("; ")}.`;
  });
}

/** A symbol by what it is and where it stands. @param {Model} model @param {Found} found @param {number} at */
function symbolAt({ digits, leastFirst }, { tokens }, at) {
  const symbol = SYMBOLS[tokens[at]];
  if (tokens[at] > 9) return `the ${symbol}`;
  const part = Math.floor(at / (digits + 1));
  const length = part < 2 ? digits : digits + 1;
  const from = at - part * (digits + 1);
  return `the ${symbol} of the ${["first", "second", "answer"][part]}’s ${place(leastFirst ? from : length - 1 - from)}`;
}
