"""Where the pages are attacked: the built book in a browser, and what is looked at after each attack."""

import contextlib
import gzip
import json
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from base64 import b64decode  # noqa: E402

from conftest import BOOK, QuietHandler, book_pages  # noqa: E402
from playwright.sync_api import Browser, Error, Page  # noqa: E402

LIBRARY = (Path(__file__).parent / "in_page.js").read_text(encoding="utf-8")
CHUNK = 25  # what is tried between two looks
# What a page may have more of after thousands of moves than after hundreds.
MORE = {"JSHeapUsedSize": 1_500_000, "Nodes": 300, "JSEventListeners": 30, "Documents": 0}
SENTENCE = re.compile(r"^[A-Z0-9“].*[.”?]$", re.DOTALL)


@dataclass
class Report:
    """What one attack came to."""

    name: str
    tried: int = 0
    failed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def fail(self, where: str, words: str) -> None:
        line = f"{where}: {words}"
        if line not in self.failed:
            self.failed.append(line)

    def want(self, holds: object, where: str, words: str) -> None:
        if not holds:
            self.fail(where, words)


class Quiet(QuietHandler):
    """Serves as a host does, and minds no reader who has gone."""

    def copyfile(self, source, outputfile) -> None:
        with contextlib.suppress(ConnectionError):
            super().copyfile(source, outputfile)

    def send_error(self, *given, **more) -> None:
        with contextlib.suppress(ConnectionError):
            super().send_error(*given, **more)


class Tab:
    """A page, and what went wrong in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []
        self.expected: re.Pattern | None = None  # what the attack itself brings about in the console
        page.add_init_script(LIBRARY)
        page.on("pageerror", lambda error: self.hear(f"uncaught: {error}"))
        page.on("crash", lambda _: self.wrong.append("the page crashed"))
        page.on("console", self.read)
        page.on("dialog", lambda dialog: (self.wrong.append(f"a dialog: {dialog.message}"), dialog.dismiss()))

    def read(self, line) -> None:
        if line.type == "error" and not line.location["url"].endswith("/favicon.ico"):  # of what is no page
            told = line.text.removeprefix("attack: ")
            self.hear(told if told != line.text else f"console: {line.text}")

    def hear(self, words: str) -> None:
        if not (self.expected and self.expected.search(words)):
            self.wrong.append(words[:300])

    def open(self, address: str) -> None:
        """A page anew, even where only the fragment is another; its figures alive."""
        self.page.goto("about:blank")
        self.page.goto(address, wait_until="load", timeout=60_000)
        self.run("() => attack.open()")

    def run(self, script: str, given: object = None):
        return self.page.evaluate(script, given)

    def checked(self) -> list[str]:
        """What is wrong, as the page stands and since it was last asked."""
        with contextlib.suppress(Error):
            for words in self.run("() => attack.checked()"):
                self.hear(words)
        said, self.wrong[:] = [*dict.fromkeys(self.wrong)], []
        return said

    def answers(self) -> None:
        self.run("() => attack.answers()")

    def measured(self) -> dict[str, float]:
        """What the page holds once what it needs no more is swept out."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("Performance.enable")
        session.send("HeapProfiler.enable")
        for _ in range(3):
            session.send("HeapProfiler.collectGarbage")
            self.page.wait_for_timeout(50)
        found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        session.detach()
        return {name: found[name] for name in MORE}


class Arena:
    """The built book, served, in a browser."""

    def __init__(self, browser: Browser, url: str, seed: int, share: float, pages: list[str]) -> None:
        self.browser = browser
        self.url = url
        self.seed = seed
        self.share = share
        self.asked = pages

    def chance(self, *words: object) -> random.Random:
        """Chance that is the same for the same words, whatever was attacked before."""
        return random.Random(" ".join(map(str, (self.seed, *words))))

    def count(self, whole: int) -> int:
        """How many of a whole attack are asked for; one at the least."""
        return max(1, round(whole * self.share))

    def pages(self, *, figures: bool = True) -> list[str]:
        found = [name for name in book_pages() if not figures or tables(BOOK / name)]
        return [name for name in found if not self.asked or any(one in name for one in self.asked)]

    def embeds(self) -> list[str]:
        found = sorted(path.relative_to(BOOK).as_posix() for path in (BOOK / "embed").glob("*.html"))
        return [name for name in found if not self.asked or any(one in name for one in self.asked)]

    @contextlib.contextmanager
    def context(self, **options) -> Iterator:
        context = self.browser.new_context(viewport={"width": 1100, "height": 900}, **options)
        context.set_default_timeout(60_000)
        try:
            yield context
        finally:
            context.close()

    @contextlib.contextmanager
    def tab(self, address: str | None = None, **options) -> Iterator[Tab]:
        with self.context(**options) as context:
            tab = Tab(context.new_page())
            if address is not None:
                tab.open(self.url + address)
            yield tab

    def look(self, report: Report, tab: Tab, where: str) -> None:
        """Whether the page answers, and nothing is wrong with it."""
        with contextlib.suppress(Error):
            tab.answers()
        for words in tab.checked():
            report.fail(where, words)

    def same(self, report: Report, tab: Tab, reference: Tab, where: str) -> None:
        """Whether every figure shows what it shows in a page where nothing else happened, at the same state."""
        shown = tab.run("() => attack.figures().filter((one) => one.matches('.live')).map((one) => "
                        "[one.id, attack.values(one), attack.signature(one)])")  # fmt: skip
        for name, values, seen in shown:
            there = reference.run("([id, values]) => attack.at(id, values)", [name, values])
            report.want(seen == there, where, f"{name} at {values} is not what it is elsewhere: {_apart(seen, there)}")


def _apart(one: str, other: str) -> str:
    first, second = json.loads(one), json.loads(other)
    parts = [name for name in first if first[name] != second[name]]
    return "; ".join(f"{name}: {str(first[name])[:120]} against {str(second[name])[:120]}" for name in parts[:2])


SECTION = re.compile(r'<section class="explorer[^"]*" id="([^"]+)"')
DATA = re.compile(r'<script[^>]*class="explorer-data"([^>]*)>([^<]*)<')


def tables(path: Path) -> dict[str, bytes]:
    """The packed tables of a built page's figures, by name."""
    text = path.read_text(encoding="utf-8")
    starts = [*SECTION.finditer(text)]
    found = {}
    for start in starts:
        data = DATA.search(text, start.end())
        source = re.search(r'data-src="([^"?]*)', data[1]) if data else None
        if not data:
            continue
        packed = data[2]
        if source:
            packed = re.search(r'="([^"]*)"', (path.parent / source[1]).read_text(encoding="utf-8"))[1]
        found[start[1]] = b64decode(packed)
    return found


def controls(packed: bytes) -> dict[str, list]:
    """A table's controls: their values by name."""
    raw = gzip.decompress(packed)
    header = json.loads(raw[4 : 4 + int.from_bytes(raw[:4], "little")])
    return {one["name"]: one["values"] for one in header["controls"]}


def known(path: Path) -> dict[str, dict[str, list]]:
    return {name: controls(packed) for name, packed in tables(path).items()}
