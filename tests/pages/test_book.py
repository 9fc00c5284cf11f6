"""The built book, page by page, as a browser gets it: size, hosts, accessibility, links, pictures, search."""

import functools
import gzip
import html.parser
import os
import re
import resource
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ALL_ALIVE, BUDGETS, ROOT, SAMPLE_URL, book_pages, build_sample, keep_offline, served_in_two

from extensions import minutes, untouched

CHAPTERS = [path for path in (ROOT / "chapters").glob("*.md") if "{objectives}" in path.read_text(encoding="utf-8")]
PAGES = book_pages() or ["no built book"]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE = 1280
COLOURS = ["color-contrast", "link-in-text-block"]
LOOKS = [("light", 1280), ("light", 360), ("dark", 1280), ("dark", 360)]


@dataclass
class Visit:
    """What a browser met on one page; faults by look."""

    sizes: dict[str, int] = field(default_factory=dict)
    elsewhere: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    faults: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    overflow: int = 0
    opened: int = 0  # bytes, before the reader scrolls
    shift: float = 0.0
    cut: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def visit(browser, book_url):
    return functools.cache(lambda name: _visit(browser, book_url, name))


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible(visit, name, look):
    assert visit(name).faults[look] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_no_other_host_and_raises_no_error(visit, name):
    assert (visit(name).elsewhere, visit(name).errors) == ([], [])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_does_not_scroll_sideways_on_a_phone(visit, name):
    assert visit(name).overflow == 0


@pytest.mark.parametrize("name", PAGES)
def test_no_line_of_code_is_cut_on_a_wide_screen(visit, name):
    assert visit(name).cut == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_to_its_size(visit, name):
    sizes = visit(name).sizes
    assert sum(sizes.values()) <= BUDGETS["page"]["chapter_kb"] * 1000, sizes
    assert visit(name).opened <= BUDGETS["page"]["opened_kb"] * 1000, sizes


@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_while_a_reader_scrolls(visit, name):
    assert visit(name).shift <= 0.01


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_first_heading(visit, name):
    assert len(visit(name).headings) == 1


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_it_is(built_book, name):
    page = _read(built_book / name)
    assert page.title and page.lang == "en"
    assert 20 <= len(page.meta.get("description", "")) <= 320


def test_no_two_pages_share_a_title(built_book):
    titles = [_read(built_book / name).title for name in PAGES if name != "index.html"]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("name", PAGES)
def test_no_simulation_takes_a_headings_name(built_book, name):
    assert _read(built_book / name).repeated == []


@pytest.mark.parametrize("name", PAGES)
def test_every_picture_has_words(built_book, name):
    assert [image for image in _read(built_book / name).images if not image.get("alt", "").strip()] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(built_book, name):
    assert broken_links(built_book, name) == []


def test_broken_links_are_found(tmp_path):
    (tmp_path / "a.html").write_text('<p id="here"><a href="b.html">1</a><a href="#here">2</a><a href="#there">3</a>')
    assert broken_links(tmp_path, "a.html") == ["b.html", "#there"]


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_the_stated_minutes_count_every_simulation_and_stand_on_the_page(built_book, path):
    page = (built_book / f"chapters/{path.stem}.html").read_text(encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    assert page.count('<section class="explorer"') == minutes.measured(text).simulations
    assert f'<span class="box-note">{minutes.told(text)}</span>' in page


@pytest.mark.parametrize("simulations", [1, 2, 3])
def test_a_page_that_is_served_in_two_pieces_comes_whole(tmp_path, simulations):
    (tmp_path / "a.html").write_bytes(b"<p>" + (b"<data>" + b"x" * 3000) * simulations)
    with served_in_two(tmp_path, at=b"<data>", late=0) as url, urlopen(f"{url}a.html") as answer:
        assert answer.read() == (tmp_path / "a.html").read_bytes()


def test_search_finds_a_word_without_another_host(offline_page, book_url):
    offline_page.goto(f"{book_url}search.html?q=emergent")
    results = offline_page.locator("#search-results li a")
    results.first.wait_for()
    assert results.count() >= 1
    assert offline_page.elsewhere == []
    results.first.click()
    offline_page.locator("h1").wait_for()
    assert "search.html" not in offline_page.url


def test_the_reader_chooses_light_or_dark_and_keeps_it(offline_page, book_url):
    offline_page.emulate_media(color_scheme="light")
    offline_page.goto(book_url)
    paper = "getComputedStyle(document.body).backgroundColor"
    assert offline_page.evaluate(paper) == "rgb(255, 255, 255)"
    offline_page.get_by_role("button", name="Dark page").click()
    assert offline_page.evaluate(paper) == "rgb(20, 24, 30)"
    offline_page.reload()
    assert offline_page.evaluate("document.documentElement.dataset.theme") == "dark"
    offline_page.get_by_role("button", name="Light page").click()
    assert offline_page.evaluate(paper) == "rgb(255, 255, 255)"
    offline_page.get_by_role("button", name="Dark page").click()
    assert offline_page.evaluate(paper) == "rgb(20, 24, 30)"


def test_a_reader_at_the_keyboard_can_skip_to_the_text(offline_page, book_url):
    offline_page.goto(book_url)
    offline_page.keyboard.press("Tab")
    assert offline_page.evaluate("document.activeElement.textContent") == "Skip to the text"
    offline_page.keyboard.press("Enter")
    assert offline_page.evaluate("document.activeElement.id") == "main"


def test_the_contents_open_on_a_phone(offline_page, book_url):
    offline_page.set_viewport_size({"width": 360, "height": 740})
    offline_page.goto(book_url)
    contents = offline_page.get_by_role("navigation", name="Contents of the book")
    assert not contents.is_visible()
    offline_page.get_by_role("button", name="Contents of the book").click()
    assert contents.is_visible()
    offline_page.keyboard.press("Escape")
    assert not contents.is_visible()


def test_a_page_reads_without_javascript(browser, book_url):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(book_url)
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_by_role("navigation", name="Contents of the book").is_visible()
    context.close()


def test_the_page_for_a_wrong_address_needs_no_other_file(built_book):
    page = _read(built_book / "404.html")
    assert page.resources == []
    assert "robots" in page.meta


def test_nothing_of_the_theme_is_published(built_book):
    assert not list((built_book / "_static").rglob("*fontawesome*"))
    assert not list((built_book / "_static").rglob("*thebe*"))
    assert [page for page in book_pages(built_book) if "thebe" in (built_book / page).read_text(encoding="utf-8")] == []


def test_an_empty_page_is_light(browser, sample_url):
    seen = _visit(browser, sample_url, "chapters/plain.html", looks=())
    assert sum(seen.sizes.values()) <= BUDGETS["page"]["empty_kb"] * 1000, seen.sizes


def test_the_sitemap_lists_every_page_at_the_books_address(sample_book):
    names = {"loc": "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"}
    locations = [loc.text for loc in ElementTree.parse(sample_book / "sitemap.xml").iter(names["loc"])]
    pages = [f"{SAMPLE_URL}{name}" for name in book_pages(sample_book)]
    assert sorted(locations) == [page for page in pages if page.rsplit("/", 1)[-1] not in APART]


APART = {"404.html", "index.html", "search.html"}


def test_a_link_to_a_page_is_shown_with_its_picture(sample_book):
    meta = _read(sample_book / "chapters/sample.html").meta
    assert meta["og:url"] == f"{SAMPLE_URL}chapters/sample.html"
    picture = sample_book / meta["og:image"].removeprefix(SAMPLE_URL)
    assert picture.read_bytes()[16:24] == (1200).to_bytes(4) + (630).to_bytes(4)  # width and height in a PNG's header


def test_a_published_page_links_the_zip_of_the_book(sample_book):
    assert f"{SAMPLE_URL}emergence-measured.zip" in _read(sample_book / "chapters/sample.html").links


def test_a_book_that_does_not_know_its_address_invents_none(tmp_path):
    out = build_sample(tmp_path, BOOK_URL="", BOOK_OFFLINE="")
    assert not (out / "sitemap.xml").exists()
    page = _read(out / "chapters/sample.html")
    assert "og:url" not in page.meta
    assert [link for link in page.links if link.endswith(".zip")] == []


def test_an_unchanged_book_is_built_again_quickly(built_book, tmp_path):
    before = _seconds(lambda: build_sample(tmp_path / "before"))
    untouched.forget(ROOT / "_build")  # so that every page is asked whether it holds
    again = _seconds(lambda: _build_again("The book is in"))
    at_once = _seconds(lambda: _build_again("Nothing has changed since it was built"))
    after = _seconds(lambda: build_sample(tmp_path / "after"))
    small_book = (before + after) / 2
    assert again <= BUDGETS["build"]["unchanged_in_small_books"] * small_book
    assert at_once <= BUDGETS["build"]["at_once_in_small_books"] * small_book


def _build_again(said: str) -> None:
    command = [sys.executable, "-m", "extensions.build"]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert said in done.stdout and "Executing notebook" not in done.stdout


def _seconds(act) -> float:
    """Of processor time that the commands took which ``act`` ran: other work on the machine does not count."""
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    act()
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime


def _visit(browser, url, name, *, looks=LOOKS) -> Visit:
    seen = Visit()
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    keep_offline(page, url)
    page.on("response", lambda response: seen.sizes.update({response.url: _gzipped(response)}))
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("console", lambda line: seen.errors.append(line.text) if line.type == "error" else None)
    page.add_init_script(SHIFTS)
    page.goto(url + name, wait_until="networkidle")
    seen.opened = sum(seen.sizes.values())
    page.evaluate("shift = 0")
    page.evaluate(SCROLL)
    seen.shift = page.evaluate("shift")
    page.wait_for_function(ALL_ALIVE)
    page.evaluate(UNFOLD)
    seen.headings = page.locator("h1").all_inner_texts()
    for scheme, width in looks:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(100)
        seen.faults[scheme, width] = _faults_of(page, scheme, width)
        if width >= WIDE:
            seen.cut = page.evaluate(CUT)
        if width == min(width for _, width in looks):
            seen.overflow = max(seen.overflow, page.evaluate(OVERFLOW))
    seen.elsewhere = page.elsewhere
    context.close()
    return seen


SHIFTS = """shift = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) shift += one.value; })
  .observe({ type: 'layout-shift', buffered: true });"""
SCROLL = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += 1.5 * innerHeight) {
    scrollTo({ top: y, behavior: 'instant' });
    await new Promise(requestAnimationFrame);
  }
  scrollTo({ top: 0, behavior: 'instant' });
}"""
# Everything that folds, and one of the explorers' tables of numbers: they are alike, and of many cells.
UNFOLD = """for (const fold of document.querySelectorAll(".fold:not([name]), details.hide")) fold.open = true;
for (const numbers of [...document.querySelectorAll(".explorer-numbers")].slice(0, 1)) numbers.open = true;"""
# Of each box of code, shown or folded open, and each printed output that scrolls sideways: its longest line.
CUT = """[...document.querySelectorAll("article pre")].filter((box) => box.scrollWidth > box.clientWidth)
.map((box) => box.innerText.split("\\n").reduce((one, other) => (other.length > one.length ? other : one)))"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _faults_of(page, scheme: str, width: int) -> list[str]:
    """What axe-core finds wrong in one look, asked once.

    A text's colours are those of its scheme at every width; all but colours is the same in the dark.
    """
    if width >= WIDE:
        return _faults(page) if scheme == "light" else _faults(page, rules=COLOURS)
    around = _faults(page, rules=COLOURS, context={"exclude": [["article"]]})
    return around + (_faults(page, without=COLOURS) if scheme == "light" else [])


def _faults(page, *, rules=None, without=(), context=None) -> list[str]:
    """What axe-core finds wrong in the page as it looks now, by all rules or by some."""
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": AXE_TAGS}
    left_out = {rule: {"enabled": False} for rule in without}
    options = {"runOnly": only, "rules": left_out, "resultTypes": ["violations"]}
    violations = Axe().run(page, context=context, options=options).response["violations"]
    return [f"{fault['id']}: {node['html'][:200]}" for fault in violations for node in fault["nodes"]]


def _gzipped(response) -> int:
    return len(gzip.compress(response.body())) if response.ok else 0


class _Page(html.parser.HTMLParser):
    """What a page's source says: title, language, metadata, ids, links, pictures, files it loads."""

    def __init__(self, text: str):
        super().__init__()
        self.title, self.lang, self.meta = "", None, {}
        self.ids, self.links, self.images, self.resources = set(), [], [], []
        self.repeated: list[str] = []
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag, pairs):
        attributes = dict(pairs)
        if "id" in attributes and attributes["id"] in self.ids:
            self.repeated.append(attributes["id"])
        self.ids.add(attributes.get("id"))
        if tag == "html":
            self.lang = attributes.get("lang")
        if tag == "meta":
            self.meta[attributes.get("name") or attributes.get("property")] = attributes.get("content", "")
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        if tag == "img":
            self.images.append(attributes)
        if tag in ("img", "script", "link", "iframe"):
            self.resources += [attributes[key] for key in ("src", "href") if key in attributes]
        self._in_title = tag == "title" and not self.title

    def handle_data(self, data):
        if self._in_title:
            self.title += data


@functools.cache
def _read(path: Path) -> _Page:
    return _Page(path.read_text(encoding="utf-8"))


def broken_links(folder: Path, name: str) -> list[str]:
    """The links and files of a page that lead nowhere in the built book."""
    page = _read(folder / name)
    return [link for link in [*page.links, *page.resources] if not _resolves(folder, name, link)]


def _resolves(folder: Path, name: str, link: str) -> bool:
    parts = urlsplit(link)
    if parts.scheme:
        return parts.scheme in ("https", "http", "mailto", "data")
    target = (folder / name).parent / unquote(parts.path) if parts.path else folder / name
    if target.is_dir():
        target = target / "index.html"
    if not target.is_file():
        return False
    anchor = re.split(r"\?", unquote(parts.fragment))[0]  # an explorer's link ends in ?control=value
    return not anchor or anchor in _read(target).ids
