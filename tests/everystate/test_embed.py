"""A page in one file: alive from a disk, in a frame that learns its height, and on a projector."""

import re
import time
from dataclasses import dataclass

import numpy as np
import pytest
from conftest import keep_offline, served

from everystate import Explorer, Predict, embed

X = np.linspace(0.0, 1.0, 11)
HOST = (
    """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Host</title><body><p>A page of another author.</p>"""
)


@dataclass(frozen=True)
class Slope:
    y: np.ndarray
    end: float


def slope(rise=0.5, bent=False):
    return Slope(rise * (X**2 if bent else X), rise)


def draw_slope(result, ax):
    ax.plot(X, result.y, color="#0b62a8", label="a </script> & a line")
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    ax.set_xlabel("x")
    ax.set_ylabel("y")


def made(name="slope", draw=draw_slope, **changes):
    given = dict(
        title="A slope & its </style> end",
        caption="It ends at {end:.1f}, bent: {bent}.",
        controls=dict(rise=(0.0, 1.0, 0.1), bent=False),
    )
    return Explorer(slope, draw, name=name, **(given | changes))


ASKED = dict(predict=Predict("Where does it end?", {"below": "No.", "above": "Yes, in the middle."}, answer="above"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("embed")
    pages = {
        "one": embed.page([made()], title=made().states.title, note='From <a href="host.html">a host</a>.'),
        "asked": embed.page([made(**ASKED)], title="Asked first", site="A book", address="https://book.example/a.html"),
        "two": embed.page([made(), made("other", (draw_slope, draw_slope))], title="Two slopes"),
    }
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def page(browser, folder):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda line: page.problems.append(line.text) if line.type == "error" else None)
    keep_offline(page, "file:")
    yield page
    assert (page.problems, page.elsewhere) == ([], [])
    context.close()


def open_live(page, address, count=1):
    page.goto(address)
    page.locator(".explorer.live").nth(count - 1).wait_for()


def until(said, *, seconds=5.0):
    """Waits until ``said()`` is true; a page that forbids eval cannot be waited for from inside."""
    end = time.monotonic() + seconds
    while not said():
        assert time.monotonic() < end, "in vain"
        time.sleep(0.02)


def caption(page, name="slope"):
    return page.locator(f"#{name} .explorer-caption").inner_text()


def test_nothing_in_an_explorer_ends_the_files_script_or_style(folder):
    text = (folder / "one.html").read_text(encoding="utf-8")
    assert len(re.findall(r"</script>", text)) == 3  # the head's, the table, the page's
    assert len(re.findall(r"</style>", text)) == 1


@pytest.mark.parametrize("text", ["a </script> b", "a </STYLE> b", "a <!-- b"])
def test_a_script_cannot_end_its_element(text):
    assert not re.search(r"<(/script|/style|!--)", embed._inline(text), re.IGNORECASE)


def test_a_page_of_none_is_refused():
    with pytest.raises(ValueError, match="explorers must be one or more, not none"):
        embed.page([], title="None")


def test_a_page_from_a_disk_is_alive_and_every_state_is_in_it(page, folder):
    open_live(page, (folder / "one.html").as_uri())
    for rise in (10, 3):
        page.locator("[data-control=rise]").fill(str(rise))
        assert caption(page) == made().caption(rise=rise / 10)


def test_a_state_in_the_address_is_shown(page, folder):
    open_live(page, (folder / "one.html").as_uri() + "#slope?rise=0.9&bent=true")
    assert caption(page) == made().caption(rise=0.9, bent=True)


def test_a_page_may_ask_no_other_host(page, folder):
    open_live(page, (folder / "one.html").as_uri())
    asked = "fetch('https://other.example/').then(() => 'answered', () => 'refused')"
    assert page.evaluate(asked) == "refused"
    assert page.problems and all("Content Security Policy" in problem for problem in page.problems)
    page.problems.clear()


def test_the_heading_is_read_out_and_shown_where_the_figure_does_not_show_it(page, folder):
    for name, seen in (("one", False), ("two", True)):
        open_live(page, (folder / f"{name}.html").as_uri(), count=1 + seen)
        assert page.locator("h1").count() == 1
        assert (page.locator("h1").bounding_box()["height"] > 10) == seen
    assert page.title() == "Two slopes"


@pytest.mark.parametrize("scheme, query, paper", [
    ("light", "", "rgb(255, 255, 255)"),
    ("light", "?theme=dark", "dark"),
    ("dark", "", "dark"),
    ("dark", "?theme=light", "rgb(255, 255, 255)"),
])  # fmt: skip
def test_a_page_is_light_or_dark_as_the_system_or_its_address_says(page, folder, scheme, query, paper):
    page.emulate_media(color_scheme=scheme)
    open_live(page, (folder / "one.html").as_uri() + query)
    seen = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (seen == "rgb(255, 255, 255)") == (paper != "dark")


def test_a_page_scrolls_sideways_on_no_phone(page, folder):
    for name in ("one", "asked", "two"):
        for width in (320, 360):
            page.set_viewport_size({"width": width, "height": 700})
            open_live(page, (folder / f"{name}.html").as_uri(), count=1 + (name == "two"))
            assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_prediction_covers_the_figure_until_it_is_made(page, folder):
    for query in ("", "?present"):
        open_live(page, (folder / "asked.html").as_uri() + query)
        marks, caption = page.locator("svg[role=img] [data-mark]").first, page.locator(".explorer-caption")
        assert page.locator("svg[role=img]").is_visible()  # its axes
        assert not marks.is_visible() and not caption.is_visible()
        page.get_by_role("button", name="above").click()
        assert marks.is_visible() and caption.is_visible()


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (1024, 768)])
def test_present_fills_the_screen_and_keeps_all_in_view(page, folder, size):
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    open_live(page, (folder / "asked.html").as_uri() + "?present")
    page.get_by_role("button", name="above").click()
    until(lambda: page.evaluate("document.documentElement.scrollHeight <= innerHeight"))
    figure = page.locator(".explorer-panel > svg").bounding_box()
    controls = page.locator(".explorer-controls").bounding_box()
    assert figure["height"] > 0.4 * height
    assert figure["y"] + figure["height"] <= controls["y"] and controls["y"] + controls["height"] < height
    letters = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.explorer-caption')).fontSize)")
    assert letters >= height / 45


def test_two_panels_stand_side_by_side_on_a_projector(page, folder):
    page.set_viewport_size({"width": 1920, "height": 1080})
    open_live(page, (folder / "two.html").as_uri() + "?present", count=2)
    left, right = (one.bounding_box() for one in page.locator("#other .explorer-panel").all())
    assert left["y"] == right["y"] and abs(left["width"] - right["width"]) < 1 and left["width"] > 700


def test_the_projectors_view_is_entered_and_left_and_keeps_the_state(page, folder):
    open_live(page, (folder / "one.html").as_uri())
    page.locator("[data-control=rise]").fill("7")
    before = caption(page)
    present = "document.documentElement.classList.contains('present')"
    for leave in (lambda: page.keyboard.press("Escape"), lambda: page.get_by_role("link", name="Leave").click()):
        page.get_by_role("link", name="Fill the screen").click()
        assert page.evaluate(present) and page.url.endswith("?present#slope?rise=0.7&bent=false")
        leave()
        assert not page.evaluate(present) and page.url.endswith("one.html#slope?rise=0.7&bent=false")
        assert caption(page) == before
    page.reload()
    page.wait_for_selector(".explorer.live")
    assert caption(page) == before


def test_what_goes_into_another_page_shows_the_figure_at_its_height(browser, folder):
    """The offered HTML, put into a page of another address: the frame grows with what it shows."""
    context = browser.new_context(viewport={"width": 1000, "height": 900})
    page = context.new_page()
    with served(folder) as url:
        open_live(page, f"{url}two.html", count=2)
        page.locator("#slope [data-control=rise]").fill("2")
        page.get_by_text("Put it into a page of yours").click()
        words = page.get_by_label("HTML for a page of yours")
        until(lambda: f'src="{url}two.html#slope?rise=0.2&amp;bent=false"' in words.input_value())
        offered = words.input_value()
        (folder / "host.html").write_text(HOST + offered, encoding="utf-8")
        with served(folder) as other:
            page.goto(f"{other}host.html")
            frame = page.frame_locator("iframe")
            frame.locator("#other.live").wait_for()
            assert frame.locator("#slope .explorer-caption").inner_text() == made().caption(rise=0.2)
            high = "document.querySelector('iframe').offsetHeight"
            inside = page.frames[1].evaluate("document.documentElement.getBoundingClientRect().height")
            until(lambda: abs(page.evaluate(high) - inside) < 2)
            frame.get_by_text("Numbers").first.click()
            until(lambda: page.evaluate(high) > inside + 50)
            assert not frame.get_by_text("Fill the screen").is_visible()
    context.close()


def test_on_a_slide_escape_is_told_to_the_deck_and_a_question_stands_alone(browser, folder):
    context = browser.new_context(viewport={"width": 1000, "height": 600})
    page = context.new_page()
    with served(folder) as url:
        heard = "<script>said = []; addEventListener('message', ({data}) => said.push(data.everystate))</script>"
        frame = '<iframe src="asked.html?present=slide" width="900" height="500"></iframe>'
        (folder / "deck.html").write_text(HOST + heard + frame, encoding="utf-8")
        page.goto(f"{url}deck.html")
        inside = page.frame_locator("iframe")
        inside.locator(".explorer.live").wait_for()
        assert [inside.locator(one).is_visible() for one in ("footer", ".explorer-controls")] == [False, False]
        assert inside.locator(".explorer-stage").evaluate("stage => getComputedStyle(stage).display") == "none"
        inside.get_by_role("button", name="above").click()
        inside.locator("[data-control=rise]").press("Escape")
        until(lambda: page.evaluate("said.some(({ escape, height }) => escape && height > 100)"))
        assert inside.locator("html.present .explorer-controls").is_visible()
        page.goto(f"{url}asked.html?present=slide#slope?rise=0.7")
        page.locator(".explorer.live:not(.covered)").wait_for()
        assert not page.locator(".explorer-predict").is_visible()
    context.close()


def test_a_frame_tells_its_name_and_height_and_its_links_open_outside(browser, folder):
    context = browser.new_context()
    page = context.new_page()
    with served(folder) as url:
        heard = "<script>said = []; addEventListener('message', ({data}) => said.push(data))</script>"
        (folder / "hears.html").write_text(f'{HOST}{heard}<iframe src="one.html"></iframe>', encoding="utf-8")
        page.goto(f"{url}hears.html")
        until(lambda: page.evaluate("said.length > 0"))
        (told,) = page.evaluate("said[0]").values()
        assert told["name"] == "slope" and told["height"] > 200
        link = page.frame_locator("iframe").get_by_role("link", name="a host")
        assert link.get_attribute("target") == "_blank"
    context.close()
