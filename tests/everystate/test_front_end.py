"""The explorer's built scripts in a Chromium, on a page of its own: what a reader reads, hears, copies and takes away,
against Python; and the notebook's side, with a real explorer behind a stand-in for the kernel's channel."""

import base64
import csv
import io
import json
import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from conftest import ALL_ALIVE, QuietHandler, served
from matplotlib.image import imread

from everystate import Explorer, Predict
from everystate.settings import settings
from simulations import palette
from tests.everystate.test_explorer import classic_page

QUOTED = 'the "first", here'
X = np.linspace(0.0, 10.0, 11)


@dataclass(frozen=True)
class Growth:
    score: np.ndarray
    size: np.ndarray
    cells: np.ndarray
    rate: float


def growth(rate=0.5, digits=2):
    cells = np.array([[0.0, 0.25, 0.5], [0.75, 1.0, rate]])
    return Growth(rate * X / 10, 10.0 ** (digits + X / 5), cells, rate)


def draw_score(result, ax):
    ax.plot(X, result.score, color=palette.BLUE, label=QUOTED)
    ax.scatter(X[::5], 1 - result.score[::5], color=palette.RED, marker="s", label="second")
    ax.text(2.0, result.rate, f"rate {result.rate}")
    ax.set_xlim(0, 10)
    ax.set_ylim(0, 1)
    ax.set_xlabel("steps (thousands)")
    ax.set_ylabel("share right")


def draw_size(result, ax):
    ax.plot(10.0 ** (X / 2), result.size, color=palette.GREEN, label="size")
    ax.set_xlim(1, 1e5)
    ax.set_ylim(1e2, 1e6)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlabel("tokens")
    ax.set_ylabel("parameters")


def draw_cells(result, ax, *, origin="upper"):
    ax.imshow(result.cells, vmin=0, vmax=1, cmap="cividis", origin=origin, label="cells")
    ax.set_xlim(-0.5, 2.5)
    ax.set_ylim(*((1.5, -0.5) if origin == "upper" else (-0.5, 1.5)))
    ax.set_xlabel("column")
    ax.set_ylabel("row")


def made(name="growth", **changes):
    given = dict(
        name=name,
        title="Growth",
        caption="At rate {rate} and {digits} digits.",
        controls=dict(rate=(0.0, 1.0, 0.1), digits=(2, 4)),
        predict=Predict("Which?", {"this one": "It is.", "that one": "It is the other."}, answer="this one"),
        report=("rate",),
    )
    return Explorer(growth, (draw_score, draw_size), **(given | changes))


def image(name, origin):
    def draw(result, ax):
        draw_cells(result, ax, origin=origin)

    return Explorer(growth, draw, name=name, title=name, caption="{rate}", controls=dict(rate=(0.0, 1.0, 0.1)))


@pytest.fixture(scope="module")
def explorers():
    return {"growth": made(), "upper": image("upper", "upper"), "lower": image("lower", "lower")}


@pytest.fixture(scope="module")
def folder(explorers, tmp_path_factory):
    folder = tmp_path_factory.mktemp("front-end")
    classic_page(folder, list(explorers.values()))
    return folder


@pytest.fixture(scope="module")
def address(folder):
    with served(folder) as url:
        yield url


@pytest.fixture
def page(browser, address):
    context = browser.new_context(
        viewport={"width": 1200, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    open_live(page, f"{address}index.html")
    yield page
    assert page.problems == []
    context.close()


def open_live(page, url, *, covered=False):
    page.goto(url)
    page.wait_for_function(ALL_ALIVE)
    if not covered:
        page.evaluate("document.querySelectorAll('.explorer-skip').forEach(button => button.click())")


def move(page, name, **places):
    """Sliders by name to a place among their values."""
    for control, place in places.items():
        page.locator(f"#{name} [data-control={control}]").evaluate(
            "(input, place) => { input.value = place; input.dispatchEvent(new Event('input', { bubbles: true })); }",
            place,
        )


# What is read off the picture


def number(text: str) -> float:
    digits, _, power = text.partition("×10")
    return float(digits) * 10 ** int(power.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")) or 0)


def csv_of(page, name):
    with page.expect_download() as download:
        page.locator(f"#{name} [data-do=csv]").click()
    with open(download.value.path(), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_csv_has_the_functions_own_numbers_and_names(page):
    move(page, "growth", rate=8, digits=1)
    result = growth(0.8, 3)
    rows = csv_of(page, "growth")
    first = [row for row in rows if row["series"] == QUOTED]
    assert [float(row["x"]) for row in first] == X.tolist()
    np.testing.assert_allclose([float(row["y"]) for row in first], result.score, atol=5e-4)
    size = [row for row in rows if row["series"] == "size"]
    np.testing.assert_allclose([float(row["x"]) for row in size], 10 ** (X / 2), rtol=0.006)
    np.testing.assert_allclose([float(row["y"]) for row in size], result.size, rtol=0.006)
    assert {row["axes"] for row in size} == {"x tokens (log), y parameters (log)"}
    assert {row["axes"] for row in first} == {"x steps (thousands), y share right"}


def test_the_numbers_say_what_they_are(page):
    move(page, "growth", rate=8)
    page.locator("#growth .explorer-numbers summary").click()
    shown = page.locator("#growth .explorer-table table")
    shown.first.wait_for()
    assert shown.count() == 2
    assert shown.nth(0).locator("caption").inner_text() == "Panel 1: share right against steps (thousands)"
    assert shown.nth(0).locator("th").all_inner_texts() == ["series", "steps (thousands)", "share right"]
    assert shown.nth(1).locator("th").all_inner_texts() == ["series", "tokens", "parameters"]
    assert shown.nth(0).locator("tbody tr").nth(5).locator("td").all_inner_texts() == [QUOTED, "5", "0.4"]


@pytest.mark.parametrize("panel", [0, 1])
def test_a_script_of_the_page_places_data_where_the_figure_has_them(page, explorers, panel):
    move(page, "growth", rate=8, digits=1)
    result = growth(0.8, 3)
    data = [(X, result.score), (10 ** (X / 2), result.size)][panel]  # linear axes, and logarithmic ones
    points = np.column_stack(data).tolist()
    ask = "([points, panel]) => points.map(everystate.placed(document.getElementById('growth'), panel))"
    _, _, drawn = explorers["growth"].marks(rate=0.8, digits=3)[panel][0]
    wanted = np.column_stack([drawn["x"], drawn["y"]])
    np.testing.assert_allclose(page.evaluate(ask, [points, panel]), wanted, atol=0.04)  # marks stand on twentieths


def test_no_data_are_placed_where_there_is_no_panel(page):
    assert page.evaluate("everystate.placed(document.getElementById('growth'), 2)") is None
    assert page.evaluate("everystate.placed(document.head)") is None


@pytest.mark.parametrize("place", [0, 3, 8, 10])
def test_the_pointer_reads_the_nearest_point(page, explorers, place):
    move(page, "growth", rate=8)
    marks = explorers["growth"].marks(rate=0.8)
    for p, wanted in ((0, growth(0.8).score[place]), (1, growth(0.8).size[place])):
        svg = page.locator("#growth svg[role=img]").nth(p)
        svg.scroll_into_view_if_needed()
        box = svg.bounding_box()
        width = explorers["growth"].states.templates(explorers["growth"].states.default)[p][0].axes["width"]
        at = marks[p][0][2]["x"][place] + (2 if place == 0 else -2)  # a little off the point itself
        page.mouse.move(box["x"] + at * box["width"] / width, box["y"] + box["height"] / 2)
        legend = page.locator("#growth .explorer-legend").nth(p)
        value = number(legend.locator("li[data-mark='0'] .explorer-value").inner_text())
        assert value == pytest.approx(wanted, rel=0.006, abs=6e-4), (p, place)
        line = svg.locator(".explorer-guide").get_attribute("d")
        assert float(line[1:].split(",")[0]) == pytest.approx(marks[p][0][2]["x"][place], abs=0.06)
        words = legend.locator(".explorer-at").inner_text()
        assert words.startswith("steps (thousands) " if p == 0 else "tokens ")
        assert number(words.rsplit(" ", 1)[1]) == pytest.approx(X[place] if p == 0 else 10 ** (X[place] / 2), rel=0.006)


def test_keys_read_one_point_after_another(page):
    move(page, "growth", rate=8)
    score, legend = growth(0.8).score, page.locator("#growth .explorer-legend").first
    svg, status = page.locator("#growth svg[role=img]").first, page.locator("#growth .explorer-status")
    values = [legend.locator(f"li[data-mark='{mark}'] .explorer-value") for mark in (0, 1)]
    status.get_by_text("At rate 0.80 and 2 digits.").wait_for(state="attached")  # it is told first
    for key, i in (("ArrowRight", 0), ("ArrowRight", 1), ("End", 10), ("ArrowLeft", 9), ("ArrowLeft", 8), ("Home", 0)):
        svg.press(key)
        assert legend.locator(".explorer-at").inner_text() == f"steps (thousands) {i}"
        assert float(values[0].inner_text()) == pytest.approx(score[i], abs=6e-4)
        assert values[1].inner_text() == (f"{1 - score[i]:g}" if i % 5 == 0 else "")
    assert status.inner_text() == f"steps (thousands) 0; {QUOTED} 0; second 1"
    for key in ("Alt+ArrowRight", "Control+End"):  # the browser's own
        svg.press(key)
        assert legend.locator(".explorer-at").inner_text() == "steps (thousands) 0", key
    svg.press("Escape")
    assert page.locator("#growth .explorer-at, #growth .explorer-guide").count() == 0
    assert not page.locator("#upper svg[role=img]").evaluate("svg => svg.hasAttribute('tabindex')")  # no points there


def test_the_words_of_the_tools_stand_on_one_line(page):
    middles = page.evaluate(
        """names => names.map(name => {
        const range = document.createRange();
        range.selectNodeContents(document.querySelector(`#growth ${name}`));
        const { top, bottom } = range.getBoundingClientRect();
        return (top + bottom) / 2;
    })""",
        ["[data-do=reset]", ".explorer-numbers summary", ".explorer-save > span", "[data-do=csv]"],
    )
    assert max(middles) - min(middles) < 1.2


@pytest.mark.parametrize("origin", ["upper", "lower"])
@pytest.mark.parametrize("place", [None, 3], ids=["without a script", "moved"])
def test_an_image_has_its_cells_colours_at_their_places(page, explorers, origin, place):
    if place is None:
        href = re.search(r'<image href="([^"]+)"', explorers[origin]._markup())[1]
    else:
        move(page, origin, rate=place)
        href = page.locator(f"#{origin} image").get_attribute("href")
    pixels = imread(io.BytesIO(base64.b64decode(href.partition(",")[2])))[..., :3]
    wanted = matplotlib.colormaps["cividis"](growth(0.5 if place is None else place / 10).cells)[..., :3]
    np.testing.assert_allclose(pixels, wanted if origin == "upper" else wanted[::-1], atol=1.5 / 255)
    page.locator(f"#{origin} image").scroll_into_view_if_needed()
    box = page.locator(f"#{origin} image").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 6, box["y"] + box["height"] / 4)  # the cell at the left on top
    value = page.locator(f"#{origin} .explorer-value").first.inner_text()
    assert float(value) == pytest.approx(0.0 if origin == "upper" else 0.75, abs=0.005)


def test_words_stand_where_they_are_drawn(page, explorers):
    for place in (2, 8):
        move(page, "growth", rate=place)
        (x, y) = (explorers["growth"].marks(rate=place / 10)[0][2][2][axis][0] for axis in "xy")
        word = page.locator("#growth [data-mark='2']").first
        assert word.text_content() == f"rate {place / 10}"
        assert (float(word.get_attribute("x")), float(word.get_attribute("y"))) == pytest.approx((x, y), abs=1e-6)


def test_squares_are_square_and_dots_round(explorers):
    def draw(result, ax):
        draw_score(result, ax)
        ax.plot(X, result.score, linestyle="none", marker="o", label="dots")

    made_page = Explorer(growth, draw, name="g", title="G", caption="", controls=dict(rate=(0.0, 1.0, 0.1)))
    html = made_page._markup()
    for mark, cap in ((1, "square"), (3, "round")):
        drawn, key = (html.split(f'data-mark="{mark}"')[i] for i in (1, 2))
        assert f'stroke-linecap="{cap}"' in drawn.partition(">")[0]
        assert f'stroke-linecap="{cap}"' in key.partition("</svg>")[0]


# What a reader is told and takes away


def test_a_right_guess_is_right_and_a_wrong_one_is_not(page, address):
    open_live(page, f"{address}index.html", covered=True)
    stage, feedback = page.locator("#growth .explorer-caption"), page.locator("#growth .explorer-feedback")
    assert not stage.is_visible() and page.locator("#growth.covered svg[role=img]").first.is_visible()
    page.get_by_role("button", name="that one").click()
    assert stage.is_visible() and feedback.inner_text() == "Not quite. It is the other."
    page.get_by_role("button", name="this one").click()
    assert feedback.inner_text() == "Right. It is."
    assert page.locator("#growth .explorer-predict").get_attribute("data-verdict") == "right"


def test_a_slider_says_its_value_in_words(page):
    move(page, "growth", rate=8)
    rate = page.locator("#growth [data-control=rate]")
    assert rate.get_attribute("aria-valuetext") == page.locator("#growth output").first.inner_text() == "0.80"


def test_a_move_writes_only_what_changes_and_replaces_no_text(page):
    """A text that is replaced is laid out and painted from nothing, at each move."""
    changed = page.evaluate("""() => {
      const figure = document.querySelector("#growth"), found = [];
      const watch = new MutationObserver(() => {});
      watch.observe(figure, { subtree: true, childList: true, attributes: true, characterData: true });
      const input = figure.querySelector("[data-control=rate]");
      input.value = 8;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      return watch.takeRecords().map(({ type, target, attributeName }) => {
        const element = target.closest ? target : target.parentElement;
        return [type, attributeName ?? "", element.tagName.toLowerCase()];
      });
    }""")
    kinds = [(kind, name) for kind, name, _ in changed]
    assert {tag for kind, _, tag in changed if kind == "characterData"} == {"output", "p", "text"}
    assert not {("childList", ""), ("attributes", "step"), ("attributes", "hidden")} & {*kinds}, changed
    assert kinds.count(("attributes", "aria-valuetext")) == 1, "the other control stands where it stood"


def test_the_copied_link_opens_the_state(page, address):
    move(page, "growth", rate=8, digits=2)
    status = page.locator("#growth .explorer-status")
    status.get_by_text("At rate 0.80 and 4 digits.").wait_for(state="attached")  # it is told first
    page.locator("#growth [data-do=link]").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert status.inner_text() == "Link copied"
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{address}index.html#growth?rate=0.8&digits=4"
    open_live(page, "about:blank")
    open_live(page, link)
    assert page.locator("#growth .explorer-caption").inner_text() == "At rate 0.80 and 4 digits."


def test_the_link_to_the_figure_alone_leads_to_the_state_shown(page):
    link = '<a class="explorer-alone" href="embed/g.html?present">On its own</a>'
    page.locator("#growth .explorer-tools").evaluate(
        "(tools, link) => tools.insertAdjacentHTML('beforeend', link)", link
    )
    alone = page.locator("#growth .explorer-alone")
    move(page, "growth", rate=8)
    assert alone.get_attribute("href").endswith("embed/g.html?present#growth?rate=0.8&digits=2")
    page.locator("#growth [data-do=reset]").click()
    assert alone.get_attribute("href").endswith("embed/g.html?present")  # a state would uncover the question


def saved(page, name, kind) -> bytes:
    with page.expect_download() as download:
        page.locator(f"#{name} [data-do={kind}]").click()
    assert download.value.suggested_filename == f"{name}.{kind}"
    return Path(download.value.path()).read_bytes()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_saved_picture_is_the_one_on_the_page(page, explorers, theme):
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
    move(page, "growth", rate=8)
    page.locator("#growth svg[role=img]").first.press("End")  # a guide is no part of a picture
    blue = page.locator("#growth path[data-mark='0']").first.evaluate("path => getComputedStyle(path).stroke")
    paper = page.locator("#growth").evaluate("root => getComputedStyle(root).backgroundColor")
    whole = ElementTree.fromstring(saved(page, "growth", "svg"))
    space = "{http://www.w3.org/2000/svg}"
    panels = [panel for panel in whole.findall(f"{space}svg") if panel.get("role") == "img"]
    drawn = {mark.get("data-mark"): mark for mark in panels[0].iter(f"{space}path") if mark.get("data-mark")}
    channels = explorers["growth"].marks(rate=0.8)[0][0][2]
    ends = [f"{channels[axis][i]:g}" for i in (0, -1) for axis in "xy"]
    assert drawn["0"].get("d").startswith(f"M{ends[0]},{ends[1]}L") and drawn["0"].get("d").endswith(",".join(ends[2:]))
    assert not whole.findall(f".//{space}path[@class='explorer-guide']")
    words = "".join(text.text for text in whole.findall(f"{space}text"))
    assert words == f"{QUOTED}secondsizeAt rate 0.80 and 2 digits."
    keys = [key.find(f"{space}path").get("stroke") for key in whole.findall(f"{space}svg") if key not in panels]
    assert drawn["0"].get("stroke") == blue == keys[0]
    assert whole.find(f"{space}rect").get("fill") == paper
    pixels = imread(io.BytesIO(saved(page, "growth", "png")))[..., :3]
    assert pixels.shape[:2] == tuple(int(3 * float(whole.get(side))) for side in ("height", "width"))
    x, y = (3 * channels[axis][5] for axis in "xy")
    y += 3 * float(panels[0].get("y"))
    np.testing.assert_allclose(pixels[round(y), round(x)], rgb(blue), atol=0.02)
    np.testing.assert_allclose(pixels[1, 1], rgb(paper), atol=0.02)


def rgb(color: str) -> list[float]:
    return [int(one) / 255 for one in re.findall(r"\d+", color)]


def test_the_picture_that_came_with_the_page_is_kept(page, address):
    page.route("**/page.js", lambda route: route.abort())
    page.goto(f"{address}index.html")
    page.evaluate("document.querySelectorAll('svg[role=img], [data-mark]').forEach(element => { element.came = true })")
    page.unroute("**/page.js")
    page.add_script_tag(url=f"{address}page.js")
    page.wait_for_function(ALL_ALIVE)
    assert page.locator(".explorer.live").count() == 3
    kept = "[...document.querySelectorAll('svg[role=img], svg [data-mark]')].map(element => element.came)"
    assert set(page.evaluate(kept)) == {True}


def far_apart(page, address, fragment=""):
    """The page, its last explorer some screens below the others, opened at a fragment."""
    page.route(f"{address}index.html", far_below)
    page.goto("about:blank")
    page.goto(f"{address}index.html{fragment}")
    page.locator(".explorer.live").first.wait_for()


def far_below(route, *, first=False):
    text = route.fetch().text()
    before, mark, after = (text.partition if first else text.rpartition)('<section class="explorer"')
    assert mark
    route.fulfill(body=f'{before}<div style="height: 6000px"></div>{mark}{after}', content_type="text/html")


LAST = "document.querySelectorAll('.explorer')[2].matches('.live')"


def test_an_explorer_opens_when_it_comes_near(page, address):
    far_apart(page, address)
    page.wait_for_function("document.querySelectorAll('.explorer.live').length === 2")
    assert not page.evaluate(LAST)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight - 2.5 * innerHeight)")
    page.wait_for_function(LAST)


def test_the_pages_first_explorer_opens_where_it_stands_and_no_other_that_is_as_far(page, address):
    page.route(f"{address}index.html", partial(far_below, first=True))
    page.goto("about:blank")
    page.goto(f"{address}index.html")
    first = page.locator(".explorer").first
    first.and_(page.locator(".live")).wait_for()
    assert first.bounding_box()["y"] > 6000
    page.wait_for_timeout(300)
    assert page.locator(".explorer.live").count() == 1


def test_the_pages_first_explorer_waits_where_the_address_names_another(page, address):
    page.route(f"{address}index.html", partial(far_below, first=True))
    page.add_init_script("""opened = []; new MutationObserver((changes) => { for (const { target } of changes)
      if (target.matches?.('.explorer.live') && !opened.includes(target.id)) opened.push(target.id);
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ['class'] });""")
    page.goto("about:blank")
    page.goto(f"{address}index.html#lower?rate=0.7")
    page.wait_for_function("document.getElementById('lower').dataset.values === '{\"rate\":0.7}'")
    assert page.evaluate("opened[0] !== document.querySelector('.explorer').id")


def test_the_explorer_that_the_address_names_opens_far_below(page, address):
    far_apart(page, address, "#lower?rate=0.7")
    page.wait_for_function("document.getElementById('lower').dataset.values === '{\"rate\":0.7}'")
    assert 0 <= page.locator("#lower").bounding_box()["y"] < 400


def test_all_explorers_open_before_the_page_is_printed(page, address):
    far_apart(page, address)
    assert not page.evaluate(LAST)
    page.pdf()
    page.wait_for_function(LAST)


def test_the_event_carries_values_words_and_numbers(page):
    page.evaluate("addEventListener('explorer:state', (event) => { window.heard = event.detail; })")
    move(page, "growth", rate=8)
    assert page.evaluate("heard") == {
        "name": "growth",
        "values": {"rate": 0.8, "digits": 2},
        "fields": {"rate": "0.80", "digits": "2"},
        "result": {"rate": 0.8},
    }


def test_a_copy_on_a_disk_is_alive(browser, folder):
    page = browser.new_page()
    open_live(page, (folder / "index.html").as_uri())
    assert page.locator(".explorer.live").count() == 3
    before = page.locator("#growth [data-mark='0']").first.get_attribute("d")
    page.locator("#growth [data-control=rate]").press("End")
    assert page.locator("#growth .explorer-caption").inner_text() == "At rate 1.00 and 2 digits."
    assert page.locator("#growth [data-mark='0']").first.get_attribute("d") != before
    page.close()


class Strict(QuietHandler):
    def end_headers(self):
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()


def test_a_strict_policy_lets_the_figures_move(browser, folder):
    page = browser.new_page()
    with served(folder, Strict) as url:
        page.goto(f"{url}index.html")
        page.locator("#growth.live").wait_for()  # from outside: the page forbids eval
        if (skip := page.locator("#growth .explorer-skip")).is_visible():
            skip.click()
        page.locator("#growth [data-control=rate]").press("End")
        assert page.locator("#growth .explorer-caption").inner_text() == "At rate 1.00 and 2 digits."
    page.close()


# The notebook's side


@pytest.fixture
def notebook(browser, address, monkeypatch):
    """``notebook(explorer)`` shows it as anywidget does, and answers as its kernel does; ``show()`` adds a view."""
    monkeypatch.delenv("EXPLORER_HOST", raising=False)
    context = browser.new_context(viewport={"width": 1000, "height": 900})
    page = context.new_page()
    page.problems, page.asked = [], []
    page.on("pageerror", lambda error: page.problems.append(str(error)))

    def start(explorer, *, deaf=False):
        def kernel(state):
            page.asked.append(state)
            if deaf:
                return None
            explorer.state = json.loads(state)
            return traits_of(explorer)

        page.expose_function("kernel", kernel)
        page.goto(f"{address}notebook.html")
        page.evaluate(MODEL, [address, traits_of(explorer)])
        page.explorer = explorer
        return page

    page.show = lambda: page.evaluate("show()")
    yield start, page
    assert page.problems == []
    context.close()


def traits_of(explorer) -> dict:
    """The traits as they travel: JSON, and bytes in base64."""

    def sent(value):
        if isinstance(value, bytes):
            return {"bytes": base64.b64encode(value).decode()}
        return {name: sent(one) for name, one in value.items()} if isinstance(value, dict) else value

    return {name: sent(getattr(explorer, name)) for name in ("markup", "table", "state", "answer")}


MODEL = """async ([address, sent]) => {
  const { default: widget } = await import(`${address}explorer.js`);
  const unpacked = (value) => value && value.bytes !== undefined
    ? new DataView(Uint8Array.from(atob(value.bytes), (c) => c.charCodeAt(0)).buffer)
    : value && typeof value === "object"
      ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, unpacked(one)])) : value;
  const traits = unpacked(sent);
  const heard = {};
  const kept = { answer: JSON.stringify(sent.answer), state: JSON.stringify(sent.state) };
  const take = (sent) => {
    for (const name of ["state", "answer"]) {
      if (JSON.stringify(sent[name]) === kept[name]) continue; // traitlets sends what has changed
      kept[name] = JSON.stringify(sent[name]);
      traits[name] = unpacked(sent[name]);
      for (const f of heard[`change:${name}`] ?? []) f();
    }
  };
  window.model = {
    get: (name) => traits[name],
    set(name, value) {
      traits[name] = value;
      kept[name] = JSON.stringify(value);
      for (const f of heard[`change:${name}`] ?? []) f();
    },
    async save_changes() {
      const sent = await kernel(JSON.stringify(traits.state));
      if (sent) take(sent);
    },
    on(name, f) { (heard[name] ??= []).push(f); }, off() {}, take };
  window.show = async () => {
    const el = document.createElement("div");
    document.getElementById("cell").append(el);
    await widget.render({ model, el });
    for (const skip of el.querySelectorAll(".explorer-skip")) skip.click();
  };
  await show();
}"""


def seen(page, view=0):
    """What a view says of its first control: box, thumb, words for a screen reader, and the caption."""
    root = page.locator(".explorer").nth(view)
    slider = root.locator("input[type=range]").first
    return (
        root.locator("input[type=number]").first.input_value(),
        float(slider.input_value()),
        slider.get_attribute("aria-valuetext"),
        root.locator(".explorer-caption").inner_text(),
    )


def type_in(page, value, view=0, box=0):
    number = page.locator(".explorer").nth(view).locator("input[type=number]").nth(box)
    number.fill(str(value))
    number.press("Enter")


def wait_for_caption(page, text, view=0):
    page.wait_for_function(
        "([view, text]) => document.querySelectorAll('.explorer-caption')[view].textContent === text", arg=[view, text]
    )


def test_showing_an_explorer_leaves_the_state_that_python_gave(notebook):
    start, page = notebook
    explorer = made()
    explorer.state = dict(rate=0.8, digits=2)
    start(explorer)
    assert seen(page) == ("0.8", 8.0, "0.80", "At rate 0.80 and 2 digits.")
    page.show()
    assert seen(page) == seen(page, 1)
    assert page.asked == [] and explorer.state == dict(rate=0.8, digits=2)


def test_an_explorer_shown_between_two_states_stands_there(notebook):
    start, page = notebook
    explorer = made()
    explorer.state = dict(rate=0.83, digits=2)
    start(explorer)
    wait_for_caption(page, "At rate 0.83 and 2 digits.")
    assert seen(page) == ("0.83", pytest.approx(8.3), "0.83", "At rate 0.83 and 2 digits.")
    assert explorer.state == dict(rate=0.83, digits=2)


def test_between_two_states_box_thumb_words_picture_and_event_agree(notebook):
    start, page = notebook
    start(made())
    page.evaluate("addEventListener('explorer:state', (event) => { window.heard = event.detail; })")
    for typed in (0.83, 0.8, 0.83):  # a value, a state of the table, the value again
        type_in(page, typed)
        word = "0.83" if typed == 0.83 else "0.80"
        wait_for_caption(page, f"At rate {word} and 2 digits.")
        assert seen(page)[:3] == (str(typed), pytest.approx(10 * typed), word)
        assert page.evaluate("heard.values") == dict(rate=typed, digits=2)
        drawn = page.locator(".explorer [data-mark='0']").first.get_attribute("d")
        end = page.explorer.marks(rate=typed)[0][0][2]["y"][-1]
        assert float(drawn.rsplit(",", 1)[1]) == pytest.approx(end, abs=1e-6)
    move_by = page.locator("input[type=range]").nth(1)
    move_by.press("End")  # the other control moves, and the value between stays
    wait_for_caption(page, "At rate 0.83 and 4 digits.")
    assert seen(page)[:3] == ("0.83", pytest.approx(8.3), "0.83")
    assert page.explorer.state == dict(rate=0.83, digits=4)
    page.locator("input[type=range]").first.press("ArrowRight")
    wait_for_caption(page, "At rate 0.90 and 4 digits.")
    assert seen(page)[:3] == ("0.9", 9.0, "0.90")


def test_an_answer_that_comes_late_is_not_shown(notebook):
    """The reader has moved on to another state: the kernel's answer to the last one must not come over it."""
    start, page = notebook
    start(made())
    slow = made()
    slow.state = dict(rate=0.83, digits=2)
    late = {"answer": traits_of(slow)["answer"], "state": page.explorer.state}
    page.evaluate("async (late) => { model.take(late); await new Promise((done) => setTimeout(done, 500)); }", late)
    assert seen(page) == ("0.5", 5.0, "0.50", "At rate 0.50 and 2 digits.")


def test_two_views_of_an_explorer_move_together(notebook):
    start, page = notebook
    start(made())
    page.show()
    type_in(page, 0.83, view=1)
    for view in (0, 1):
        wait_for_caption(page, "At rate 0.83 and 2 digits.", view)
    assert seen(page) == seen(page, 1)
    page.locator(".explorer").first.locator("[data-do=reset]").click()
    assert seen(page) == seen(page, 1) == ("0.5", 5.0, "0.50", "At rate 0.50 and 2 digits.")


def test_a_whole_number_stays_whole(notebook):
    start, page = notebook
    start(made())
    type_in(page, 0.83)
    wait_for_caption(page, "At rate 0.83 and 2 digits.")
    assert page.locator("input[type=number]").nth(1).get_attribute("step") == "1"
    type_in(page, 3.6, box=1)
    wait_for_caption(page, "At rate 0.83 and 4 digits.")
    assert page.locator(".explorer-message").inner_text() == "digits: whole numbers only, so 3.6 became 4."
    assert page.locator("input[type=number]").nth(1).input_value() == "4"
    type_in(page, 9, box=1)
    assert page.locator(".explorer-message").inner_text() == "digits: give a number from 2 to 4."
    assert page.explorer.state["digits"] == 4


def test_what_goes_wrong_in_the_kernel_is_said(notebook):
    start, page = notebook

    def tenths(rate=0.5, digits=2):
        if rate not in made().states.controls[0].values:
            raise IndexError("no such row")
        return growth(rate, digits)

    explorer = Explorer(tenths, draw_score, name="g", title="G", caption="{rate}", controls=dict(rate=(0.0, 1.0, 0.1)))
    start(explorer)
    type_in(page, 0.83)
    message = page.locator(".explorer-message")
    message.wait_for()
    assert "tenths raised IndexError: no such row" in message.inner_text()
    type_in(page, 0.8)
    assert not message.is_visible()


def test_a_kernel_that_does_not_answer_is_said_to_be_silent(notebook):
    start, page = notebook
    start(made(), deaf=True)
    type_in(page, 0.83)
    page.locator(".explorer-message").wait_for()
    assert (
        page.locator(".explorer-message").inner_text() == "No answer from the kernel yet: it is busy, or not running."
    )


def test_the_notebook_hears_no_key_that_a_figure_uses(notebook):
    start, page = notebook
    start(made())
    page.evaluate("window.keys = []")
    for first in (
        "false",
        "true",
    ):  # JupyterLab hears keys on their way up, Notebook 7 down
        page.evaluate(f"document.addEventListener('keydown', (event) => keys.push(event.key), {first})")
    slider = page.locator("input[type=range]").first
    for key in ("ArrowRight", "ArrowUp", "Home", "b", "Enter", "ArrowRight"):
        slider.press(key)
    type_in(page, 0.3)
    page.locator(".explorer-play").first.press("d")
    assert page.evaluate("keys") == [] and seen(page)[0] == "0.3"
    page.locator(".explorer-play").first.press("Control+s")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("x")
    assert [key for key in page.evaluate("keys") if key != "Control"] == ["s", "s", "x", "x"]


def test_a_notebook_asks_its_kernel_for_states_of_other_parts(notebook, monkeypatch):
    start, page = notebook
    monkeypatch.setattr(settings, "part_states", 6)
    explorer = made()
    start(explorer)
    near = page.locator("input[type=range]").nth(1)
    near.press("ArrowRight")
    wait_for_caption(page, "At rate 0.50 and 3 digits.")
    assert explorer.answer == {}
    page.locator("input[type=range]").first.press("End")
    wait_for_caption(page, "At rate 1.00 and 3 digits.")
    assert explorer.answer["state"] == {"rate": 1.0, "digits": 3}
    page.locator("[data-do=reset]").click()
    wait_for_caption(page, "At rate 0.50 and 2 digits.")


def test_a_notebook_offers_no_link_that_leads_nowhere(notebook):
    start, page = notebook
    start(made())
    assert page.get_by_role("button", name="Copy link").count() == 0
