"""Questions as GIFT, Moodle's text format: one file a chapter, a category a quiz.

The format is Moodle's own (https://docs.moodle.org/en/GIFT_format): ``~ = # { } : \\`` are escaped, a question ends at
an empty line, and text is HTML, which Moodle shows with its MathML.
"""

import re
from decimal import Decimal

from course.questions import Question
from course.quiz.html import blocks, inline, shown
from course.quiz.quizzes import Part, Quiz


def file(part: Part) -> str:
    """The GIFT of a chapter's quizzes."""
    return "\n".join(_category(part, quiz) + "".join(_question(one) for one in quiz.questions) for quiz in part.quizzes)


def plain_number(value: float, digits: int = 9) -> str:
    """A number to so many significant digits, without an exponent, which not every reader knows.

    Nine are more than any tolerance, and leave out what differs from processor to processor.
    """
    return format(Decimal(f"{value:.{digits}g}"), "f")


def _category(part: Part, quiz: Quiz) -> str:
    kind = quiz.name.removeprefix(f"{part.chapter}-").capitalize()
    return f"$CATEGORY: {part.title.replace('/', '//')}/{kind}\n\n"


def _question(question: Question) -> str:
    tags = "".join(f" [tag:{tag}]" for tag in (question.chapter, *question.tags))
    name = f"// [id:{question.name}]{tags}\n::{question.name}::"
    general = f"\t####{_html(blocks(question.feedback))}\n" if question.feedback else ""
    answers = "".join(f"\t{answer}\n" for answer in _answers(question))
    return f"{name}{_html(shown(question))}{{{'#' if question.kind == 'numeric' else ''}\n{answers}{general}}}\n\n"


def _answers(question: Question) -> list[str]:
    if question.kind == "choice":
        return [
            f"{'=' if one.right else '~'}{_html(inline(one.text))}#{_html(blocks(one.feedback))}"
            for one in question.choices
        ]
    off = plain_number(question.tolerance)
    wrong = [f"=%0%{plain_number(slip.value)}:{off}#{_html(blocks(slip.feedback))}" for slip in question.slips]
    return [f"={plain_number(question.value)}:{off}#{_html(blocks('Right.'))}", *wrong]


def _html(markup: str) -> str:
    """``markup`` as the text of a question: marked as HTML, in one line, the format's own signs escaped."""
    return "[html]" + re.sub(r"([\\~=#{}:])", r"\\\1", markup).replace("\n", r"\n")
