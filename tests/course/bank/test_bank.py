"""The bank as a whole: how many items, their tags, and what a wrong tag is told."""

import csv
import io
import json
import re
from urllib.parse import parse_qsl

import numpy as np
import pytest
from chapter_cells import explorers

from course.bank import bank
from course.questions import self_checks
from course.quiz.quizzes import order
from extensions.state_links import written

ALL = bank.items()


def test_it_has_eighty_items_half_of_them_parametric_a_third_with_a_state():
    assert len(ALL) >= 80 and len({item.name for item in ALL}) == len(ALL)
    assert sum(item.parametric for item in ALL) >= len(ALL) / 2
    assert sum(bool(item.state) for item in ALL) >= len(ALL) / 3


def test_every_chapter_has_items_of_its_own_and_of_the_book():
    for chapter in bank.KNOWN["chapter"]:
        origins = {item.origin for item in ALL if item.chapter == chapter}
        assert origins == {*bank.ORIGINS}, chapter
    assert {item.chapter for item in ALL} == {*order()} - {"intro", "before"}


def test_a_page_without_objectives_has_no_items_though_it_asks():
    assert bank.objectives("before") == () and self_checks("before")


def test_every_objective_has_an_item_and_no_item_serves_one_that_there_is_not():
    served = {(item.chapter, item.objective) for item in ALL}
    there = {
        (chapter, number) for chapter in bank.KNOWN["chapter"] for number, _ in enumerate(bank.objectives(chapter), 1)
    }
    assert all(item.aim and "](" not in item.aim and ":::" not in item.aim for item in ALL)
    assert there == served


@pytest.mark.parametrize("item", [item for item in ALL if item.state], ids=lambda item: item.name)
def test_its_state_exists(item):
    chapter, _, fragment = item.state.partition("#")
    figure, _, values = fragment.partition("?")
    controls = {one.name: one for one in explorers(chapter)[figure].states.controls}
    pairs = parse_qsl(values)
    assert pairs
    for name, value in pairs:
        known = [one.item() if isinstance(one, np.generic) else one for one in controls[name].values]
        assert value in map(written, known), f"{item.state}: {name}"


def test_the_table_of_objectives_names_no_question_that_there_is_not():
    asked = [item for item in ALL if item.origin in ("self-check", "prediction")]
    assert sum(len(rows) for rows in bank._table().values()) == len(asked)


def test_tags_narrow():
    hard = bank.tagged(["level=hard"])
    assert 0 < len(hard) < len(ALL) and {item.level for item in hard} == {"hard"}
    both = bank.tagged(["chapter=mirage,safety", "parametric", "origin=bank"])
    assert {item.chapter for item in both} == {"mirage", "safety"}
    assert all(item.parametric and item.name.startswith(f"{item.chapter}-bank-") for item in both)
    assert bank.tagged(["parametric=no", "parametric"]) == []
    assert bank.tagged([]) == list(ALL)


@pytest.mark.parametrize(
    "tag, said",
    [
        ("weight=3", "the tag must be one of chapter, objective, level, .*, not 'weight'"),
        ("level=harder", "level must be one of easy, medium, hard, discussion, not 'harder'"),
        ("chapter=intro", "chapter must be one of definition, .*, not 'intro'"),
        ("chapter", "chapter must be one of .*, not 'yes'"),
    ],
)
def test_a_tag_that_there_is_not_is_named(tag, said):
    with pytest.raises(ValueError, match=said):
        bank.tagged([tag])


def test_the_files_hold_every_item_with_its_tags():
    rows = list(csv.DictReader(io.StringIO(bank.as_table(ALL))))
    objects = json.loads(bank.as_json(ALL))
    assert [row["name"] for row in rows] == [item.name for item in ALL] == [one["name"] for one in objects]
    for item, row, one in zip(ALL, rows, objects, strict=True):
        assert {name: row[name] for name in item.tags} == item.tags
        assert one["objective"] == item.objective and one["text"] == row["text"] and len(one["text"]) > 20
        assert not re.search(r"@\{|\{cite|:::", row["text"])
