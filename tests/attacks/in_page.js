// What the attacks do inside a page, and what they look at: it runs before the page's own scripts. `attack` has it all;
// `attack.wrong` collects what may never happen, in words.

(() => {
  const wrong = [];
  // The console is heard outside at once: what stands there is not lost where the page is left.
  const say = (words) => {
    if (wrong.length >= 40) return;
    wrong.push(String(words).slice(0, 300));
    console.error(`attack: ${wrong.at(-1)}`);
  };
  const NONSENSE = /\bNaN\b|\bundefined\b|\[object|\bInfinity\b/;
  const saved = [];

  addEventListener("error", ({ message }) => {
    // What the specification lets a browser say of an observer that goes on in the next frame.
    if (message && !message.startsWith("ResizeObserver loop")) say(`uncaught: ${message}`);
  });
  addEventListener("unhandledrejection", ({ reason }) => say(`unhandled: ${reason?.message ?? reason}`));
  document.addEventListener("securitypolicyviolation", (event) =>
    say(`refused: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ""}:${event.lineNumber}`));
  for (const name of ["alert", "confirm", "prompt"]) window[name] = () => say(`garbage ran: ${name}`);
  window.print = () => {};
  HTMLAnchorElement.prototype.click = function () { if (!this.download) location.href = this.href; };
  const address = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    if (/javascript/.test(blob.type)) return address.call(URL, blob);
    if (saved.push(blob) > 20) saved.shift();
    return "#";
  };

  // The same numbers in every browser: mulberry32.
  const chance = (seed) => () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const rest = (milliseconds = 0) => new Promise((done) => setTimeout(done, milliseconds));
  const tell = (input, kind) => input.dispatchEvent(new Event(kind, { bubbles: true }));
  const figures = () => [...document.querySelectorAll("section.explorer")];
  const values = (root) => JSON.parse(root.dataset.values ?? "null");

  /** All figures alive, and those that are covered uncovered, unless they are wanted as they are. */
  async function open(uncovered = true) {
    for (let tries = 0; tries < 600; tries++) {
      dispatchEvent(new Event("beforeprint"));
      if (figures().every((one) => one.matches(".live, .broken"))) break;
      await rest(25);
    }
    for (const skip of uncovered ? document.querySelectorAll(".explorer.live .explorer-skip") : []) skip.click();
    return figures().map(({ id, className }) => [id, className]);
  }

  /** One move of a hand on a control. */
  function move(input, random) {
    if (input.matches("output")) {
      const buttons = input.parentElement.querySelectorAll("button");
      buttons[Math.floor(random() * buttons.length)].click();
    } else if (input.matches("select")) {
      input.selectedIndex = Math.floor(random() * input.options.length);
      tell(input, "change");
    } else if (input.type === "checkbox") {
      input.checked = random() < 0.5;
      tell(input, "change");
    } else {
      const [low, high] = [Number(input.min), Number(input.max)];
      // A range takes nothing that is no number in it; a script may try.
      input.value = random() < 0.05 ? ["", "x", "1e9", "-3", "0.5"][Math.floor(random() * 5)]
        : String(low + Math.floor(random() * (high - low + 1)));
      tell(input, "input");
    }
  }

  /** What does not go together: what the controls say, and the state that the page says it shows. */
  function stands(root, known) {
    const shown = values(root);
    if (!shown) return ["it says no state"];
    const found = [];
    for (const input of root.querySelectorAll("[data-control]")) {
      const { control } = input.dataset;
      const all = known?.[control];
      if (!all || input.matches("output")) continue;
      const place = input.type === "checkbox" ? Number(input.checked) : Number(input.value);
      if (all[place] !== shown[control]) found.push(`${control} stands at ${all[place]}, the state says ${shown[control]}`);
    }
    for (const [name, value] of Object.entries(shown))
      if (known?.[name] && !known[name].includes(value)) found.push(`${name} is ${value}, which is none of its values`);
    const { textContent } = root.querySelector(".explorer-caption");
    if (!textContent.trim() || NONSENSE.test(textContent)) found.push(`its caption says “${textContent.slice(0, 80)}”`);
    const message = root.querySelector(".explorer-message:not([hidden])")?.textContent ?? "";
    if (NONSENSE.test(message)) found.push(`it says “${message.slice(0, 80)}”`);
    return found;
  }

  /** All of a figure that a reader sees. */
  function signature(root) {
    const inputs = [...root.querySelectorAll("[data-control]")].map((one) =>
      one.matches("output") ? one.textContent : one.type === "checkbox" ? one.checked : one.value);
    const legends = [...root.querySelectorAll(".explorer-legend [data-mark]")].map((item) =>
      [item.dataset.mark, item.hidden, item.querySelector(".explorer-label")?.textContent]);
    const marks = [...root.querySelectorAll("svg[role=img] [data-mark]")].map((mark) =>
      [mark.tagName, ...["d", "x", "y", "href"].map((name) => mark.getAttribute(name)), mark.textContent]);
    return JSON.stringify({ inputs, legends, marks, caption: root.querySelector(".explorer-caption").textContent });
  }

  /** Fast moves of each control, among plays, resets and moves of the others. */
  async function moves(id, seed, count, known) {
    const root = document.getElementById(id);
    const random = chance(seed);
    const inputs = [...root.querySelectorAll("[data-control]")];
    const plays = [...root.querySelectorAll(".explorer-play")];
    let made = 0;
    let slowest = 0;
    for (const input of inputs) {
      for (let n = 0; n < count; n++) {
        const began = performance.now();
        const dice = random();
        if (plays.length && dice < 0.02) plays[Math.floor(random() * plays.length)].click();
        else if (dice < 0.03) root.querySelector("[data-do=reset]")?.click();
        else if (dice < 0.1) move(inputs[Math.floor(random() * inputs.length)], random);
        else move(input, random);
        made++;
        slowest = Math.max(slowest, performance.now() - began);
        for (const words of stands(root, known)) say(`${id}: ${words}`);
        if (random() < 0.02) await rest();
      }
    }
    root.querySelector("[data-do=reset]")?.click(); // stops what plays
    for (const input of inputs) move(input, random);
    for (const words of stands(root, known)) say(`${id}: ${words}`);
    return { made, slowest };
  }

  /** Takes the address; what the page made of it is there when this ends. */
  async function go(hash) {
    const changed = new Promise((done) => addEventListener("hashchange", done, { once: true }));
    const before = location.href;
    location.hash = hash;
    if (location.href !== before) await Promise.race([changed, rest(1000)]);
    else tell(window, "hashchange");
    await rest();
    await rest();
  }

  /** A figure at the values that another page shows; what a reader sees of it. */
  async function at(id, shown) {
    await go(`${id}?${new URLSearchParams(shown)}`);
    return signature(document.getElementById(id));
  }

  /** Fragments one after another: [figure or null, words, what must come: "same", "any", or values]. */
  async function fragments(list, known) {
    for (const [id, words, wanted] of list) {
      const root = id && document.getElementById(id);
      const before = root?.dataset.values;
      await go(words ?? `${id}?${new URLSearchParams(wanted)}`);
      if (!root?.matches(".live")) continue;
      const shown = values(root);
      for (const one of stands(root, known[id])) say(`after #${String(words).slice(0, 120)}: ${id}: ${one}`);
      if (wanted === "same" && root.dataset.values !== before)
        say(`#${words.slice(0, 120)} moved ${id} from ${before} to ${root.dataset.values}`);
      if (typeof wanted === "object" && Object.entries(wanted).some(([name, value]) => shown[name] !== value))
        say(`#${words} did not lead ${id} to ${JSON.stringify(wanted)}`);
    }
    return list.length;
  }

  /** Whether every figure answers: a control moves, and the state follows. */
  function answers() {
    for (const root of figures().filter((one) => one.matches(".live"))) {
      root.querySelector("[data-do=reset]")?.click();
      const input = [...root.querySelectorAll("[data-control]")].find((one) =>
        one.matches("select") ? one.options.length > 1 : !one.matches("output") && one.max !== "0");
      if (!input) continue;
      const before = root.dataset.values;
      if (input.type === "checkbox") input.checked = !input.checked;
      else if (input.matches("select")) input.selectedIndex = input.selectedIndex ? 0 : 1;
      else input.value = input.value === input.max ? input.min : input.max;
      tell(input, input.type === "range" ? "input" : "change");
      if (root.dataset.values === before) say(`${root.id} does not answer`);
      root.querySelector("[data-do=reset]")?.click();
    }
  }

  /** What is wrong with the page as it stands: markup of the garbage, words that mean nothing; all that was collected. */
  function checked() {
    for (const one of document.querySelectorAll("[data-garbage]")) say(`garbage became markup: ${one.outerHTML.slice(0, 80)}`);
    for (const one of document.querySelectorAll("svg[role=img] [d]"))
      if (NONSENSE.test(one.getAttribute("d"))) say(`a path has ${one.getAttribute("d").match(NONSENSE)[0]}`);
    return wrong.splice(0);
  }

  /** The words of what a selector finds, once it is there and has some; "" where it is late. */
  async function there(selector, tries = 800) {
    for (let n = 0; n < tries; n++) {
      const words = document.querySelector(selector)?.textContent.trim();
      if (words) return words;
      await rest(25);
    }
    return "";
  }

  /** Presses the element of a selector that a number falls on. */
  function press(selector, n = 0) {
    const all = document.querySelectorAll(selector);
    all[n % all.length]?.click();
  }

  /** Presses all of them. */
  function pressAll(selector, most = 1e4) {
    for (const one of [...document.querySelectorAll(selector)].slice(0, most)) one.click();
  }

  /** A record's button, by the words that it begins with. */
  function button(words) {
    [...document.querySelectorAll(".record button")].find((one) => one.textContent.startsWith(words))?.click();
  }

  /** Some self-checks answered anew. */
  function check(from, many) {
    const all = document.querySelectorAll(".self-check .choice:not([open]) summary");
    for (let n = 0; n < many; n++) all[(from + n) % all.length]?.click();
    for (const one of document.querySelectorAll(".choice[open]")) one.open = false;
  }

  /** What the store holds under a key, and under all that begin as another does. */
  function stored(key, aside) {
    const found = Object.entries(localStorage).filter(([name]) => name === key || name.startsWith(aside));
    return found.map(([, text]) => text).join();
  }

  /** Fills the store to the last letter. */
  function fill() {
    let size = 5_000_000;
    for (let n = 0; size >= 1; n++) {
      try { localStorage.setItem(`full-${n}`, "x".repeat(size)); } catch { size = Math.floor(size / 2); }
    }
  }

  window.attack = {
    chance, rest, tell, figures, values, open, move, stands, signature, moves, go, at, fragments, answers, checked, saved,
    say, there, press, pressAll, button, check, stored, fill,
  };
})();
