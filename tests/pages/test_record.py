"""Your record: what is answered on a page is kept, shown with what it says, saved, loaded, deleted, and never lost in
silence, whatever is wrong with the browser's store."""

import json
import re

import pytest

from course.records import read
from tests.pages.test_book import _faults

RECORD, MIRAGE = "chapters/record.html", "chapters/mirage.html"
KEY = "emergence-measured.record.1"
NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no') } })"
PLACES = [1e6, 1e8, 1e10]
AXES = {
    "x": {"label": "parameters", "scale": "log", "limits": [1e6, 1e10]},
    "y": {"label": "exact match", "scale": "linear", "limits": [0, 1]},
}


def entry(number: int, kind: str, **more) -> dict:
    own = {
        "id": f"answer-{number}",
        "at": 1_790_000_000_000 + number * 60_000,
        "page": MIRAGE,
        "question": f"Q{number}?",
    }
    return own | {"kind": kind, "figure": "metric-effect", "title": "A figure", "state": "metric-effect?a=1"} | more


def drawing(number: int, verdict: str, late: float, *rows, **more) -> dict:
    drawn = [[x, *row] for x, row in zip(PLACES, rows, strict=True)]
    truth = [[x, y] for x, y in zip(PLACES, (0.1, 0.2, 0.9), strict=True)]
    facts = {"verdict": verdict, "late": late, "drawn": drawn, "truth": truth, "score": 60, "inside": 0, "axes": AXES}
    return entry(number, "draw", **facts | more)


def check(number: int, verdict: str, sure: float) -> dict:
    return entry(number, "check", verdict=verdict, sure=sure, choice="this one", place=0)


ENTRIES = [
    drawing(1, "early", -0.2, (0.1,), (0.6,), (0.9,)),
    drawing(2, "late", 0.3, (0, 0.2), (0.1, 0.3), (0.2, 0.5), inside=2),
    entry(3, "choice", verdict="wrong", choice="that one", place=1),
    check(4, "right", 0.9),
    check(5, "wrong", 0.9),
    check(6, "right", 0.5),
    entry(7, "round", page="chapters/safety.html", points=50, line=0, law=60, said=1e20, happened=2e20),
    entry(
        8, "training", page="chapters/laboratory.html", models=12, metrics={"parameters": 95180, "exact_match": 0.83}
    ),
    drawing(9, "right", 0.0, (0.1,), (0.2,), (0.9,), question="Q1?"),
]


def text(entries: list) -> str:
    return json.dumps({"format": "emergence-measured record", "version": 1, "entries": entries, "gone": []})


@pytest.fixture
def context(browser):
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    context.problems = []
    context.on("weberror", lambda error: context.problems.append(str(error.error)))
    yield context
    assert context.problems == []
    context.close()


@pytest.fixture
def page(context):
    return context.new_page()


def with_record(page, book_url, content: str):
    """The record's page, in a browser that keeps this."""
    page.goto(book_url + RECORD)
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, content])
    page.reload()
    return page


def part(page, name: str):
    return page.locator(f".record[data-part='{name}']")


def press(page, name: str):
    page.get_by_role("button", name=name, exact=True).click()


def answer(page, number: int = 0):
    """The first choice of one of the page's self-checks."""
    page.locator(".self-check").nth(number).locator(".choice summary").first.click()


def kept(page) -> list[dict]:
    return json.loads(page.evaluate("key => localStorage.getItem(key)", KEY) or '{"entries": []}')["entries"]


def test_an_empty_record_says_what_will_come_and_leads_to_a_first_curve(page, book_url):
    page.goto(book_url + RECORD)
    assert part(page, "answers").inner_text().startswith("Nothing yet. A good first answer is a curve")
    part(page, "answers").get_by_role("link").first.click()
    page.wait_for_url("**/chapters/definition.html#percolation-picture")
    assert page.locator("#percolation-picture .explorer-predict").count() == 1


def test_a_trainings_link_leads_to_its_panel_with_its_settings(page, book_url):
    told = {"models": 2, "metrics": {"parameters": 370, "exact_match": 0.25}, "state": "train-here?digits=2&to=4"}
    held = entry(1, "training", page="chapters/laboratory.html", question="", title="Train the curve here", **told)
    with_record(page, book_url, text([held]))
    assert "2 trainings; the largest model, of 370 weights, has 25%" in part(page, "answers").inner_text()
    part(page, "answers").get_by_role("link", name="Train the curve here").click()
    page.wait_for_selector("[data-trainer=laboratory][data-open]")
    assert page.locator("[data-trainer=laboratory] .trainer-start").inner_text() == "Train 2 models"


def test_what_is_answered_on_a_page_stands_in_the_record_with_a_link_to_it(page, book_url, tmp_path):
    page.goto(book_url + MIRAGE)
    figure = page.locator(".explorer:has(.explorer-drawn)").first
    figure.scroll_into_view_if_needed()  # a figure may open when it comes near
    figure.locator(".explorer-sketch input").first.wait_for(state="attached")
    for handle in figure.locator(".explorer-sketch input").all()[-2:]:
        handle.press("End")
    figure.locator("[data-draw=reveal]").click()
    line = figure.locator(".record-kept")
    line.wait_for()
    assert line.inner_text() == "Kept in your record."
    box = page.locator(".self-check").first
    box.locator(".sure select").select_option("0.9")
    answer(page)
    box.locator(".record-kept").wait_for()
    assert box.locator(".sure select").is_disabled()
    name = figure.get_attribute("id")
    line.get_by_role("link", name="your record").click()
    items = part(page, "answers").locator(".record-list > li")
    items.nth(1).wait_for()  # the record is read once its page is there
    assert items.count() == 2 and items.first.locator("svg .mine").count() == 1
    assert re.fullmatch(r"Drawn: .+, \d+ of 100\.", items.first.locator("p").nth(2).inner_text())
    assert "said at 90%" in items.nth(1).inner_text()
    with page.expect_download() as download:
        press(page, "Save as a file")
    saved = tmp_path / "record.json"
    download.value.save_as(saved)
    record = read.read(saved)  # whatever the page keeps, the command reads
    assert [one["kind"] for one in record.entries] == ["draw", "check"] and record.unsound == 0
    items.first.get_by_role("link").click()
    assert f"{MIRAGE}#{name}?" in page.url
    page.locator(f"#{name} .explorer-predict").wait_for(state="attached")


def test_what_the_answers_say_together(page, book_url):
    said = with_record(page, book_url, text(ENTRIES)).locator(".record-said li").all_inner_texts()
    assert said[0] == "3 self-checks: 2 right at the first answer. 1 choice before a figure: 0 right."
    assert said[1].startswith(
        "2 curves drawn, 60 points of 100 on average. The change came too early in 1, too late in 1"
    )
    assert (
        "1 drawn range: the truth lay inside at 2 of 3 places, 67%. Honest ones hold 80%, so yours are too narrow."
        in said[2]
    )
    assert "you 50 points on average, the straight line 0, the power law 60. You had more than the line in 1" in said[3]
    score = ((0.1**2) + (0.9**2) + (0.5**2)) / 3
    assert said[4].startswith(f"Your Brier score, of 3 self-checks with a chance, is {score:.3g}. 0 is the best;")
    assert "your own share of right answers each time 0.222. You said 77% on average, and 67% were right" in said[4]
    rows = [row.split("\t") for row in page.locator(".record table tbody tr").all_inner_texts()]
    assert rows == [["50%", "1", "1", "100%", "3% to 100%"], ["90%", "1", "2", "50%", "1% to 99%"]]
    assert page.locator(".record-calibration circle").count() == 2


def test_answers_stand_by_chapter_in_the_books_order_and_later_ones_under_the_first(page, book_url):
    with_record(page, book_url, text(ENTRIES))
    titles = part(page, "answers").locator("h3").all_inner_texts()
    assert [title.split(":")[0] for title in titles] == [
        page.locator(f".contents a[href='{name}.html']").inner_text().split(":")[0].lstrip("0123456789. ")
        for name in ("mirage", "laboratory", "safety")
    ]
    first = part(page, "answers").locator(".record-list > li").first
    assert "Drawn: too early, 60 of 100." in first.inner_text()
    first.locator("summary").click()
    assert "1 later answer, not counted" in first.inner_text() and "Drawn: right, 60 of 100." in first.inner_text()
    assert first.locator("svg").first.get_attribute("aria-label").endswith("exact match against parameters")


def test_a_drawn_curve_lies_where_it_was_drawn(page, book_url):
    with_record(page, book_url, text(ENTRIES[:2]))
    curves = page.locator(".record-curve svg")
    assert curves.first.locator(".mine").get_attribute("d") == "M0.0,108.0L100.0,48.0L200.0,12.0"
    assert curves.first.locator(".truth").get_attribute("d") == "M0.0,108.0L100.0,96.0L200.0,12.0"
    assert curves.nth(1).locator(".range").get_attribute("d").endswith("L200.0,60.0L100.0,84.0L0.0,96.0Z")


def test_saved_deleted_brought_back_and_loaded(page, book_url, tmp_path):
    with_record(page, book_url, text(ENTRIES))
    with page.expect_download() as download:
        press(page, "Save as a file")
    saved = tmp_path / "record.json"
    download.value.save_as(saved)
    press(page, "Delete")
    assert "Delete 9 answers from this browser?" in part(page, "hands").inner_text()
    press(page, "No")
    assert len(kept(page)) == 9
    press(page, "Delete")
    press(page, "Yes, delete")
    page.get_by_text("Deleted 9 answers.").wait_for()
    assert kept(page) == [] and part(page, "answers").inner_text().startswith("Nothing yet.")
    press(page, "Undo: bring back 9 answers")
    page.get_by_text("9 answers are back.").wait_for()
    assert len(kept(page)) == 9
    press(page, "Delete")
    press(page, "Yes, delete")
    page.reload()
    assert page.get_by_role("button", name=re.compile("Undo")).count() == 0
    page.locator("input[type=file]").set_input_files(saved)
    page.get_by_text("9 answers came from record.json.").wait_for()
    assert len(kept(page)) == 9
    page.locator("input[type=file]").set_input_files(saved)
    page.get_by_text("0 answers came from record.json; 9 were here already.").wait_for()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{bad", "x.json was not read: it is not JSON."),
        ('{"theme": 1}', "x.json was not read: it is no record of this book."),
        (text([]).replace('"version": 1', '"version": 7'), "its version is 7, and this page reads version 1."),
        (text([ENTRIES[0], {"id": "<img src=x onerror=alert(1)>"}]), "1 answer came from x.json; 1 could not be read"),
        (" " * 4_000_001, "x.json is larger than 4 MB: it was not read."),
    ],
    ids=["no JSON", "another's", "a version to come", "one entry poisoned", "huge"],
)
def test_a_file_that_is_no_record_is_said_to_be_none(page, book_url, content, said):
    page.goto(book_url + RECORD)
    page.locator("input[type=file]").set_input_files({"name": "x.json", "mimeType": "", "buffer": content.encode()})
    page.get_by_text(said).wait_for()


def test_markup_in_a_record_is_shown_as_it_is_written(page, book_url):
    hostile = "<img src=x onerror=alert(1)>"
    words = {"title": hostile, "question": hostile, "choice": hostile}
    with_record(page, book_url, text([entry(1, "choice", verdict="wrong", place=0, **words)]))
    assert hostile in part(page, "answers").inner_text() and page.locator(".record img").count() == 0


def test_without_storage_the_page_says_so_and_offers_the_file(context, book_url):
    context.add_init_script(NO_STORAGE)
    page = context.new_page()
    page.goto(book_url + MIRAGE)
    answer(page)
    line = page.locator(".self-check .record-kept")
    line.wait_for()
    assert line.inner_text().startswith("Not kept: this browser lets the page store nothing.")
    with page.expect_download() as download:
        line.get_by_role("button").click()
    with open(download.value.path(), encoding="utf-8") as file:
        assert len(json.load(file)["entries"]) == 1
    page.goto(book_url + RECORD)
    assert part(page, "answers").inner_text().startswith("Nothing yet.")
    assert "This browser lets the page store nothing, so no record is kept in it." in part(page, "hands").inner_text()


def test_where_the_storage_is_full_the_page_says_so_and_keeps_what_was_there(page, book_url):
    with_record(page, book_url, text(ENTRIES[:1]))
    page.evaluate("""() => {
      let size = 5_000_000;
      for (let n = 0; size >= 1; n++) {
        try { localStorage.setItem(`full-${n}`, "x".repeat(size)); } catch { size = Math.floor(size / 2); }
      }
    }""")
    page.goto(book_url + MIRAGE)
    answer(page)
    page.get_by_text("Not kept: this browser's storage is full.").wait_for()
    assert [one["id"] for one in kept(page)] == ["answer-1"]


@pytest.mark.parametrize("content", ["{bad", '{"entries": 3}', text([ENTRIES[0], {"id": 3}])])
def test_what_cannot_be_read_is_set_aside_and_can_be_saved(page, book_url, content):
    with_record(page, book_url, content)
    aside = page.locator(".record-aside")
    assert f"was set aside as it was ({len(content)} characters)" in aside.inner_text()
    assert len(kept(page)) == content.count("answer-1")
    with page.expect_download() as download:
        aside.get_by_role("button", name="Save it as a file").click()
    with open(download.value.path(), encoding="utf-8") as file:
        assert file.read() == content
    aside.get_by_role("button", name="Delete it").click()
    aside.wait_for(state="detached")


def test_two_tabs_keep_the_answers_of_both_and_see_each_others(context, book_url):
    tabs = [context.new_page() for _ in range(3)]
    for tab, name in zip(tabs, (MIRAGE, MIRAGE, RECORD), strict=True):
        tab.goto(book_url + name)
    for number, tab in enumerate(tabs[:2]):
        answer(tab, number)
        tab.locator(".record-kept").wait_for()
    items = part(tabs[2], "answers").locator(".record-list > li")
    items.nth(1).wait_for()
    assert items.count() == 2
    press(tabs[2], "Delete")
    press(tabs[2], "Yes, delete")
    tabs[2].get_by_text("Deleted 2 answers.").wait_for()
    answer(tabs[0], 2)
    items.first.wait_for()
    assert items.count() == 1 and len(kept(tabs[0])) == 1


def test_a_second_answer_does_not_take_the_firsts_place(page, book_url):
    page.goto(book_url + MIRAGE)
    choices = page.locator(".self-check").first.locator(".choice")
    for number in (0, 1):
        choices.nth(number).locator("summary").click()
        page.wait_for_function(
            "([key, n]) => JSON.parse(localStorage.getItem(key)).entries.length === n", arg=[KEY, number + 1]
        )
    choices.nth(1).locator("summary").click()  # it closes: no answer
    page.goto(book_url + RECORD)
    assert part(page, "answers").locator(".record-list > li").count() == 1
    assert [one["place"] for one in kept(page)] == [0, 1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_full_record_is_accessible_and_fits_a_phone(page, book_url, scheme, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    with_record(page, book_url, text(ENTRIES))
    page.locator(".record-list").first.wait_for()
    assert _faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_a_copy_of_the_book_on_a_disk_keeps_a_record(page, built_book):
    page.goto((built_book / MIRAGE).as_uri())
    answer(page)
    page.locator(".record-kept a").click()
    part(page, "answers").locator(".record-list > li").wait_for()
    assert page.url.startswith("file:") and page.url.endswith(RECORD)


def test_without_scripts_the_page_says_that_there_is_no_record(browser, book_url):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(book_url + RECORD)
    assert part(page, "answers").inner_text() == "Without JavaScript no record is kept, and none is shown."
    context.close()
