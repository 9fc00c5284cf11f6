"""What a page's cells begin with stands in one fold at its end, and nothing else does."""

import re

PARTS = re.compile(r'<details class="fold set-up">(.*?)</details>', re.DOTALL)


def page(sample_book, name: str = "sample") -> str:
    return (sample_book / f"chapters/{name}.html").read_text(encoding="utf-8")


def test_one_fold_has_all_that_puts_nothing_on_the_page(sample_book):
    text = page(sample_book)
    (fold,) = PARTS.findall(text)
    assert "SimpleNamespace" in fold and "Set-up of this page" in fold
    assert "Explorer(" not in re.sub("<[^>]+>", "", fold), "a figure's code stays above its figure"
    assert "<details" not in fold, "the fold holds no other"


def test_it_stands_after_all_else(sample_book):
    text = page(sample_book).partition("</article>")[0]
    after = text[PARTS.search(text).end() :]
    assert re.sub(r"<[^>]+>|\s", "", after) == ""


def test_no_page_begins_with_it(sample_book):
    before = page(sample_book).partition('<details class="fold set-up">')[0]
    assert "import SimpleNamespace" not in re.sub("<[^>]+>", "", before)
    assert before.count("Show the code") >= 1, "the figures' own folds stay where they are"


def test_a_page_without_cells_has_none(sample_book):
    assert PARTS.findall(page(sample_book, "plain")) == []
