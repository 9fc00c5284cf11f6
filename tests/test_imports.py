"""Imports go one way: ideas know numpy and laws, drawings their chapter's ideas, and the explorer knows no book."""

import ast
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from conftest import ROOT

STANDARD = sys.stdlib_module_names
CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.md"))
SHARED = {"laws", "words", "check", "masked", "files", "data", "streams"}
FOR_EXERCISES = {"exercises"}  # what all exercises share
FOR_PAGES = {"tape"}  # what records a training for a page
FOR_DRAWINGS = {"palette", "axes", "shapes"}
DRAWINGS = {"drawings", "diagrams"}
TORCH = {"torch", "safetensors", "tqdm", "ray"}
# In the rooms that train, these know no torch: a page can be made of them without it.
WITHOUT_TORCH = {
    "tape": {"calls", "formulas", "views", "interpret", "toy", "shipped", "panel"},
    "circuits": {
        *(
            "induction",
            "parity",
            "schematic",
            "superposition",
            "captions",
            "choices",
            "diagrams",
            "drawings",
            "grids",
            "ledger",
            "memory",
            "regression",
            "stages",
        ),
    },
    "laboratory": {
        *(
            "asked",
            "captions",
            "carry_groups",
            "compare",
            "curves",
            "diagrams",
            "drawings",
            "forecast",
            "ledger",
            "measure",
            "own_curve",
            "recipes",
        ),
        *("pictures", "pool", "pool_command", "result", "schematic", "shipped", "shipped_answers", "student"),
        *("through_training", "times", "tried"),
    },
}


def modules() -> list[Path]:
    """The modules of both packages, without the scripts that derive tables from public files."""
    files = [*(ROOT / "simulations").rglob("*.py"), *(ROOT / "everystate").rglob("*.py")]
    return sorted(path.relative_to(ROOT) for path in files if not path.name.startswith("derive_"))


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
    """The outside packages and the parts of ours (of ``simulations``, or ``everystate``) that a module may import."""
    package, *folders, file = path.parts
    name = file.removesuffix(".py")
    if package == "everystate":
        if path == Path("everystate/sphinx.py"):
            return {"sphinx", "docutils"}, {"everystate"}
        return {"numpy", "matplotlib", "PIL", "anywidget", "ipywidgets", "traitlets"}, {"everystate"}
    if name == "palette" and not folders:  # the one place where the book tells the explorer of itself
        return {"numpy"}, {"everystate"}
    if not folders:  # words, check, masked, files, streams, axes, checkpoint, normals
        outside = dict.fromkeys(FOR_DRAWINGS - {"palette"}, {"matplotlib"})
        outside |= {"checkpoint": {"torch", "safetensors"}, "normals": {"torch"}}
        drawn = {"axes", "palette"} if name == "shapes" else set()
        return {"numpy"} | outside.get(name, set()), {"check", "words", "files"} | drawn
    part = folders[0]
    if part == "exercises":
        return {"numpy"}, {"check", "words", "exercises"}
    if name == "exercises":
        return {"numpy", "scipy"}, SHARED | FOR_EXERCISES | {part}
    if part in ("data", "laws"):
        return {"numpy", "scipy"}, SHARED
    if name in DRAWINGS or (part, name) == ("laboratory", "pictures"):  # pictures: files for whoever runs a sweep
        return {"numpy", "matplotlib"}, SHARED | FOR_DRAWINGS | {part}
    trains = part in WITHOUT_TORCH and name not in WITHOUT_TORCH[part]
    return {"numpy", "scipy"} | (TORCH if trains else set()), SHARED | {part} | (
        {"checkpoint", "normals"} | FOR_PAGES if trains else set()
    )


def forbidden(path: Path, source: str) -> list[str]:
    """The imports of a module that its place does not allow."""
    outside, ours = allowed(path)
    wrong = []
    for name in sorted(imports(source)):
        top, _, rest = name.partition(".")
        part = rest.partition(".")[0] if top == "simulations" else top
        fits = part in ours if top in ("simulations", "everystate") else top in STANDARD or top in outside
        wrong += [] if fits else [name]
    return wrong


def dotted(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def at_once(source: str) -> set[str]:
    """As ``imports``: what is imported when the module itself is, not in functions and not for types."""
    statements = [one for one in ast.parse(source).body if isinstance(one, ast.Import | ast.ImportFrom)]
    return imports(ast.unparse(statements))


def test_no_module_needs_itself():
    sources = {dotted(path): (ROOT / path).read_text(encoding="utf-8") for path in modules()}
    needs = {
        name: {one if one in sources else one.rpartition(".")[0] for one in at_once(source)} & sources.keys()
        for name, source in sources.items()
    }
    assert needs["everystate.explorer"] >= {"everystate.states", "everystate.drag"}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        pytest.fail("imports run in a circle: " + " → ".join(error.args[1]))


def test_every_folder_is_a_chapter_or_shared():
    folders = {path.parent.name for path in (ROOT / "simulations").glob("*/__init__.py")}
    assert folders - SHARED - FOR_EXERCISES - FOR_PAGES <= {*CHAPTERS}


@pytest.mark.parametrize("path", modules(), ids=Path.as_posix)
def test_imports_go_one_way(path):
    assert forbidden(path, (ROOT / path).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "place, line",
    [
        ("simulations/mirage/metrics.py", "import torch"),
        ("simulations/mirage/metrics.py", "from simulations import palette"),
        ("simulations/mirage/metrics.py", "from simulations import axes"),
        ("simulations/words.py", "from simulations.laws import zipf"),
        ("simulations/mirage/metrics.py", "from simulations.theories import carries"),
        ("simulations/mirage/drawings.py", "from everystate import Explorer"),
        ("simulations/mirage/drawings.py", "from simulations.theories.drawings import draw_delay"),
        ("simulations/files.py", "import torch"),
        ("simulations/circuits/parity.py", "from simulations import checkpoint"),
        ("simulations/laws/scaling.py", "from simulations.definition import surface"),
        ("simulations/circuits/parity.py", "import torch"),
        ("simulations/laboratory/train.py", "import matplotlib.pyplot as plt"),
        ("simulations/words.py", "from everystate.settings import settings"),
        ("simulations/tape/toy.py", "import torch"),
        ("simulations/tape/record.py", "from simulations.laboratory import model"),
        ("simulations/mirage/metrics.py", "from simulations.tape import shipped"),
        ("everystate/table.py", "from simulations.mirage import metrics"),
        ("everystate/template.py", "from simulations import palette"),
    ],
)
def test_a_wrong_way_is_seen(place, line):
    assert forbidden(Path(place), line)
