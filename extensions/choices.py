"""Whether a question betrays its right choice, by its place or its length: ``python -m extensions.choices``.

The self-checks of the chapters are looked at, and the predictions in their cells. A reader without a clue has habits:
always the second choice, always the longest. Had the right choices been drawn at random, the number of questions that a
habit gets right would have a distribution that can be worked out exactly. A habit that does better than in one draw of
twenty betrays the questions, in a chapter or in the whole book; so does one that does worse, for then the reader knows
what to leave out. That is strict on purpose, since there are many habits and chapters: chance alone would break it now
and then. The remedy costs nothing: move a choice, or say it in more words or in fewer.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from extensions import cells
from extensions.calls import calls, prediction
from extensions.plain import LINK, choices
from extensions.site import ROOT

LEVEL = 0.05  # the share of random draws in which a habit may do as well, or as badly
LONGER = 1.3  # how many times as long as every other choice the right one may be, or as short
AT_LEAST = 4  # self-checks a chapter
NUMBERS_OF_CHOICES = (3, 4)
SELF_CHECK = re.compile(r"^(?P<fence>:{3,})\{self-check\}[ \t]*(?P<text>.*)\n(?P<body>(?:.*\n)*?)(?P=fence)$", re.M)
STATE = re.compile(r"\]\(#[\w-]+\?[^)\s]+\)")
PLACES = ("first", "second", "third", "fourth")


@dataclass(frozen=True)
class Question:
    """A question of a chapter, and the line where it starts; each choice is (words, whether right, feedback)."""

    kind: str
    chapter: str
    line: int
    text: str
    choices: tuple[tuple[str, bool, str], ...]

    @property
    def right(self) -> int:
        """Which choice is right, from 0."""
        return [right for _, right, _ in self.choices].index(True)

    @property
    def lengths(self) -> list[int]:
        """How many characters of each choice a reader sees."""
        return [len(_seen(words)) for words, _, _ in self.choices]


def self_checks(path: Path) -> list[Question]:
    """The self-checks of a chapter, in order."""
    text = path.read_text(encoding="utf-8")
    return [
        Question(
            "self-check",
            path.stem,
            text.count("\n", 0, match.start()) + 1,
            match["text"],
            tuple((words, right, feedback) for right, words, feedback in choices(match["body"])),
        )
        for match in SELF_CHECK.finditer(text)
    ]


def predictions(path: Path) -> list[Question]:
    """What a chapter's cells ask with choices before a figure is seen: such calls of ``Predict``, in order."""
    found = []
    for cell in cells.cells(path.read_text(encoding="utf-8")):
        for call in calls(cell.source, "Predict"):
            text, offered, answer = prediction(call)
            if not offered:  # a line is drawn
                continue
            offers = tuple((words, words == answer, feedback) for words, feedback in offered.items())
            found.append(Question("prediction", path.stem, cell.line + call.lineno - 1, text, offers))
    return found


def slips(question: Question) -> Iterator[str]:
    """What is wrong with one question, whatever the others are."""
    words = [choice[0] for choice in question.choices]
    if len(words) not in NUMBERS_OF_CHOICES:
        yield f"it must have {NUMBERS_OF_CHOICES[0]} or {NUMBERS_OF_CHOICES[1]} choices, not {len(words)}"
    if len(set(words)) < len(words):
        yield "its choices must differ, and two are the same"
    for choice, _, feedback in question.choices:
        if not feedback.strip():
            yield f"each choice must have feedback, and {choice!r} has none"
    if (rights := sum(right for _, right, _ in question.choices)) != 1:
        yield f"one choice must be right, not {rights}"
        return
    lengths = question.lengths
    mine = lengths.pop(question.right)
    if mine > LONGER * max(lengths, default=mine):
        yield f"its right choice is more than {LONGER} times as long as every other ({mine} characters, {max(lengths)})"
    if LONGER * mine < min(lengths, default=mine):
        yield f"every wrong choice is more than {LONGER} times as long as the right one ({min(lengths)}, {mine})"


def habits(questions: Iterable[Question]) -> Iterator[str]:
    """The habits that find the right choices of these questions more often than chance would have it, or less."""
    asked = list(questions)
    for name, picks in HABITS.items():
        picked = [picks(question) for question in asked]
        right = sum(question.right in places for question, places in zip(asked, picked, strict=True))
        chances = [len(places) / len(question.choices) for question, places in zip(asked, picked, strict=True)]
        for often, chance in zip(("as often", "as seldom"), tails(right, chances), strict=True):
            if chance < LEVEL:
                yield f"{name} is right in {right} of {len(asked)}: {often} in {chance:.2%} of random orders"


def tails(count: int, chances: Iterable[float]) -> tuple[float, float]:
    """The chances that so many of independent events happen or more, and so many or fewer; ``chances`` has one each."""
    distribution = np.ones(1)
    for chance in chances:
        distribution = np.convolve(distribution, [1 - chance, chance])
    return float(distribution[count:].sum()), float(distribution[: count + 1].sum())


def lacks(chapter: str, questions: list[Question]) -> Iterator[str]:
    """What a chapter's self-checks lack."""
    if len(questions) < AT_LEAST:
        yield f"chapters/{chapter}.md: at least {AT_LEAST} self-checks are needed, not {len(questions)}"
    if not any(STATE.search(question.text) for question in questions):
        yield f"chapters/{chapter}.md: one self-check must ask about a figure's state, [words](#figure?control=value)"


def betrayed(paths: Iterable[Path]) -> list[str]:
    """All that is wrong with the questions of these chapters, each with its place."""
    said, book = [], {"self-checks": [], "predictions": []}
    for path in paths:
        checks, predicted = self_checks(path), predictions(path)
        book["self-checks"] += checks
        book["predictions"] += predicted
        wrong = [(question, slip) for question in checks + predicted for slip in slips(question)]
        said += [f"chapters/{one.chapter}.md:{one.line}: {one.kind}: {slip}" for one, slip in wrong]
        said += lacks(path.stem, checks)
        if not wrong:
            said += [f"chapters/{path.stem}.md: of the self-checks, {habit}" for habit in habits(checks)]
    if not said:
        said += [f"the book: of the {kind}, {habit}" for kind, asked in book.items() for habit in habits(asked)]
    return said


def _seen(markdown: str) -> str:
    """About what a reader sees of a line of Markdown: links as their words, a command of TeX as one character."""
    words = LINK.sub(r"\g<text>", markdown)
    return re.sub(r"[*`$]", "", re.sub(r"\\[a-z]+", "x", words))


def _in_place(place: int) -> Callable[[Question], set[int]]:
    return lambda question: {place} & {*range(len(question.choices))}


def _longest(question: Question) -> set[int]:
    """The choice that is longer than every other; none where two are."""
    lengths = question.lengths
    return {lengths.index(max(lengths))} if lengths.count(max(lengths)) == 1 else set()


def _shortest(question: Question) -> set[int]:
    lengths = question.lengths
    return {lengths.index(min(lengths))} if lengths.count(min(lengths)) == 1 else set()


def _neither(question: Question) -> set[int]:
    return {*range(len(question.choices))} - _longest(question) - _shortest(question)


# What a reader without a clue might tick: the places that the habit picks in a question, none or several.
HABITS: dict[str, Callable[[Question], set[int]]] = {
    **{f"the {name} choice": _in_place(place) for place, name in enumerate(PLACES)},
    "the longest choice": _longest,
    "the shortest choice": _shortest,
    "a choice neither longest nor shortest": _neither,
}


def chapters() -> list[Path]:
    """The chapters that ask something."""
    found = sorted((ROOT / "chapters").glob("*.md"))
    return [path for path in found if SELF_CHECK.search(path.read_text(encoding="utf-8"))]


def main() -> int:
    """Tells what betrays a right choice; the exit status, 0 where nothing does."""
    said = betrayed(chapters())
    print(*said, sep="\n", end="\n" if said else "")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
