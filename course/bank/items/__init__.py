"""The bank's own items, a module for each chapter: they stand nowhere in the book, and can be kept for an exam."""

import importlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from course.bank.on_figure import OnFigure
from simulations.check import one_of

CHAPTERS = tuple(sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py")))


def named(chapter: str, items: Iterable[OnFigure]) -> tuple[OnFigure, ...]:
    """The items with their names, ``mirage-bank-1`` and so on."""
    return tuple(replace(item, name=f"{chapter}-bank-{place}") for place, item in enumerate(items, 1))


def of(chapter: str) -> tuple[OnFigure, ...]:
    """The items of a chapter, in their order. Raises ``ValueError`` for another name."""
    one_of("chapter", chapter, CHAPTERS)
    return importlib.import_module(f"course.bank.items.{chapter}").ITEMS
