"""The exercises that a deck asks to be handed in."""

import re
from collections.abc import Iterable

from course.slides.page import HandIn
from extensions.site import ROOT
from simulations.exercises import CHAPTERS, find

BOX = re.compile(r"^:::\{exercise\} (.+) \| \w+ \| (\d+) min$", re.MULTILINE)


def found(names: Iterable[str]) -> list[HandIn]:
    """The exercises of these names, ``mirage-3`` the third of a chapter. Raises ``ValueError`` for one that is none."""
    return [_one(name) for name in names]


def _one(name: str) -> HandIn:
    chapter, _, number = name.rpartition("-")
    path = ROOT / "chapters" / f"{chapter}.md"
    if chapter in CHAPTERS or not path.exists():
        exercise = find(name)
        return HandIn(name, exercise.title, exercise.minutes)
    # Of a chapter whose exercises are not in its exercises.py yet.
    boxes = BOX.findall(path.read_text(encoding="utf-8"))
    if not (number.isdigit() and 1 <= int(number) <= len(boxes)):
        raise ValueError(f"exercise must be one of {chapter}-1 to {chapter}-{len(boxes)}, not {name!r}")
    title, minutes = boxes[int(number) - 1]
    return HandIn(name, title, int(minutes))
