"""A mark that is dragged on the figure: what an author may bind, and that pointer, finger and keys move its control."""

from dataclasses import dataclass

import ipywidgets
import numpy as np
import pytest
from conftest import served

from everystate import Explorer, ExplorerError
from everystate.embed import page as page_of
from simulations import palette
from tests.everystate.test_front_end import address, explorers, folder, notebook  # noqa: F401  (fixtures)

GUESSES = [round(10 ** (i / 4), 3) for i in range(13)]  # on the logarithmic axis, equal steps


@dataclass(frozen=True)
class Guessed:
    guess: float
    level: float
    wide: bool


def guessed(guess=10.0, level=0.5, wide=False):
    return Guessed(guess, level, wide)


def draw_guess(result, ax, *, wide=False):
    at = np.ma.masked_array([result.guess, result.guess], result.level > 0.85)
    ax.plot(at, [0, 0.8], color=palette.ORANGE, label="your guess")
    ax.set(xlim=(0.1, 1e5 if wide else 2e3), ylim=(0, 1), xscale="log", xlabel="size", ylabel="share")


def draw_level(result, ax):
    ax.axhline(result.level, color=palette.BLUE, label="your level")
    ax.plot([0, 1], [0, 1], color=palette.GREY, label="still")
    ax.set(xlim=(0, 1), ylim=(0, 1), xlabel="time", ylabel="level")


def made(**changes):
    given = dict(
        name="game",
        title="A game",
        caption="{guess:g}, {level:g}.",
        controls=dict(
            guess=ipywidgets.SelectionSlider(options=[(f"{guess:g}", guess) for guess in GUESSES], value=10.0),
            level=(0.0, 1.0, 0.1),
            wide=False,
        ),
        frames=("wide",),
        drag={"your guess": "guess", "your level": "level"},
    )
    return Explorer(guessed, (draw_guess, draw_level), **(given | changes))


@pytest.mark.parametrize(
    ("drag", "words"),
    [
        (["your guess"], "drag must be a dict from a mark's label to a control's name, not"),
        ({"your guess": 1}, "drag must be a dict"),
        ({"your gess": "guess"}, r"drag names the mark 'your gess' \(did you mean 'your guess'\?\); marks: your guess"),
        ({"your guess": "gues"}, r"drag names 'gues', which is no control \(did you mean 'guess'\?\)"),
        ({"your guess": "wide"}, "drag's control must be a slider that is not in frames, not 'wide'"),
        ({"still": "level"}, "'still' stands still when 'level' moves"),
        ({"your guess": "level"}, "drag needs a line, dots or a segment; 'your guess' is line without a last point"),
    ],
)
def test_what_cannot_be_dragged_is_refused_by_figure(drag, words):
    with pytest.raises(ExplorerError, match=words) as refused:
        made(drag=drag)
    assert "simulation game" in str(refused.value)


def test_a_slider_in_frames_changes_the_axes_and_cannot_be_dragged():
    with pytest.raises(ExplorerError, match="not in frames, not 'guess'"):
        made(frames=("wide", "guess"))


def test_a_mark_that_moves_at_the_last_step_alone_moves():
    def latch(level=0.0):
        return Guessed(0, float(level == 1), False)

    def draw(result, ax):
        ax.plot([0, 1], [0, result.level], color=palette.BLUE, label="latch")
        ax.set(xlim=(0, 1), ylim=(0, 1), xlabel="time", ylabel="level")

    controls = dict(level=(0.0, 1.0, 0.25))
    Explorer(latch, (draw,), name="latch", title="A latch", caption=".", controls=controls, drag={"latch": "level"})


def test_the_control_names_its_mark_and_nothing_else_is_in_the_markup():
    markup = made()._markup()
    assert markup.count('data-control="guess" disabled data-drag="your guess" data-panel="0"') == 1
    assert markup.count("data-drag") == 2 and "data-drag" not in made(drag=None)._markup()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    where = tmp_path_factory.mktemp("drag")
    (where / "index.html").write_text(page_of([made()], title="Dragged"), encoding="utf-8")
    with served(where) as url:
        yield f"{url}index.html"


@pytest.fixture
def opened(browser, site):
    contexts, problems = [], []

    def start(width=1000, **more):
        context = browser.new_context(viewport={"width": width, "height": 800}, **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(site)
        page.locator("#game.live").wait_for()
        return page

    yield start
    assert problems == []
    for context in contexts:
        context.close()


def grip(page, panel=0):
    return page.locator("#game .explorer-panel").nth(panel).locator(".explorer-grip")


def centre(page, panel=0):
    box = grip(page, panel).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def values(page):
    return page.evaluate("JSON.parse(document.getElementById('game').dataset.values)")


def test_the_grip_stands_on_the_last_point_and_the_pointer_takes_it_along(opened):
    page = opened()
    place = page.evaluate("everystate.placed(document.getElementById('game'))([10, 0.8])")
    svg = page.locator("#game svg[role=img]").first.bounding_box()
    width = made().states.templates(made().states.default)[0][0].axes["width"]
    x, y = centre(page)
    assert (x - svg["x"], y - svg["y"]) == pytest.approx([one * svg["width"] / width for one in place], abs=1.5)
    decade = (
        svg["width"]
        / width
        * np.subtract(*page.evaluate("(([a], [b]) => [b, a])(...[1, 10].map((x) => everystate.placed(game)([x, 0])))"))
    )
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + decade * 1.1, y + 60, steps=4)  # only along the way that it goes
    assert values(page) == {"guess": 100, "level": 0.5, "wide": False}
    assert centre(page) == pytest.approx((x + decade, y), abs=1.5)
    page.mouse.move(x - decade * 3, y)  # beyond the first value
    page.mouse.up()
    assert values(page)["guess"] == 1
    assert page.locator("#game .explorer-caption").inner_text() == "1, 0.5."
    page.mouse.move(x + decade, y)  # let go
    assert values(page)["guess"] == 1
    assert page.evaluate("document.activeElement.dataset.control") == "guess"
    page.keyboard.press("ArrowRight")  # and by keys from there
    assert values(page)["guess"] == GUESSES[1]


def test_a_mark_that_goes_up_is_dragged_up(opened):
    page = opened()
    x, y = centre(page, 1)
    height = page.locator("#game svg[role=img]").nth(1).bounding_box()["height"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 50, y - height / 3, steps=3)
    page.mouse.up()
    assert 0.8 <= values(page)["level"] < 1 and values(page)["guess"] == 10


def test_the_grip_goes_with_its_mark_and_with_the_axes(opened):
    page = opened()
    before = centre(page)
    page.locator("#game [data-control=wide]").click()
    assert centre(page)[0] < before[0] - 20
    page.locator("#game [data-control=level]").press("End")  # there the mark is masked
    assert not grip(page).is_visible() and grip(page, 1).is_visible()
    page.locator("#game [data-control=level]").press("Home")
    assert grip(page).is_visible()


def test_a_finger_drags_and_does_not_scroll(opened):
    page = opened(360, has_touch=True, is_mobile=True)
    grip(page).scroll_into_view_if_needed()
    x, y = centre(page)
    before = page.evaluate("scrollY")
    session = page.context.new_cdp_session(page)
    for kind, where in (("touchStart", (x, y)), ("touchMove", (x + 30, y + 40)), ("touchMove", (x + 60, y + 80))):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": where[0], "y": where[1]}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert values(page)["guess"] > 10 and page.evaluate("scrollY") == before
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_only_the_control_is_met_by_keys_and_heard(opened):
    page = opened()
    assert page.get_by_role("slider").count() == 2
    assert grip(page).get_attribute("aria-hidden") == "true"
    page.emulate_media(media="print")
    assert not grip(page).is_visible()


def test_a_notebook_drags_too(notebook):  # noqa: F811
    start, page = notebook
    start(made())
    page.show()
    root = page.locator(".explorer").last
    box = root.locator(".explorer-grip").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 80, y, steps=3)
    page.mouse.up()
    assert "10, 0.5." not in root.locator(".explorer-caption").inner_text()
