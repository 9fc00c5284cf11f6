"""Attacks on the tables: damaged, cut, of another version or figure, too large, late, or not there."""

import math
import re
import time
from collections.abc import Callable

from tests.attacks import pages_garbage as garbage
from tests.attacks.pages_arena import BOOK, DATA, SECTION, Arena, Error, Report, tables

ROUNDS = 12
WORDS = r"could not be read \(.+\)\. The picture shows its first state\."
LOADED = re.compile(r"Failed to load resource|Refused to execute script|strict MIME|SyntaxError|Unexpected|Invalid")


def damage(arena: Arena, report: Report) -> None:
    """Every figure of a page damaged at once, each in its own way: it says so and keeps its picture."""
    others = [packed for place in arena.pages()[:3] for packed in list(tables(BOOK / place).values())[:2]]
    for place in [*arena.pages(), *arena.embeds()]:
        chance = arena.chance("damage", place)
        embed = place.startswith("embed/")
        for number in range(1 if embed else arena.count(ROUNDS)):
            made = {name: garbage.table(chance, packed, others) for name, packed in tables(BOOK / place).items()}
            if made:
                _shown(arena, report, place, number, made)


def _shown(arena: Arena, report: Report, place: str, number: int, made: dict) -> None:
    text = (BOOK / place).read_text(encoding="utf-8")
    scripts = {}

    def replaced(found: re.Match) -> str:
        """The data behind a section, damaged; in a script beside the page where it stood in one."""
        before = text[: found.start()]
        name = [*SECTION.finditer(before)][-1][1]
        source = re.search(r'data-src="[^"]*/([^"?/]*)', found[1])
        words = garbage.text_of(made[name][1])
        if source:
            scripts[source[1]] = (name, words)
            return found[0]
        return found[0].replace(f">{found[2]}<", f">{words.replace('<', '&lt;')}<")

    body = DATA.sub(replaced, text)

    def script(route) -> None:
        file = route.request.url.split("?")[0].rsplit("/", 1)[1]
        name, words = scripts[file]
        key = re.search(r"-([0-9a-f]{10})\.js$", file)[1]
        route.fulfill(body=f"(self.everystateParts??={{}})[{key!r}]={_quoted(words)}", content_type="text/javascript")

    with arena.tab() as tab:
        tab.expected = LOADED
        tab.page.route("**/everystate-parts/*", script)
        tab.page.route(f"**/{place}", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
        try:
            _judged(report, tab, f"{arena.url}{place}", f"{place} round {number}", made)
        except Error as error:
            kinds = {name: kind for name, (kind, _) in made.items()}
            report.fail(f"{place} round {number}", f"the page died: {str(error)[:160]} {kinds}")


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\0", "\\0") + '"'


def _judged(report: Report, tab, address: str, where: str, made: dict) -> None:
    began = time.monotonic()
    tab.open(address)
    report.tried += len(made)
    report.want(time.monotonic() - began < 60, where, "it took a minute to open")
    for name, (kind, _) in made.items():
        state = tab.run("""id => { const root = document.getElementById(id); return { classes: root.className,
          said: root.querySelector(".explorer-message:not([hidden])")?.textContent ?? "",
          marks: root.querySelectorAll("svg[role=img] [data-mark]").length }; }""", name)  # fmt: skip
        here = f"{where}: {name} ({kind})"
        if "broken" in state["classes"].split():
            report.want(re.search(WORDS, state["said"]), here, f"it says “{state['said']}”")
            report.want(
                not re.search(r"undefined|is not a function|Cannot read|null", state["said"]),
                here,
                f"no sentence: “{state['said']}”",
            )
            report.want(state["marks"], here, "its picture is gone")
        else:
            report.want("live" in state["classes"].split(), here, "it neither lives nor says that it is broken")
            # What gzip lets through is whole; another figure's numbers, or none, are not this one's.
            report.want(kind in {"flipped", "longer"}, here, "it shows a damaged table as its own")
    for words in tab.checked():
        report.fail(where, words)


# What a server may send in a part's place.
SCRIPT = {"content_type": "text/javascript"}
SENT = {
    "nothing": {"body": ""},
    "gone": {"status": 404, "body": "<h1>Not found</h1>", "content_type": "text/html"},
    "ill": {"status": 500, "body": "oops", "content_type": "text/plain"},
    "a page": {"body": "<!doctype html><h1 data-garbage>Log in</h1>", "content_type": "text/html"},
    "no script": {"body": "<<<", **SCRIPT},
    "throws": {"body": "throw new Error('Unexpected garbage')", **SCRIPT},
    "another key": {"body": "(self.everystateParts??={})['x']='H4sI'", **SCRIPT},
    "a number": {"body": "self.everystateParts=7", **SCRIPT},
    "objects": {"body": "self.everystateParts=new Proxy({},{get:()=>({})})", **SCRIPT},
    "markup": {"body": "self.everystateParts=new Proxy({},{get:()=>'<img data-garbage onerror=alert(1)>'})", **SCRIPT},
    "cut off": None,
    "late": None,
}  # fmt: skip


def parts(arena: Arena, report: Report) -> None:
    """A part that does not come, or as something else: it says so, and no other figure waits for it."""
    for place in arena.pages():
        chance = arena.chance("parts", place)
        files = sorted(
            {
                found[1]
                for found in re.finditer(r'data-src="[^"]*everystate-parts/([^"?]*)', (BOOK / place).read_text("utf-8"))
            }
        )
        if not files:
            continue
        for kind in chance.sample([*SENT], arena.count(len(SENT))):
            hurt = set(chance.sample(files, math.ceil(len(files) / 2)))
            waiting: list = []
            with arena.tab() as tab:
                tab.expected = LOADED
                tab.page.route("**/everystate-parts/*", _sender(kind, hurt, waiting))
                tab.page.goto(arena.url + place, wait_until="domcontentloaded")
                _waited(report, tab, place, kind, [re.sub(r"-[0-9a-f]{10}\.js$", "", file) for file in hurt])
                for words in tab.checked():
                    report.fail(f"{place} {kind}", words)
                for route in waiting:
                    route.abort()
            report.tried += len(hurt)


def _sender(kind: str, hurt: set[str], waiting: list) -> Callable:
    """What answers for the parts: as a server does, but for those that are hurt; who waits for ever goes to a list."""

    def answer(route) -> None:
        if route.request.url.split("?")[0].rsplit("/", 1)[1] not in hurt:
            route.continue_()
        elif kind == "cut off":
            route.abort("connectionreset")
        elif kind == "late":
            waiting.append(route)
        else:
            route.fulfill(**SENT[kind])

    return answer


def _waited(report: Report, tab, place: str, kind: str, hurt: list[str]) -> None:
    """After a while every figure but the hurt ones lives, and these say what is wrong, or that they wait."""
    script = """async ([hurt, seconds]) => {
      const end = performance.now() + 1000 * seconds;
      const still = () => attack.figures().filter((one) => !one.matches(".live, .broken")).map(({ id }) => id);
      while (still().filter((id) => !hurt.includes(id)).length && performance.now() < end) {
        dispatchEvent(new Event("beforeprint"));
        await attack.rest(50);
      }
      await attack.rest(200);
      const alive = attack.figures().filter((one) => one.matches(".live")).map(({ id }) => id);
      return { still: still(), alive };
    }"""
    try:
        found = tab.run(script, [hurt, 20])
    except Error as error:
        report.fail(f"{place} {kind}", str(error)[:200])
        return
    waiting = [name for name in found["still"] if name not in hurt]
    report.want(not waiting, f"{place} {kind}", f"{waiting} wait for what does not come for {hurt}")
    wrong = [name for name in found["alive"] if name in hurt]
    report.want(not wrong, f"{place} {kind}", f"{wrong} live without their numbers")
