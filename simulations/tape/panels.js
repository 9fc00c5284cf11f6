// The panels of a page that train: each is opened once, when this script has come.

/** @import { Trainer } from "./trainer.js" */

/** @typedef {(root: HTMLElement, facts: any, trainer: Trainer) => void} Open what a chapter's module gives */

/**
 * @param {Record<string, Open>} panels
 * @param {Trainer} trainer
 */
export function openAll(panels, trainer) {
  for (const root of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".trainer:not([data-open])"))) {
    root.dataset.open = "";
    const facts = JSON.parse(root.querySelector('script[type="application/json"]')?.textContent ?? "{}");
    panels[root.dataset.trainer ?? ""]?.(root, facts, trainer);
    root.querySelector(".trainer-body")?.removeAttribute("inert");
  }
}
