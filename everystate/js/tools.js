// The buttons below the controls.

import { copyLink } from "./link.js";
import { saveCsv, savePng, saveSvg } from "./save.js";
import { defaults } from "./states.js";

/** @import { View } from "./view.js" */

/** @type {Record<string, (view: View, button: HTMLElement) => void>} */
const TOOLS = { reset, link: copyLink, csv: saveCsv, svg: saveSvg, png: savePng };

/** @param {View} view */
export function listenToTools(view) {
  const tools = /** @type {HTMLElement} */ (view.root.querySelector(".explorer-tools"));
  tools.addEventListener("click", ({ target }) => {
    const button = /** @type {HTMLElement} */ (target);
    const tool = button.dataset.do;
    if (tool) TOOLS[tool](view, button);
  });
  if (!view.host.page) tools.querySelector("[data-do=link]")?.remove(); // an address that leads to a state is the page's
}

/** @param {View} view */
function reset(view) {
  view.player.stop();
  view.choose(defaults(view.controls));
  if (view.host.page && location.hash.startsWith(`#${view.name}?`)) {
    history.replaceState(null, "", `#${view.name}`);
  }
}
