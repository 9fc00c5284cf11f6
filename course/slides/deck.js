// Starts a deck, and hands the keyboard from the slides to a figure and back. It stands in the page's head, before
// anything is drawn, so that a dark page is dark from the start.

(() => {
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search);
  const theme = asked.has("print-pdf") ? "light" : asked.get("theme");
  const named = theme === "light" || theme === "dark";
  const dark = matchMedia("(prefers-color-scheme: dark)");

  function light() {
    root.dataset.theme = named ? theme : dark.matches ? "dark" : "light";
  }

  function start() {
    const frames = [...document.querySelectorAll("iframe[data-src]")];
    // A figure's colours are asked for in the same words as the deck's.
    if (named) for (const frame of frames) frame.dataset.src = frame.dataset.src.replace("?", `?theme=${theme}&`);

    // While a figure has the focus, the keys are its own: the foot says so, and how to get them back.
    const tell = () => root.classList.toggle("in-figure", frames.includes(document.activeElement));
    addEventListener("blur", () => setTimeout(tell)); // after the blur the frame is the active element
    addEventListener("focus", tell);
    // Escape is heard by the figure's document alone, which tells of it.
    addEventListener("message", ({ source, data }) => {
      if (!data?.everystate?.escape || !frames.some((frame) => frame.contentWindow === source)) return;
      document.activeElement.blur();
      window.focus();
      tell();
    });

    Reveal.initialize({
      center: false,
      defaultTiming: 60, // seconds of a slide that names none: the speaker's view then shows who is late
      disableLayout: true, // the style fills the screen: a figure scaled by reveal.js would not know its size
      display: "flex",
      hash: true,
      overview: false, // Escape is the way back from a figure, and no more
      plugins: [RevealNotes],
      preloadIframes: true,
      scrollActivationWidth: null,
      slideNumber: "c/t",
      transition: "none",
      viewDistance: 2,
    });
  }

  light();
  root.classList.toggle("previewed", asked.has("receiver"));
  dark.addEventListener("change", light);
  document.addEventListener("DOMContentLoaded", start);
})();
