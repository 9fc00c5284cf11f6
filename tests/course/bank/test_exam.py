"""Exams: the same for a seed, versions that differ, no key in a sheet, and keys that are right."""

import csv
import io
import re

import pytest

from course.__main__ import main
from course.bank import bank, exam, sheet
from course.questions import Question
from simulations.exercises.judge import judged

PAGES = "https://book.example/emergence/"


def made(*tags, count=8, seed=7, **more):
    return exam.make(tags, count=count, seed=seed, **more)


def names(version):
    return [task.item.name for task in version.tasks]


def test_the_same_seed_gives_the_same_bytes_and_another_does_not():
    quick = "origin=bank,self-check"
    one, two, other = (sheet.files(made(quick, seed=seed, versions=2), PAGES) for seed in (7, 7, 8))
    assert one == two and {*one} == {*other} and all(one[path] != other[path] for path in one)


def test_versions_have_the_same_items_in_another_order_with_other_numbers():
    versions = made("parametric", count=9, versions=4).versions
    assert [version.letter for version in versions] == ["A", "B", "C", "D"]
    assert len({tuple(names(version)) for version in versions}) == 4
    assert len({tuple(sorted(names(version))) for version in versions}) == 1
    for name in names(versions[0]):
        given = [repr(task.given) for version in versions for task in version.tasks if task.item.name == name]
        assert len({*given}) == 4, name


def test_choices_come_in_another_order_too():
    versions = made("kind=choice", "origin=self-check", count=6, versions=6).versions
    for name in names(versions[0]):
        orders = {task.choices for version in versions for task in version.tasks if task.item.name == name}
        assert len(orders) > 1 and len({frozenset(order) for order in orders}) == 1


@pytest.mark.parametrize("seed", range(6))
def test_no_two_items_are_on_one_exercise_or_figure(seed):
    abouts = [task.item.about for task in made(count=40, seed=seed).versions[0].tasks]
    assert len({*abouts}) == 40


@pytest.mark.parametrize("seed", range(4))
def test_items_are_spread_over_what_the_tags_leave(seed):
    two_each = 2 * len(bank.KNOWN["chapter"])
    tasks = made(count=two_each, seed=seed).versions[0].tasks
    chapters = [task.item.chapter for task in tasks]
    assert {chapters.count(chapter) for chapter in bank.KNOWN["chapter"]} == {2}
    assert len({(task.item.chapter, task.item.objective) for task in tasks}) == two_each
    levels = [task.item.level for task in tasks]
    assert min(levels.count(level) for level in ("easy", "medium", "hard")) >= 3


def test_the_items_fit_into_the_minutes_and_the_points_are_shared_out():
    short = made("level=medium,hard", count=5, minutes=70, points=50)
    assert sum(task.item.minutes for task in short.versions[0].tasks) <= 70 and short.minutes == 70
    assert short.points == 50 and all(task.points >= 1 for task in short.versions[0].tasks)
    free = made(count=5)
    assert free.minutes == sum(task.item.minutes for task in free.versions[0].tasks)
    assert free.points == sum(
        1 if isinstance(task.item.source, Question) else task.item.source.points for task in free.versions[0].tasks
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_table_s_answers_are_right_and_in_no_sheet(seed):
    whole = made("origin=exercise,bank", "level=easy,medium", count=12, seed=seed, versions=2)
    files = sheet.files(whole, PAGES)
    rows = list(csv.DictReader(io.StringIO(files["keys/key.csv"].decode())))
    for version in whole.versions:
        text = files[f"sheets/{version.letter}.md"].decode()
        page = files[f"sheets/{version.letter}.html"].decode()
        for number, task in enumerate(version.tasks, 1):
            exercise = task.item.source
            mine = [row for row in rows if row["version"] == version.letter and row["question"] == str(number)]
            assert [row["answer"] for row in mine if row["answer"] != "words"] == [one.name for one in exercise.answers]
            expected = exercise.expected(task.given)
            assert judged(exercise, {one.name: expected[one.name] for one in exercise.answers}, task.given).right
            assert sum(int(row["points"] or 0) for row in mine) == task.points
            for one in exercise.answers:
                said = one.kind.said(expected[one.name])
                assert next(row["expected"] for row in mine if row["answer"] == one.name) == said
            question = text.split(f"\n## {number}. ")[1].split("\n## ")[0]
            for row in mine:
                if re.fullmatch(r"-?\d+\.\d{3,}", row["expected"]):
                    assert row["expected"][:6] not in question
            for words in (exercise.solved(task.given), exercise.hinted(task.given)):
                assert words not in question and words[:40] not in page


def test_a_choice_s_letter_is_that_of_the_right_words_and_the_sheet_tells_no_feedback():
    whole = made("kind=choice", "origin=self-check,prediction", count=12, versions=2)
    files = sheet.files(whole, "")
    rows = list(csv.DictReader(io.StringIO(files["keys/key.csv"].decode())))
    letters = set()
    for version in whole.versions:
        text = files[f"sheets/{version.letter}.md"].decode()
        for number, task in enumerate(version.tasks, 1):
            [row] = [row for row in rows if row["version"] == version.letter and row["question"] == str(number)]
            letters.add(row["expected"])
            right = next(one for one in task.choices if one.right)
            question = text.split(f"\n## {number}. ")[1].split("\n## ")[0]
            assert sheet._placed(f"**{row['expected']}.** {right.text}", "") in question
            assert not any(one.feedback and one.feedback in text for one in task.choices)
    assert len(letters) > 1


def test_a_key_says_the_tolerance_what_is_usual_and_what_words_are_worth():
    whole = made("kind=mixed", "level=hard", count=4)
    key = sheet.files(whole, PAGES)["keys/A.md"].decode()
    for task in whole.versions[0].tasks:
        assert all(f"({wrong.name})" in key for wrong in task.item.source.wrong)
        if task.item.source.rubric:
            assert all(what in key for _, what in task.item.source.rubric.criteria)
    assert " ± " in key and "objective " in key
    assert "of the marking below count as" not in key
    shared = made("kind=mixed", "level=hard", count=4, points=97)
    assert sheet.files(shared, PAGES)["keys/A.md"].decode().count("of the marking below count as") >= 3


def test_links_lead_to_the_pages_or_are_said_in_words():
    whole = made("origin=bank", "chapter=mirage", count=3)
    linked, plain = (sheet.files(whole, pages)["sheets/A.md"].decode() for pages in (PAGES, ""))
    assert linked.count(f"]({PAGES}embed/") == 3 and "](" not in plain
    for task in whole.versions[0].tasks:
        assert f"(figure `{task.item.source.figure}`: " in plain
        for control in task.item.source.state(task.given):
            assert f"{control.replace('_', ' ')} " in plain


def test_formulas_are_mathml_and_nothing_is_loaded():
    page = sheet.files(made("chapter=mirage,theories", count=14), PAGES)["sheets/A.html"].decode()
    assert "<math" in page and "$" not in page
    assert not re.search(r"<(?:script|link|img|iframe)|@import|url\(", page)


@pytest.mark.parametrize(
    "arguments, said",
    [
        (
            ["--items", "12", "--seed", "7", "--tags", "level=hard", "by=hand"],
            "there is 1 item .*, and 12 were asked for",
        ),
        (
            ["--items", "30", "--seed", "7", "--tags", "chapter=circuits"],
            "there are \\d+ items .*, and 30 were asked for",
        ),
        (["--items", "0", "--seed", "7"], "items must be a whole number, 1 or more, not 0"),
        (["--items", "5", "--seed", "-1"], "seed must be a whole number, 0 or more, not -1"),
        (["--items", "5", "--seed", "1", "--versions", "27"], "versions must be a whole number, 1 to 26, not 27"),
        (
            ["--items", "5", "--seed", "1", "--minutes", "3"],
            "the 5 shortest items .* take 10 minutes, and 3 were",
        ),
        (["--items", "5", "--seed", "1", "--points", "4"], "points must be a whole number, 5 or more, not 4"),
        (["--items", "5", "--seed", "1", "--tags", "level=x"], "level must be one of"),
        (["--items", "5", "--seed", "1", "--pages", "book"], "--pages must be where the book's pages are"),
    ],
)
def test_what_is_asked_wrongly_is_said(arguments, said, tmp_path, capsys):
    assert main(["exam", "--out", str(tmp_path), *arguments]) == 2
    assert re.search(said, capsys.readouterr().err)
    assert not list(tmp_path.iterdir())


def test_the_commands_write_what_they_say(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("BOOK_URL", raising=False)
    asked = ["--tags", "level=easy", "--items", "4", "--seed", "3", "--versions", "2", "--points", "20"]
    asked += ["--title", "Midterm <1>"]
    assert main(["exam", *asked, "--out", str(tmp_path / "exam")]) == 0
    said = capsys.readouterr().out
    paths = [path for path in (tmp_path / "exam").rglob("*") if path.is_file()]
    assert len(paths) == 9 and all(str(path) in said for path in paths) and "20 points" in said
    assert "<title>Midterm &lt;1&gt;, version A</title>" in (tmp_path / "exam/sheets/A.html").read_text("utf-8")
    assert main(["bank", "--tags", "chapter=safety", "state", "--out", str(tmp_path / "bank")]) == 0
    said = capsys.readouterr().out
    found = bank.tagged(["chapter=safety", "state"])
    assert f"{len(found)} items: " in said and all(item.name in said for item in found)
    assert (tmp_path / "bank/items.csv").read_text("utf-8") == bank.as_table(found)
