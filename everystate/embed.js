// A page of explorers that stands alone: light or dark, large words for a projector, its height to a frame's owner.
// It stands in the page's head, before anything is drawn. The explorers' own script is page.js.

(() => {
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const forced = matchMedia("(forced-colors: active)"); // then the ground is the reader's
  const slide = asked.get("present") === "slide"; // a part of somebody's slide, who is told of Escape
  const states = new Map(); // by name: the fragment of the state shown, "" while it is the first

  function light() {
    const wanted = forced.matches ? null : asked.get("theme");
    root.dataset.theme = wanted === "dark" || wanted === "light" ? wanted : dark.matches ? "dark" : "light";
  }

  const sections = () => [...document.querySelectorAll(".explorer")];

  function address({ present }) {
    const there = new URL(location.href);
    const query = [...asked].filter(([key]) => key !== "present").map((pair) => pair.map(encodeURIComponent).join("="));
    there.search = [...(present ? ["present"] : []), ...query].join("&");
    there.hash = [...states.values()].filter(Boolean).pop() ?? there.hash;
    return there;
  }

  // Large words, and the figures as wide as the window's height allows.
  function present(on) {
    root.classList.toggle("present", on);
    try { history.replaceState(null, "", address({ present: on })); } catch { /* some frames may not name their state */ }
    sections().forEach(fit);
  }

  function overflows(section) {
    const [head, foot] = ["h1", "footer"].map((name) => document.querySelector(name).offsetHeight);
    return head + section.offsetHeight + foot > innerHeight;
  }

  function fit(section) {
    section.style.removeProperty("--panel");
    if (!root.classList.contains("present")) return;
    let [low, high] = [160, innerWidth];
    while (high - low > 4) {
      const width = (low + high) / 2;
      section.style.setProperty("--panel", `${width}px`);
      if (overflows(section)) high = width;
      else low = width;
    }
    section.style.setProperty("--panel", `${Math.floor(low)}px`);
  }

  // What a page needs to show this one in a frame of the right height, with the state that is shown here.
  function snippet() {
    const title = document.title.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    const height = Math.ceil(document.querySelector("main").getBoundingClientRect().height) + 60;
    return `<iframe src="${address({ present: false }).href.replaceAll("&", "&amp;")}" title="${title}" width="100%" height="${height}" style="border:0" allow="clipboard-write"></iframe>
<script>
addEventListener("message", ({ source, data }) => { // once a page: each frame as high as what it shows
  for (const f of document.querySelectorAll("iframe")) if (f.contentWindow === source && data?.everystate) f.height = data.everystate.height;
});
</script>`;
  }

  function ready() {
    const framed = window.parent !== window;
    root.classList.toggle("framed", framed);
    if (framed) for (const link of document.querySelectorAll("footer a")) link.target = "_blank";
    document.querySelector(".page-present").addEventListener("click", (event) => { event.preventDefault(); present(true); });
    document.querySelector(".page-leave").addEventListener("click", (event) => { event.preventDefault(); present(false); });
    document.querySelector(".page-frame").addEventListener("toggle", ({ target }) => {
      target.querySelector("textarea").value = snippet();
    });
    addEventListener("keydown", ({ key }) => {
      if (key !== "Escape" || !root.classList.contains("present")) return;
      if (slide) tell({ escape: true });
      else present(false);
    });
    addEventListener("resize", () => sections().forEach(fit));
    // A longer caption, or an answer to a prediction, may not push the controls off the screen.
    const grown = new ResizeObserver(() => requestAnimationFrame(() => sections().filter(overflows).forEach(fit)));
    for (const section of sections()) {
      grown.observe(section);
      fit(section);
    }
    if (framed) new ResizeObserver(() => tell({})).observe(root);
  }

  function tell(more) {
    const [{ id: name }] = sections();
    const height = Math.ceil(root.getBoundingClientRect().height);
    window.parent.postMessage({ everystate: { name, height, ...more } }, "*");
  }

  // The fragment of the state shown; none for the first, which a prediction may cover.
  function shown({ target, detail: { name, values } }) {
    const state = `#${name}?${new URLSearchParams(values)}`;
    target.firstState ??= state;
    states.set(name, state === target.firstState ? "" : state);
  }

  light();
  dark.addEventListener("change", light);
  root.classList.toggle("present", asked.has("present"));
  root.classList.toggle("slide", slide);
  document.addEventListener("explorer:state", shown);
  document.addEventListener("DOMContentLoaded", ready);
})();
