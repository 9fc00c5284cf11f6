// A figure that is covered until its question is answered: the style sheet hides its marks, this what else would tell.

/** @import { View } from "./view.js" */

const CLOSED = ".explorer-controls, .explorer-tools";

/** Whether an element is a part of a figure that is covered. @param {Element} element */
export const hides = (element) => element.closest(".explorer.covered") !== null;

/** @param {View} view */
export function cover({ root, panels }) {
  root.classList.add("covered");
  for (const one of root.querySelectorAll(CLOSED)) one.setAttribute("inert", "");
  for (const { svg } of panels) svg.removeAttribute("aria-describedby"); // the caption says what is to be predicted
}

/** @param {View} view */
export function uncover({ root, panels, caption, sketch }) {
  if (!hides(root)) return;
  root.classList.remove("covered");
  for (const one of root.querySelectorAll(CLOSED)) one.removeAttribute("inert");
  for (const { svg } of panels) svg.setAttribute("aria-describedby", caption.element.id);
  sketch?.close();
}
