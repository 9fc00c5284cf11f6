"""A long page as it opens: its beginning first, the rest a moment later, and at once where a place in it is wanted. And
what a move in it paints."""

import json
import re
from collections import Counter

import pytest

PAGE = "chapters/theories.html"
HELD = re.compile(r"/page\.js")
LATE = (
    "() => [...document.querySelectorAll('article section[id]:not([class])')].filter(one => !one.offsetHeight).length"
)
WAITING = "() => document.querySelectorAll('[data-late]').length"  # sections, and what stands in them
NO_TIMERS = "window.setTimeout = () => 0"
NO_TIME = "let ended = 0; performance.now = () => (ended += 1000)"
# From the reader's window down to the end of what is laid out, in windows.
DOWN = """() => {
  const article = document.querySelector('article'), room = parseFloat(getComputedStyle(article).paddingBottom);
  return (article.getBoundingClientRect().bottom - room) / innerHeight;
}"""
# A busy machine has twenty seconds instead of one; how much is late is noted as the first simulation comes alive.
PATIENT = """const timer = window.setTimeout;
window.setTimeout = (run, milliseconds = 0, ...rest) => timer(run, 20 * milliseconds, ...rest);
new MutationObserver(() => {
  const live = document.querySelector('section.explorer.live');
  if (live) window.seen ??= document.querySelectorAll('[data-late]').length;
}).observe(document, { subtree: true, attributes: true, attributeFilter: ['class'] });"""
EARLY = "() => 'early' in document.documentElement.dataset"


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def held(page):
    """A page whose simulations do not come alive while the test lasts, nor fail to."""
    page.route(HELD, lambda route: None)
    return page


def test_the_rest_is_laid_out_once_the_first_simulation_takes_events(page, book_url):
    page.add_init_script(PATIENT)
    page.goto(book_url + PAGE, wait_until="domcontentloaded")
    page.evaluate("document.querySelector('section.explorer').scrollIntoView({ behavior: 'instant' })")
    page.wait_for_function(f"() => !({EARLY})()")
    assert page.evaluate("window.seen") > 5, "the first simulation had to wait for the rest"
    assert page.evaluate(LATE) == 0
    last = page.locator("section.explorer").last
    assert "live" not in last.get_attribute("class"), "what was not laid out counted as in view"
    last.scroll_into_view_if_needed()
    page.wait_for_function("() => [...document.querySelectorAll('section.explorer')].at(-1).matches('.live')")


def test_without_the_simulations_the_rest_comes_all_the_same(held, book_url):
    held.goto(book_url + PAGE, wait_until="domcontentloaded")
    assert held.evaluate(LATE) > 5
    held.wait_for_function(f"() => !({EARLY})()", timeout=5000)
    assert held.evaluate(LATE) == 0


@pytest.mark.parametrize("asks", ["a link", "a key", "printing"])
def test_whoever_asks_for_a_place_has_the_whole_page_at_once(held, book_url, asks):
    held.add_init_script(NO_TIMERS)  # the rest comes because it is asked for
    held.goto(book_url + PAGE, wait_until="domcontentloaded")
    assert held.evaluate(EARLY) and held.evaluate(LATE) > 5
    if asks == "a link":
        held.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
        held.evaluate("document.querySelector('.sections a[href=\"#sources\"]').click()")
        place = held.evaluate("document.querySelector('#sources h2').getBoundingClientRect().top")
        assert 0 <= place < 900
    elif asks == "a key":
        held.keyboard.press("End")
    else:
        held.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not held.evaluate(EARLY) and held.evaluate(LATE) == 0


def test_a_reader_who_scrolls_has_a_screen_below_at_once_and_the_rest_in_turn(held, book_url):
    held.add_init_script(NO_TIMERS + ";" + NO_TIME)  # nothing comes by itself, nor because there is time left
    held.goto(book_url + PAGE, wait_until="domcontentloaded")
    for _ in range(6):
        hidden = held.evaluate(WAITING)
        held.evaluate(f"() => scrollBy({{ top: (({DOWN})() - 1.2) * innerHeight, behavior: 'instant' }})")
        held.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert held.evaluate(DOWN) >= 2 and held.evaluate(EARLY)
        assert 0 < held.evaluate(WAITING) < hidden


def test_an_address_with_a_place_in_it_and_a_page_loaded_again_are_whole_from_the_start(held, book_url):
    held.add_init_script(NO_TIMERS)
    held.goto(f"{book_url}{PAGE}#sources", wait_until="domcontentloaded")
    assert not held.evaluate(EARLY) and held.evaluate(LATE) == 0
    held.goto("about:blank")
    held.goto(book_url + PAGE, wait_until="domcontentloaded")
    assert held.evaluate(EARLY)
    held.reload(wait_until="domcontentloaded")
    assert not held.evaluate(EARLY) and held.evaluate(LATE) == 0


MOVES = """async () => {
  const slider = document.querySelector('#metric-effect [data-control=answer_length]');
  for (let i = 0; i < 20; i++) {
    slider.value = (7 * i) % 20;
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise(requestAnimationFrame);
  }
}"""


def test_a_move_paints_its_figure_and_leaves_the_pages_layers_together(browser, page, book_url):
    """A slider's filled part is an opaque ground that changes; where none lies behind it, all layers are made anew."""
    page.goto(book_url + "chapters/mirage.html#metric-effect?answer_length=5")
    page.locator("#metric-effect.live:not(.covered)").wait_for()
    page.locator("#metric-effect [data-control=answer_length]").scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    browser.start_tracing(page=page, categories=["blink", "benchmark", "devtools.timeline"])
    page.evaluate(MOVES)
    found = Counter(event["name"] for event in json.loads(browser.stop_tracing())["traceEvents"])
    assert found["Paint"] >= 20 and found["Layerize"] >= 19
    assert found["PaintArtifactCompositor::Update"] <= 3
