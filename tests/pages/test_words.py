"""The words of every state: each caption, label and word in a picture that a reader can reach says its numbers well."""

import base64
import re

import pytest
from bs4 import BeautifulSoup
from conftest import BOOK, book_pages

from everystate import embed, table

# What no reader should meet: a number in a computer's notation, a number that is none, minus nothing, a missing value.
BROKEN = re.compile(r"\d[eE][+-]?\d|\b(nan|inf|NaN|Infinity)\b|^None$|(?<![\w.])[-−]0(?:\.0+)?(?![\d.])")


def spoken(markup: str) -> set[str]:
    """Everything that an explorer's controls, legends and pictures say as the page is loaded."""
    soup = BeautifulSoup(markup, "html.parser")
    said = {text for one in soup(string=True) if (text := one.strip()) and one.parent.name != "script"}
    return said | {one[name] for name in ("aria-label", "aria-valuetext", "title") for one in soup.select(f"[{name}]")}


def words(header: dict) -> set[str]:
    """Everything that a table can make the page say: captions, labels, texts, values of controls, frames' words."""
    said = set(header["caption"]["parts"]) | {header["title"]}
    said |= {word for entry in header["caption"]["fields"] for word in entry["words"]}
    said |= {label for control in header["controls"] for label in [control["label"], *control["labels"]]}
    for panel in (panel for frame in header["frames"] for panel in frame["panels"]):
        said |= spoken(panel["svg"]) | spoken(panel["legend"])
        said |= {
            word
            for mark in panel["marks"]
            for kind in ("label", "text")
            for word in mark.get(kind, {}).get("words", ())
        }
    return said


def explorers(page) -> list:
    body = embed.joined((BOOK / page).read_text(encoding="utf-8"), (BOOK / page).parent)
    return BeautifulSoup(body, "html.parser").select(".explorer")


@pytest.mark.parametrize("page", [name for name in book_pages() if name.startswith(("index", "chapters"))])
def test_no_state_says_a_number_as_a_computer_would(built_book, page):
    broken = {}
    for explorer in explorers(page):
        header, _ = table.unpack(base64.b64decode(explorer.select_one("script.explorer-data").string))
        said = words(header) | spoken(str(explorer))
        if wrong := sorted(word for word in said if BROKEN.search(word)):
            broken[header["name"]] = wrong
    assert broken == {}


@pytest.mark.parametrize(
    "word", ["1.1e+02 times", "×1e+03", "5.05e-09", "1e+03M", "nan", "-0", "-0.00 points", "inf", "None"]
)
def test_a_broken_number_is_seen(word):
    assert BROKEN.search(word)


@pytest.mark.parametrize(
    "word", ["-0.05", "information", "1,100 times", "10⁻²", "0", "2-0.5B", "None right leaves every rate"]
)
def test_a_good_one_is_not(word):
    assert not BROKEN.search(word)
