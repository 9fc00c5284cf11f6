"""The forecast game's tally: the first reveal counts, stays in this browser, can be cleared, and needs no storage."""

import pytest

from simulations.safety import forecast_game
from tests.pages.test_browser import open_page

PAGE = "chapters/safety.html"
NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no') } })"


@pytest.fixture
def reader(browser, book_url):
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    open_page(page, book_url + PAGE)
    yield page
    assert page.errors == []
    context.close()


def tick(page, label):
    page.locator("#forecast-game").get_by_label(label, exact=True).click()


def rows(page, number: int = 0):
    """The tally's rows; with a ``number``, once there are so many: a round is counted a moment after its tick."""
    if number:
        page.locator(".tally tbody tr").nth(number - 1).wait_for()
    return page.locator(".tally tbody tr").all_inner_texts()


def test_the_first_reveal_of_each_question_counts_and_is_kept_until_cleared(reader):
    assert rows(reader) == []
    tick(reader, "reveal")
    first = rows(reader, 1)
    assert first == ["ARC-Challenge, OLMo ladder: At how many training FLOPs does accuracy reach 0.4?\t10\t0\t9"]
    guess = reader.locator("#forecast-game input[type=range]")
    guess.focus()
    guess.press("End")
    assert rows(reader) == first
    tick(reader, "reveal")
    tick(reader, "show the smoother measure")
    tick(reader, "reveal")
    assert [row.split("\t")[2:] for row in rows(reader, 2)] == [["0", "9"], ["22", "42"]]
    reader.reload()
    reader.wait_for_selector(".tally tbody tr")
    assert len(rows(reader)) == 2
    reader.get_by_role("button", name="Clear the tally").click()
    reader.locator(".tally").wait_for(state="hidden")
    assert rows(reader) == []
    reader.reload()
    reader.wait_for_selector(".tally", state="attached")
    assert rows(reader) == []


def test_a_guess_that_was_dragged_on_the_figure_counts(reader):
    ring = reader.locator("#forecast-game .explorer-grip")
    ring.scroll_into_view_if_needed()
    box = ring.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    reader.mouse.move(x, y)
    reader.mouse.down()
    reader.mouse.move(x + 90, y, steps=4)
    reader.mouse.up()
    guess = reader.evaluate("JSON.parse(document.getElementById('forecast-game').dataset.values).guess")
    assert guess > 0.9
    tick(reader, "reveal")
    assert rows(reader, 1)[0].split("\t")[1] == str(forecast_game.play(game="arc", guess=guess).points)


def test_the_mean_of_the_points_is_rounded(reader):
    tick(reader, "reveal")
    tick(reader, "show the smoother measure")
    assert [row.split("\t")[1:] for row in rows(reader, 2)] == [["10", "0", "9"], ["9", "22", "42"]]
    mean = reader.locator(".tally tfoot tr").inner_text()
    assert mean.split("\t") == ["mean", "10", "11", "26"]  # 19 / 2 and 51 / 2 are said as 10 and 26


def test_two_rounds_that_ask_the_same_both_count(reader):
    for game in (0, 1):
        reader.locator("#forecast-game [data-control=game]").select_option(index=game)
        if game == 0:
            tick(reader, "reveal")
    questions = [row.split("?")[0].split(": ")[-1] for row in rows(reader, 2)]
    assert questions == ["At how many parameters does exact match reach 0.5"] * 2


@pytest.mark.parametrize("kept", ["{bad", "[null, 3]", '[{"question": "<b>x</b>", "points": [1]}]'])
def test_a_damaged_tally_is_dropped(reader, kept):
    reader.evaluate("kept => localStorage.setItem('emergence-measured.forecast-tally.1', kept)", kept)
    reader.reload()
    reader.wait_for_selector(".tally", state="attached")
    assert rows(reader) == []


def test_without_storage_the_tally_lasts_as_long_as_the_page(browser, book_url):
    context = browser.new_context()
    context.add_init_script(NO_STORAGE)
    page = context.new_page()
    open_page(page, book_url + PAGE)
    tick(page, "reveal")
    assert len(rows(page, 1)) == 1
    context.close()


def test_a_round_without_a_smoother_measure_counts_once(reader):
    reader.locator("#forecast-game select").select_option(label="Hindu knowledge, BIG-G")
    tick(reader, "reveal")
    tick(reader, "show the smoother measure")
    assert "No smoother measure was published." in reader.locator("#forecast-game").inner_text()
    question = "Hindu knowledge, BIG-G: At how many parameters does accuracy reach 0.45?"
    assert [row.split("\t")[0] for row in rows(reader, 1)] == [question]
