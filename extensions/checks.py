"""What a page needs and an author forgets, said where it is missing."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)
SETUP_TAG = "remove-cell"
HEADER = """\
---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {name: python3, display_name: Python 3}
---"""
SETUP_CELL = """\
```{code-cell} ipython3
:tags: [remove-cell]
# Colab set-up: filled in by `make notebooks`
```"""
CELL = re.compile(r"^```\{code-cell\}.*\n((?:.*\n)*?)```", re.MULTILINE)
FENCE = re.compile(r"\s*(?P<fence>`{3,}|~{3,}|:{3,})(?:\{(?P<name>[\w:-]+)\})?(?P<rest>.*)$")
VERBATIM = {"code-cell", "code-block", "code", "math", "raw"}
EXPLORER = re.compile(r'class="explorer[ "][^>]*?\sid="([^"]+)"')
ID = re.compile(r'<[^<>]*?\sid="([^"]+)"')
LAYOUT = set(ID.findall((Path(__file__).parent / "templates/layout.html").read_text(encoding="utf-8")))


def setup(app):
    """Looks at each page as it is read, and again as it is written."""
    app.connect("source-read", _check_source)
    app.connect("doctree-read", _check_outputs)
    app.connect("html-page-context", _check_ids, priority=950)


def missing(text: str) -> Iterator[tuple[int, str]]:
    """What a page's text lacks, as lines (from 1) and words: a header for its cells, a set-up cell, a fence's end."""
    cells = list(CELL.finditer(text))
    if cells and not re.match(r"---\n(?:.*\n)*?kernelspec:(?:.*\n)*?---\n", text):
        yield 1, f"the page has code cells, and nothing says what runs them; it must begin with\n{HEADER}"
    elif cells and f":tags: [{SETUP_TAG}]" not in cells[0][1]:
        line = text[: cells[0].start()].count("\n") + 1
        yield line, f"the first code cell must be the notebook's set-up:\n{SETUP_CELL}"
    yield from unclosed(text.split("\n"))


def unclosed(lines: list[str], first: int = 1) -> Iterator[tuple[int, str]]:
    """Fences that are never closed, and ends that close nothing; ``first`` is the number of the first line."""
    i = 0
    while i < len(lines):
        match = FENCE.match(lines[i])
        if not match:
            i += 1
            continue
        fence, name = match["fence"], match["name"]
        if fence[0] == ":" and not name:
            yield (
                first + i,
                f"{lines[i].strip()!r} closes nothing: the fence of a box must be longer than those in it",
            )
            return
        end = next((j for j in range(i + 1, len(lines)) if _closes(lines[j].strip(), fence)), None)
        if end is None:
            yield first + i, f"{lines[i].strip()!r} is never closed: {fence} must stand alone on a line after it"
            return
        if name and name not in VERBATIM:
            yield from unclosed(lines[i + 1 : end], first + i + 1)
        i = end + 1


def repeated(body: str) -> list[str]:
    """What is wrong with the ids of a page's ``body``: those that stand twice, or that the layout has."""
    simulations = EXPLORER.findall(body)
    twice = tuple(
        f"{name}-" for name, count in Counter(simulations).items() if count > 1
    )  # what their parts begin with
    wrong = []
    for name, count in Counter(ID.findall(body)).items():
        if simulations.count(name) > 1:
            wrong.append(f"two simulations of this page are named {name!r}; each must have a name of its own")
        elif (count > 1 and not name.startswith(twice)) or name in LAYOUT:
            other = "a part of every page" if name in LAYOUT else "a heading or another part of this page"
            what = f"the simulation {name!r} must have another name" if name in simulations else f"id {name!r} is taken"
            wrong.append(f"{what}: {other} has it")
    return wrong


def _closes(line: str, fence: str) -> bool:
    return len(line) >= len(fence) and set(line) == {fence[0]}


def _check_source(app, docname, source):
    for line, words in missing(source[0]):
        LOGGER.error(words, location=(docname, line))


def _check_outputs(app, doctree):
    """What a cell wrote to its error stream, which is nearly always a warning."""
    for node in doctree.findall(lambda node: isinstance(node, nodes.Element) and "stderr" in node.get("classes", [])):
        LOGGER.error(f"a cell wrote to stderr: {node.astext().strip()[-300:]}", location=node)


def _check_ids(app, pagename, templatename, context, doctree):
    for words in repeated(context.get("body", "")) if doctree else []:
        LOGGER.error(words, location=pagename)
