// The record in this browser's store: one key, read and written whole. Nothing in it is lost in silence: what cannot be
// read is set aside under a key of its own, and what cannot be written stays with the page, which says so.

import { book, merged, parsed, sound } from "./entries.js";

/** @import { Entry } from "./entries.js" */

export const KEY = "emergence-measured.record.1";
export const ASIDE = "emergence-measured.record.aside.";
export const TALLY = "emergence-measured.forecast-tally.1"; // where rounds were kept before there was a record
export const MOST = 1_000_000; // characters
const GAME = { page: "chapters/safety.html", figure: "forecast-game", title: "The forecast game" };

/** Why the page's last answer is not in the store. @typedef {"" | "denied" | "full" | "bound"} Trouble */
/** @typedef {{request: (name: string, work: () => void) => Promise<unknown>} | undefined} Locks */

export class Store {
  /**
   * @param {() => Storage} storage throws where there is none
   * @param {Locks} locks
   * @param {() => number} now milliseconds since 1970
   */
  constructor(storage, locks, now) {
    this.storage = storage;
    this.locks = locks;
    this.now = now;
    /** @type {Map<string, Entry>} what this page added: until it is left, it is put back whoever writes over it */
    this.own = new Map();
    /** @type {Trouble} */
    this.trouble = "";
    /** @type {Set<() => void>} changes that have no lock yet */
    this.waiting = new Set();
    this.told = () => {};
  }

  /** What there is, with what could not be written. @returns {Entry[]} */
  get entries() {
    const { entries, gone } = this.load();
    return this.withOwn(entries, gone);
  }

  /** @param {Entry} entry */
  async add(entry) {
    this.own.set(entry.id, entry);
    this.told(); // it is seen at once, whoever has the lock
    await this.change(() => {});
    return this.trouble;
  }

  /** Entries from a file: those that are new. @param {Entry[]} entries */
  async bring(entries) {
    const known = new Set(this.entries.map(({ id }) => id));
    const fresh = entries.filter(({ id }) => !known.has(id));
    for (const one of fresh) this.own.set(one.id, one);
    await this.change((found) => {
      found.gone = found.gone.filter((id) => !this.own.has(id));
    });
    return fresh;
  }

  /** Deletes the entries that `wanted` picks, in every tab; those deleted. @param {(one: Entry) => boolean} wanted */
  async drop(wanted) {
    /** @type {Entry[]} */
    let dropped = [];
    await this.change((found) => {
      dropped = this.withOwn(found.entries, found.gone).filter(wanted);
      const ids = new Set(dropped.map(({ id }) => id));
      for (const id of ids) this.own.delete(id);
      found.entries = found.entries.filter(({ id }) => !ids.has(id));
      found.gone = [...found.gone, ...ids];
    });
    return dropped;
  }

  /** Takes the old tally over, where there is one. */
  async takeOver() {
    try {
      if (this.storage().getItem(TALLY) !== null) await this.change(() => {});
    } catch {
      this.trouble = "denied";
    }
  }

  /** Another tab wrote: what of this page's it did not know is put back. */
  async heard() {
    const { entries, gone } = this.load();
    const there = new Set([...entries.map(({ id }) => id), ...gone]);
    if ([...this.own.keys()].some((id) => !there.has(id))) await this.change(() => {});
    this.told();
  }

  /** The whole store was emptied, by the reader's hand: so is this page's part. */
  emptied() {
    this.own.clear();
    this.told();
  }

  /** What was set aside: its key and its text. @returns {[string, string][]} */
  get aside() {
    try {
      const storage = this.storage();
      const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "");
      return keys.filter((key) => key.startsWith(ASIDE)).map((key) => [key, storage.getItem(key) ?? ""]);
    } catch {
      return [];
    }
  }

  /** @param {string} key */
  forget(key) {
    this.storage().removeItem(key);
    this.told();
  }

  /** @param {Entry[]} entries @param {string[]} gone */
  withOwn(entries, gone) {
    return merged(
      entries,
      [...this.own.values()].filter(({ id }) => !gone.includes(id)),
    );
  }

  /**
   * Reads, changes and writes, while no other tab does where the browser has locks.
   * @param {(found: {entries: Entry[], gone: string[]}) => void} change
   */
  async change(change) {
    let done = false;
    const work = () => {
      if (done) return;
      done = true;
      this.waiting.delete(work);
      this.write(change);
    };
    this.waiting.add(work);
    try {
      await this.locks?.request(KEY, work);
    } catch {
      // a page from a disk may have no locks
    }
    work();
    this.told();
  }

  /** The page is left: what waits for the lock is written without it. */
  flush() {
    for (const work of this.waiting) work();
  }

  /** @param {(found: {entries: Entry[], gone: string[]}) => void} change */
  write(change) {
    const found = this.load();
    change(found);
    const text = JSON.stringify(book(this.withOwn(found.entries, found.gone), found.gone));
    if (this.trouble === "denied" || this.blocked) return;
    if (text.length > MOST) {
      this.trouble = "bound";
      return;
    }
    try {
      this.storage().setItem(KEY, text);
      this.trouble = "";
      this.storage().removeItem(TALLY);
    } catch {
      this.trouble = "full";
    }
  }

  /** What the store holds. Sets aside what is no record. @returns {{entries: Entry[], gone: string[]}} */
  load() {
    this.blocked = false;
    try {
      const storage = this.storage();
      this.trouble = this.trouble === "denied" ? "" : this.trouble;
      const raw = storage.getItem(KEY);
      const { entries, gone, unsound, why } = parsed(raw ?? EMPTY);
      if (raw !== null && (unsound || why)) this.setAside(storage, KEY, raw, entries, gone);
      return { entries: merged(entries, this.tally(storage, gone)), gone };
    } catch {
      this.trouble = "denied";
      return { entries: [], gone: [] };
    }
  }

  /**
   * Moves what cannot be read out of the way, and leaves what can. Where there is no room for both, nothing is moved,
   * and nothing written over it.
   * @param {Storage} storage
   * @param {string} key
   * @param {string} raw
   * @param {Entry[]} entries
   * @param {string[]} gone
   */
  setAside(storage, key, raw, entries, gone) {
    let name = `${ASIDE}${new Date(this.now()).toISOString()}`;
    while (storage.getItem(name) !== null) name += "+";
    storage.removeItem(key);
    try {
      storage.setItem(name, raw);
      if (entries.length || gone.length) storage.setItem(key, JSON.stringify(book(entries, gone)));
    } catch {
      storage.removeItem(name);
      storage.setItem(key, raw);
      this.blocked = true;
      this.trouble = "full";
    }
  }

  /**
   * The rounds that were kept before there was a record, once: they go when the record is written.
   * @param {Storage} storage
   * @param {string[]} gone
   */
  tally(storage, gone) {
    const raw = storage.getItem(TALLY);
    if (raw === null) return [];
    const rows = rowsOf(raw);
    const rounds = rows.map(roundOf).filter((one) => one !== null);
    if (rounds.length < Math.max(rows.length, raw === "[]" ? 0 : 1)) {
      this.setAside(storage, TALLY, raw, [], []);
      if (!this.blocked) for (const one of rounds) this.own.set(one.id, one); // the key is gone: they go with the page
    }
    return rounds.filter(({ id }) => !gone.includes(id));
  }
}

const EMPTY = JSON.stringify(book([], []));

/** @param {string} raw @returns {any[]} */
function rowsOf(raw) {
  try {
    const rows = JSON.parse(raw);
    return Array.isArray(rows) ? rows : [];
  } catch {
    return [];
  }
}

/** A row of the old tally; its time is not known. @param {any} row */
function roundOf(row) {
  if (typeof row?.question !== "string" || !Array.isArray(row.points)) return null;
  const [points, line, law] = row.points;
  const round = { ...GAME, state: GAME.figure, kind: "round", at: 0, question: row.question, points, line, law };
  return sound({ ...round, id: `tally-${hash(row.question)}` });
}

/** The same id in every tab that takes the tally over. @param {string} words */
function hash(words) {
  let sum = 2166136261;
  for (const letter of words) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 16777619) >>> 0;
  return sum.toString(16).padStart(8, "0");
}
