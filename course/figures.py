"""The figures of the chapters, read from the cells that make them, and where each stands alone."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import jupytext

from extensions.calls import calls, prediction
from extensions.contents import chapters
from extensions.site import ROOT

EMBEDS = "embed"
FIGURE = "Explorer"


def figures(chapter: str, root: Path = ROOT) -> dict[str, str]:
    """The chapter's figures in its order: title by name."""
    return {name: title for name, title, _ in _figures(chapter, root)}


def embed(chapter: str, fragment: str, *, root: Path = ROOT) -> str:
    """The address of a figure's own page, from the book's first: ``fragment`` is its name, with or without a state.

    Raises ``ValueError`` where the chapter has no such figure.
    """
    name = fragment.partition("?")[0]
    if name not in figures(chapter, root):
        raise ValueError(f"figure must be one of {', '.join(figures(chapter, root))}, not {name!r}")
    page = chapter if chapter == "intro" else f"chapters-{chapter}"
    return f"{EMBEDS}/{f'{page}-' if name in _shared(root) else ''}{name}.html#{fragment}"


def source(chapter: str, root: Path = ROOT) -> str:
    """The text of a chapter. Raises ``ValueError`` where there is none of that name."""
    known = {path.stem: path for path in chapters(root)}
    if chapter not in known:
        raise ValueError(f"chapter must be one of {', '.join(known)}, not {chapter!r}")
    return known[chapter].read_text(encoding="utf-8")


def asked(chapter: str, root: Path = ROOT) -> list[tuple[str, str, tuple[str, dict[str, str], str]]]:
    """What the chapter's figures ask before they show themselves: name, title, and (question, choices, answer).

    A line that is to be drawn is no question with choices, and left out.
    """
    return [(name, title, asks) for name, title, asks in _figures(chapter, root) if asks and asks[1]]


def drawn(chapter: str, root: Path = ROOT) -> list[tuple[str, str, str]]:
    """The chapter's figures of which a line is drawn before they show themselves: name, title and question."""
    return [(name, title, asks[0]) for name, title, asks in _figures(chapter, root) if asks and not asks[1]]


@cache
def _figures(chapter: str, root: Path) -> list[tuple[str, str, tuple | None]]:
    """Name, title and prediction (question, choices, answer) of each of the chapter's figures."""
    found = []
    for cell in jupytext.reads(source(chapter, root), fmt="md:myst").cells:
        if cell.cell_type != "code":
            continue
        for call in calls(cell.source, FIGURE):
            given = {one.arg: one.value for one in call.keywords}
            name, title = ast.literal_eval(given["name"]), ast.literal_eval(given["title"])
            found.append((name, title, prediction(given["predict"]) if "predict" in given else None))
    return found


@cache
def _shared(root: Path) -> set[str]:
    """The names of figures that two pages have."""
    names = Counter(name for path in chapters(root) for name in figures(path.stem, root))
    return {name for name, pages in names.items() if pages > 1}
