"""Scripts that move all that a page has, as a reader does, and say what did not answer; for any browser and host."""

import time

# Keeps what the page's Content-Security-Policy refused; it must run before the page's own scripts.
LISTEN = """window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => window.refused.push(
  `${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile ?? ""}:${event.lineNumber} ${event.sample}`));"""
REFUSED = "window.refused"
# Explorers open when they come near, and all of them before the page is printed.
ALIVE = """(dispatchEvent(new Event("beforeprint")),
  [...document.querySelectorAll("section.explorer")].every((one) => one.matches(".live, .broken")))"""

# A function: the controls that moved nothing, once each was at another value. Pictures and numbers are saved as well.
MOVE = """async () => {
  HTMLAnchorElement.prototype.click = () => {};  // a file that is saved
  const dead = [];
  const came = async (holds) => {
    for (let tries = 0; tries < 200 && !holds(); tries++) await new Promise((done) => setTimeout(done, 25));
    return holds();
  };
  const tell = (input, kind) => input.dispatchEvent(new Event(kind, { bubbles: true }));
  const move = (root, input) => {
    if (input.matches("output")) {
      const [less, more] = input.parentElement.querySelectorAll("button");
      (more.ariaDisabled === "true" ? less : more).click();
    } else if (input.matches("select")) {
      input.value = input.value === "0" ? input.options.length - 1 : 0;
      tell(input, "change");
    } else if (input.type === "checkbox") {
      input.checked = !input.checked;
      tell(input, "change");
    } else {
      input.value = input.value === input.max ? input.min : input.max;
      tell(input, "input");
    }
  };
  for (const root of document.querySelectorAll("section.explorer")) {
    if (!root.matches(".live")) dead.push(root.id);
    root.querySelector(".explorer-skip")?.click();
    for (const input of root.querySelectorAll("[data-control]")) {
      const before = root.dataset.values;
      move(root, input);
      if (!(await came(() => root.dataset.values !== before))) dead.push(`${root.id} ${input.dataset.control}`);
    }
    const numbers = root.querySelector(".explorer-numbers");
    if (numbers) numbers.open = true;
    for (const button of root.querySelectorAll("[data-do=csv], [data-do=svg], [data-do=png]")) button.click();
    root.querySelector("[data-do=reset]")?.click();
  }
  return dead;
}"""

# Whether a press would do something once something is drawn.
READY = "document.querySelector('.trainer[data-open]') !== null && document.querySelector('.explorer-sketch') !== null"
# The press that trains, with a drawing first and the wish that the page remembers what is finished.
START = """{
  const panel = document.querySelector("[data-trainer=laboratory]");
  const place = document.querySelector("#trained-here .explorer-sketch input");
  place.value = 60;
  place.dispatchEvent(new Event("input", { bubbles: true }));
  panel.querySelector("[data-part=keep]").click();
  panel.querySelector(".trainer-start").click();
}"""
# What the page remembers of its trainings, as a script that gives it.
KEPT = "return localStorage.getItem('emergence-measured.trained.1')"


def until(holds, seconds: float = 120):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to hold"
        time.sleep(0.1)
