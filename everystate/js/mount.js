// Brings an explorer's markup to life.

import { press } from "./guide.js";
import { placed } from "./place.js";
import { read } from "./table.js";
import { View } from "./view.js";
import { filled, wordsOf } from "./words.js";

/** @import { Host, Values } from "./types.d.ts" */

Object.assign(globalThis, { everystate: { placed } }); // for other scripts of the page

/**
 * The view of a table's bytes; none where they cannot be read, and then the explorer says so.
 * @param {HTMLElement} root the explorer's section
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {Host} host
 * @param {Values | null} values
 */
export async function mount(root, bytes, host, values = null) {
  try {
    const table = await read(bytes);
    if (table.header.name !== root.id) throw new Error("they are another figure's");
    const view = new View(root, table, host, values);
    view.say("");
    if (host.page) root.addEventListener("keydown", (event) => press(view, event));
    return view;
  } catch (error) {
    const message = /** @type {HTMLElement} */ (root.querySelector(".explorer-message"));
    message.textContent = filled(wordsOf(root).unreadable, { reason: /** @type {Error} */ (error).message });
    message.hidden = false;
    root.classList.add("broken");
    return null;
  }
}
