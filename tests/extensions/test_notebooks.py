"""The chapters as notebooks: short cells with known tags; twins that are fresh, keep their solutions to the book, and
run anywhere."""

import ast
import base64
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from types import SimpleNamespace

import jupytext
import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup
from conftest import BUDGETS, ROOT
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from PIL import Image

from extensions import contents, twins
from extensions.exercises import named
from simulations.exercises import find

CHAPTERS = contents.chapters()
NAMES = [path.stem for path in CHAPTERS]


@pytest.fixture(params=CHAPTERS, ids=NAMES)
def chapter(request):
    return request.param


@pytest.fixture
def cells(chapter):
    """The chapter's code cells."""
    notebook = jupytext.reads(chapter.read_text(encoding="utf-8"), fmt="md:myst")
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def wires(statement: ast.stmt) -> bool:
    """Whether a statement is an import or an ``Explorer(...)``, which has its captions and feedback in it."""
    call = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
    explorer = call and ast.unparse(statement.value.func) == "Explorer"
    return explorer or isinstance(statement, ast.Import | ast.ImportFrom)


def is_short(source: str, tags: list[str]) -> bool:
    """Whether a cell keeps to its budget: all of what the reader sees, and of a folded cell what is no wiring."""
    lines = len(source.splitlines())
    if not {"hide-input", "hide-cell", "remove-cell"} & set(tags):
        return lines <= BUDGETS["cells"]["lines"]
    wiring = sum(one.end_lineno - one.lineno + 1 for one in ast.parse(source).body if wires(one))
    return lines <= BUDGETS["cells"]["folded_lines"] and lines - wiring <= BUDGETS["cells"]["folded_code_lines"]


def test_cells_are_short(cells):
    assert [cell.source for cell in cells if not is_short(cell.source, cell.metadata.get("tags", []))] == []


@pytest.mark.parametrize(
    "lines, wiring, tags, short",
    [
        (12, 0, [], True),
        (13, 0, [], False),
        (9, 4, [], False),
        (16, 29, ["hide-input"], True),
        (17, 0, ["hide-cell"], False),
        (1, 45, ["hide-input"], False),
    ],
)
def test_a_long_cell_is_seen(lines, wiring, tags, short):
    explorer = ["Explorer(", *(wiring - 2) * ["    0,"], ")"] if wiring else []
    assert is_short("\n".join(["x = 1"] * lines + explorer), tags) == short


def test_tags_are_known(cells):
    tags = {tag for cell in cells for tag in cell.metadata.get("tags", [])}
    assert tags <= set(BUDGETS["cells"]["tags"])


FIRST_CELL = "```{code-cell} ipython3\n:tags: [remove-cell]\n# Colab set-up: filled in by `make notebooks`\n```"


def test_the_first_cell_is_the_set_up(chapter):
    text = chapter.read_text(encoding="utf-8")
    first = text.find("```{code-cell}")
    assert text[first:].startswith(FIRST_CELL), f"the first code cell of {chapter.name} must be\n\n{FIRST_CELL}"


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


def outputs_of(notebook) -> list:
    """All outputs of a notebook."""
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def test_the_twin_holds_words_and_a_picture_of_every_simulation(chapter):
    notebook = nbformat.read(chapter.with_suffix(".ipynb"), as_version=4)
    nbformat.validate(notebook)
    outputs = outputs_of(notebook)
    assert {kind for output in outputs for kind in output.get("data", {})} <= {*twins.KEPT, "image/png"}
    assert not [output.text for output in outputs if output.get("name") == "stderr"]
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    wired = sum(cell.source.count("Explorer(") for cell in notebook.cells if cell.cell_type == "code")
    assert len(pictures) == wired, f"{chapter.stem}: {wired} simulations, {len(pictures)} pictures"
    for output in pictures:
        title, words = output.metadata["image/png"]["alt"].split(". ", 1)
        assert output.data["text/plain"].startswith(title) and words
        image = Image.open(io.BytesIO(base64.b64decode(output.data["image/png"])))
        assert image.width >= 400 and len(image.getcolors()) > 8, output.data["text/plain"]
    assert set(notebook.metadata) <= {"kernelspec", "language_info", "accelerator"}
    assert notebook.metadata["language_info"] == {"name": "python"}


def test_the_twin_has_no_myst_left(chapter):
    notebook = nbformat.read(chapter.with_suffix(".ipynb"), as_version=4)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert not re.search(r"\{[\w:-]+\}`|^:::|^```\{", text, re.MULTILINE)


def test_every_page_of_the_contents_is_there_and_every_chapter_is_in_the_contents():
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    listed = [page for part in contents["parts"] for page in part["chapters"]]
    pages = [page["file"] for one in listed for page in (one, *one.get("sections", []))]
    assert sorted(pages) == sorted(f"chapters/{path.stem}" for path in (ROOT / "chapters").glob("*.md"))


# Solutions: the pages fold them away; a twin leads there.


def test_the_page_has_every_solution_folded_away(chapter, built_book):
    page = (built_book / chapter.relative_to(ROOT).with_suffix(".html")).read_text(encoding="utf-8")
    folds = BeautifulSoup(page, "html.parser").select("details.fold.solution")
    asked = named(chapter.read_text(encoding="utf-8"))
    assert len(folds) == len(asked) and not any(fold.has_attr("open") for fold in folds)
    for fold, exercise in zip(folds, map(find, asked), strict=True):
        assert exercise.solve.__name__ in fold.text and all(answer.name in fold.text for answer in exercise.answers)


def test_an_error_in_a_cell_stops_the_build():
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    assert settings["sphinx"]["config"]["nb_execution_raise_on_error"] is True


def test_the_line_in_place_of_a_solution_leads_to_its_exercise(chapter, built_book, monkeypatch):
    monkeypatch.setenv("BOOK_URL", "https://book.example")
    text = "\n".join(cell.source for cell in twins.twin(chapter).cells)
    places = re.findall(r"The solution is folded away below \[[^]]*\]\(https://book\.example/([^)#]+)#([^)]+)\)", text)
    assert len(places) == len(named(chapter.read_text(encoding="utf-8")))
    for page, place in places:
        assert f'id="{place}"' in (built_book / page).read_text(encoding="utf-8"), place


# The set-up, in a folder of its own and without the book on Python's path.


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """An empty folder, and the environment of a reader who has Python's packages and not the book's."""
    for name in ("PYTHONPATH", "EXPLORER_HOST", "BOOK_PACKAGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_TARGET": str(tmp_path / "site")}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    (tmp_path / "notebooks").mkdir()
    return tmp_path / "notebooks"


def package(folder):
    """The book's package as a wheel, made without any tool that would have to be downloaded."""
    path = folder / "emergence_measured-1.0.0-py3-none-any.whl"
    about = "emergence_measured-1.0.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        for file in [*(ROOT / "simulations").rglob("*"), *(ROOT / "everystate").rglob("*")]:
            if file.is_file() and "__pycache__" not in file.parts:
                wheel.write(file, file.relative_to(ROOT))
        wheel.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: emergence-measured\nVersion: 1.0.0\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
    return path


def started(folder, name="intro", cells=None):
    """The twin of a chapter, run in a folder from the start to the end, or its first cells alone."""
    notebook = twins.twin(next(path for path in CHAPTERS if path.stem == name))
    notebook.cells = notebook.cells[:cells]
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(folder)}}).execute()
    return notebook


def stopped(folder) -> str:
    """What a reader is told where the set-up of the introduction stops."""
    with pytest.raises(CellExecutionError) as told:
        started(folder)
    assert "Traceback" not in str(told.value) and "NameError" not in str(told.value)
    return str(told.value)


def test_a_twin_in_a_folder_of_its_own_installs_the_book_and_runs(elsewhere, monkeypatch):
    monkeypatch.setenv("BOOK_PACKAGE", str(package(elsewhere)))
    notebook = started(elsewhere)
    assert "Installing" in json.dumps(outputs_of(notebook))
    views = [
        output
        for output in outputs_of(notebook)
        if "application/vnd.jupyter.widget-view+json" in output.get("data", {})
    ]
    assert len(views) == 1 and (elsewhere.parent / "site/everystate").is_dir()


def test_a_second_run_installs_nothing(elsewhere, monkeypatch):
    monkeypatch.setenv("BOOK_PACKAGE", str(package(elsewhere)))
    started(elsewhere, cells=2)
    assert outputs_of(started(elsewhere, cells=2)) == []


def test_a_dead_address_stops_the_run_with_a_sentence(elsewhere, monkeypatch):
    monkeypatch.setenv("BOOK_PACKAGE", str(elsewhere / "gone.whl"))
    told = stopped(elsewhere)
    assert "The set-up stopped" in told and "gone.whl could not be installed. pip said:\n\n    ERROR: " in told
    assert "pip install" in told and "restart the kernel" in told


def test_a_folder_that_has_the_packages_name_is_not_taken_for_it(elsewhere, monkeypatch):
    (elsewhere / "simulations").mkdir()
    monkeypatch.setenv("BOOK_PACKAGE", str(elsewhere / "gone.whl"))
    assert "gone.whl could not be installed" in stopped(elsewhere)


def test_an_address_that_nobody_set_is_named(elsewhere, monkeypatch):
    monkeypatch.setenv("BOOK_REPOSITORY", "https://github.com/OWNER/emergence-measured")
    assert "still says OWNER" in stopped(elsewhere)


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A machine that lacks some modules, where pip brings what it is asked for; ``asked`` is what that was."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOOK_PACKAGE", "book.zip")
    found, asked, lacking = importlib.util.find_spec, [], set()

    def pip(command, **options):
        asked.append(command[command.index("--no-color") + 1 :])
        lacking.difference_update({"simulations", "everystate"} if "book.zip" in command else command)
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(subprocess, "run", pip)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in lacking else found(name))
    return SimpleNamespace(lacking=lacking, asked=asked)


def set_up(name="intro"):
    """Runs the set-up of a chapter's twin here."""
    notebook = twins.twin(next(path for path in CHAPTERS if path.stem == name))
    exec(next(cell.source for cell in notebook.cells if cell.cell_type == "code"), {})


@pytest.mark.parametrize("colab", [True, False])
def test_what_is_missing_comes_with_what_it_needs_and_in_colab_the_book_alone(machine, monkeypatch, capsys, colab):
    if colab:
        monkeypatch.setitem(sys.modules, "google.colab", SimpleNamespace())
    machine.lacking |= {"anywidget", "simulations", "everystate"}
    set_up()
    assert machine.asked == [["anywidget"], ["--no-deps", "book.zip"] if colab else ["book.zip"]]
    assert ("reload this page" in capsys.readouterr().out) == (not colab)


def test_pytorch_comes_where_the_chapter_trains_and_is_announced(machine, capsys):
    machine.lacking |= {"torch"}
    set_up("intro")
    assert not machine.asked and capsys.readouterr().out == ""
    set_up("circuits")
    assert machine.asked == [["torch"]] and "gigabytes" in capsys.readouterr().out


def test_what_came_and_is_not_seen_asks_for_a_new_kernel(machine, monkeypatch):
    machine.lacking |= {"scipy"}
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=0))
    with pytest.raises(Exception, match="scipy came, but this kernel does not see it. Restart it"):
        set_up()


def test_a_clone_is_found_from_its_chapters_folder(elsewhere):
    clone = elsewhere / "clone"
    (clone / "chapters").mkdir(parents=True)
    (clone / "_toc.yml").touch()
    for package in ("simulations", "everystate"):
        shutil.copytree(ROOT / package, clone / package, ignore=shutil.ignore_patterns("__pycache__"))
    notebook = started(clone / "chapters", cells=4)
    assert not [output for output in outputs_of(notebook) if output.get("name") == "stdout"]
    assert os.listdir(elsewhere) == ["clone"] and not (elsewhere.parent / "site").exists()
