import assert from "node:assert/strict";
import { test } from "node:test";
import { book, parsed } from "../../../simulations/record/entries.js";
import { ASIDE, KEY, MOST, Store, TALLY } from "../../../simulations/record/store.js";
import { Disk, entry } from "./made.js";

/** @param {any} storage @param {any} [locks] */
const opened = (storage, locks) =>
  new Store(
    () => storage,
    locks,
    () => 0,
  );
/** @param {Disk} disk */
const ids = (disk) => parsed(disk.kept.get(KEY) ?? "").entries.map(({ id }) => id);
/** @param {Disk} disk */
const aside = (disk) => [...disk.kept].filter(([key]) => key.startsWith(ASIDE)).map(([, text]) => text);

test("an answer is kept, and found by a page that is opened later", async () => {
  const disk = new Disk();
  const one = entry();
  assert.equal(await opened(disk.tab()).add(one), "");
  assert.deepEqual(opened(disk.tab()).entries, [one]);
});

test("where nothing may be stored an answer lasts as long as the page, and that is said", async () => {
  const store = new Store(
    () => {
      throw new Error("SecurityError");
    },
    undefined,
    () => 0,
  );
  const one = entry();
  assert.equal(await store.add(one), "denied");
  assert.deepEqual(store.entries, [one]);
  assert.deepEqual(store.aside, []);
});

test("where the storage is full an answer stays with the page, and is written when there is room", async () => {
  const disk = new Disk();
  const store = opened(disk.tab());
  const [one, other] = [entry(), entry()];
  assert.equal(await store.add(one), "");
  disk.room = KEY.length + (disk.kept.get(KEY)?.length ?? 0) + 50;
  assert.equal(await store.add(other), "full");
  assert.deepEqual([ids(disk), store.entries], [[one.id], [one, other]]);
  disk.room = 5000;
  const third = entry();
  assert.equal(await store.add(third), "");
  assert.deepEqual(ids(disk), [one.id, other.id, third.id]);
});

test("a record that has grown too large takes no more, and that is said", async () => {
  const disk = new Disk();
  const long = () => entry({ question: "?".repeat(1000) });
  const many = Array.from({ length: Math.floor(MOST / (JSON.stringify(long()).length + 20)) }, long);
  disk.kept.set(KEY, JSON.stringify(book(many, [])));
  const store = opened(disk.tab());
  for (let i = 0; store.trouble === "" && i < 40; i++) await store.add(long());
  assert.equal(store.trouble, "bound");
  assert.ok((disk.kept.get(KEY)?.length ?? 0) <= MOST);
  await store.drop(() => true);
  assert.equal(store.trouble, "");
  assert.equal(await store.add(entry()), "");
});

for (const [what, text] of [
  ["text that is no JSON", "{bad"],
  ["somebody else's", '{"theme": "dark"}'],
  ["a version to come", JSON.stringify({ ...book([], []), version: 9 })],
])
  test(`${what} is set aside, and not lost`, async () => {
    const disk = new Disk();
    disk.kept.set(KEY, text);
    const store = opened(disk.tab());
    const one = entry();
    assert.equal(await store.add(one), "");
    assert.deepEqual([ids(disk), aside(disk)], [[one.id], [text]]);
    assert.equal(store.aside[0][1], text);
    store.forget(store.aside[0][0]);
    assert.deepEqual(aside(disk), []);
  });

test("of a record with one poisoned entry the others stay, and the whole is set aside", async () => {
  const disk = new Disk();
  const [good, bad] = [entry(), { ...entry(), page: "javascript:alert(1)" }];
  const text = JSON.stringify({ ...book([good], []), entries: [good, bad] });
  disk.kept.set(KEY, text);
  assert.deepEqual(opened(disk.tab()).entries, [good]);
  assert.deepEqual([ids(disk), aside(disk)], [[good.id], [text]]);
});

test("what is set aside twice at the same time is kept twice", () => {
  const disk = new Disk();
  for (const text of ["{bad", "{worse"]) {
    disk.kept.set(KEY, text);
    assert.deepEqual(opened(disk.tab()).entries, []);
  }
  assert.deepEqual(aside(disk), ["{bad", "{worse"]);
});

test("where there is no room to set aside, nothing is written over what cannot be read", async () => {
  const text = `{bad${" ".repeat(300)}`;
  const disk = new Disk(KEY.length + text.length + 10);
  disk.kept.set(KEY, text);
  const store = opened(disk.tab());
  const one = entry();
  assert.equal(await store.add(one), "full");
  assert.deepEqual([...disk.kept], [[KEY, text]]);
  assert.deepEqual(store.entries, [one]);
});

const QUESTION = "ARC: At how many FLOPs?";
test("the old tally is taken over once, with its first answers, and its key goes", async () => {
  const disk = new Disk();
  disk.kept.set(TALLY, JSON.stringify([{ question: QUESTION, points: [10, 0, 9] }]));
  const [here, there] = [opened(disk.tab()), opened(disk.tab())];
  await here.takeOver();
  await there.takeOver();
  const [round, ...more] = opened(disk.tab()).entries;
  assert.deepEqual([round.question, round.points, round.line, round.law, round.at], [QUESTION, 10, 0, 9, 0]);
  assert.deepEqual([more.length, disk.kept.has(TALLY), aside(disk)], [0, false, []]);
});

test("a tally that was deleted does not come back from a tab that knew it", async () => {
  const disk = new Disk();
  disk.kept.set(TALLY, JSON.stringify([{ question: QUESTION, points: [10, 0, 9] }]));
  const store = opened(disk.tab());
  await store.takeOver();
  await store.drop(({ kind }) => kind === "round");
  disk.kept.set(TALLY, JSON.stringify([{ question: QUESTION, points: [10, 0, 9] }]));
  assert.deepEqual(opened(disk.tab()).entries, []);
});

for (const text of ["{bad", "[null, 3]", '[{"question": "<b>x</b>", "points": [1]}]'])
  test(`a damaged tally is set aside: ${text}`, async () => {
    const disk = new Disk();
    disk.kept.set(TALLY, text);
    await opened(disk.tab()).takeOver();
    assert.deepEqual([aside(disk), disk.kept.has(TALLY)], [[text], false]);
  });

test("what another tab writes over comes back when this one is told", async () => {
  const disk = new Disk();
  const tabs = [disk.tab(), disk.tab()];
  const [here, there] = tabs.map((tab) => opened(tab));
  const [mine, its] = [entry(), entry()];
  await here.add(mine);
  await there.add(its); // its copy of the store is older than the disk
  assert.deepEqual(ids(disk), [its.id]);
  tabs[0].refresh();
  await here.heard();
  assert.deepEqual(ids(disk), [mine.id, its.id]);
});

test("what was deleted in one tab is not brought back by another", async () => {
  const disk = new Disk();
  const tabs = [disk.tab(), disk.tab()];
  const [here, there] = tabs.map((tab) => opened(tab));
  await here.add(entry());
  tabs[1].refresh();
  assert.equal((await there.drop(() => true)).length, 1);
  tabs[0].refresh();
  await here.heard();
  assert.deepEqual([ids(disk), here.entries], [[], []]);
});

test("a deletion is undone, in the other tab too", async () => {
  const disk = new Disk();
  const tabs = [disk.tab(), disk.tab()];
  const [here, there] = tabs.map((tab) => opened(tab));
  const one = entry();
  await here.add(one);
  const dropped = await here.drop(() => true);
  assert.deepEqual(await here.bring(dropped), [one]);
  tabs[1].refresh();
  assert.deepEqual([ids(disk), there.entries], [[one.id], [one]]);
});

test("a file's answers come once", async () => {
  const store = opened(new Disk().tab());
  const [one, other] = [entry(), entry()];
  await store.add(one);
  assert.deepEqual(await store.bring([one, other]), [other]);
  assert.deepEqual(await store.bring([one, other]), []);
});

test("a storage that the reader emptied stays empty", async () => {
  const disk = new Disk();
  const tab = disk.tab();
  const store = opened(tab);
  await store.add(entry());
  disk.kept.clear();
  tab.refresh();
  store.emptied();
  await store.heard();
  assert.deepEqual([store.entries, disk.kept.size], [[], 0]);
});

test("changes wait for the lock, and go on without one where it is refused", async () => {
  const disk = new Disk();
  /** @type {string[]} */
  const asked = [];
  const granted = {
    request: async (/** @type {string} */ name, /** @type {() => void} */ work) => {
      asked.push(name);
      work();
    },
  };
  await opened(disk.tab(), granted).add(entry());
  const refused = { request: async () => Promise.reject(new Error("SecurityError")) };
  assert.equal(await opened(disk.tab(), refused).add(entry()), "");
  assert.deepEqual([asked, ids(disk).length], [[KEY], 2]);
});

test("what waits for the lock is written when the page is left, and once", async () => {
  const disk = new Disk();
  /** @type {() => void} */
  let grant = () => {};
  const held = {
    request: (/** @type {string} */ _, /** @type {() => void} */ work) =>
      new Promise((done) => {
        grant = () => done(work());
      }),
  };
  const store = opened(disk.tab(), held);
  const adding = store.add(entry());
  assert.equal(disk.kept.size, 0);
  store.flush();
  assert.equal(ids(disk).length, 1);
  const [text] = disk.kept.values();
  grant();
  await adding;
  assert.deepEqual([...disk.kept.values()], [text]);
});

test("whoever shows the record is told of each change", async () => {
  const store = opened(new Disk().tab());
  let told = 0;
  store.told = () => {
    told += 1;
  };
  await store.add(entry());
  await store.drop(() => true);
  await store.heard();
  assert.equal(told, 4); // of an answer when it is given, and when it is written
});
