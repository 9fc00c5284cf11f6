// What the pages do beyond HTML: light or dark, copying code, the section in view, and reach of what scrolls by keyboard.

const root = document.documentElement;

function themeButton() {
  const button = document.querySelector(".theme-button");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const forced = matchMedia("(forced-colors: active)"); // the ground is not the page's to choose
  const next = { auto: dark.matches ? "light" : "dark", light: "dark", dark: "light" };
  const show = () => {
    const mode = forced.matches ? "auto" : root.dataset.mode;
    root.dataset.theme = mode === "auto" ? (dark.matches ? "dark" : "light") : mode;
    button.setAttribute("aria-label", root.dataset.theme === "dark" ? "Light page" : "Dark page");
    button.hidden = forced.matches;
  };
  button.addEventListener("click", () => {
    root.dataset.mode = next[root.dataset.mode];
    try { localStorage.setItem("theme", root.dataset.mode); } catch { /* private windows keep nothing */ }
    show();
  });
  for (const asked of [dark, forced]) asked.addEventListener("change", show);
  show();
}

function copyButtons() {
  if (!navigator.clipboard) return;
  for (const code of document.querySelectorAll(".cell_input div.highlight, article > * > div[class*='highlight-'] > .highlight")) {
    const button = document.createElement("button");
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.querySelector("pre").textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    code.parentElement.append(button);
  }
}

function sectionInView() {
  const links = new Map([...document.querySelectorAll(".sections a")].map((link) => [link.hash.slice(1), link]));
  const seen = new Set();
  const mark = () => {
    const current = [...links].find(([id]) => seen.has(id));
    if (!current) return;
    for (const link of links.values()) link.removeAttribute("aria-current");
    current[1].setAttribute("aria-current", "true");
  };
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target.parentElement.id);
    mark();
  }, { rootMargin: "-10% 0px -60% 0px" });
  for (const id of links.keys()) {
    const heading = document.getElementById(decodeURIComponent(id))?.querySelector("h2, h3, h4");
    if (heading) watcher.observe(heading);
  }
}

// What is wider than its place is scrolled by key. One look at all of them, when the text grows or shrinks: a watch on
// each would be asked at every move of a simulation. What is folded waits until it is opened: a look would lay it out.
function keyboardScroll() {
  const reach = new ResizeObserver(() => {
    for (const box of document.querySelectorAll("pre, .pst-scrollable-table-container, .formula, .cell_output, .output.text_html")) {
      if (box.closest("details:not([open])")) continue;
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  });
  reach.observe(document.querySelector("article"));
}

function closeDrawer() {
  for (const drawer of document.querySelectorAll("[popover]")) {
    drawer.addEventListener("click", (event) => { if (event.target.closest("a")) drawer.hidePopover?.(); });
  }
}

// From a disk a browser reads no other page, so a search shows no words around what it found.
function searchFromDisk() {
  if (location.protocol !== "file:" || typeof DOCUMENTATION_OPTIONS === "undefined") return;
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
}

// What trains in a page is fetched when a panel that trains comes near, or a link leads to one's settings.
const { trainer } = document.currentScript.dataset;

function trainers() {
  const panels = [...document.querySelectorAll(".trainer")];
  const fetchScript = () => {
    watcher.disconnect();
    removeEventListener("hashchange", followLink);
    const script = document.createElement("script");
    script.src = trainer;
    document.head.append(script);
  };
  const watcher = new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) fetchScript();
  }, { rootMargin: "100% 0px" });
  const followLink = () => {
    if (panels.some(({ dataset }) => dataset.link && location.hash.startsWith(`#${dataset.link}?`))) fetchScript();
  };
  for (const panel of panels) watcher.observe(panel);
  addEventListener("hashchange", followLink);
  followLink();
}

themeButton();
copyButtons();
sectionInView();
keyboardScroll();
closeDrawer();
searchFromDisk();
trainers();
