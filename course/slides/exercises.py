"""The exercises that a deck asks to be handed in."""

from collections.abc import Iterable

from course.slides.page import HandIn
from simulations.exercises import find


def found(names: Iterable[str]) -> list[HandIn]:
    """The exercises of these names, ``mirage-3`` the third of a chapter. Raises ``ValueError`` for one that is none."""
    return [HandIn(exercise.name, exercise.title, exercise.minutes) for exercise in map(find, names)]
