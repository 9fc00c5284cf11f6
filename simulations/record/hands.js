// What a reader does with the record: save, print, load and delete it, one press each.

import { save } from "../../everystate/js/handed.js";
import { button, made } from "./dom.js";
import { book, parsed } from "./entries.js";
import { TROUBLE } from "./words.js";

/** @import { Entry } from "./entries.js" */
/** @import { Store } from "./store.js" */

const FILE = "emergence-measured-record.json";
const NOTHING = "This browser lets the page store nothing, so no record is kept in it.";
const LARGEST = 4_000_000; // bytes of a file
const JSON_TYPE = "application/json";

/** @param {number} count */
const entriesOf = (count) => `${count} ${count === 1 ? "answer" : "answers"}`;

export class Hands {
  /** @param {Element} place @param {Store} store */
  constructor(place, store) {
    this.store = store;
    /** @type {Entry[]} what was deleted here, until the page is left */
    this.deleted = [];
    this.asking = false;
    this.said = made("p", { role: "status" });
    this.buttons = made("p", { class: "record-buttons" });
    this.asides = made("div");
    this.file = made("input", {
      type: "file",
      accept: ".json,application/json",
      hidden: true,
      "aria-label": "a record",
    });
    this.file.addEventListener("change", () => this.load());
    place.append(this.buttons, this.file, this.said, this.asides);
  }

  /** @param {Entry[]} entries */
  show(entries) {
    const { store } = this;
    const some = entries.length > 0;
    const usual = [
      ...(some ? [button("Save as a file", () => this.save()), button("Print", () => print())] : []),
      button("Load a file", () => this.file.click()),
      ...(some ? [button("Delete", () => this.ask(true))] : []),
      ...(this.deleted.length ? [button(`Undo: bring back ${entriesOf(this.deleted.length)}`, () => this.undo())] : []),
    ];
    const sure = [
      `Delete ${entriesOf(entries.length)} from this browser? `,
      button("Yes, delete", () => this.remove()),
      button("No", () => this.ask(false)),
    ];
    const focused = this.buttons.contains(document.activeElement);
    this.buttons.replaceChildren(...(this.asking && some ? sure : usual));
    if (focused) this.buttons.querySelector("button")?.focus();
    if (store.trouble) this.said.textContent = some ? TROUBLE[store.trouble] : NOTHING;
    this.asides.replaceChildren(...store.aside.map(([key, text]) => this.aside(key, text)));
  }

  /** @param {boolean} asking */
  ask(asking) {
    this.asking = asking;
    this.show(this.store.entries);
  }

  save() {
    const file = { ...book(this.store.entries, []), gone: undefined, saved: new Date().toISOString() };
    save(FILE, JSON.stringify(file, null, 1), JSON_TYPE);
    this.said.textContent = `Saved as ${FILE}.`;
  }

  async load() {
    const [file] = this.file.files ?? [];
    this.file.value = "";
    if (!file) return;
    const { name } = file;
    if (file.size > LARGEST) return this.say(`${name} is larger than ${LARGEST / 1e6} MB: it was not read.`);
    const { entries, unsound, why } = parsed(await file.text());
    if (why) return this.say(`${name} was not read: ${why}.`);
    const fresh = await this.store.bring(entries);
    const known = entries.length - fresh.length;
    const words = [`${entriesOf(fresh.length)} came from ${name}`];
    if (known) words.push(`${known} were here already`);
    if (unsound) words.push(`${unsound} could not be read and were left out`);
    if (this.store.trouble) words.push(TROUBLE[this.store.trouble].replace(/\.$/, ""));
    this.say(`${words.join("; ")}.`);
  }

  /** @param {string} words */
  say(words) {
    this.said.textContent = words;
  }

  async remove() {
    this.asking = false;
    this.deleted = await this.store.drop(() => true);
    const words = this.store.trouble
      ? TROUBLE[this.store.trouble]
      : `Deleted ${entriesOf(this.deleted.length)}. They can be brought back until you leave this page.`;
    this.say(words);
    this.show(this.store.entries);
  }

  async undo() {
    const back = this.deleted;
    this.deleted = [];
    await this.store.bring(back);
    this.say(`${entriesOf(back.length)} are back.`);
    this.show(this.store.entries);
  }

  /** What was found and could not be read: to be saved, or deleted. @param {string} key @param {string} text */
  aside(key, text) {
    const when = key.slice(key.lastIndexOf(".aside.") + 7).slice(0, 10);
    const words = `On ${when} a part of the record could not be read, and was set aside as it was (${text.length} characters). `;
    const keep = button("Save it as a file", () => save("emergence-measured-set-aside.txt", text, "text/plain"));
    return made(
      "p",
      { class: "record-aside" },
      words,
      keep,
      button("Delete it", () => this.store.forget(key)),
    );
  }
}
