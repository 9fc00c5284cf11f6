"""The chapters as notebooks: short cells with known tags, and twins that are fresh and hold nothing that changes."""

import ast
import re

import jupytext
import nbformat
import pytest
import yaml
from conftest import BUDGETS, ROOT

from extensions import twins

CHAPTERS = twins.chapters()
NAMES = [path.stem for path in CHAPTERS]


@pytest.fixture(params=CHAPTERS, ids=NAMES)
def chapter(request):
    return request.param


@pytest.fixture
def cells(chapter):
    """The chapter's code cells."""
    notebook = jupytext.reads(chapter.read_text(encoding="utf-8"), fmt="md:myst")
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def lines_allowed(cell) -> int:
    """How long a cell may be: a hidden one that is a single ``Explorer(...)`` has its captions and feedback in it."""
    wiring = cell.source.startswith("Explorer(") and "hide-input" in cell.metadata.get("tags", [])
    alone = wiring and len(ast.parse(cell.source).body) == 1
    return BUDGETS["cells"]["wiring_lines" if alone else "lines"]


def test_cells_are_short(cells):
    assert [cell.source for cell in cells if len(cell.source.splitlines()) > lines_allowed(cell)] == []


def test_tags_are_known(cells):
    tags = {tag for cell in cells for tag in cell.metadata.get("tags", [])}
    assert tags <= set(BUDGETS["cells"]["tags"])


def test_the_first_cell_is_the_set_up(cells):
    assert cells[0].metadata["tags"] == ["remove-cell"]
    assert cells[0].source == "# Colab set-up: filled in by `make notebooks`"


def test_cells_reach_for_nothing_outside(cells):
    source = "\n".join(cell.source for cell in cells)
    assert not re.search(r"sys\.path|import \*|^[!%]", source, re.MULTILINE)


def test_the_twin_is_fresh(chapter):
    twin = chapter.with_suffix(".ipynb")
    assert twin.exists(), f"{twin.name} is missing: run `make notebooks NAME={chapter.stem}`"
    written, made = nbformat.read(twin, as_version=4), twins.twin(chapter)
    sources = [(cell.cell_type, cell.id, cell.source, cell.metadata) for cell in written.cells]
    assert sources == [(cell.cell_type, cell.id, cell.source, cell.metadata) for cell in made.cells], (
        f"{twin.name} is stale: run `make notebooks NAME={chapter.stem}`"
    )


def test_the_twin_holds_text_alone(chapter):
    notebook = nbformat.read(chapter.with_suffix(".ipynb"), as_version=4)
    nbformat.validate(notebook)
    kinds = {
        kind
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        for kind in output.get("data", {})
    }
    assert kinds <= set(twins.KEPT)
    assert set(notebook.metadata) <= {"kernelspec", "language_info", "accelerator"}
    assert notebook.metadata["language_info"] == {"name": "python"}


def test_the_twin_has_no_myst_left(chapter):
    notebook = nbformat.read(chapter.with_suffix(".ipynb"), as_version=4)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert not re.search(r"\{[\w:-]+\}`|^:::|^```\{", text, re.MULTILINE)


def test_every_page_of_the_contents_is_there_and_every_chapter_is_in_the_contents():
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    pages = [page["file"] for part in contents["parts"] for page in part["chapters"]]
    assert sorted(pages) == sorted(f"chapters/{path.stem}" for path in (ROOT / "chapters").glob("*.md"))
