"""The questions that every format is made from: a chapter's self-checks and predictions, and its exercises' numbers.

A question's words are Markdown with TeX between dollars. A link in them that leads into the book is relative to the
book's first page: ``chapters/mirage.html#factor-one-the-metric`` a section, ``embed/metric-effect.html#metric-effect``
a figure, with ``?token_accuracy=0.9`` behind it a figure's state.
"""

import ast
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import jupytext

from extensions import plain
from extensions.site import ROOT
from extensions.twins import Sources, chapters

EMBEDS = "embed"
FIGURE = "Explorer"
LINK = re.compile(r"\]\((?P<to>[^)\s]+)\)")


@dataclass(frozen=True)
class Choice:
    """One choice: its words, whether it is right, and what is said to whoever chose it."""

    text: str
    right: bool
    feedback: str


@dataclass(frozen=True)
class Question:
    """A question with its key.

    ``kind`` is ``choice`` (then ``choices``, one or more of them right) or ``numeric`` (then ``value``, and right is
    what is within ``tolerance`` of it, both in the unit that the text asks for). ``feedback`` is said to everyone
    afterwards ("" for nothing), ``state`` is the figure that the question is about, as ``mirage#metric-effect`` with or
    without ``?token_accuracy=0.9``. Names are unique in the book, of letters, digits, ``-`` and ``_``.
    """

    name: str
    chapter: str
    kind: str
    text: str
    choices: tuple[Choice, ...] = ()
    value: float | None = None
    tolerance: float | None = None
    feedback: str = ""
    state: str | None = None
    tags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z][\w-]*", self.name, re.ASCII):
            raise ValueError(f"name must be letters, digits, - and _, a letter first, not {self.name!r}")
        if self.kind not in ("choice", "numeric"):
            raise ValueError(f"kind of {self.name} must be choice or numeric, not {self.kind!r}")
        if self.kind == "choice" and (len(self.choices) < 2 or not any(choice.right for choice in self.choices)):
            raise ValueError(
                f"choices of {self.name} must be two or more, a right one among them, not {self.choices!r}"
            )
        if self.kind == "numeric" and (self.value is None or self.tolerance is None or self.tolerance < 0):
            raise ValueError(f"{self.name} must have a value and a tolerance of 0 or more, not {self.tolerance!r}")

    def words(self) -> list[str]:
        """Every text of the question, in Markdown."""
        own = [self.text, *([self.feedback] if self.feedback else [])]
        return own + [words for choice in self.choices for words in (choice.text, choice.feedback) if words]

    def changed(self, change: Callable[[str], str]) -> "Question":
        """The question with ``change`` made to each of its texts."""
        choices = tuple(Choice(change(one.text), one.right, change(one.feedback)) for one in self.choices)
        return replace(self, text=change(self.text), feedback=change(self.feedback), choices=choices)


def self_checks(chapter: str, root: Path = ROOT) -> list[Question]:
    """The self-checks of a chapter ("mirage"), in its order: ``mirage-check-1``, ``mirage-check-2`` ..."""
    text, form = source(chapter, root), _plain(chapter, root)
    questions = []
    for number, (asked, body) in enumerate(plain.boxes(text, "self-check"), 1):
        choices = tuple(
            Choice(form.plain(words), right, form.plain(feedback)) for right, words, feedback in plain.choices(body)
        )
        question = Question(f"{chapter}-check-{number}", chapter, "choice", form.plain(asked), choices)
        tags = ("self-check", *(["figure"] if (state := _state(question, root)) else []))
        questions.append(replace(question, state=state, tags=tags))
    return questions


def predictions(chapter: str, root: Path = ROOT) -> list[Question]:
    """What the figures of a chapter ask before they show themselves: ``mirage-predict-metric-effect`` ...

    The feedback leads to the figure, which has the answer.
    """
    questions = []
    for name, title, asked in _figures(chapter, root):
        if asked is None:
            continue
        text, choices, answer = asked
        questions.append(
            Question(
                f"{chapter}-predict-{name}",
                chapter,
                "choice",
                literal(text),
                tuple(Choice(literal(words), words == answer, literal(said)) for words, said in choices.items()),
                feedback=f"The figure shows it: [{literal(title)}]({embed(chapter, name, root=root)})",
                state=f"{chapter}#{name}",
                tags=("prediction", "figure"),
            )
        )
    return questions


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


def absolute(markdown: str, pages: str) -> str:
    """``markdown`` whose links into the book lead to the pages at the address ``pages``."""
    base = pages.rstrip("/") + "/"
    return LINK.sub(lambda to: to[0] if re.match(r"[a-z]+:", to["to"]) else f"]({base}{to['to']})", markdown)


def literal(words: str) -> str:
    """``words`` as Markdown that shows every sign of them."""
    return re.sub(r"([\\`*_{}\[\]<>$#~|])", r"\\\1", words)


def source(chapter: str, root: Path = ROOT) -> str:
    """The text of a chapter. Raises ``ValueError`` where there is none of that name."""
    known = {path.stem: path for path in chapters(root)}
    if chapter not in known:
        raise ValueError(f"chapter must be one of {', '.join(known)}, not {chapter!r}")
    return known[chapter].read_text(encoding="utf-8")


@cache
def _figures(chapter: str, root: Path) -> list[tuple[str, str, tuple | None]]:
    """Name, title and prediction (question, choices, answer) of each of the chapter's figures."""
    found = []
    for cell in jupytext.reads(source(chapter, root), fmt="md:myst").cells:
        if cell.cell_type != "code":
            continue
        for call in _calls(cell.source, FIGURE):
            given = {one.arg: one.value for one in call.keywords}
            name, title = ast.literal_eval(given["name"]), ast.literal_eval(given["title"])
            found.append((name, title, _asked(given["predict"]) if "predict" in given else None))
    return found


def _calls(code: str, name: str) -> list[ast.Call]:
    """The calls of ``name`` in a cell, in its order."""
    try:
        nodes = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    except SyntaxError:  # a magic
        return []
    return sorted((node for node in nodes if getattr(node.func, "id", "") == name), key=lambda node: node.lineno)


def _asked(call: ast.expr) -> tuple[str, dict[str, str], str]:
    """Question, choices and answer of a ``Predict(...)``."""
    names = ("question", "choices", "answer")
    given = dict(zip(names, call.args, strict=False)) | {one.arg: one.value for one in call.keywords}
    return tuple(ast.literal_eval(given[name]) for name in names)


@cache
def _shared(root: Path) -> set[str]:
    """The names of figures that two pages have."""
    names = Counter(name for path in chapters(root) for name in figures(path.stem, root))
    return {name for name, pages in names.items() if pages > 1}


def _plain(chapter: str, root: Path) -> plain.Chapter:
    """The plain form of a chapter's text, its links relative to the book's first page."""

    def address(target: str) -> str:
        page, _, section = target.partition("#")
        name = (page or chapter).rsplit("/", 1)[-1].removesuffix(".md").removesuffix(".html")
        if section.partition("?")[0] in _names(name, root):
            return embed(name, section, root=root)
        place = name if name == "intro" else f"chapters/{name}"
        return f"{place}.html{'#' if section else ''}{section}"

    return plain.Chapter(
        cite=Sources(root / "references.bib").cite,
        sources=_nowhere,
        claim=_nowhere,
        address=address,
        image=_nowhere,
    )


def _names(page: str, root: Path) -> Mapping[str, str]:
    """The figures of a page; none where it is no notebook chapter."""
    return figures(page, root) if page in {path.stem for path in chapters(root)} else {}


def _nowhere(*_: Any) -> Any:
    raise ValueError("a question may have text, formulas, citations and links, no other box")


def _state(question: Question, root: Path) -> str | None:
    """The figure, with its state, that the first link to one leads to."""
    for words in question.words():
        for link in LINK.finditer(words):
            if link["to"].startswith(f"{EMBEDS}/"):
                fragment = link["to"].partition("#")[2]
                name = fragment.partition("?")[0]
                pages = [path.stem for path in chapters(root) if name in figures(path.stem, root)]
                here = question.chapter if question.chapter in pages else pages[0]
                return f"{here}#{fragment}"
    return None
