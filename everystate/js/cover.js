// A figure that is covered until its question is answered: the style sheet hides its marks, this what else would tell.

/** @import { View } from "./view.js" */

const CLOSED = ".explorer-controls, .explorer-tools";

/** Whether an element is a part of a figure that is covered. @param {Element} element */
export const hides = (element) => element.closest(".explorer.covered") !== null;

/** @param {Element} root @param {boolean} covered */
function close(root, covered) {
  root.classList.toggle("covered", covered);
  for (const one of root.querySelectorAll(CLOSED)) one.toggleAttribute("inert", covered);
}

/** @param {View} view */
export function cover({ root, panels }) {
  close(root, true);
  for (const { svg } of panels) svg.removeAttribute("aria-describedby"); // the caption says what is to be predicted
}

/** @param {View} view */
export function uncover({ root, panels, caption, sketch }) {
  if (!hides(root)) return;
  close(root, false);
  for (const { svg } of panels) svg.setAttribute("aria-describedby", caption.element.id);
  sketch?.close();
}
