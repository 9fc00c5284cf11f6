// The published page's side: every explorer on it comes alive, those in view first, and links to states are followed.

import { mount } from "./view.js";

const views = new Map();

function packed(root) {
  const text = atob(root.querySelector(".explorer-data").textContent);
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

// Whether the parser is past the root's end: while it is inside, nothing follows the root or any of its ancestors.
function whole(root) {
  if (document.readyState !== "loading") return true;
  for (let node = root; node; node = node.parentNode) if (node.nextSibling) return true;
  return false;
}

async function open(root) {
  if (views.has(root) || !whole(root)) return;
  views.set(root, null);
  let bytes;
  try {
    bytes = packed(root);
  } catch {
    bytes = new Uint8Array();
  }
  views.set(root, await mount(root, bytes, { page: true }));
}

function follow(scroll) {
  for (const [root, view] of views) {
    if (view && view.follow(location.hash) && scroll) root.scrollIntoView();
  }
}

async function openAll() {
  const roots = [...document.querySelectorAll("section.explorer")];
  const away = (root) => {
    const box = root.getBoundingClientRect();
    return box.bottom < 0 ? -box.bottom : Math.max(0, box.top - innerHeight);
  };
  for (const root of roots.map((r) => [away(r), r]).sort((a, b) => a[0] - b[0]).map(([, r]) => r)) await open(root);
  follow(true);
}

await openAll();
if (document.readyState === "loading") {
  await new Promise((done) => document.addEventListener("DOMContentLoaded", done));
}
await openAll(); // those that were parsed while the first ones opened
addEventListener("hashchange", () => follow(true));
