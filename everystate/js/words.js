// What the front end says of itself. All other words are in the page's markup, or in the table.

/** @typedef {typeof ENGLISH} Words */

const ENGLISH = {
  right: "Right.",
  not_quite: "Not quite.",
  silence: "No answer from the kernel yet: it is busy, or not running.",
  out_of_range: "{label}: give a number from {low} to {high}.",
  whole: "{label}: whole numbers only, so {typed} became {value}.",
  low: "{axis}, low",
  high: "{axis}, high",
  start: "{axis}, from",
  end: "{axis}, to",
  range: "{low} to {high}",
  axes: "{y} against {x}",
  panel: "Panel {number}: {axes}",
  first_rows: "The first {shown} of {rows} rows; the CSV has all.",
  exact: "Read off the picture: exact to a twentieth of a point.",
  copy_link: "Copy link to this state",
  copied: "Copied",
  link_copied: "Link copied",
  in_address_bar: "In the address bar",
  link_in_address_bar: "The link is in the address bar",
  unreadable: "The numbers behind this figure could not be read ({reason}). The picture shows its first state.",
};

/**
 * An explorer's words: those of its attribute `data-words`, in whichever language.
 * @param {HTMLElement} root
 * @returns {Words}
 */
export const wordsOf = (root) => ({ ...ENGLISH, ...JSON.parse(root.dataset.words ?? "{}") });

/**
 * A sentence with its places filled: "{low} to {high}".
 * @param {string} sentence
 * @param {Record<string, unknown>} places
 */
export const filled = (sentence, places) => sentence.replace(/\{(\w+)\}/g, (_, name) => String(places[name]));
