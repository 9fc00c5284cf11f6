// The notebook's side (anywidget): the same view, with a kernel to ask.

import { press } from "./guide.js";
import { answer, kernel } from "./kernel.js";
import { mount } from "./mount.js";
import { read } from "./table.js";

/** @import { Values } from "./types.d.ts" */

/**
 * What anywidget hands over: the explorer's traits, and the output's element.
 * @typedef {{get(name: string): any, set(name: string, value: unknown): void, save_changes(): void,
 *   on(event: string, heard: () => void): void, off(event: string, heard: () => void): void}} Model
 */

/** @param {DataView<ArrayBuffer> | ArrayBuffer} value */
const bytesOf = (value) =>
  value instanceof DataView ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value);

/**
 * Arrows, Enter and letters are the figure's own. Notebook 7 takes keys at the document before they get here, so the
 * window, which is first, keeps them from it; keys with Ctrl, Alt or Meta stay the notebook's.
 * @param {Element} root
 * @param {(event: KeyboardEvent) => void} heard
 */
function keepKeys(root, heard) {
  /** @param {KeyboardEvent} event */
  const keep = (event) => {
    const { target, ctrlKey, altKey, metaKey } = event;
    if (!root.contains(/** @type {Node} */ (target)) || ctrlKey || altKey || metaKey) return;
    event.stopPropagation();
    heard(event);
  };
  addEventListener("keydown", keep, true);
  return () => removeEventListener("keydown", keep, true);
}

/** @param {{model: Model, el: HTMLElement}} given */
async function render({ model, el }) {
  el.innerHTML = model.get("markup"); // written by the kernel's own Python, with every word escaped
  const root = /** @type {HTMLElement} */ (el.querySelector(".explorer"));
  /** @type {Awaited<ReturnType<typeof mount>>} */
  let view = null;
  const leave = keepKeys(root, (event) => view && press(view, event));
  const host = {
    kernel,
    /** @param {Values} values */
    changed(values) {
      model.set("state", values);
      model.save_changes();
    },
  };
  view = await mount(root, bytesOf(model.get("table")), host, model.get("state"));
  if (!view) return leave;
  const shown = view;
  const take = () => shown.take(model.get("state"));
  const heard = async () => {
    const { state, table, problem } = model.get("answer");
    if (state) answer(shown, { state, problem, table: problem ? null : await read(bytesOf(table)) });
  };
  take(); // the state may have changed while the table was read
  heard();
  model.on("change:state", take);
  model.on("change:answer", heard);
  return () => {
    leave();
    shown.player.stop();
    model.off("change:state", take);
    model.off("change:answer", heard);
  };
}

export default { render };
