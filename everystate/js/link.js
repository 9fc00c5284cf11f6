// The address of a state: copied, followed, and kept in the link to the figure on its own.

import { uncover } from "./cover.js";
import { defaults, equal, fragment, parsed } from "./states.js";

/** @import { View } from "./view.js" */

const SHOWN = 2000; // milliseconds that the button says what it did

/**
 * Copies the address of the state, or leaves it in the address bar where copying is not allowed.
 * @param {View} view
 * @param {HTMLElement} button
 */
export async function copyLink({ name, controls, values, caption, words }, button) {
  const copied = await copy(fragment(name, controls, values), button, words);
  caption.status.textContent = copied ? words.link_copied : words.link_in_address_bar;
}

/**
 * Puts a fragment into the page's address and copies it, if that is allowed; a button says for a while which. Whether it
 * was copied.
 * @param {string} hash
 * @param {HTMLElement} button
 * @param {{copied: string, in_address_bar: string, copy_link: string}} words the button's; the last is its own
 */
export async function copy(hash, button, words) {
  const address = new URL(location.href);
  address.hash = hash;
  history.replaceState(null, "", address);
  let copied = true;
  try {
    await navigator.clipboard.writeText(address.href); // there is none where the page is not served safely
  } catch {
    copied = false;
  }
  button.textContent = copied ? words.copied : words.in_address_bar;
  setTimeout(() => {
    button.textContent = words.copy_link;
  }, SHOWN);
  return copied;
}

/**
 * Takes the state that a hash names; anything that is not one leaves the state. Whether it named one.
 * @param {View} view
 * @param {string} hash
 */
export function follow(view, hash) {
  const values = parsed(hash, view.name, view.controls);
  if (!values) return false;
  view.player.stop();
  view.choose(values);
  uncover(view);
  return true;
}

/**
 * Whoever opens the figure on its own finds it in the state shown here. The first state needs no saying, and a state in
 * the address uncovers a prediction.
 * @param {View} view
 */
export function lead({ root, name, controls, values }) {
  const link = /** @type {HTMLAnchorElement | null} */ (root.querySelector("a.explorer-alone"));
  if (link) link.hash = equal(values, defaults(controls), controls) ? "" : fragment(name, controls, values);
}
