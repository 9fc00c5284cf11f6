"""What an author is told: every mistake with the place where it was met and what is allowed there."""

import difflib
import os
from collections.abc import Iterable, Mapping
from typing import Any


class ExplorerError(ValueError):
    """An author's mistake, with the chapter, the simulation and the state where it was met."""


class Refused(ValueError):
    """What a draw function asks for and a page could not show; it becomes an ``ExplorerError`` that names the place."""


def error(message: str, *, name: str = "", state: Mapping[str, Any] | None = None) -> ExplorerError:
    """The error of a simulation, and of a state of it; a build names the chapter in ``EXPLORER_CHAPTER``."""
    where = f"chapter {os.environ.get('EXPLORER_CHAPTER', 'this notebook')}"
    where += f", simulation {name}" if name else ""
    where += f", state {dict(state)}" if state is not None else ""
    return ExplorerError(f"{where}: {message}")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`` (did you mean 'x'?)`` for the known name that is nearest to ``name``; "" where none is near."""
    nearest = difflib.get_close_matches(str(name), list(known), n=1)
    return f" (did you mean {nearest[0]!r}?)" if nearest else ""
