"""The chapters as the tests see them: their files, their cells, and the explorers that their cells make."""

import ast
import contextlib
import functools
import io
import os
from pathlib import Path
from unittest import mock

import jupytext

from everystate import Explorer

ROOT = Path(__file__).parent.parent
FILES = sorted(path for path in (ROOT / "chapters").glob("*.md") if path.read_text("utf-8").startswith("---\njupytext"))
WITH_EXPLORERS = [path.stem for path in FILES if "Explorer(" in path.read_text("utf-8")]


def cells(name: str) -> list:
    """The cells of a chapter, in order, as nbformat's nodes."""
    return jupytext.read(ROOT / "chapters" / f"{name}.md").cells


@functools.cache
def explorers(name: str) -> dict[str, Explorer]:
    """The explorers of a chapter by name, made by running its code cells; cells tagged slow are left out."""
    namespace: dict = {"__name__": "__main__"}
    found = {}
    environment = {"EXPLORER_HOST": "text", "EXPLORER_CHAPTER": f"chapters/{name}"}
    folder = os.getcwd()
    with mock.patch.dict(os.environ, environment), contextlib.redirect_stdout(io.StringIO()):
        try:
            os.chdir(ROOT / "chapters")
            for cell in cells(name):
                if cell.cell_type == "code" and "slow" not in cell.metadata.get("tags", []):
                    shown = _run(cell.source, namespace)
                    if isinstance(shown, Explorer):
                        found[shown.states.name] = shown
        finally:
            os.chdir(folder)
    return found


def _run(source: str, namespace: dict):
    """Run a cell, and return the value of its last line if that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), namespace)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace) if last else None
