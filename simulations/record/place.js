// Where a page stands in the book, and the store of the browser that shows it.

import { KEY, Store } from "./store.js";

const FIRST = "intro.html"; // which stands at the book's own address, too

/** The way from this page to the book's first, as the layout writes it. */
export const root = document.documentElement.dataset.content_root ?? "./";

/** The page, from the book's first. */
export function here() {
  const base = new URL(root, location.href).pathname;
  const name = decodeURIComponent(location.pathname.slice(base.length));
  return name === "" || name === "index.html" ? FIRST : name;
}

/** The record of this browser, which hears what other tabs do to it. */
export function opened() {
  const store = new Store(() => localStorage, navigator.locks, Date.now);
  addEventListener("storage", ({ key }) => {
    if (key === null) store.emptied();
    else if (key === KEY) store.heard();
  });
  addEventListener("pagehide", () => store.flush());
  return store;
}
