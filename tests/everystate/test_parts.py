"""Tables in parts: how they are cut, that the parts hold what the whole holds, and 100,000 states on pages."""

import csv
import itertools
import json
import re
import shutil
import textwrap
from dataclasses import dataclass
from math import prod

import numpy as np
import pytest
from conftest import keep_offline, served
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from everystate import Explorer, ExplorerError, embed, parts, table
from everystate.settings import settings

X = np.linspace(0.0, 10.0, 12)


@dataclass(frozen=True)
class Wave:
    wave: np.ndarray
    level: np.ndarray
    end: float


def wave(rate, phase, level) -> Wave:
    made = np.sin(rate * X + phase)
    return Wave(made, np.full(X.size, level), made[-1])


def draw(result, ax, *, level=0.0, wide=False):
    ax.plot(X, result.wave, color="#0b62a8", label="a wave")
    ax.plot(X, result.level, color="#b8500a", label="high" if level > 0.05 else "low")
    ax.set(xlim=(0, 20 if wide else 10), ylim=(-1, 1), xlabel="x", ylabel="y")


def made(**changes) -> Explorer:
    given = dict(
        name="wave",
        title="A wave",
        caption="At {rate}, {phase} and {level} it ends at {end:.4f}.",
        controls=dict(rate=(0.0, 0.99, 0.01), phase=(0.0, 0.99, 0.01), level=(0.0, 0.09, 0.01)),
        report=("end",),
        max_states=100_000,
    )
    return Explorer(wave, draw, **(given | changes))


SMALL = dict(rate=(0.0, 0.4, 0.1), phase=(0.0, 0.2, 0.1), level=(0.0, 0.09, 0.03), wide=True)


# How states are cut


@pytest.mark.parametrize("most", [1, 7, 80, 8000])
@pytest.mark.parametrize("counts", [(5,), (2, 1, 3), (10, 100, 20), (3, 4, 5, 2), (81, 80)])
def test_every_state_is_in_one_part_and_no_part_has_too_many(counts, most):
    cut = parts.cut(counts, most)
    boxes = [list(itertools.product(*cut.box(part))) for part in range(len(cut))]
    assert [state for box in boxes for state in box] == list(itertools.product(*map(range, counts)))
    assert max(map(len, boxes)) <= most
    assert all(cut.part(state) == part for part, box in enumerate(boxes) for state in box)
    assert (len(cut) == 1) == (prod(counts) <= most)


def read(packed: bytes, box: list[range], frames: list[int]) -> dict:
    """What a table shows in each state of a box: by panel and mark the rows and label, then words and report."""
    header, blob = table.unpack(packed)
    found = {}
    rest = [i for i in range(len(box)) if i not in frames]
    for state, places in enumerate(itertools.product(*box)):
        frame = np.ravel_multi_index(
            [0, *(box[i].index(places[i]) for i in frames)], [1, *(len(box[i]) for i in frames)]
        )
        place = np.ravel_multi_index([box[i].index(places[i]) for i in rest], [len(box[i]) for i in rest])
        panels = header["frames"][frame]["panels"]
        marks = [
            [table.row(entry, blob, place) for entry in [*mark["channels"].values(), mark["label"]]]
            for panel in panels
            for mark in panel["marks"]
        ]
        words = [table.row(e, blob, state) for e in [*header["caption"]["fields"], *header["report"].values()]]
        found[places] = json.dumps([[list(map(str, row)) for row in marks], words, [p["axes"] for p in panels]])
    return found


@pytest.mark.parametrize("frames", [(), ("wide",), ("rate",)])
@pytest.mark.parametrize("most", [1, 5, 30, 119])
def test_the_parts_hold_what_the_whole_table_holds(monkeypatch, frames, most):
    def drawn(result, ax, *, level, wide, rate):
        draw(result, ax, level=level, wide=wide if frames == ("wide",) else frames == ("rate",) and rate > 0.2)

    whole = Explorer(wave, drawn, name="w", title="w", caption="{rate} {end:.3f}", controls=SMALL, frames=frames)
    numbers = [list(SMALL).index(name) for name in frames]
    expected = read(whole.states.packed(), whole.states.cut.box(0), numbers)
    assert len(expected) == 120 and whole.states.packed_others() == {}
    monkeypatch.setattr(settings, "part_states", most)
    cut = Explorer(wave, drawn, name="w", title="w", caption="{rate} {end:.3f}", controls=SMALL, frames=frames).states
    first = cut.cut.part([c.default for c in cut.controls])
    tables = {first: cut.packed(), **cut.packed_others()}
    assert sorted(tables) == list(range(len(cut.cut))) and len(tables) >= 120 / most
    found = {}
    for part, packed in tables.items():
        box = cut.cut.box(part)
        assert table.unpack(packed)[0]["part"] == {"sizes": list(cut.cut.sizes), "start": [one[0] for one in box]}
        found |= read(packed, box, numbers)
    assert found == expected


def test_a_table_in_one_piece_says_nothing_of_parts():
    whole = made(controls=SMALL | dict(wide=[True]))
    assert "part" not in table.unpack(whole.states.packed())[0]
    assert "explorer-part" not in whole.html()


def test_many_states_are_asked_for_by_name():
    with pytest.raises(
        ExplorerError, match=r"100,000 states .*at most 8,000 are allowed, unless max_states= says more"
    ):
        made(max_states=None)
    with pytest.raises(ExplorerError, match="at most 99,999 are allowed"):
        made(max_states=99_999)
    for wrong in (0, 1e5, True, "many"):
        with pytest.raises(ExplorerError, match=f"max_states must be a whole number, 1 or more, not {wrong!r}"):
            made(max_states=wrong)


def test_a_notebook_has_the_default_states_part_and_its_kernel_answers_the_others(monkeypatch):
    monkeypatch.setenv("EXPLORER_HOST", "widget")
    monkeypatch.setattr(settings, "part_states", 30)
    widget = made(controls=SMALL | dict(wide=[True]))
    assert table.unpack(widget.table)[0]["states"] <= 30
    widget.state = widget.states.default
    assert widget.answer == {}
    far = widget.states.default | {"rate": 0.4}
    assert not widget.states.packed_with(far)
    widget.state = far
    header, blob = table.unpack(widget.answer["table"])
    assert [table.row(entry, blob, 0) for entry in header["caption"]["fields"]][0] == "0.40"


def test_the_files_of_parts_are_named_by_figure_part_and_what_is_in_them(monkeypatch):
    monkeypatch.setattr(settings, "part_states", 30)
    cut = made(controls=SMALL | dict(wide=[True]))
    names = list(embed.parts(cut.html()))
    numbers = [int(re.fullmatch(r"wave-(\d+)-[0-9a-f]{10}\.js", name)[1]) for name in names]
    assert numbers == list(cut.states.packed_others()) and len(names) > 1


# On pages


COMING = "The numbers of this state are on their way."
MISSING = "The numbers of this state could not be fetched: the figure shows the state before."
CONF = 'project = "A book"\nextensions = ["everystate.sphinx"]\neverystate_embeds = "alone"\n'
SEEN = """
seen = []; unzipped = 0; parsed = 0;
document.addEventListener('explorer:state', ({detail}) => seen.push(detail));
DecompressionStream = class extends DecompressionStream { constructor(of) { super(of); unzipped++; } };
DOMParser = class extends DOMParser { constructor() { super(); parsed++; } };
"""


def build(folder, html) -> None:
    (folder / "conf.py").write_text(CONF, encoding="utf-8")
    raw = f".. raw:: html\n\n{textwrap.indent(html, '   ')}\n" if html else "Nothing here.\n"
    (folder / "index.rst").write_text(f"Many states\n===========\n\n{raw}", encoding="utf-8")
    with docutils_namespace(), pytest.MonkeyPatch.context() as patched:
        patched.setenv("EXPLORER_HOST", "page")
        app = Sphinx(*map(str, (folder, folder, folder / "out", folder / "trees")), "html", status=None)
        app.build()
    assert app.statuscode == 0


@pytest.fixture(scope="module")
def many() -> Explorer:
    return made()


@pytest.fixture(scope="module")
def book(many, tmp_path_factory):
    """A built book with a figure of 100,000 states, which also stands alone."""
    folder = tmp_path_factory.mktemp("parts")
    build(folder, many.html())
    return folder / "out"


@pytest.fixture
def page(browser, book):
    context = browser.new_context()
    page = context.new_page()
    keep_offline(page, "")
    page.add_init_script(SEEN)
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url) if "everystate-parts" in request.url else None)
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    yield page
    assert page.problems == []
    context.close()


def open_live(page, url):
    page.goto("about:blank")
    page.goto(url)
    page.locator(".explorer.live").wait_for()


def move(page, **places):
    """Sliders by name to a place among their values, as a hand does that touched none before."""
    page.evaluate(
        """(places) => { moved = performance.now(); for (const [name, place] of Object.entries(places)) {
          const input = document.querySelector(`[data-control=${name}]`);
          input.value = place; input.dispatchEvent(new Event('input', { bubbles: true }));
        } }""",
        places,
    )


def shows(page, many, **values):
    """Waits until the page says a state, and compares its numbers with numpy's."""
    said = many.caption(**values)
    page.locator(".explorer-caption").get_by_text(said).wait_for()
    state = many.states.default | values
    expected = np.sin(state["rate"] * X + state["phase"])
    assert page.evaluate("seen.at(-1).result.end") == pytest.approx(expected[-1], abs=1e-12)
    with page.expect_download() as download:
        page.locator("[data-do=csv]").click()
    with open(download.value.path(), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    curve, level = ([float(row["y"]) for row in rows if (row["series"] == "a wave") == one] for one in (True, False))
    np.testing.assert_allclose(curve, expected, atol=1e-3)
    np.testing.assert_allclose(level, np.full(X.size, state["level"]), atol=1e-3)
    assert rows[-1]["series"] == ("high" if state["level"] > 0.05 else "low")
    assert page.locator("[data-control=rate]").input_value() == str(round(100 * state["rate"]))
    assert not page.locator(".explorer-message").is_visible()


FAR = dict(rate=0.93, phase=0.02, level=0.09)


@pytest.mark.parametrize("disk", [False, True])
@pytest.mark.parametrize("file", ["index.html", "alone/wave.html"])
def test_the_first_state_is_there_at_once_and_a_far_one_when_it_is_asked_for(page, book, many, file, disk):
    with served(book) as url:
        address = (book / file).as_uri() if disk else url + file
        open_live(page, address)
        shows(page, many)
        assert (page.asked, page.evaluate("unzipped")) == ([], 1)
        move(page, rate=93, phase=2, level=9)
        shows(page, many, **FAR)
        assert page.evaluate("[unzipped, seen.length]") == [2, 2]
        open_live(page, f"{address}#wave?rate=0.93&phase=0.02&level=0.09")
        shows(page, many, **FAR)
        assert page.evaluate("unzipped") == 2
        assert len(page.asked) == (2 if file == "index.html" else 0)
        page.locator("[data-do=reset]").click()
        shows(page, many)


def test_a_page_carries_one_part_and_its_figure_alone_all(book, many):
    body, alone = ((book / name).read_text(encoding="utf-8") for name in ("index.html", "alone/wave.html"))
    files = {path.name for path in (book / "_static/everystate-parts").iterdir()}
    assert len(files) == len(many.states.cut) - 1 == 12
    assert set(re.findall(r'data-src="_static/everystate-parts/([^"]+)"', body)) == files
    assert 'class="explorer-alone"' in body and "data-src" not in alone
    assert len(body) + sum((book / "_static/everystate-parts" / name).stat().st_size for name in files) > len(alone) / 2
    assert len(body) < len(alone) / 4


def test_a_part_that_is_late_is_announced_and_only_the_last_state_is_shown(page, book, many):
    held = []
    page.route("**/everystate-parts/*", lambda route: held.append(route))
    with served(book) as url:
        open_live(page, f"{url}index.html")
        page.evaluate(
            """new MutationObserver(() => { said = performance.now(); })
            .observe(document.querySelector('.explorer-message'), { attributeFilter: ['hidden'] })"""
        )
        for rate in (93, 80, 70):
            move(page, rate=rate)
        message = page.locator(".explorer-message")
        message.wait_for()
        assert page.evaluate("said - moved") > 490  # what comes in time needs no words
        assert message.inner_text() == COMING
        assert page.locator(".explorer-caption").inner_text() == many.caption()
        assert page.locator("[data-control=rate]").input_value() == "70"
        assert len(held) == 3
        for route in held:
            route.continue_()
        shows(page, many, rate=0.7)
        assert page.evaluate("seen.map(({values}) => values.rate)") == [many.states.default["rate"], 0.7]
        assert page.evaluate("document.head.querySelectorAll('script[src*=everystate-parts]').length") == 0


def test_a_hand_on_a_control_fetches_what_it_leads_to_the_nearest_first(page, book, many):
    with served(book) as url:
        open_live(page, f"{url}index.html")
        page.locator("[data-control=level]").focus()
        page.locator("[data-control=rate]").focus()
        page.wait_for_function("unzipped === 13")
        asked = [int(re.search(r"/wave-(\d+)-", address)[1]) for address in page.asked]
        first = many.states.cut.part([c.default for c in many.states.controls])
        assert sorted([*asked, first]) == list(range(13))
        assert [abs(part - first) for part in asked] == sorted(abs(part - first) for part in asked)
        page.route("**/everystate-parts/*", lambda route: route.abort())
        move(page, rate=99)
        shows(page, many, rate=0.99)


@pytest.mark.parametrize("disk", [False, True])
def test_a_part_that_is_missing_says_so_and_the_state_stays(page, book, many, disk, tmp_path):
    shutil.copytree(book, tmp_path / "book")
    (gone,) = (tmp_path / "book/_static/everystate-parts").glob("wave-12-*.js")
    kept = gone.rename(tmp_path / gone.name)
    with served(tmp_path / "book") as url:
        open_live(page, (tmp_path / "book/index.html").as_uri() if disk else f"{url}index.html")
        move(page, rate=80)
        shows(page, many, rate=0.8)
        move(page, rate=99)
        message = page.locator(".explorer-message")
        message.get_by_text(MISSING).wait_for()
        assert page.locator(".explorer-caption").inner_text() == many.caption(rate=0.8)
        assert page.locator("[data-control=rate]").input_value() == "80"
        move(page, rate=81)
        shows(page, many, rate=0.81)
        kept.rename(gone)
        move(page, rate=99)
        shows(page, many, rate=0.99)


def test_a_part_with_other_numbers_is_none(page, book, many, tmp_path):
    shutil.copytree(book, tmp_path / "book")
    (file,) = (tmp_path / "book/_static/everystate-parts").glob("wave-12-*.js")
    file.write_text('(self.everystateParts??={})["other"]="";', encoding="utf-8")
    open_live(page, (tmp_path / "book/index.html").as_uri())
    move(page, rate=99)
    page.locator(".explorer-message").get_by_text(MISSING).wait_for()
    assert page.locator(".explorer-caption").inner_text() == many.caption()


def test_files_of_parts_that_are_gone_go(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "part_states", 30)
    build(tmp_path, made(controls=SMALL | dict(wide=[True])).html())
    files = tmp_path / "out/_static/everystate-parts"
    before = {path.name for path in files.iterdir()}
    build(tmp_path, made(controls=SMALL | dict(wide=[True], rate=(0.0, 0.5, 0.1))).html())
    after = {path.name for path in files.iterdir()}
    assert before and after and not before & after
    build(tmp_path, "")
    assert list(files.iterdir()) == []


def test_a_frame_is_parsed_when_it_is_shown(page, tmp_path):
    def framed(result, ax, *, wide):
        draw(result, ax, wide=wide)

    few = Explorer(wave, framed, name="few", title="Few", caption="{rate}", controls=SMALL, frames=("wide",))
    (tmp_path / "few.html").write_text(embed.page([few], title="Few"), encoding="utf-8")
    open_live(page, (tmp_path / "few.html").as_uri())
    move(page, rate=1)
    assert page.evaluate("[parsed, seen.length]") == [0, 2]
    page.locator("[data-control=wide]").click()
    assert page.evaluate("[parsed, seen.length]") == [1, 3]


# Several figures on a page


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A built book whose page has two figures, the second far below the first."""
    folder = tmp_path_factory.mktemp("two")
    figures = [made(name=name, controls=SMALL | dict(wide=[True])).html() for name in ("wave", "tide")]
    build(folder, '\n<div style="height: 5000px"></div>\n'.join(figures))
    return folder / "out"


@pytest.mark.parametrize("disk", [False, True])
def test_the_second_figures_numbers_come_when_it_is_near(page, two, disk):
    body = (two / "index.html").read_text(encoding="utf-8")
    (file,) = re.findall(r'data-src="_static/everystate-parts/([^"]+)"', body)
    assert file.startswith("tide-") and (two / "_static/everystate-parts" / file).is_file()
    with served(two) as url:
        open_live(page, (two / "index.html").as_uri() if disk else f"{url}index.html")
        assert page.asked == [] and page.locator(".explorer.live").count() == 1
        page.locator("#tide").scroll_into_view_if_needed()
        page.locator("#tide.live").wait_for()
        assert [address.rsplit("/", 1)[1] for address in page.asked] == [file]
        before = page.locator("#tide .explorer-caption").inner_text()
        page.locator("#tide [data-control=rate]").press("End")
        assert page.locator("#tide .explorer-caption").inner_text() != before


def test_numbers_that_a_broken_line_kept_away_come_when_it_is_back(page, two):
    page.route("**/everystate-parts/*", lambda route: route.abort())
    with served(two) as url:
        open_live(page, f"{url}index.html")
        page.locator("#tide").scroll_into_view_if_needed()
        page.locator("#tide .explorer-message").get_by_text("could not be read").wait_for()
        page.unroute("**/everystate-parts/*")
        page.evaluate("dispatchEvent(new Event('online'))")
        page.locator("#tide.live:not(.broken)").wait_for()
        assert not page.locator("#tide .explorer-message").is_visible()


def test_no_figure_waits_for_one_whose_numbers_do_not_come(page, two):
    body = (two / "index.html").read_text(encoding="utf-8")
    first, last = embed.SECTION.finditer(body)
    again = body[: last.end()] + first[0] + body[last.end() :]  # the first figure once more, below the second
    page.route("**/index.html", lambda route: route.fulfill(body=again, content_type="text/html; charset=utf-8"))
    late = []
    page.route("**/everystate-parts/*", lambda route: late.append(route))
    with served(two) as url:
        page.goto(f"{url}index.html")
        page.locator("#wave.live").first.wait_for()
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.locator("#wave.live").nth(1).wait_for(timeout=10_000)
        assert len(late) == 1 and page.locator("#tide:is(.live, .broken)").count() == 0
        late.pop().continue_()
        page.locator("#tide.live").wait_for()


def test_another_figures_numbers_are_refused(page, two):
    body = (two / "index.html").read_text(encoding="utf-8")
    (file,) = re.findall(r'data-src="_static/everystate-parts/([^"]+)"', body)
    own = (two / "_static/everystate-parts" / file).read_text(encoding="utf-8")
    (wave,) = re.findall(r'class="explorer-data">([^<]{100,})<', body)
    other = re.sub(r'="[^"]+"', f'="{wave}"', own)
    page.route("**/everystate-parts/*", lambda route: route.fulfill(body=other, content_type="text/javascript"))
    with served(two) as url:
        open_live(page, f"{url}index.html")
        page.locator("#tide").scroll_into_view_if_needed()
        page.locator("#tide .explorer-message").get_by_text("(they are another figure's)").wait_for()
        assert page.locator("#tide svg[role=img] [data-mark]").count() > 0


def test_a_page_is_whole_again_with_its_tables_inside(two):
    page = two / "index.html"
    body = embed.joined(page.read_text(encoding="utf-8"), two)
    assert "data-src" not in body and "data-src" in page.read_text(encoding="utf-8")
    for name in ("wave", "tide"):
        (section,) = [one[0] for one in embed.SECTION.finditer(body) if one[1] == name]
        assert made(name=name, controls=SMALL | dict(wide=[True])).html().rpartition("<script")[2] in section
