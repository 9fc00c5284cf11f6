"""The exercises that a deck asks to be handed in."""

import re
from collections.abc import Iterable

from course.slides.page import HandIn
from extensions.site import ROOT

EXERCISE = re.compile(r"^:::\{exercise\} (.+) \| \w+ \| (\d+) min$", re.MULTILINE)


def found(names: Iterable[str]) -> list[HandIn]:
    """The exercises of these names, ``mirage-3`` the third of a chapter. Raises ``ValueError`` for one that is none."""
    return [_one(name) for name in names]


def _one(name: str) -> HandIn:
    chapter, _, number = name.rpartition("-")
    path = ROOT / "chapters" / f"{chapter}.md"
    listed = EXERCISE.findall(path.read_text(encoding="utf-8")) if path.exists() else []
    if not (number.isdigit() and 1 <= int(number) <= len(listed)):
        raise ValueError(f"an exercise must be one of a chapter's, such as mirage-1, not {name!r}")
    title, minutes = listed[int(number) - 1]
    return HandIn(name, title, int(minutes))
