// The page that shows the record: assets/record_page.js. extensions/record.py writes its places, and Python's formulas.

import { Hands } from "./hands.js";
import { listed } from "./list.js";
import { opened, root } from "./place.js";
import { together } from "./together.js";

/** @import { Facts } from "./sums.js" */

const store = opened();
/** @type {Facts} */
const facts = JSON.parse(document.getElementById("record-facts")?.textContent ?? "{}");
/** @param {string} part */
const place = (part) => document.querySelector(`.record[data-part="${part}"]`) ?? document.createElement("div");
const hands = new Hands(place("hands"), store);

/** Fills a part, whose words for nothing are seen while there is nothing. @param {string} part @param {Element[]} made */
function fill(part, made) {
  const whole = place(part);
  const nothing = /** @type {HTMLElement | null} */ (whole.querySelector(":scope > .record-nothing"));
  if (nothing) nothing.hidden = made.length > 0;
  for (const old of whole.querySelectorAll(":scope > :not(.record-nothing, .record-without)")) old.remove();
  whole.append(...made);
}

function show() {
  const { entries } = store;
  fill("calibration", together(entries, facts));
  fill("answers", listed(entries, facts.pages, root));
  hands.show(entries);
}

store.told = show;
store.takeOver();
show();
