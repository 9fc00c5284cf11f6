"""Imports go one way: ideas know numpy, drawings know ideas, the explorer knows neither, torch stays in the toys."""

import ast
import sys
from pathlib import Path

import pytest
from conftest import ROOT

STANDARD = sys.stdlib_module_names
TOYS = ("arithmetic", "circuits")


def modules() -> list[Path]:
    """The package's modules, without the scripts that derive tables from public files."""
    files = (ROOT / "simulations").rglob("*.py")
    return sorted(path for path in files if not path.name.startswith("derive_"))


def imports(source: str) -> set[str]:
    """The full names that a module imports: ``a.b`` for ``import a.b``, and ``a.b.c`` for ``from a.b import c``."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def allowed(path: Path) -> tuple[set[str], set[str]]:
    """The outside packages and the parts of ours that a module may import (part "" stands for an idea)."""
    part = path.relative_to(ROOT / "simulations").parts[0].removesuffix(".py")
    if part in TOYS and path.name == "report.py":  # pictures of a sweep for whoever runs it, not for the book
        return {"numpy", "matplotlib"}, {part, "palette", "figures", ""}
    if part in TOYS:
        return {"numpy", "scipy", "torch", "safetensors", "tqdm", "ray"}, {part, "data", ""}
    if part == "figures":
        return {"numpy", "matplotlib"}, {"figures", "palette", "data", ""}
    if part == "explorer":
        return {"numpy", "matplotlib", "PIL", "anywidget", "ipywidgets", "traitlets"}, {"explorer", "palette"}
    if part in ("palette", "__init__", "data"):
        return {"numpy"}, {part}
    return {"numpy", "scipy"}, {"data", ""}


def forbidden(path: Path, source: str) -> list[str]:
    """The imports of a module that its place does not allow."""
    outside, ours = allowed(path)
    special = {"figures", "explorer", "palette", "data", *TOYS}
    wrong = []
    for name in sorted(imports(source)):
        top, _, rest = name.partition(".")
        part = rest.partition(".")[0]
        if top == "simulations":
            fits = (part if part in special else "") in ours
        else:
            fits = top in STANDARD or top in outside
        wrong += [] if fits else [name]
    return wrong


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT / "simulations").as_posix())
def test_imports_go_one_way(path):
    assert forbidden(path, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "place, line",
    [
        ("metrics.py", "import torch"),
        ("metrics.py", "from simulations import palette"),
        ("metrics.py", "from simulations.figures.mirage import draw_metric_effect"),
        ("figures/mirage.py", "from simulations.explorer import Explorer"),
        ("explorer/table.py", "from simulations import metrics"),
        ("arithmetic/train.py", "import matplotlib.pyplot as plt"),
    ],
)
def test_a_wrong_way_is_seen(place, line):
    assert forbidden(ROOT / "simulations" / place, line)
