// Keeps a record of the answers given on a page: assets/record.js, on each page where something can be answered.
// `bookRecord` is for the page's other scripts: its `store`, and `kept(element)`, the line that says so.
// `record:changed` on the document tells that the record is another.

import { save } from "../../everystate/js/handed.js";
import { book } from "./entries.js";
import { checked, ledTo, played, predicted, SHOWN, trained } from "./heard.js";
import { here, opened, root } from "./place.js";
import { TROUBLE } from "./words.js";

/** @import { Answer } from "./heard.js" */

const store = opened();
store.told = () => document.dispatchEvent(new CustomEvent("record:changed"));
Object.assign(globalThis, { bookRecord: { store } });
store.takeOver();

/**
 * Keeps an answer, and says so, quietly.
 * @param {Answer} answer
 * @param {(line: Element, kept: boolean) => void} put where the line goes
 */
async function keep(answer, put) {
  const id = Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(36).padStart(2, "0"));
  const entry = JSON.parse(JSON.stringify({ ...answer, id: id.join(""), at: Date.now(), page: here() }));
  const trouble = await store.add(entry);
  const line = document.createElement("span");
  line.className = "record-kept";
  put(line, !trouble);
  if (!trouble) {
    const link = document.createElement("a");
    link.href = `${root}chapters/record.html`;
    link.textContent = "your record";
    line.append("Kept in ", link, ".");
    return;
  }
  line.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Save as a file";
  button.addEventListener("click", () => {
    save("emergence-measured-record.json", JSON.stringify(book(store.entries, []), null, 1), "application/json");
  });
  line.append(`${TROUBLE[trouble]} `, button);
}

/** Puts a line where the last one of its kind stands. @param {Element} parent @param {Element} line */
function last(parent, line) {
  parent.querySelector(":scope > .record-kept")?.remove();
  parent.append(line);
}

/** @param {Element} figure */
const titleOf = (figure) => figure.querySelector(".explorer-title")?.textContent ?? "";

document.addEventListener("explorer:predicted", (event) => {
  const figure = /** @type {Element} */ (event.target);
  const asks = figure.querySelector(".explorer-predict") ?? figure;
  const choices = [...asks.querySelectorAll("[data-right]")];
  const pressed = choices.findIndex((one) => one.getAttribute("aria-pressed") === "true");
  const said = asks.querySelector(".explorer-feedback"); // where there is room: nothing below it moves
  keep(predicted(/** @type {CustomEvent} */ (event).detail, titleOf(figure), pressed), (line, kept) => {
    if (kept && said) said.append(" ", line);
    else last(asks, line);
  });
});

/** @type {Map<string, string>} the question that stands revealed, by figure */
const revealed = new Map();
for (const { id, dataset } of /** @type {NodeListOf<HTMLElement>} */ (
  document.querySelectorAll(".explorer[data-values]")
))
  if (ledTo(location.hash, id, JSON.parse(dataset.values ?? "{}"))) revealed.set(id, SHOWN); // it was there before us
document.addEventListener("explorer:state", (event) => {
  const { detail } = /** @type {CustomEvent} */ (event);
  if (detail.result?.line_points === undefined) return;
  const figure = /** @type {Element} */ (event.target);
  const chosen = /** @type {HTMLSelectElement | null} */ (figure.querySelector("[data-control=game]"));
  const round = chosen?.selectedOptions[0]?.textContent ?? "";
  const found = played(detail, titleOf(figure), round, revealed.get(detail.name) ?? "", location.hash);
  revealed.set(detail.name, found.revealed);
  // The tally below the figure says that it is kept.
  if (found.answer) keep(found.answer, (line, kept) => kept || last(figure, line));
});

document.addEventListener("click", ({ target }) => {
  const answer = target instanceof Element ? checked(target) : null;
  const box = answer && document.getElementById(answer.figure);
  if (!answer || !box) return;
  const sure = box.querySelector("select");
  if (sure) sure.disabled = true; // what was said before the answer cannot be said after it
  keep(answer, (line) => last(box, line));
});

document.addEventListener("trainer:ended", (event) => {
  const panel = /** @type {Element} */ (event.target);
  keep(trained(/** @type {CustomEvent} */ (event).detail, panel), (line) => last(panel, line));
});
