// What is settled before anything is drawn: it stands in the head, and the page waits for it.

// Light or dark. Whoever forces colours has chosen the ground elsewhere: what this page was told once does not count there.

((root) => {
  let saved = null;
  try { saved = localStorage.getItem("theme"); } catch { /* private windows keep nothing */ }
  root.dataset.mode = saved === "light" || saved === "dark" ? saved : "auto";
  const told = root.dataset.mode !== "auto" && !matchMedia("(forced-colors: active)").matches;
  const dark = told ? saved === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "dark" : "light";
})(document.documentElement);

// A long page begins with its text up to the end of its first simulation's section (what comes after is data-late, see
// extensions/pages.py). Once that simulation takes events, or a second after the text is here, the rest is laid out a few
// parts at a time, with room for the reader between them; a reader who scrolls has a screen below the window at once.
// Where a place in the page is asked for, at once or by a press, the page is whole, as it is without scripts.
((root) => {
  const [{ type, name } = {}] = performance.getEntriesByType("navigation");
  if (type !== "navigate" || `${name}${location.hash}`.includes("#")) return;
  root.dataset.early = "";
  const AT_ONCE = 20; // milliseconds
  const whole = () => { delete root.dataset.early; };
  addEventListener("click", ({ target }) => { if (target.closest("a")) whole(); }, { capture: true });
  for (const event of ["keydown", "beforeprint"]) addEventListener(event, whole, { capture: true });
  addEventListener("scroll", () => {
    if (!("early" in root.dataset) || !near()) return;
    if (document.readyState === "loading") whole(); // what will stand below is not here yet
    else show();
  });

  // Whether what is laid out ends less than a screen below the window; four screens of room stand under it (book.css).
  const near = () => document.querySelector("article").getBoundingClientRect().bottom < (4 + 2) * innerHeight;
  let soon = 0;
  function show() {
    clearTimeout(soon);
    const began = performance.now();
    do { // near() lays the part out, here
      const next = document.querySelector("[data-late]");
      if (!next || !("early" in root.dataset)) return whole();
      next.removeAttribute("data-late");
    } while (near() || performance.now() - began < AT_ONCE);
    soon = setTimeout(show);
  }
  function wait(tries) {
    const first = document.querySelector("section.explorer");
    if (tries && first && !first.matches(".live, .broken")) setTimeout(wait, 20, tries - 1);
    else show();
  }
  addEventListener("DOMContentLoaded", () => setTimeout(wait, 0, 50)); // not in the task that ended the parsing
})(document.documentElement);
