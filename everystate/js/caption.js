// The words below the figure, and the same politely to a screen reader once the reader's hand is still.

import { word } from "./table.js";
import { write } from "./words.js";

/** @import { Table } from "./types.d.ts" */

const STILL = 500; // milliseconds after which a hand is taken to be still

export class Caption {
  /** @param {Element} root */
  constructor(root) {
    this.root = root;
    this.element = /** @type {HTMLElement} */ (root.querySelector(".explorer-caption"));
    this.status = /** @type {HTMLElement} */ (root.querySelector(".explorer-status"));
  }

  get text() {
    return this.element.textContent ?? "";
  }

  /**
   * Says a state; gives back the caption's words and the numbers of the report, by their names.
   * @param {Table} table
   * @param {number} state
   */
  tell(table, state) {
    const { caption, report } = table.header;
    const words = caption.fields.map((entry) => word(table, entry, state));
    write(this.element, caption.parts.map((part, i) => part + words[i]).join(""));
    clearTimeout(this.telling);
    if (this.root.classList.contains("live")) {
      this.telling = setTimeout(() => {
        this.status.textContent = this.text;
      }, STILL);
    }
    const named = caption.names.flatMap((name, i) => (name ? [[name, words[i]]] : []));
    const numbers = Object.entries(report).map(([name, entry]) => [name, word(table, entry, state)]);
    return { fields: Object.fromEntries(named), result: Object.fromEntries(numbers) };
  }
}
