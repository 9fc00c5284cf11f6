"""A deck in a browser: keys, the figure that is alive, the way back from it, its notes, its pages to print."""

import pytest
from conftest import keep_offline

from course.slides import folder
from course.slides.figures import Figures
from tests.course.slides.shown import caption
from tests.pages.test_book import _faults

DECK = folder.read(folder.DECKS / "mirage.md")
TOY = next(i for i, slide in enumerate(DECK.slides) if slide.figure.startswith("toy-scaling?"))
COVERED = next(i for i, slide in enumerate(DECK.slides) if slide.figure == "zero-of-n")


# Whether all of a slide stands above the foot, and a figure has at least half of the screen.
WHOLE = """() => {
  const [slide, foot] = ["section.present", ".foot"].map((one) => document.querySelector(one));
  return [...slide.children].filter((one) => !one.matches("aside")).every((one) => {
    const { bottom, height } = one.getBoundingClientRect();
    return bottom <= foot.getBoundingClientRect().top + 1 && (!one.matches("iframe") || height > innerHeight / 2);
  });
}"""


@pytest.fixture
def context(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    yield context
    context.close()


@pytest.fixture(params=["served", "from the disk"])
def page(request, context, built_book, book_url):
    """The mirage's deck, opened; whatever it says wrong or asks of another host fails the test."""
    base = book_url if request.param == "served" else f"{built_book.as_uri()}/"
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda line: page.problems.append(line.text) if line.type == "error" else None)
    keep_offline(page, base)
    page.goto(f"{base}slides/mirage.html")
    page.locator(".reveal.ready").wait_for()
    yield page
    assert (page.problems, page.elsewhere) == ([], [])


def title(page) -> str:
    return page.locator("section.present :is(h1, h2)").inner_text()


def go(page, number: int):
    """Turns to a slide by its place, and gives its figure's frame, alive."""
    for _ in range(number):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("n => Reveal.getIndices().h === n", arg=number)
    frame = page.frame_locator("section.present iframe")
    frame.locator(".explorer.live").wait_for()
    return frame


def test_arrows_turn_the_slides_and_each_is_found_by_its_address(page):
    seen = [title(page)]
    for _ in DECK.slides[1:]:
        page.keyboard.press("ArrowRight")
        seen.append(title(page))
    assert seen == [slide.title for slide in DECK.slides]
    page.keyboard.press("ArrowLeft")
    assert title(page) == DECK.slides[-2].title
    page.wait_for_function("() => location.hash === '#/the-defence-a-smooth-metric-that-jumps'")
    page.reload()
    page.locator(".reveal.ready").wait_for()
    assert title(page) == DECK.slides[-2].title


def test_a_figure_is_alive_at_its_state_and_keeps_the_keys_until_escape_or_a_click_beside_it(page, built_book):
    frame = go(page, TOY)
    shown = frame.locator(".explorer-caption")
    asked = DECK.slides[TOY].figure
    assert shown.inner_text() == caption(Figures(built_book / "embed"), asked)
    longer = caption(Figures(built_book / "embed"), asked.replace("answer_length=5", "answer_length=10"))
    slider = frame.locator("[data-control=answer_length]")
    for leave in (lambda: page.keyboard.press("Escape"), lambda: page.locator("section.present h2").click()):
        slider.focus()
        page.locator(".hint").wait_for()
        page.keyboard.press("ArrowRight")
        assert (shown.inner_text(), title(page)) == (longer, DECK.slides[TOY].title)
        page.keyboard.press("ArrowLeft")
        leave()
        page.locator(".hint").wait_for(state="hidden")
        page.keyboard.press("ArrowRight")
        assert title(page) == DECK.slides[TOY + 1].title
        page.keyboard.press("ArrowLeft")
        frame.locator(".explorer.live").wait_for()


def test_a_question_has_its_slide_to_itself_and_opens_the_figure_in_view(page):
    frame = go(page, COVERED)
    assert not frame.locator(".explorer-controls").is_visible()
    frame.get_by_role("button", name="61%", exact=True).click()
    assert "0.995¹⁰⁰ = 0.61" in frame.locator(".explorer-feedback").inner_text()
    controls = frame.locator(".explorer-controls")
    controls.wait_for()
    inside = "() => document.documentElement.scrollHeight <= innerHeight"
    page.locator("section.present iframe").element_handle().content_frame().wait_for_function(inside)
    box, foot = controls.bounding_box(), page.locator(".foot").bounding_box()
    assert box["y"] + box["height"] <= foot["y"] + 1


def test_the_speakers_window_has_the_question_the_wrong_answers_and_the_minute(page):
    page.context.on("console", lambda line: page.problems.append(line.text) if line.type == "error" else None)
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    speaker = opened.value  # it has the deck's policy, which names its script
    notes = speaker.locator(".speaker-controls-notes .value")
    notes.get_by_text("Minute 0 to 2 of 45").wait_for()
    page.keyboard.press("ArrowRight")
    notes.get_by_text("Minute 2 to 6 of 45").wait_for()
    words = notes.inner_text()
    assert "Write down its score" in words and "“About 28%.”" in words and "first forecaster" in words
    speaker.get_by_text("Pacing", exact=False).first.wait_for()


def test_a_deck_runs_no_script_that_is_written_into_it(page):
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
    }""")
    assert page.evaluate("window.ran") is None
    (refused,) = page.problems
    assert "Content Security Policy" in refused
    page.problems.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_deck_is_accessible(context, book_url, scheme):
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{book_url}slides/mirage.html")
    page.locator(".reveal.ready").wait_for()
    for number in (0, TOY, len(DECK.slides) - 1):
        page.evaluate("n => Reveal.slide(n)", number)
        assert _faults(page) == []
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto(f"{book_url}slides/mirage.html?theme={'light' if scheme == 'dark' else 'dark'}#/{TOY}")
    page.frame_locator("section.present iframe").locator(".explorer.live").wait_for()
    inside = page.locator("section.present iframe").element_handle().content_frame()
    other = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert other != paper and inside.evaluate("getComputedStyle(document.body).backgroundColor") == other


@pytest.mark.parametrize("name", folder.names())
def test_every_slide_is_whole_on_a_small_projector(context, book_url, name):
    page = context.new_page()
    page.set_viewport_size({"width": 1024, "height": 768})
    page.route("**/embed/*", lambda route: route.abort())  # a figure fits into what the words leave
    page.goto(f"{book_url}slides/{name}.html")
    page.locator(".reveal.ready").wait_for()
    for _ in range(page.locator(".slides > section").count()):
        assert page.evaluate(WHOLE), title(page)
        page.keyboard.press("ArrowRight")


def test_pages_to_print_have_every_figure(context, book_url):
    page = context.new_page()
    page.goto(f"{book_url}slides/mirage.html?print-pdf")
    page.locator(".pdf-page").nth(len(DECK.slides) - 1).wait_for(state="attached")
    figures = page.locator(".pdf-page iframe")
    assert figures.count() == sum(bool(slide.figure) for slide in DECK.slides)
    for one in figures.all():
        frame = one.element_handle().content_frame()
        frame.wait_for_selector(".explorer.live")
        assert one.bounding_box()["height"] > 300
