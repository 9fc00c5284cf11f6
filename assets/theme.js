// Light or dark, before anything is drawn: it stands in the head, and the page waits for it.

((root) => {
  let saved = null;
  try { saved = localStorage.getItem("theme"); } catch { /* private windows keep nothing */ }
  root.dataset.mode = saved === "light" || saved === "dark" ? saved : "auto";
  const dark = saved === "dark" || (saved !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = dark ? "dark" : "light";
})(document.documentElement);
