"""The layout, for ``mutant_sample.py``: what is broken, and which tests mirror a file."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BROAD = ("test_drawings.py", "test_captions.py", "test_explorer.py", "test_extension.py")  # of a folder's every file


def files() -> list[str]:
    """What is broken: the package without its tables, the explorer and the extensions."""
    found = [
        *(ROOT / "simulations").rglob("*.py"),
        *(ROOT / "everystate").glob("*.py"),
        *(ROOT / "extensions").glob("*.py"),
    ]
    names = sorted(path.relative_to(ROOT).as_posix() for path in found if path.stem != "__init__")
    return [name for name in names if not name.startswith("simulations/data/")]


def room(file: str) -> str:
    """A chapter's folder, ``laws``, ``everystate`` or ``extensions``; ``simulations`` for what all chapters share."""
    return Path(file).parent.name


def tests_of(file: str) -> list[str]:
    """The tests of a file: its own, the folder's that import it (all where none does), broad ones."""
    name = Path(file).stem
    folder = ROOT / "tests" / (Path(file).parent.relative_to("simulations") if "simulations/" in file else room(file))
    there = sorted(folder.glob("test_*.py"))
    importing = rf"^\s*(?:from|import) (?:.*|[^(\n]*\([^)]*)\b{name}\b"
    naming = [path for path in there if re.search(importing, path.read_text(encoding="utf-8"), re.MULTILINE)]
    own = [path for path in there if path.name == f"test_{name}.py"]
    broad = [path for path in there if path.name in BROAD]
    chosen = dict.fromkeys([*own, *(naming or there), *broad])
    return [*(path.relative_to(ROOT).as_posix() for path in chosen), *states_of(file)]


def states_of(file: str) -> list[str]:
    """The tests of the figures' other states and of the exercises (``states.py``) that a file has a part in: its
    chapter's, or those of the chapters that import it where it is of all."""
    kept = {path.parent.name for path in (ROOT / "tests").glob("*/states.txt")}
    if file.startswith("simulations/") and room(file) not in kept:
        name = Path(file).stem
        naming = re.compile(rf"^from simulations(\.\w+)? import .*\b{name}\b|^from simulations\.{name} ", re.MULTILINE)
        kept = {chapter for chapter in kept if any(naming.search(text) for text in texts_of(chapter))}
    else:
        kept &= {room(file)}
    of_figures = ("the_other_states_are_as_they_were", "what_a_function_takes_by_itself_is_what_its_figure_offers")
    states = [f"tests/test_states.py::test_{test}[{name}]" for name in sorted(kept) for test in of_figures]
    if (ROOT / "tests" / room(file) / "exercises.txt").exists() and file.startswith("simulations/"):
        states += [
            f"tests/test_states.py::test_{name}[{room(file)}]"
            for name in ("the_exercises_are_as_they_were", "what_the_ledger_measures_is_as_it_was")
        ]
    return states


def texts_of(chapter: str) -> list[str]:
    """A chapter's page and its modules."""
    paths = [ROOT / f"chapters/{chapter}.md", *(ROOT / "simulations" / chapter).glob("*.py")]
    return [path.read_text(encoding="utf-8") for path in paths]


def notebook_of(file: str) -> list[str]:
    """pytest's words for the notebook of a file's chapter; none where it is no chapter's."""
    path = f"chapters/{room(file)}.ipynb"
    return ["--nbval", path] if (ROOT / path).exists() else []
