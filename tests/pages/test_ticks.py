"""The numbers along a figure's axes: none so near another that the two are read as one, and all about as large."""

import pytest

from tests.pages.test_book import PAGES

NEAR, NEAR_IF_WIDE = 8, 3  # pixels; the second where the machine has no face but a wide one (DejaVu Sans, Verdana)
WIDE = """() => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `10px ${getComputedStyle(document.querySelector(".explorer-panel text") ?? document.body).fontFamily}`;
  return pen.measureText("0123456789").width > 57;  // Arial 55.6, Segoe UI 53.9, DejaVu Sans 60 to 63.6
}"""
# A label's box is as high as its face; the figures themselves reach from the line that they stand on to three quarters
# of their size. Beside the marks and the numbers stand the axes' own names: one upright, one in the picture's label.
PAIRS = """near => [...document.querySelectorAll(".explorer-panel > svg")].flatMap((svg) => {
  const along = svg.getAttribute("aria-label");
  const labels = [...svg.querySelectorAll("text:not(.marks *, [transform])")].filter(({ textContent: words }) =>
    words.trim() && !along.endsWith(` against ${words}`),
  ).map((text) => {
    const { left, right, top, bottom, height } = text.getBoundingClientRect();
    return { words: text.textContent, left, right, top: top + 0.17 * height, bottom: bottom - 0.2 * height };
  });
  const gap = (low, high) => Math.max(0, low, high);
  return labels.flatMap((a, i) => labels.slice(0, i).flatMap((b) => {
    const far = Math.hypot(gap(a.left - b.right, b.left - a.right), gap(a.top - b.bottom, b.top - a.bottom));
    return far < near ? [`${svg.getAttribute("aria-label")}: ${b.words} and ${a.words}, ${far.toFixed(1)} apart`] : [];
  }));
})"""


# What comes a moment after the beginning is there, and no figure is folded away behind its question.
WHOLE = """() => {
  for (const figure of document.querySelectorAll("[data-cover=folded]")) figure.removeAttribute("data-cover");
  return !("early" in document.documentElement.dataset);
}"""


@pytest.fixture(scope="module")
def page(browser):
    page = browser.new_page()
    yield page
    page.close()


def opened(page, address, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    page.wait_for_function(WHOLE)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", PAGES)
def test_no_two_numbers_of_an_axis_or_at_its_corner_are_near_each_other(page, book_url, name, width):
    opened(page, f"{book_url}{name}", width)
    assert page.evaluate(PAIRS, NEAR_IF_WIDE if page.evaluate(WIDE) else NEAR) == []
    if 'class="explorer"' in page.content():
        assert page.evaluate(PAIRS, 10_000)  # the labels are found


ENLARGED = """() => [...document.querySelectorAll(".explorer-panels")].map((panels) => {
  const drawn = [...panels.querySelectorAll(":scope > .explorer-panel > svg")];
  const times = drawn.map((svg) => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width);
  return [panels.closest(".explorer").id, Math.max(...times) / Math.min(...times)];
})"""


@pytest.mark.parametrize("name", PAGES)
def test_no_panel_of_a_figure_is_much_larger_than_its_neighbours(page, book_url, name):
    opened(page, f"{book_url}{name}", 1280)
    assert [(figure, round(times, 2)) for figure, times in page.evaluate(ENLARGED) if times > 1.4] == []
