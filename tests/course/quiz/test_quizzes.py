"""Which quizzes a course has: the book's order, its headings, and a student's own numbers."""

import pytest
import yaml
from conftest import ROOT

from course.quiz.quizzes import order, parts, title
from tests.course.quiz.samples import PAGES, book


def test_chapters_come_in_the_book_s_order_with_their_headings():
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    first, numbered = ([one["file"].removeprefix("chapters/") for one in p["chapters"]] for p in contents["parts"][:2])
    assert order() == ("intro", *first, *numbered)
    for part in book():
        path = ROOT / ("intro.md" if part.chapter == "intro" else f"chapters/{part.chapter}.md")
        assert f"\n# {part.title}\n" in path.read_text(encoding="utf-8") and part.title == title(part.chapter)
        assert "Colab" not in part.title


def test_each_chapter_has_its_quizzes():
    for part in book():
        kinds = [quiz.name.removeprefix(f"{part.chapter}-") for quiz in part.quizzes]
        assert part.chapter == "intro" or {"predictions", "self-checks"} <= {*kinds}
        assert kinds == [kind for kind in ("predictions", "self-checks", "exercises") if kind in kinds]
        assert all(quiz.questions for quiz in part.quizzes)
    assert "mirage-exercises" in [quiz.name for part in book() for quiz in part.quizzes]


def test_links_are_absolute():
    texts = [text for part in book() for quiz in part.quizzes for one in quiz.questions for text in one.words()]
    leading = [text for text in texts if "](" in text]
    assert len(leading) > 20
    assert all("](http" in text and "](chapters" not in text and "](embed" not in text for text in leading)
    assert any(f"]({PAGES}/embed/" in text for text in leading)


def test_a_student_has_numbers_of_their_own_and_solutions_can_be_left_out():
    def numbers(**more):
        [part] = parts(["mirage"], PAGES, **more)
        return {one.name: one for one in part.quizzes[-1].questions}

    own, second, again = (numbers(variant=(1, student)) for student in (1, 2, 1))
    assert own == again and own.keys() == second.keys()
    assert any(own[name].value != second[name].value for name in own)
    assert all(one.feedback for one in own.values())
    assert not any(one.feedback for one in numbers(solutions=False).values())


def test_a_chapter_that_is_none_is_refused():
    with pytest.raises(ValueError, match="--chapter must be one of intro, before, definition, .*, not 'mirge'"):
        parts(["mirage", "mirge"], PAGES)
