// Light or dark, before anything is drawn: it stands in the head, and the page waits for it. Whoever forces colours has
// chosen the ground elsewhere: what this page was told once does not count there.

((root) => {
  let saved = null;
  try { saved = localStorage.getItem("theme"); } catch { /* private windows keep nothing */ }
  root.dataset.mode = saved === "light" || saved === "dark" ? saved : "auto";
  const told = root.dataset.mode !== "auto" && !matchMedia("(forced-colors: active)").matches;
  const dark = told ? saved === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "dark" : "light";
})(document.documentElement);
