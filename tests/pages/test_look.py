"""The pages where little is given: narrow, with a wide font, on paper, without scripts, from a disk."""

import pytest

from tests.pages.test_book import OVERFLOW

SAMPLE = "chapters/sample.html"
WIDE = "* { font-family: 'DejaVu Sans', Verdana, sans-serif !important; letter-spacing: 0.1em !important; }"


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("font", ["", WIDE], ids=["its fonts", "a wide font"])
def test_the_bar_fits_a_narrow_screen(browser, sample_url, width, font):
    page = browser.new_page(viewport={"width": width, "height": 700}, bypass_csp=True)  # the test brings a style
    page.goto(sample_url + SAMPLE)
    if font:
        page.add_style_tag(content=font)
    assert page.evaluate(OVERFLOW) == 0
    buttons = [button.bounding_box() for button in page.locator(".bar-button").all() if button.is_visible()]
    assert len(buttons) == 4 and all(0 <= box["x"] and box["x"] + box["width"] <= width for box in buttons)
    assert page.locator(".brand span").bounding_box()["height"] <= 56
    page.close()


def test_paper_shows_no_fold_that_is_a_bare_word(browser, sample_url):
    page = browser.new_page()
    page.goto(sample_url + SAMPLE)
    page.wait_for_function("() => !('early' in document.documentElement.dataset)")  # the whole page is laid out
    folds = page.locator(".fold:is(.hint, .solution)")
    assert folds.count() >= 2 and folds.first.is_visible()
    page.emulate_media(media="print")
    assert [fold.is_visible() for fold in folds.all()] == [False] * folds.count()
    folds.first.evaluate("fold => { fold.open = true; }")
    assert folds.first.is_visible()
    page.close()


def test_without_scripts_no_control_stands_there_for_nothing(browser, sample_url):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    def with_comparison(route):
        response = route.fetch()
        comparison = '<section class="compare-laboratory"><select></select><input type="file"></section></article>'
        route.fulfill(response=response, body=response.text().replace("</article>", comparison))

    page.route("**/sample.html", with_comparison)
    page.goto(sample_url + SAMPLE)
    controls = page.locator("article :is(input, select, button)")
    assert controls.count() > 4
    assert [one.get_attribute("class") for one in controls.all() if one.is_visible()] == []
    assert page.locator(".explorer svg[role=img]").is_visible()
    context.close()


def test_a_copy_of_the_book_on_a_disk_is_alive(browser, sample_book):
    page = browser.new_page()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    page.goto((sample_book / SAMPLE).as_uri())
    page.locator(".explorer").scroll_into_view_if_needed()
    page.locator(".explorer.live").wait_for()
    before = page.locator(".explorer-caption").inner_text()
    page.locator(".explorer input[type=range]").first.press("End")
    assert page.locator(".explorer-caption").inner_text() != before
    page.goto((sample_book / "search.html").as_uri() + "?q=curve")
    page.locator("#search-results li a").first.wait_for()
    assert problems == []
    page.close()


def test_more_contrast_has_no_grey_words(browser, sample_url):
    page = browser.new_page()
    page.emulate_media(contrast="more")
    page.goto(sample_url + SAMPLE)
    colours = page.evaluate(
        "[...document.querySelectorAll('.foot, .explorer-save')].map(e => getComputedStyle(e).color)"
    )
    assert set(colours) == {page.evaluate("getComputedStyle(document.body).color")}
    page.close()
