"""A class's records: which files count, what is said of the others, and what the page, its figures and tables show."""

import csv
import io
import itertools
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from course import figures, questions
from course.__main__ import main
from course.records import page
from course.records.pool import pooled
from course.records.read import LARGEST, fits, read, shape, sound

NAME, TITLE, TEXT = figures.drawn("mirage")[0]
CHECK = questions.self_checks("mirage")[1]
CHOICE = questions.predictions("mirage")[0]
X = [1.0, 10.0, 100.0]
TRUTH = [[x, y] for x, y in zip(X, (0.1, 0.2, 0.9), strict=True)]
AXES = {
    "x": {"label": "parameters", "scale": "log", "limits": [0.5, 200]},
    "y": {"label": "exact match", "scale": "linear", "limits": [0, 1]},
}
HOSTILE = "<script>alert(1)</script> =cmd() $\\frac"
COUNT = itertools.count()


def entry(kind: str, figure: str, **more) -> dict:
    own = {
        "id": f"answer-{next(COUNT)}",
        "at": next(COUNT),
        "page": "chapters/mirage.html",
        "title": "T",
        "question": "Q?",
    }
    return own | {"kind": kind, "figure": figure, "state": figure} | more


def drawing(*values: float, **more) -> dict:
    rows = [[x, *np.atleast_1d(y).tolist()] for x, y in zip(X, values, strict=True)]
    facts = {"verdict": "late", "drawn": rows, "truth": TRUTH, "score": 60, "inside": 1, "late": 0.2, "axes": AXES}
    return entry("draw", NAME, **facts | more)


def choice(place: int, **more) -> dict:
    right = CHOICE.choices[place].right
    name = CHOICE.state.rpartition("#")[2]
    return entry("choice", name, choice="words", place=place, verdict="right" if right else "wrong", **more)


def check(place: int, **more) -> dict:
    right = CHECK.choices[place].right
    return entry("check", "self-check-2", choice="words", place=place, verdict="right" if right else "wrong", **more)


def game(points: int, **more) -> dict:
    state = "forecast-game?game=arc&smoother=false&guess=0.5&reveal=true"
    facts = {"points": points, "line": 0, "law": 9, "state": state, "page": "chapters/safety.html"}
    return entry("round", "forecast-game", **facts | more)


def put(folder: Path, **records) -> list[Path]:
    """Records as files of these names: a list of entries, a text, or the whole content."""
    paths = []
    for name, content in records.items():
        if isinstance(content, list):
            content = {"format": "emergence-measured record", "version": 1, "entries": content}
        path = folder / f"{name}.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        paths.append(path)
    return paths


def test_the_curves_lie_together_with_their_median_and_the_truth(tmp_path):
    pool = pooled(put(tmp_path, a=[drawing(0.1, 0.5, 0.9)], b=[drawing(0.3, 0.1, 0.5)], c=[drawing(0.2, 0.2, 0.1)]))
    (one,) = pool.drawn
    assert (one.title, one.text, one.band, one.labels) == (TITLE, TEXT, False, ("parameters", "exact match"))
    assert one.median.tolist() == [[0.2, 0.2, 0.5]] * 2
    assert one.truth.tolist() == [0.1, 0.2, 0.9] and one.x.tolist() == X
    assert pool.timing() == {"late": 3, "early": 0, "on_time": 0, "by": pytest.approx(0.2), "score": 60}


def test_ranges_have_a_median_range_and_are_counted_by_place(tmp_path):
    wide, narrow = [(0, 0.4), (0, 0.4), (0, 0.4)], [(0.1, 0.2), (0.1, 0.2), (0.1, 0.2)]
    files = put(tmp_path, a=[drawing(*wide, inside=2)], b=[drawing(*narrow, inside=2)], c=[drawing(*narrow, inside=1)])
    pool = pooled(files)
    assert pool.drawn[0].band and pool.drawn[0].median.tolist() == [[0.1] * 3, [0.2] * 3]
    assert pool.ranges()["share"] == pytest.approx(5 / 9)


def test_a_drawing_against_another_truth_is_not_shown(tmp_path):
    other = drawing(0.1, 0.2, 0.3, truth=[[x, 0.5] for x in X])
    (one,) = pooled(put(tmp_path, a=[drawing(0.1, 0.2, 0.3)], b=[drawing(0.2, 0.2, 0.3)], c=[other])).drawn
    assert (len(one.low), one.others) == (2, 1)


def test_the_first_answer_counts(tmp_path):
    first, later = check(0, at=1), check(1, at=2)
    (one,) = pooled(put(tmp_path, a=[later, first])).checks
    assert [count for _, _, count in one.choices][:2] == [1, 0] and one.text == CHECK.text


def test_choices_are_counted_in_the_books_own_words(tmp_path):
    pool = pooled(put(tmp_path, a=[choice(0)], b=[choice(0)], c=[choice(1)]))
    (one,) = pool.chosen
    assert [words for words, _, _ in one.choices] == [one.text for one in CHOICE.choices]
    assert [count for _, _, count in one.choices][:2] == [2, 1] and one.answers == 3


def test_chances_have_a_brier_score(tmp_path):
    right = next(i for i, one in enumerate(CHECK.choices) if one.right)
    pool = pooled(put(tmp_path, a=[check(right, sure=0.9)], b=[check(1 - right if right < 2 else 0, sure=0.5)]))
    assert pool.chances()["answers"] == 2 and pool.chances()["score"] == pytest.approx((0.01 + 0.25) / 2)


def test_rounds_stand_beside_the_books_forecasters(tmp_path):
    pool = pooled(put(tmp_path, a=[game(10, said=1e20, happened=3e20)], b=[game(50, said=2e20, happened=3e20)]))
    (one,) = pool.played
    assert one.title == "ARC-Challenge, OLMo ladder: accuracy"
    assert (one.points.tolist(), one.line, one.law, one.guess, one.truth) == ([10, 50], 0, 9, 1.5e20, 3e20)


def test_what_the_book_does_not_ask_is_counted_and_not_shown(tmp_path):
    strange = [
        entry("choice", "no-such-figure", choice=HOSTILE, place=0, verdict="right"),
        check(0) | {"place": 9},
        game(3, state="x?game=y"),
    ]
    pool = pooled(put(tmp_path, a=[choice(0), *strange]))
    assert pool.strange == 3
    assert "3 answers are to nothing that this edition of the book asks." in page.together(pool)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{bad", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("[]", "it is no record of this book"),
        (
            {"format": "emergence-measured record", "version": 2, "entries": []},
            "its version is 2, and version 1 is read",
        ),
        (
            {"format": "emergence-measured record", "version": [{}]},
            "its version is no number of ours, and version 1 is read",
        ),
        ({"format": "emergence-measured record", "version": 1}, "it has no list of entries"),
        ([], "it has no answers"),
        ([{"id": 1}, None, 3], "none of its answers can be read"),
        (" " * (LARGEST + 1), "it is larger than 4 MB"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_file_that_cannot_be_used_is_named_and_the_others_are_pooled(tmp_path, content, why):
    pool = pooled(put(tmp_path, good=[choice(0)], odd=content))
    assert [(one.path.name, one.why) for one in pool.left_out] == [("odd.json", why)]
    assert len(pool.records) == 1


def test_what_is_no_text_or_not_there_is_named(tmp_path):
    (tmp_path / "odd.json").write_bytes(b"\xff\xfe\x00")
    files = [*put(tmp_path, good=[choice(0)]), tmp_path / "odd.json", tmp_path / "none.json", tmp_path]
    said = [one.why for one in pooled(files).left_out]
    assert said[0] == "it is not JSON: it is not text" and said[1].startswith("it cannot be read: ")
    assert said[2].startswith("it cannot be read: ")


def test_a_loop_of_links_is_named_as_any_other_file(tmp_path, capsys):
    (tmp_path / "loop.json").symlink_to(tmp_path / "loop.json")
    paths = [*put(tmp_path, good=[choice(0)]), tmp_path / "loop.json"]
    assert main(["pool", *map(str, paths), "--out", str(tmp_path / "out")]) == 1
    assert "loop.json: it cannot be read: " in capsys.readouterr().err


def test_two_saves_of_one_reader_count_once_the_longer_one(tmp_path):
    early, late = choice(0), check(1)
    pool = pooled(put(tmp_path, before=[early], after=[early, late], other=[choice(1)]))
    assert [one.path.name for one in pool.records] == ["after.json", "other.json"]
    assert pool.left_out[0].why == f"1 of its 1 answers stand in {tmp_path / 'after.json'}, too"


def test_rounds_that_were_taken_over_from_before_make_no_copy(tmp_path):
    rounds = [game(10, id="tally-0a1b2c3d", at=0), game(20, id="tally-0a1b2c3d", at=0)]
    assert len(pooled(put(tmp_path, a=rounds[:1], b=rounds[1:])).records) == 2


def test_no_file_that_counts_is_an_error_with_all_reasons(tmp_path, capsys):
    paths = put(tmp_path, a="{bad", b="[]")
    assert main(["pool", *map(str, paths), "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert "a.json: it is not JSON" in said and "b.json: it is no record" in said and not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "more",
    [
        {"page": "javascript:alert(1)"},
        {"page": "chapters/mirage.html\n"},
        {"id": "é" * 10},
        {"at": True},
        {"at": 10**400},
        {"kind": ["choice"]},
        {"place": None},
        {"sure": 2},
        {"axes": {"x": AXES["x"]}},
        {"axes": {"x": AXES["x"] | {"limits": [0, 1]}, "y": AXES["y"]}},
        {"metrics": {"a b": 1}},
        {"question": "?" * 1001},
    ],
    ids=str,
)
def test_an_entry_with_one_bad_field_is_none(more):
    assert sound(choice(0)) and not sound(choice(0) | more)


@pytest.mark.parametrize(
    "drawn", [[], [[1]], [[1, 2], 3], [[1, "2"]], "abc", [[1, float("nan")]], [[1, 2]] * 101, [[1, 2]]], ids=str
)
def test_a_drawing_of_other_rows_is_none(drawn):
    assert not sound(drawing(0.1, 0.2, 0.3) | {"drawn": drawn})


def test_every_word_of_the_shape_is_known():
    for of in shape()["fields"].values():
        assert isinstance(fits(None, of), bool)


def test_the_command_writes_a_page_its_figures_and_tables(tmp_path, capsys):
    folder = tmp_path / "in"
    folder.mkdir()
    ranges = [(0, 0.4), (0, 0.4), (0, 1)]
    put(folder, a=[drawing(0.1, 0.5, 0.9), choice(0), game(10)], b=[drawing(0.3, 0.1, 0.5), check(1)], c="{bad")
    put(folder, d=[drawing(*ranges), check(0, sure=0.5), entry("training", "train-here", models=3)])
    out = tmp_path / "out"
    assert main(["pool", str(folder), "--out", str(out)]) == 1
    said = capsys.readouterr()
    assert f"not counted: {folder / 'c.json'}: it is not JSON" in said.err
    assert "3 records count. 1 file was left out. First answers alone are counted." in said.out
    figure = f"mirage-{NAME}.svg"
    assert {path.name for path in out.iterdir()} == {"index.html", "curves.csv", "answers.csv", figure}
    text = (out / "index.html").read_text(encoding="utf-8")
    assert f'<img src="{figure}"' in text and "a.json" not in text and str(tmp_path) not in text
    drawn = "".join(ElementTree.parse(out / figure).getroot().itertext())
    assert "exact match" in drawn and "median" in drawn and "truth" in drawn
    rows = list(csv.DictReader(io.StringIO((out / "curves.csv").read_text(encoding="utf-8"))))
    assert {row["figure"] for row in rows} == {NAME} and [row["truth"] for row in rows[:3]] == ["0.1", "0.2", "0.9"]
    counts = list(csv.DictReader(io.StringIO((out / "answers.csv").read_text(encoding="utf-8"))))
    assert sum(int(row["first_answers"]) for row in counts) == 3


def test_nothing_that_a_file_says_in_words_comes_out(tmp_path):
    axes = {name: axis | {"label": HOSTILE} for name, axis in AXES.items()}
    words = {"title": HOSTILE, "question": HOSTILE}
    mine = [drawing(0.1, 0.5, 0.9, axes=axes, verdict="odd-verdict", **words), choice(0) | {"choice": HOSTILE} | words]
    other = [drawing(0.2, 0.5, 0.9), check(0) | {"choice": HOSTILE} | words]
    made = page.files(pooled(put(tmp_path, mine=mine, other=other)))
    for name, content in made.items():
        assert b"alert(1)" not in content and b"cmd()" not in content and b"odd-verdict" not in content, name


def test_labels_that_two_files_agree_on_are_shown_as_they_are(tmp_path):
    axes = {name: axis | {"label": "a $\\frac < b"} for name, axis in AXES.items()}
    files = page.files(
        pooled(put(tmp_path, a=[drawing(0.1, 0.5, 0.9, axes=axes)], b=[drawing(0.2, 0.5, 0.9, axes=axes)]))
    )
    assert b"a $\\frac &lt; b" in files[f"mirage-{NAME}.svg"]


def test_the_pages_and_pythons_readers_agree_on_a_saved_file(tmp_path):
    """What the page saves has no list of what was deleted, and says when it was saved."""
    content = {
        "format": "emergence-measured record",
        "version": 1,
        "entries": [choice(0)],
        "saved": "2026-11-30T00:00:00Z",
    }
    assert len(read(put(tmp_path, a=content)[0]).entries) == 1


def test_a_markdown_question_is_plain_in_the_table():
    assert page.plain(r"Is *it* [six](#a?b=1) \$5 and `code`?") == "Is it six $5 and code?"
    assert page.plain("over $\\log N$") == "over \\log N"
    assert not re.search(r"[`*$]", page.plain(CHECK.text))


def test_a_formula_of_a_question_is_one_on_the_page(tmp_path):
    text = page.page(pooled(put(tmp_path, a=[check(0), game(10, said=1e20, happened=3e20)])))
    assert "$" in CHECK.text and "<math" in text and "$" not in text
    assert "10²⁰" in text and "3 × 10²⁰" in text
