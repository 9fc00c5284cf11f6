// The published page's side: an explorer comes alive when it comes near the window, and at once where it is the page's
// first, the address names it, or the page is printed. Until then the picture that the server sent stands there.

import { follow } from "./link.js";
import { mount } from "./mount.js";
import { packed, packedPart } from "./packed.js";

/** @import { View } from "./view.js" */

const LATE = 2000; // milliseconds

/** @type {Map<HTMLElement, Promise<View | null>>} */
const views = new Map();
const near = new IntersectionObserver(
  (entries) => openAll(entries.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target)),
  { rootMargin: "100% 0px" }, // a screen above and one below
);

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
function open(root) {
  const opened = views.get(root) ?? opening(root);
  views.set(root, opened);
  return opened;
}

/** @param {HTMLElement} root */
async function opening(root) {
  near.unobserve(root);
  root.classList.remove("broken");
  let bytes = new Uint8Array();
  try {
    bytes = await packed(root);
  } catch {
    // No bytes: the explorer says that they cannot be read. Where only the line was down, it is opened again.
    addEventListener("online", () => again(root), { once: true });
  }
  return mount(root, bytes, { page: true, part: (number) => packedPart(root, number) });
}

/** @param {HTMLElement} root */
function again(root) {
  views.delete(root);
  near.observe(root);
}

/** How far it is from the window; what is not laid out is not in it. @param {Element} root */
function away(root) {
  const { top, bottom } = root.getBoundingClientRect();
  return bottom > 0 ? Math.max(0, top - innerHeight) : 1 - bottom;
}

/** One after the other, the nearest first; none waits long for another's numbers. @param {Iterable<Element>} roots */
async function openAll(roots) {
  for (const root of [...roots].sort((a, b) => away(a) - away(b))) {
    await Promise.race([open(/** @type {HTMLElement} */ (root)), new Promise((done) => setTimeout(done, LATE))]);
  }
}

/** The explorers that have been parsed. */
const explorers = () => [...document.querySelectorAll("section.explorer")].filter(whole);

/** Opens the explorer that the address names, and takes it to the state that stands there. */
async function followAddress() {
  const root = document.getElementById(location.hash.slice(1).split("?")[0]);
  if (!root?.matches("section.explorer")) return;
  const view = await open(root);
  if (view && follow(view, location.hash)) root.scrollIntoView();
}

/**
 * The address stays the same when its own link is clicked once more, and says nothing.
 * @param {MouseEvent} event
 */
function followAgain({ target }) {
  const link = target instanceof Element ? target.closest("a") : null;
  if (link?.hash && link.href === location.href) followAddress();
}

/**
 * Those in view at once, and the page's first, whose numbers came with it; the observer waits for a picture of the page.
 */
function watch() {
  const all = explorers();
  const found = all.filter((root) => !views.has(/** @type {HTMLElement} */ (root)));
  for (const root of found) near.observe(root);
  return openAll(found.filter((root) => away(root) === 0 || (root === all[0] && !location.hash)));
}

async function main() {
  addEventListener("beforeprint", () => openAll(explorers()));
  watch();
  if (document.readyState === "loading") {
    await new Promise((done) => document.addEventListener("DOMContentLoaded", done));
    watch(); // those that were parsed since
  }
  followAddress();
  addEventListener("hashchange", followAddress);
  addEventListener("click", followAgain);
}

main();
