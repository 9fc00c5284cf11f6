"""Attacks by files and by the browser's store: results and records that are none, poisoned or full stores, two tabs."""

import json
import re

from tests.attacks import pages_garbage as garbage
from tests.attacks.pages_arena import BOOK, Arena, Error, Report, Tab

RESULTS, RECORDS, POISONED, OPERATIONS = 300, 300, 200, 160
LABORATORY, RECORD, MIRAGE, SAFETY = (f"chapters/{name}.html" for name in ("laboratory", "record", "mirage", "safety"))
KEY, TALLY, TRAINED = (f"emergence-measured.{name}.1" for name in ("record", "forecast-tally", "trained"))
ASIDE = "emergence-measured.record.aside.2026-01-01T00:00:00.000Z"


def _scores(value: float) -> dict:
    from simulations.laboratory import result

    return {name: min(max(value, low), high) for name, (low, high) in result.RANGES.items()}


def good_result() -> dict:
    from simulations.laboratory import result

    models = [
        {"parameters": size, "seed": 0, "status": "ok"} | _scores(value) for size, value in ((150, 0.1), (1020, 0.2))
    ]
    models.append({"parameters": 344, "seed": 1, "status": "diverged"})
    return {"format": result.FORMAT, "version": result.VERSION, "command": "sweep", "machine": {}, "models": models}


def good_record() -> dict:
    """A record of one answer of each kind."""
    own = {"at": 1_790_000_000_000, "page": MIRAGE, "question": "Q?", "figure": "metric-effect", "title": "A figure"}
    axes = {
        "x": {"label": "parameters", "scale": "log", "limits": [1e6, 1e10]},
        "y": {"label": "exact match", "scale": "linear", "limits": [0, 1]},
    }
    kinds = [
        {"kind": "draw", "verdict": "late", "late": 0.3, "drawn": [[1e6, 0.1], [1e8, 0.2], [1e10, 0.9]],
         "truth": [[1e6, 0.1], [1e8, 0.2], [1e10, 0.9]], "score": 60, "inside": 2, "axes": axes},
        {"kind": "choice", "verdict": "wrong", "choice": "that one", "place": 1},
        {"kind": "check", "verdict": "right", "choice": "this one", "place": 0, "sure": 0.9},
        {"kind": "round", "page": SAFETY, "figure": "forecast-game", "points": 50, "line": 0, "law": 60, "said": 1e20,
         "happened": 2e20},
        {"kind": "training", "page": LABORATORY, "models": 12, "metrics": {"parameters": 95180, "exact_match": 0.83}},
    ]  # fmt: skip
    entries = [own | {"id": f"answer-{n}", "state": "metric-effect?a=1"} | one for n, one in enumerate(kinds)]
    return {"format": "emergence-measured record", "version": 1, "entries": entries, "gone": ["gone-1"]}


def _foreign() -> list[bytes]:
    return [
        *(path.read_bytes() for path in (BOOK / "intro.ipynb", BOOK / "index.html", BOOK / "_static" / "favicon.svg")),
        json.dumps(good_record()).encode(), json.dumps(good_result()).encode(),
        b"a,b\n1,2\n", b"\x89PNG\r\n\x1a\n" + bytes(500), b"PK\x03\x04" + bytes(99), b"%PDF-1.7\n",
    ]  # fmt: skip


def _chosen(tab: Tab, box: str, name: str, content: bytes, said: str) -> str:
    """What a panel says of a file; the words before it are taken away first."""
    tab.run("selector => { document.querySelector(selector).textContent = ''; }", said)
    tab.page.set_input_files(box, {"name": name, "mimeType": "application/json", "buffer": content})
    return tab.run("selector => attack.there(selector, 1600)", said)


SQUARES = """() => [...document.querySelectorAll("#beside-yours svg [data-mark]")]
  .map((one) => one.getAttribute("d")).join()"""
ITEMS = "() => document.querySelectorAll('.record-list li time, .record-list li .record-time').length"
BOX, SAID = ".record input[type=file]", ".record[data-part=hands] [role=status]"
LINKED = """() => [...document.querySelectorAll(".record a")]
  .filter((one) => !/^(https?|file):/.test(one.protocol) || one.host !== location.host).map((one) => one.href)"""


def results(arena: Arena, report: Report) -> None:
    """Result files of the laboratory that are wrong: a sentence says why, and what was drawn stays."""
    chance, good, foreign = arena.chance("results"), good_result(), _foreign()
    box, said = ".compare-laboratory input", ".compare-laboratory [role=status]"
    with arena.tab(LABORATORY) as tab:
        tab.run("() => document.querySelector('.compare-laboratory').scrollIntoView()")
        words = _chosen(tab, box, "good.json", json.dumps(good).encode(), said)
        report.want(words.startswith("Yours: 2 models"), LABORATORY, f"of a good file it says “{words}”")
        for number in range(arena.count(RESULTS)):
            name, content = garbage.file(chance, good, foreign)
            before = tab.run(SQUARES)
            try:
                words = _chosen(tab, box, name, content, said)
            except Error as error:
                report.fail(f"file {number}", f"{name[:40]}: {error}"[:300])
                break
            report.tried += 1
            where = f"file {number} ({name[:40]}, {len(content)} bytes, {content[:60]!r})"
            refused = re.match(r".* was not used: .+\. Nothing was changed\.$", words, re.DOTALL)
            used = re.match(r"Yours: \d+ models? of \d+ sizes?, drawn .*\.$|All of these .*\.$", words, re.DOTALL)
            report.want(
                (refused or used) and len(words) < 700, where, f"it says “{words[:200]}” ({len(words)} letters)"
            )
            if refused:
                report.want(tab.run(SQUARES) == before, where, "it was refused, and yet changed the figure")
            if number % 25 == 0:
                arena.look(report, tab, where)
        arena.look(report, tab, "at the end")


def records(arena: Arena, report: Report) -> None:
    """Files that the page of records is given: what is sound comes, and a sentence says what does not."""
    chance, good, foreign = arena.chance("records"), good_record(), _foreign()
    with arena.tab(RECORD) as tab:
        for number in range(arena.count(RECORDS)):
            name, content = garbage.file(chance, good, foreign)
            try:
                words = _chosen(tab, BOX, name, content, SAID)
            except Error as error:
                report.fail(f"file {number}", f"{name[:40]}: {error}"[:300])
                break
            report.tried += 1
            where = f"file {number} ({name[:40]}, {len(content)} bytes, {content[:60]!r})"
            pattern = r".*(was not read: .+\.|larger than 4 MB: it was not read\.)$|\d+ answers? came from .*\.$"
            report.want(re.match(pattern, words, re.DOTALL), where, f"it says “{words[:200]}”")
            _listed(report, tab, where)
            if number % 20 == 0:
                for words in tab.checked():
                    report.fail(where, words)
                tab.run("key => localStorage.removeItem(key)", KEY)
                tab.open(arena.url + RECORD)
        for words in tab.checked():
            report.fail("at the end", words)


def _listed(report: Report, tab: Tab, where: str) -> None:
    """What the page of records shows means something."""
    text = tab.run("() => document.querySelector('main, article').innerText")
    for word in re.findall(r"\bNaN\b.{0,40}|.{0,40}\bundefined\b|\[object|.{0,40}\bInfinity\b|Invalid Date", text):
        report.fail(where, f"the page says “{word}”")
    links = tab.run(LINKED)
    report.want(not links, where, f"it links {links[:2]}")


def poison(arena: Arena, report: Report) -> None:
    """Whatever stands in the browser's store when a page opens: the page lives, and loses nothing in silence."""
    chance = arena.chance("poison")
    all_ = [RECORD, RECORD, MIRAGE, SAFETY, LABORATORY]
    places = [name for name in all_ if not arena.asked or any(one in name for one in arena.asked)] or all_
    for number in range(arena.count(POISONED)):
        place = chance.choice(places)
        with arena.tab() as tab:
            tab.page.goto(arena.url + "_static/favicon.svg")
            held = {
                key: _held(chance, key)
                for key in chance.sample([KEY, TALLY, TRAINED, ASIDE, "theme"], chance.choice([1, 2, 5]))
            }
            try:
                tab.run(
                    "held => { for (const [key, text] of Object.entries(held)) localStorage.setItem(key, text); }", held
                )
            except Error:
                continue  # more than a store takes
            where = f"{place} round {number} with { ({key: text[:60] for key, text in held.items()})!r}"
            tab.open(arena.url + place)
            report.tried += len(held)
            if place == RECORD:
                _listed(report, tab, where)
            else:
                tab.run("() => document.querySelector('.self-check .choice summary')?.click()")
                words = tab.run("() => attack.there('.record-kept', 200)")
                report.want(words and re.match("Kept in|Not kept: ", words), where, f"an answer got “{words}”")
            text = tab.run("keys => attack.stored(...keys)", [KEY, "emergence-measured.record.aside."])
            _kept(report, held, text, where)
            arena.look(report, tab, where)


def _kept(report: Report, held: dict[str, str], text: str, where: str) -> None:
    """What stood under the record's key and was no record is still somewhere."""
    was = held.get(KEY)
    if was is None:
        return
    try:
        record = json.loads(was)
        ids = [one["id"] for one in record["entries"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        ids = []
        report.want(was in text, where, "what could not be read is gone")
    for one in ids:
        report.want(json.dumps(one)[1:-1] in text or str(one) in text, where, f"the answer {one!r} is gone")


def _marked(chance) -> dict:
    """A record whose words are markup."""
    free = ("title", "question", "choice", "verdict", "figure", "state")
    entries = [
        one | {name: chance.choice(garbage.MARKUP) for name in free if name in one and chance.random() < 0.7}
        for one in good_record()["entries"]
    ]
    return good_record() | {"entries": entries}


def _held(chance, key: str) -> str:
    kind = chance.randrange(6)
    if kind == 0:
        return garbage.words(chance)
    if kind == 1:
        return json.dumps(chance.choice(garbage.HOSTILE))
    if kind == 2:
        return "[" * chance.choice([50, 100_000])
    if kind == 3 and key in {KEY, TALLY}:  # right in shape, and markup in every word
        return json.dumps(
            _marked(chance) if key == KEY else [{"question": chance.choice(garbage.MARKUP), "points": [1, 2, 3]}]
        )
    if key == KEY or key == ASIDE:
        made = (
            garbage.damaged(chance, good_record())
            if kind < 5
            else good_record() | {"entries": [good_record()["entries"][0]] * 2000}
        )
        return json.dumps(made)
    if key == TALLY:
        return json.dumps(
            garbage.damaged(chance, [{"question": "Q", "points": [1, 2, 3]}, {"question": "R", "points": [3, 2, 1]}])
        )
    if key == TRAINED:
        row = {"recipe": "2 units 0.75 mixed 100 1", "digits": 2, "width": 8, "parameters": 1, "seed": 1, "step": 100}
        row |= {"status": "ok", "watched": [{"step": 1, "metrics": {}}], "metrics": {}}
        return json.dumps(garbage.damaged(chance, [row, row]))
    return chance.choice(["dark", "light", "DARK", '"', *garbage.MARKUP])


DENIED = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError') } })"
)
BROKEN = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
ANSWERED = """async () => {
  for (const one of document.querySelectorAll(".self-check .choice:first-of-type summary")) one.click();
  for (const one of [...document.querySelectorAll("[data-right]")].slice(0, 6)) one.click();
  document.querySelector(".theme-button")?.click();
  const keep = document.querySelector("[data-part=keep]"), panel = keep?.closest(".trainer");
  panel?.scrollIntoView();
  for (let i = 0; panel && !("open" in panel.dataset) && i < 50; i++) await attack.rest(100); // its script comes then
  keep?.click();
  await attack.rest(400);
  return [[...document.querySelectorAll(".record-kept")].map((one) => one.textContent), keep?.checked ?? null];
}"""


def full(arena: Arena, report: Report) -> None:
    """A store that is full, forbidden or broken: each answer says that it is not kept, and hands it over as a file."""
    ways = {"full": None, "denied": DENIED, "broken": BROKEN}
    for place in [name for name in arena.pages(figures=False) if name.startswith("chapters/")]:
        for way, script in ways.items():
            with arena.tab() as tab:
                if script:
                    tab.page.add_init_script(script)
                else:
                    tab.page.goto(arena.url + "_static/favicon.svg")
                    tab.run("() => attack.fill()")
                tab.open(arena.url + place)
                lines, keep = tab.run(ANSWERED)
                where = f"{place} {way}"
                report.tried += 1 + len(lines)
                for line in lines:
                    report.want(line.startswith("Not kept: "), where, f"an answer got “{line}”")
                report.want(not keep, where, "the box says that trainings are remembered")
                arena.look(report, tab, where)


def tabs(arena: Arena, report: Report) -> None:
    """Two tabs that answer at once, and the record's page that deletes, brings back and loads: none is lost."""
    chance = arena.chance("tabs")
    with arena.context() as context:
        first, second, shown = (Tab(context.new_page()) for _ in range(3))
        for tab, place in ((first, MIRAGE), (second, SAFETY), (shown, RECORD)):
            tab.open(arena.url + place)
        kept: set[str] = set()
        # Tabs in the background: their timers are slow, their storage events are not.
        for number in range(arena.count(OPERATIONS)):
            kind = chance.randrange(8)
            if kind < 5:
                for tab, many in ((first, chance.randrange(4)), (second, chance.randrange(4))):
                    tab.run("given => attack.check(...given)", [chance.randrange(99), many])
            elif kind == 5:
                _press(shown, "Delete", "Yes, delete")
                kept = set()
            elif kind == 6:
                _press(shown, "Undo")
            else:
                entry = good_record()["entries"][1] | {"id": f"loaded-{number}"}
                more = json.dumps(good_record() | {"entries": [entry]}).encode()
                words = _chosen(shown, BOX, "more.json", more, SAID)
                report.want("1 answer came" in words, f"operation {number}", f"it says “{words}”")
            for tab in (first, second, shown):
                tab.run("() => attack.rest(30)")
            now, items, where = _ids(first), shown.run(ITEMS), f"operation {number}"
            report.want(kept <= now, where, f"{len(kept - now)} answers are gone")
            report.want(items == len(now), where, f"the store has {len(now)} answers, the page shows {items}")
            kept = now
            report.tried += 1
        for tab in (first, second, shown):
            for words in tab.checked():
                report.fail(tab.page.url, words)


def _ids(tab: Tab) -> set[str]:
    entries = json.loads(tab.run("key => localStorage.getItem(key)", KEY) or '{"entries": []}')["entries"]
    return {one["id"] for one in entries}


def _press(tab: Tab, *names: str) -> None:
    for name in names:
        tab.run("name => attack.button(name)", name)
        tab.run("() => attack.rest(20)")
