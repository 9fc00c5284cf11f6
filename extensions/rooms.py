"""The README's table of rooms, read off the tree: ``python -m extensions.rooms``, or ``make readme``.

A chapter's ideas are the modules that its cells import, and those of its folder that work behind them.
"""

import ast
from pathlib import Path

import yaml

from extensions import cells
from extensions.site import ROOT

START, END = "<!-- rooms: made by `make readme` -->\n", "<!-- end of rooms -->\n"
HEAD = (
    "| chapter | ideas, and what works behind them | drawings | exercises | tests |\n| --- | --- | --- | ---: | --- |\n"
)
BESIDE = {"captions", "exercises", "ledger"}  # of a chapter's modules, what is neither an idea nor a drawing
SHARED = "laws"


def table(root: Path = ROOT) -> str:
    """The table in Markdown: the pages that import ideas, in the order of the contents; last, the shared formulas."""
    contents = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    pages = [contents["root"], *(page["file"] for part in contents["parts"] for page in part["chapters"])]
    rows = [row(root, root / f"{page}.md") for page in pages]
    names = _links(root, modules(root, SHARED))
    shared = f"| several | [{SHARED}](simulations/{SHARED}): {names} | | | {_tests(root, SHARED)} |\n"
    return HEAD + "".join(filter(None, rows)) + shared


def row(root: Path, page: Path) -> str:
    """A page's row; empty for a page that imports no idea."""
    text = page.read_text(encoding="utf-8")
    name, used = page.stem, imported(root, text)
    own = modules(root, name)
    drawing = [path for path in own if drawings(path)]
    ideas = [path for path in own if path not in drawing and path.stem not in BESIDE]
    if not used:
        return ""
    first = [path for path in ideas if path in used]
    others = [path for path in used if path.parent.name != name and path not in drawing]
    parts = [_links(root, first), _links(root, others, folder=True)]
    behind = _links(root, [path for path in ideas if path not in used])
    said = ", ".join(filter(None, parts)) + (f"; {behind}" if behind else "")
    drawn = ", ".join(f"{len(drawings(path))} in {_links(root, [path])}" for path in drawing)
    drawn += "".join(f", {_links(root, [path])}" for path in own if path.stem == "captions")
    link = f"[{name}]({page.relative_to(root).as_posix()})"
    return f"| {link} | {said} | {drawn} | {exercises(root, page)} | {_tests(root, name)} |\n"


def imported(root: Path, text: str) -> list[Path]:
    """The modules of ideas that a page's cells import, in the order of their paths."""
    found = set()
    for cell in cells.cells(text):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.ImportFrom):
                within = root.joinpath(*node.module.split("."))
                found |= {within.with_suffix(".py"), *(within / f"{alias.name}.py" for alias in node.names)}
    at = root / "simulations"
    return sorted(path for path in found if path.is_file() and path.parent.parent == at and not drawings(path))


def modules(root: Path, name: str) -> list[Path]:
    """The modules in the folder of a chapter, or of what is shared."""
    return sorted(path for path in (root / "simulations" / name).glob("*.py") if not path.name.startswith("__"))


def drawings(path: Path) -> list[str]:
    """The names of the drawings that a module has."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("draw_")]


def exercises(root: Path, page: Path) -> str:
    """The number of a page's exercises, with a link to the module that has their answers where there is one."""
    number = page.read_text(encoding="utf-8").count("\n:::{exercise}")
    answers = root / "simulations" / page.stem / "exercises.py"
    return f"{number} in {_links(root, [answers])}" if answers.exists() else str(number or "")


def _tests(root: Path, name: str) -> str:
    files = list((root / "tests" / name).glob("test_*.py"))
    return f"{len(files)} in [{name}](tests/{name})" if files else ""


def _links(root: Path, paths: list[Path], *, folder: bool = False) -> str:
    """Links to modules, by their names, or by their folders and names."""
    names = [f"{path.parent.name}/{path.stem}" if folder else path.stem for path in paths]
    return ", ".join(f"[{name}]({path.relative_to(root).as_posix()})" for name, path in zip(names, paths, strict=True))


def readme(text: str, made: str) -> str:
    """The README with the table in its place. Raises ``ValueError`` where it has none."""
    head, start, rest = text.partition(START)
    _, end, tail = rest.partition(END)
    if not start or not end:
        raise ValueError(f"README.md must have the lines {START.strip()} and {END.strip()}")
    return f"{head}{start}\n{made}\n{end}{tail}"


if __name__ == "__main__":
    path = ROOT / "README.md"
    path.write_text(readme(path.read_text(encoding="utf-8"), table()), encoding="utf-8")
