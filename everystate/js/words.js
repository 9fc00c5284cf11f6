// What the front end says of itself is written in the page too: no sentence stands in these modules.

/**
 * By the names that everystate/settings.py gives them.
 * @typedef {Record<"axes" | "coming" | "copied" | "copy_link" | "draw_here" | "early" | "elsewhere" | "end" |
 *   "exact" | "first_rows" | "high" | "in_address_bar" | "late" | "link_copied" | "link_in_address_bar" | "low" |
 *   "missing" | "not_drawn" | "not_quite" | "out_of_range" | "panel" | "passes" | "passes_never" | "places" |
 *   "range" | "right" | "score" | "sharp" | "silence" | "start" | "straight" | "unreadable" | "whole" | "widest" |
 *   "your_drawing", string>} Words
 */

/**
 * An explorer's words: those of its attribute `data-words`, in whichever language.
 * @param {HTMLElement} root
 * @returns {Words}
 */
export const wordsOf = (root) => JSON.parse(root.dataset.words ?? "{}");

/**
 * A sentence with its places filled: "{low} to {high}".
 * @param {string} sentence
 * @param {Record<string, unknown>} places
 */
export const filled = (sentence, places) => sentence.replace(/\{(\w+)\}/g, (_, name) => String(places[name]));

/**
 * Puts words into an element that holds nothing else. A text that stands there is changed and not replaced: a new one is
 * laid out and painted from nothing, and so is more around it.
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  const only = element.firstChild ?? element.appendChild(new Text());
  if (only.nodeValue !== text) only.nodeValue = text;
}
