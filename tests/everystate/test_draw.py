"""Drawing before seeing, in a Chromium, on a small page: by pointer, by finger, by keys; what is covered until then,
what is said and told after, and that nothing moves."""

import io
import re
from pathlib import Path

import numpy as np
import pytest
from conftest import ALL_ALIVE, served
from PIL import Image, ImageColor

from everystate import Draw, Explorer, Predict, judge
from everystate.embed import page as page_of
from simulations import palette
from tests.everystate.test_front_end import address, explorers, folder, notebook  # noqa: F401  (fixtures)
from tests.everystate.test_hidden import SAYS, curve, draw_curve

SAID = {name: f"So a curve that is {name} goes." for name in SAYS}
HEARD = "window.heard = []; addEventListener('explorer:predicted', (event) => heard.push(event.detail));"
NAMES = ("line", "band", "choice", "folded")


def made(name, **predict):
    return Explorer(
        curve,
        draw_curve,
        name=name,
        title=f"A curve, {name}",
        caption="At {middle} it is half.",
        controls=dict(middle=(3.0, 5.0, 0.5)),
        predict=Predict("How does it go on?", **predict),
    )


def asked():
    choices = {"up": "So it does, over three factors of ten, and then it has nowhere to go.", "down": "No."}
    draw = dict(mark="exact", says=SAID, known=1e3, level=0.5)
    return {
        "line": made("line", draw=Draw(**draw, beside=["digits"])),
        "band": made("band", draw=Draw(**draw, band=True)),
        "choice": made("choice", choices=choices, answer="up"),
        "folded": made("folded", choices=choices, answer="up", cover="folded"),
    }


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    where = tmp_path_factory.mktemp("draw")
    text = page_of(list(asked().values()), title="Drawn first")
    (where / "index.html").write_text(text, encoding="utf-8")
    with served(where) as url:
        yield f"{url}index.html"


@pytest.fixture
def opened(browser, small):
    """``opened(width=..., ...)``: the page in a context of its own, its events heard, its errors kept."""
    contexts, pages = [], []

    def start(width=1000, fragment="", **more):
        context = browser.new_context(viewport={"width": width, "height": 800}, **more)
        contexts.append(context)
        page = context.new_page()
        pages.append(page)
        page.problems = []
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.add_init_script(
            f"{HEARD} window.shifts = [];"
            "new PerformanceObserver((list) => shifts.push(...list.getEntries().map((one) => one.value)))"
            ".observe({ type: 'layout-shift', buffered: true });"
        )
        page.goto(small + fragment)
        if more.get("java_script_enabled", True):
            page.wait_for_function(ALL_ALIVE)
        return page

    yield start
    assert [page.problems for page in pages if page.problems] == []
    for context in contexts:
        context.close()


def points(page, name):
    """The place of a (share of the free part's width, share of its height from below) on the screen."""
    free = page.locator(f"#{name} .explorer-sketch .free")
    free.scroll_into_view_if_needed()
    box = free.bounding_box()
    return lambda x, y: (box["x"] + x * box["width"], box["y"] + (1 - y) * box["height"])


def stroke(page, name, *through):
    at = points(page, name)
    page.mouse.move(*at(*through[0]))
    page.mouse.down()
    for point in through[1:]:
        page.mouse.move(*at(*point), steps=3)
    page.mouse.up()


def reveal(page, name):
    page.locator(f"#{name} [data-draw=reveal]").click()
    return page.evaluate("heard.at(-1)")


def feedback(page, name):
    return page.locator(f"#{name} .explorer-feedback").inner_text()


def sliders(page, name):
    return page.locator(f"#{name}").get_by_role("slider", include_hidden=False)


def judged_by_python(explorer, told, begin):
    """What Python says of the drawing that an event tells."""
    hidden = explorer._hidden
    given = {name: np.asarray(value) for name, value in hidden.facts()["given"].items()}
    drawn = np.array([[(y + 0.04) / 1.08 for y in row[1:]] for row in told["drawn"]])
    low, high = (np.concatenate([[begin], drawn[:, end]]) for end in (0, -1))
    return judge.judged(**given, low=low, high=high)


# Covered


def test_what_is_known_is_seen_and_what_is_not_is_not(opened):
    page = opened()
    assert page.locator("#line .explorer-stage svg[role=img]").is_visible()
    assert page.locator("#line .explorer-legend").is_visible()
    hidden = page.evaluate(
        """() => [...document.querySelectorAll('#line .unknown, #choice svg[role=img] [data-mark]')]
        .map((one) => getComputedStyle(one).display === 'none' || getComputedStyle(one).visibility === 'hidden')"""
    )
    assert len(hidden) > 5 and all(hidden)
    blue, green = (columns(page, "line", colour) for colour in (palette.BLUE, palette.GREEN))
    assert blue.size and green.size and blue.max() < 0.45 < 0.9 < green.max()  # of the figure's width
    assert not columns(page, "choice", palette.BLUE).size
    for name in NAMES:
        assert not page.locator(f"#{name} .explorer-caption").is_visible(), name
        assert not page.locator(f"#{name} [data-do=csv]").is_visible(), name
    assert not page.locator("#folded .explorer-stage").is_visible()
    assert page.locator("#folded").bounding_box()["height"] < 260
    page.locator("#line svg[role=img]").press("End")  # no value is read off a covered figure
    assert page.locator("#line .explorer-at").count() == 0
    assert page.locator("#line svg[role=img]").get_attribute("aria-describedby") is None
    assert page.locator("#line .explorer-controls").get_attribute("inert") == ""


def columns(page, name, colour):
    """Where a colour is in the figure, in shares of its width."""
    shot = Image.open(io.BytesIO(page.locator(f"#{name} svg[role=img]").screenshot())).convert("RGB")
    near = abs(np.asarray(shot, int) - ImageColor.getrgb(colour)).max(axis=-1) < 40
    return np.flatnonzero(near.any(axis=0)) / shot.width


@pytest.mark.parametrize("width", [1000, 360])
def test_nothing_moves_when_a_figure_opens(opened, width):
    page = opened(width)
    place = "document.querySelector('#folded').getBoundingClientRect().top + scrollY"
    before = page.evaluate(place)
    stroke(page, "line", (0.1, 0.1), (0.5, 0.9), (0.98, 0.2))
    stroke(page, "band", (0.05, 0.2), (0.98, 0.4))
    reveal(page, "line")
    assert page.evaluate("document.activeElement.matches('#line svg[role=img]')")  # whoever uses keys goes on there
    reveal(page, "band")
    for choice in ("up", "down"):
        page.locator("#choice").get_by_role("button", name=choice, exact=True).click()
    page.wait_for_timeout(300)
    assert page.evaluate(place) == before
    assert sum(page.evaluate("shifts")) < 1e-4  # whatever was just pressed
    page.locator("#folded").get_by_role("button", name="up", exact=True).click()
    assert page.locator("#folded .explorer-stage").is_visible()


# Drawn, judged, told


def test_a_drawn_line_is_judged_as_python_judges_it(opened):
    page = opened()
    explorer = asked()["line"]
    stroke(page, "line", (0.02, 0.12), (0.17, 0.42), (0.34, 0.72), (0.98, 0.98))
    told = reveal(page, "line")
    expected = judged_by_python(explorer, told, explorer._hidden.truth[0])
    assert told["score"] == pytest.approx(float(expected["score"]), abs=0.02)
    assert told["verdict"] == judge.CLASSES[int(expected["verdict"])] == "early"
    assert (told["name"], told["kind"], told["state"]) == ("line", "draw", "line?middle=4")
    assert (
        told["late"] == pytest.approx(float(expected["drawn_at"] - expected["truth_at"]), abs=2e-3) and told["late"] < 0
    )
    assert told["inside"] == expected["inside"]
    axes = explorer.states.templates(explorer.states.default)[0][0].axes
    assert {name: told["axes"][name]["scale"] for name in "xy"} == {name: axes[name]["scale"] for name in "xy"}
    assert told["question"] == "Predict first. How does it go on?"
    np.testing.assert_allclose([x for x, _ in told["truth"]], explorer._hidden.x[1:], rtol=1e-3)
    np.testing.assert_allclose([y for _, y in told["truth"]], explorer._hidden.y[1:], rtol=1e-3, atol=1e-4)
    assert [x for x, _ in told["drawn"]] == [x for x, _ in told["truth"]]
    said = feedback(page, "line")
    assert said.startswith(
        f"Too early. {round(told['score'])} of 100. {SAID['early']} The widest gap is at parameters "
    )
    gaps = [abs(a[1] - b[1]) for a, b in zip(told["drawn"], told["truth"], strict=True)]
    drawn, truth = (told[one][int(np.argmax(gaps))][1] for one in ("drawn", "truth"))
    found = re.search(r"you drew ([\d.]+), it is ([\d.]+)\.", said)
    assert [float(one) for one in found.groups()] == pytest.approx([drawn, truth], abs=6e-4)
    assert page.locator("#line .explorer-sketch .gap").text_content() == f"{found[1]} → {found[2]}"
    assert "The truth passes 0.5 at 10000, your drawing at " in said
    assert page.locator("#line .explorer-feedback").get_attribute("role") == "status"
    assert page.locator("#line .unknown").first.evaluate("one => getComputedStyle(one).display") != "none"
    assert page.locator("#line .explorer-sketch").is_visible() and sliders(page, "line").count() == 1  # the control


def test_an_honest_range_is_told_with_its_ends(opened):
    page = opened()
    stroke(page, "band", (0.02, 0.1), (0.3, 0.5), (0.98, 0.9))
    stroke(page, "band", (0.02, 0.35), (0.3, 0.8), (0.98, 1))
    stroke(page, "band", (0.02, 0.02), (0.3, 0.25), (0.98, 0.8))
    told = reveal(page, "band")
    assert all(len(row) == 3 and row[1] <= row[2] for row in told["drawn"])
    assert max(high - low for _, low, high in told["drawn"]) > 0.3
    explorer = asked()["band"]
    expected = judged_by_python(explorer, told, explorer._hidden.truth[0])
    assert told["score"] == pytest.approx(float(expected["score"]), abs=0.05)
    inside = sum(low <= y <= high for (_, low, high), (_, y) in zip(told["drawn"], told["truth"], strict=True))
    assert f"Your range holds {inside} of 6 places." in feedback(page, "band")


def test_a_choice_is_told_too(opened):
    page = opened()
    page.locator("#choice").get_by_role("button", name="down", exact=True).click()
    assert page.evaluate("heard") == [
        {
            "name": "choice",
            "question": "Predict first. How does it go on?",
            "state": "choice?middle=4",
            "kind": "choice",
            "verdict": "wrong",
            "choice": "down",
        }
    ]


@pytest.mark.parametrize("name", ["line", "band"])
def test_the_legend_names_the_drawing_where_there_is_one(opened, name):
    page = opened()
    key = page.locator(f"#{name} .explorer-legend .explorer-yours")
    assert key.count() == 1 and not key.is_visible()
    stroke(page, name, (0.02, 0.05), (0.98, 0.9))
    assert key.is_visible() and key.inner_text() == "your drawing"
    page.locator(f"#{name} [data-draw=undo]").click()
    assert not key.is_visible()
    stroke(page, name, (0.02, 0.05), (0.98, 0.9))
    reveal(page, name)
    page.locator(f"#{name} [data-control=middle]").press("End")
    assert not key.is_visible()
    page.locator(f"#{name} [data-do=reset]").click()
    assert key.is_visible()


def test_undo_clear_and_nothing_drawn(opened):
    page = opened()
    line, button = page.locator("#line .explorer-sketch .line"), "#line [data-draw={}]".format
    page.locator(button("reveal")).click(force=True)
    assert page.evaluate("heard") == [] and page.locator("#line.covered").count() == 1
    assert page.locator("#line .explorer-sketch text").is_visible()
    stroke(page, "line", (0.02, 0.1), (0.98, 0.5))
    first = line.get_attribute("d")
    assert not page.locator("#line .explorer-sketch text").is_visible()
    stroke(page, "line", (0.5, 0.9))
    assert line.get_attribute("d") != first
    page.locator(button("undo")).click()
    assert line.get_attribute("d") == first
    page.locator(button("clear")).click()
    assert line.get_attribute("d") == "" and page.locator(button("reveal")).get_attribute("aria-disabled") == "true"
    page.locator(button("undo")).click()
    assert line.get_attribute("d") == first


def test_keys_and_a_screen_reader_draw_a_line(opened):
    page = opened()
    handles = page.get_by_role("group", name="Your drawing: share right against parameters").first.get_by_role("slider")
    assert handles.count() == 6
    names = [handle.get_attribute("aria-label") for handle in handles.all()]
    assert names[0] == "parameters 3160" and names[-1].startswith("parameters 1")
    assert handles.first.get_attribute("aria-valuetext").endswith(", not drawn yet")
    handles.first.focus()
    assert page.locator("#line circle.held").count() == 1
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    assert re.fullmatch(r"share right 0\.\d+", handles.first.get_attribute("aria-valuetext"))
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    assert handles.nth(1).get_attribute("aria-valuetext") == "share right 1.04"
    page.keyboard.press("Home")
    assert handles.nth(1).get_attribute("aria-valuetext") == "share right −0.04"
    page.locator("#line [data-draw=undo]").press("Enter")  # all keys on one handle are one step back
    assert handles.nth(1).get_attribute("aria-valuetext").endswith("not drawn yet")
    told = None
    page.locator("#line [data-draw=reveal]").press("Enter")
    told = page.evaluate("heard.at(-1)")
    assert told["verdict"] == "late" and "your drawing never does" in feedback(page, "line")


def test_keys_draw_a_range(opened):
    page = opened()
    handles = page.locator("#band .explorer-sketch input")
    assert handles.count() == 12
    assert [handles.nth(i).get_attribute("aria-label") for i in (0, 1)] == [
        "parameters 3160, high",
        "parameters 3160, low",
    ]
    handles.first.press("PageUp")
    handles.first.press("PageUp")
    handles.nth(1).press("ArrowDown")
    high, low = (float(handles.nth(i).get_attribute("aria-valuetext").split()[-1]) for i in (0, 1))
    assert high > low + 0.005


def test_a_finger_draws_on_a_narrow_screen(opened):
    page = opened(360, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    at = points(page, "line")
    session = page.context.new_cdp_session(page)
    for kind, where in (
        ("touchStart", (0.02, 0.05)),
        ("touchMove", (0.4, 0.5)),
        ("touchMove", (0.98, 0.9)),
        ("touchEnd", None),
    ):
        touches = [dict(zip("xy", at(*where), strict=True))] if where else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
    told = reveal(page, "line")
    drawn = [y for _, y in told["drawn"]]
    assert drawn[-1] == pytest.approx(0.93, abs=0.06) and drawn == sorted(drawn)


def test_a_link_to_a_state_opens_the_figure_and_takes_the_drawing_away(opened):
    page = opened(fragment="#line?middle=5")
    assert page.locator("#line.covered, #line .explorer-sketch").count() == 0
    assert page.locator("#line .explorer-caption").inner_text() == "At 5.00 it is half."
    assert page.locator("#band.covered").count() == 1


def test_what_was_drawn_belongs_to_the_first_state(opened):
    page = opened()
    stroke(page, "line", (0.02, 0.05), (0.98, 0.9))
    reveal(page, "line")
    control = page.locator("#line [data-control=middle]")
    control.press("End")
    assert not page.locator("#line .explorer-sketch").is_visible()
    page.locator("#line [data-do=reset]").click()
    assert page.locator("#line .explorer-sketch").is_visible()
    page.locator("#line svg[role=img]").press("End")  # and values are read off again, under what was drawn
    assert page.locator("#line .explorer-at").count() == 1


def test_whoever_only_wants_to_see_sees(opened):
    page = opened()
    page.locator("#line .explorer-skip").click()
    assert page.locator("#line.covered, #line .explorer-sketch").count() == 0 and feedback(page, "line") == ""
    assert page.locator("#line .explorer-caption").is_visible() and page.evaluate("heard") == []
    assert page.locator("#line .explorer-predict").bounding_box()["height"] < 60  # no empty room stays
    assert page.evaluate("document.activeElement.matches('#line svg[role=img]')")
    page.locator("#choice .explorer-skip").click()
    page.locator("#choice").get_by_role("button", name="up", exact=True).click()  # and may still answer
    assert page.locator("#choice .explorer-feedback").is_visible()


@pytest.mark.parametrize("drawn", [False, True])
def test_a_saved_picture_takes_the_drawing_along(opened, drawn):
    page = opened()
    stroke(page, "line", (0.02, 0.05), (0.98, 0.9))
    if drawn:
        reveal(page, "line")
    else:
        page.locator("#line .explorer-skip").click()
    with page.expect_download() as saved:
        page.locator("#line [data-do=svg]").click()
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    assert ("Your drawing: share right against parameters" in text) is drawn
    assert ('class="gaps"' in text) is drawn and 'class="free"' not in text


@pytest.mark.parametrize("drawn", [False, True])
def test_on_paper_stand_the_figure_and_what_was_drawn(opened, drawn):
    page = opened()
    if drawn:
        stroke(page, "line", (0.02, 0.05), (0.98, 0.9))
        reveal(page, "line")
    page.emulate_media(media="print")
    for name in ("line", "choice", "folded"):
        assert page.locator(f"#{name} .explorer-stage").is_visible(), name
        assert page.locator(f"#{name} .explorer-caption").is_visible(), name
    assert page.locator("#line .unknown").first.evaluate("one => getComputedStyle(one).display") != "none"
    assert page.locator("#line .explorer-sketch .line").is_visible() is drawn
    assert page.locator("#line .explorer-feedback").is_visible() is drawn
    assert not page.locator("#line .explorer-controls").is_visible()


def test_without_a_script_the_figure_stands_there_and_says_so(opened):
    page = opened(java_script_enabled=False)
    for name in NAMES:
        assert page.locator(f"#{name} .explorer-stage").is_visible(), name
        assert page.locator(f"#{name} .explorer-caption").is_visible(), name
    assert columns(page, "line", palette.BLUE).max() > 0.9
    words = page.locator("#line .explorer-predict").inner_text()
    assert "How does it go on?" in words and "Drawing needs JavaScript" in words and "Compare" not in words


@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}, {"color_scheme": "dark"}])
def test_the_drawing_is_seen_in_every_light(opened, media):
    page = opened(**media)
    stroke(page, "line", (0.02, 0.05), (0.98, 0.9))
    ink, paper = page.evaluate(
        """() => [getComputedStyle(document.querySelector('#line .explorer-sketch .line')).stroke,
        getComputedStyle(document.querySelector('#line')).backgroundColor]"""
    )
    lights = [sum(int(one) for one in re.findall(r"\d+", colour)[:3]) / 3 for colour in (ink, paper)]
    assert abs(lights[0] - lights[1]) > 120
    reveal(page, "line")
    assert page.locator("#line .explorer-sketch .line").is_visible()


def test_a_notebook_draws_by_the_same_keys(notebook):  # noqa: F811
    start, page = notebook
    page.add_init_script(HEARD)
    explorer = asked()["line"]
    start(explorer)
    page.show()
    root = page.locator(".explorer").nth(1)
    assert root.locator(".explorer-sketch").count() == 0  # the stand-in skips what is asked
    page.evaluate(
        """async () => {
        const el = document.createElement('div');
        document.getElementById('cell').append(el);
        const { default: widget } = await import(`${location.origin}/explorer.js`);
        await widget.render({ model, el });
    }"""
    )
    handles = page.locator(".explorer").nth(2).locator(".explorer-sketch input")
    handles.first.press("PageUp")
    page.locator(".explorer").nth(2).locator("[data-draw=reveal]").click()
    assert page.evaluate("heard.at(-1).kind") == "draw"
