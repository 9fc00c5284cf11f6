"""Attacks on figures: garbage in the address, fast moves, history, print and theme while something plays, drawing."""

import csv
import io
import math
import re

from tests.attacks import pages_garbage as garbage
from tests.attacks.pages_arena import BOOK, CHUNK, MORE, Arena, Error, Report, known

FRAGMENTS, MOVES, STEPS, STROKES = 2400, 1000, 40, 1000


def fragments(arena: Arena, report: Report) -> None:
    """Garbage behind the address's #, by a link and as the page opens: it names a state, or it changes nothing."""
    pages = dict.fromkeys(arena.embeds(), 1) | dict.fromkeys(arena.pages(), 6)  # a chapter has many figures
    each = arena.count(FRAGMENTS) / max(1, sum(pages.values()))
    for place, weight in pages.items():
        chance = arena.chance("fragments", place)
        figures = known(BOOK / place)
        if not figures:
            continue
        count = math.ceil(each * weight)
        made = [garbage.fragment(chance, figures, OTHERS) for _ in range(count)]
        with arena.tab(place) as tab, arena.tab(place) as reference:
            for at in range(0, count, CHUNK):
                try:
                    report.tried += tab.run(
                        "([list, known]) => attack.fragments(list, known)", [made[at : at + CHUNK], figures]
                    )
                except Error as error:
                    report.fail(place, f"fragments {at} to {at + CHUNK}: {error}")
                    break
            arena.same(report, tab, reference, place)
            for _, words, _ in made[:2]:
                tab.open(f"{arena.url}{place}#{words or chr(63)}")
                report.tried += 1
            arena.look(report, tab, place)


LINKS = "a[href^='#'][href*='?'], a.next, a.prev"
OTHERS = ["train-here", "ask", "section", "record-facts", "forecast-game", "no-such", "exercises", "main"]


def moves(arena: Arena, report: Report) -> None:
    """A thousand fast moves of every control: states and pictures go together, and memory comes back to its level."""
    for place in arena.pages():
        figures, chance = known(BOOK / place), arena.chance("moves", place)
        count = arena.count(MOVES)
        with arena.tab(place) as tab, arena.tab(place) as reference:
            for _ in range(2):  # what is decoded once is decoded, and what the browser compiles is compiled
                _moved(tab, figures, chance, max(30, count // 10))
            tab.answers()
            before = tab.measured()
            made, slowest = _moved(tab, figures, chance, count)
            report.tried += made
            arena.same(report, tab, reference, place)
            arena.look(report, tab, place)
            after = tab.measured()
            for name, most in MORE.items():
                words = f"{name} went from {before[name]:,.0f} to {after[name]:,.0f} in {made} moves"
                report.want(after[name] - before[name] <= most, place, words)
            report.notes.append(
                f"{place}: {made} moves, slowest {slowest:.0f} ms, heap "
                f"{before['JSHeapUsedSize'] / 1e6:.2f} to {after['JSHeapUsedSize'] / 1e6:.2f} MB, "
                f"nodes {before['Nodes']} to {after['Nodes']}, "
                f"listeners {before['JSEventListeners']} to {after['JSEventListeners']}"
            )


def _moved(tab, figures, chance, count: int) -> tuple[int, float]:
    made, slowest = 0, 0.0
    for name in figures:
        found = tab.run(
            "([id, seed, count, known]) => attack.moves(id, seed, count, known)",
            [name, chance.randrange(2**31), count, figures[name]],
        )
        made, slowest = made + found["made"], max(slowest, found["slowest"])
    return made, slowest


def history(arena: Arena, report: Report) -> None:
    """Links, back, forward, reload and other pages by chance: what comes back is a page that answers."""
    pages = arena.pages()
    chance = arena.chance("history", *pages)
    with arena.tab(chance.choice(pages)) as tab:
        for _ in range(arena.count(4 * STEPS)):
            kind = chance.randrange(7)
            place = chance.choice(pages)
            try:
                if kind == 0:
                    tab.page.goto(arena.url + place, wait_until="commit")  # away before it has loaded
                elif kind == 1:
                    name, words, values = garbage.fragment(chance, known(BOOK / place), OTHERS)
                    tab.page.goto(f"{arena.url}{place}#{words or name}", wait_until="domcontentloaded")
                elif kind == 2:
                    tab.page.go_back(wait_until="commit", timeout=5000)
                elif kind == 3:
                    tab.page.go_forward(wait_until="commit", timeout=5000)
                elif kind == 4:
                    tab.page.reload(wait_until="commit")
                elif kind == 5:
                    tab.run("() => attack.pressAll('.explorer-play', 4)")
                else:
                    tab.run("([links, n]) => attack.press(links, n)", [LINKS, chance.randrange(999)])
            except Error as error:
                if not re.search(r"Timeout|interrupted|ERR_ABORTED|context was destroyed|navigat", str(error)):
                    report.fail(tab.page.url, str(error)[:200])
            report.tried += 1
        tab.page.wait_for_load_state("load")
        if tab.page.url == "about:blank":
            tab.page.goto(arena.url + pages[0])
        tab.run("() => attack.open()")
        place = tab.page.url.removeprefix(arena.url).split("#")[0] or "index.html"
        with arena.tab(place) as reference:
            arena.same(report, tab, reference, tab.page.url)
        arena.look(report, tab, tab.page.url)


def playing(arena: Arena, report: Report) -> None:
    """Print, theme, size, motion, a frozen tab while figures play: each stops where it ends, and shows what it says."""
    for place in arena.pages():
        figures, chance = known(BOOK / place), arena.chance("playing", place)
        with arena.tab(place) as tab, arena.tab(place) as reference:
            page = tab.page
            session = page.context.new_cdp_session(page)
            for _ in range(arena.count(12)):
                tab.run("n => attack.press('.explorer-play', n)", chance.randrange(999))
                kind = chance.randrange(8)
                if kind == 0:
                    page.emulate_media(media="print")
                    tab.run(
                        "() => { dispatchEvent(new Event('beforeprint')); dispatchEvent(new Event('afterprint')); }"
                    )
                elif kind == 1:
                    page.emulate_media(media="screen", color_scheme=chance.choice(["dark", "light"]))
                elif kind == 2:
                    page.set_viewport_size(
                        {"width": chance.choice([320, 360, 800, 1920]), "height": chance.choice([300, 900])}
                    )
                elif kind == 3:
                    page.emulate_media(reduced_motion=chance.choice(["reduce", "no-preference"]))
                elif kind == 4:
                    page.emulate_media(forced_colors=chance.choice(["active", "none"]))
                elif kind == 5:
                    tab.run("() => document.querySelector('.theme-button')?.click()")
                elif kind == 6:
                    session.send("Page.setWebLifecycleState", {"state": "frozen"})
                    session.send("Page.setWebLifecycleState", {"state": "active"})
                else:
                    page.context.set_offline(chance.random() < 0.5)
                page.wait_for_timeout(chance.choice([0, 30, 120]))
                report.tried += 1
            page.context.set_offline(False)
            page.emulate_media(media="screen", reduced_motion="no-preference", forced_colors="none")
            page.set_viewport_size({"width": 1100, "height": 900})
            tab.run("() => attack.pressAll('.explorer-play[aria-pressed=true]')")
            for name, all_ in figures.items():
                for words in tab.run(
                    "([id, known]) => attack.stands(document.getElementById(id), known)", [name, all_]
                ):
                    report.fail(place, f"{name}: {words}")
            arena.same(report, tab, reference, place)
            arena.look(report, tab, place)


DRAW = """async ([seed, count]) => {
  const random = attack.chance(seed);
  const kinds = ["pointerdown", "pointermove", "pointermove", "pointermove", "pointerup", "pointercancel"];
  Element.prototype.setPointerCapture = () => {};
  Element.prototype.hasPointerCapture = () => true;
  const free = [...document.querySelectorAll(".explorer-sketch .free, .explorer-grip")];
  const said = [];
  for (const one of free) {
    for (let n = 0; n < count; n++) {
      const box = one.getBoundingClientRect();
      const wild = random() < 0.1;
      const place = (from, size) =>
        wild ? [NaN, 1e308, -1e9, 0][Math.floor(random() * 4)] : from + size * (random() * 1.4 - 0.2);
      const given = { bubbles: true, cancelable: true, pointerId: 1, button: random() < 0.05 ? 2 : 0 };
      for (const [name, from, size] of [["clientX", box.left, box.width], ["clientY", box.top, box.height]]) {
        const at = place(from, size);
        if (Number.isFinite(at)) given[name] = at;
      }
      one.dispatchEvent(new PointerEvent(kinds[Math.floor(random() * kinds.length)], given));
      const sketch = one.closest(".explorer-sketch");
      const handles = sketch?.querySelectorAll("input") ?? [];
      if (handles.length && random() < 0.1) {
        const handle = handles[Math.floor(random() * handles.length)];
        handle.value = String(Math.floor(random() * 101));
        attack.tell(handle, "input");
      }
      const tasks = one.closest("section").querySelectorAll("[data-draw=undo], [data-draw=clear]");
      if (tasks.length && random() < 0.03) tasks[Math.floor(random() * tasks.length)].click();
      if (random() < 0.01) await attack.rest();
    }
    const section = one.closest("section");
    if (one.matches(".free")) {
      one.dispatchEvent(new PointerEvent("pointerup", { pointerId: 1 }));
      const input = one.closest(".explorer-sketch").querySelector("input");
      if (input) { input.value = "40"; attack.tell(input, "input"); }
      section.querySelector("[data-draw=reveal]")?.click();
      said.push([section.id, section.querySelector(".explorer-feedback").textContent, section.matches(".covered")]);
    }
  }
  return { said, tried: free.length * count };
}"""


def drawing(arena: Arena, report: Report) -> None:
    """Strokes, handles and grips in any order and place: the drawing is judged in finite numbers and words."""
    for place in arena.pages():
        chance = arena.chance("drawing", place)
        with arena.tab() as tab:
            tab.page.goto(arena.url + place)
            # Alive, and covered as a reader finds them.
            tab.run("() => attack.open(false)")
            found = tab.run(DRAW, [chance.randrange(2**31), arena.count(STROKES)])
            report.tried += found["tried"]
            for name, said, covered in found["said"]:
                report.want(said and not covered, place, f"{name}: a drawing was not answered")
                report.want(not re.search("NaN|undefined|Infinity", said), place, f"{name}: it says “{said}”")
            arena.look(report, tab, place)


WHOLE = """text => !new DOMParser().parseFromString(text, "text/xml").querySelector("parsererror, script, [onload]")"""


def files(arena: Arena, report: Report) -> None:
    """What is saved, in states by chance: a CSV that a table calculator takes as numbers and words alone, an SVG."""
    script = """async ([id, kind]) => {
      const root = document.getElementById(id);
      root.querySelector(`[data-do=${kind}]`)?.click();
      return await attack.saved.pop()?.text() ?? null;
    }"""
    for place in arena.pages():
        chance = arena.chance("files", place)
        with arena.tab(place) as tab:
            for name, all_ in known(BOOK / place).items():
                for _ in range(arena.count(8)):
                    values = {control: chance.choice(values) for control, values in all_.items()}
                    tab.run("([id, values]) => attack.at(id, values)", [name, values])
                    text = tab.run(script, [name, "csv"])
                    report.tried += 1
                    if text is not None:
                        for words in unsafe(text):
                            report.fail(place, f"{name} at {values}: {words}")
                    picture = tab.run(script, [name, "svg"])
                    report.want(picture and tab.run(WHOLE, picture), place, f"{name} at {values}: its SVG is none")
            arena.look(report, tab, place)


def unsafe(text: str) -> list[str]:
    """What a table calculator would take for a formula, and lines that are no row."""
    head, *rows = csv.reader(io.StringIO(text))
    found = [f"a row of {len(row)} cells under {len(head)}" for row in rows if len(row) != len(head)]
    for cell in {cell for row in [head, *rows] for cell in row}:
        if re.match(r"[=+@\t\r-]", cell):
            try:
                float(cell)
            except ValueError:
                found.append(f"the cell {cell[:60]!r} begins a formula")
        if cell in {"NaN", "nan", "inf", "Infinity", "undefined"}:
            found.append(f"a cell says {cell}")
    return found
