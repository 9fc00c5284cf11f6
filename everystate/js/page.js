// The published page's side: every explorer on it comes alive, those in view first, and links to states are followed.

import { follow } from "./link.js";
import { mount } from "./mount.js";
import { packed, packedPart } from "./packed.js";

/** @import { View } from "./view.js" */

/** @type {Map<HTMLElement, View | null>} */
const views = new Map();

/**
 * Whether the parser is past the root's end: while it is inside, nothing follows the root or any of its ancestors.
 * @param {Element} root
 */
function whole(root) {
  if (document.readyState !== "loading") return true;
  for (let node = /** @type {Node | null} */ (root); node; node = node.parentNode) if (node.nextSibling) return true;
  return false;
}

/** @param {HTMLElement} root */
async function open(root) {
  if (views.has(root) || !whole(root)) return;
  views.set(root, null);
  let bytes = new Uint8Array();
  try {
    bytes = packed(root);
  } catch {
    // no bytes: the explorer says that they cannot be read
  }
  views.set(root, await mount(root, bytes, { page: true, part: (number) => packedPart(root, number) }));
}

function followAll() {
  for (const [root, view] of views) {
    if (view && follow(view, location.hash)) root.scrollIntoView();
  }
}

/**
 * The address stays the same when its own link is clicked once more, and says nothing.
 * @param {MouseEvent} event
 */
function followAgain({ target }) {
  const link = target instanceof Element ? target.closest("a") : null;
  if (link?.hash && link.href === location.href) followAll();
}

/** @param {Element} root */
function away(root) {
  const { top, bottom } = root.getBoundingClientRect();
  return bottom < 0 ? -bottom : Math.max(0, top - innerHeight);
}

async function openAll() {
  const roots = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("section.explorer"));
  const sorted = [...roots].map((root) => ({ root, off: away(root) })).sort((a, b) => a.off - b.off);
  for (const { root } of sorted) await open(root);
  followAll();
}

async function main() {
  await openAll();
  if (document.readyState === "loading") {
    await new Promise((done) => document.addEventListener("DOMContentLoaded", done));
  }
  await openAll(); // those that were parsed while the first ones opened
  addEventListener("hashchange", followAll);
  addEventListener("click", followAgain);
}

main();
