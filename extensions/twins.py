"""The twins: ``chapters/NAME.ipynb`` beside every notebook chapter ``NAME.md``, for Colab, Jupyter and GitHub.

    python -m extensions.twins [--keep-outputs] [--solutions FOLDER] [NAME ...]

runs the chapters named, or all; with --keep-outputs it runs nothing, and keeps the outputs that the twins have. With
--solutions it writes the instructor's copies, which have the solutions, into a folder of their own.
A twin's text is plain Markdown, its first cell finds the book's package or installs it, under each exercise stand a
cell for the answers and one that checks them, and its outputs are text and each simulation's still picture. The same
chapter gives the same bytes.
"""

import argparse
import ast
import base64
import io
import json
import os
import re
import sys
from pathlib import Path

import jupytext
import nbformat
import numpy as np
from nbclient import NotebookClient
from PIL import Image

from extensions import exercises, minutes
from extensions.calls import calls, prediction
from extensions.claims import CLAIMS, LEDGER, VERDICTS, read_claims
from extensions.contents import chapters
from extensions.plain import Chapter
from extensions.site import ROOT, addresses
from extensions.sources import Sources
from simulations.laboratory import times

SETUP_TAG = "remove-cell"
TRAINS = re.compile(
    r"^\s*(from|import) simulations\.laboratory(\.(train|sweep)\b| import .*\b(train|sweep|own)\b)", re.M
)
KEPT = ("text/plain", "text/html", "text/markdown", "text/latex")
LONGEST_HTML = 20_000
ASKED = "**Predict first.** {question} Run the next cell and {do} before you open its code: the answer stands there."
PANELS = ("TrainHere", "Asking")  # what only a page can show
SHADE = 24  # of 255

NEEDS = ("anywidget", "ipywidgets", "matplotlib", "numpy", "scipy")
NEEDS_TORCH = ("torch", "safetensors", "tqdm")
SETUP = (ROOT / "extensions/templates/setup_cell.py").read_text(encoding="utf-8").strip()
GPU = """

if "google.colab" in sys.modules and not __import__("torch").cuda.is_available():
    print("This chapter trains models, and there is no GPU: Runtime > Change runtime type gives one.")
    COST"""


def twin(path: Path, *, root: Path = ROOT, solutions: bool = False) -> nbformat.NotebookNode:
    """The twin of a chapter, not yet run. Raises ``ValueError`` that names the chapter for what has no plain form."""
    myst = exercises.expanded(path.read_text(encoding="utf-8"), solutions=solutions)
    source = jupytext.reads(myst, fmt="md:myst")
    text = plain_chapter(path, root, solutions=solutions)
    code = "\n".join(cell.source for cell in source.cells if cell.cell_type == "code")
    setup, cells = setup_cell(code), []
    for cell in source.cells:
        if cell.cell_type == "code":
            cells += [*_code_cells(cell, setup), *_page_of_panel(cell.source, path.stem)]
            continue
        try:
            plain = text.plain(cell.source)
        except ValueError as error:
            raise ValueError(f"{path.name}: {error}") from error
        if plain:
            cells.append(nbformat.v4.new_markdown_cell(plain))
    for i, cell in enumerate(cells):
        cell["id"] = f"cell-{i}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    notebook.metadata["language_info"] = {"name": "python"}
    if TRAINS.search(code):
        notebook.metadata["accelerator"] = "GPU"
    return notebook


def run(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """The notebook with its outputs: words and still pictures, and nothing that changes from one run to the next."""
    os.environ["EXPLORER_HOST"] = "picture"
    language = dict(notebook.metadata["language_info"])
    NotebookClient(
        notebook,
        timeout=3600,
        resources={"metadata": {"path": str(folder)}},
        store_widget_state=False,
        coalesce_streams=True,  # else a slow machine splits what a cell prints
    ).execute()
    notebook.metadata["language_info"] = language
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = [output for output in map(_still_output, cell.outputs) if output]
    return notebook


def with_outputs_of(notebook: nbformat.NotebookNode, older: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook with the outputs of an older copy. Raises ``ValueError`` where the two have other code cells."""
    cells, known = ([cell for cell in book.cells if cell.cell_type == "code"] for book in (notebook, older))
    if [cell.source for cell in cells[1:]] != [cell.source for cell in known[1:]]:
        raise ValueError("the twin is stale: its code is not the chapter's")
    for cell, kept in zip(cells, known, strict=True):
        cell.outputs, cell.execution_count = kept.outputs, kept.execution_count
    return notebook


def written(notebook: nbformat.NotebookNode) -> str:
    """The notebook as the text of its file."""
    return nbformat.writes(notebook, indent=1).rstrip("\n") + "\n"


def with_pictures_of(notebook: nbformat.NotebookNode, older: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook with the older copy's bytes for every picture that looks the same: packing differs by machine."""
    known = {_words(output): output for output in _pictures(older)}
    for output in _pictures(notebook):
        old = known.get(_words(output))
        if old and _alike(old.data["image/png"], output.data["image/png"]):
            output.data["image/png"] = old.data["image/png"]
    return notebook


def main(arguments: list[str]) -> None:
    """Writes the twins of the chapters named, or of all."""
    known = {path.stem: path for path in chapters()}
    parser = argparse.ArgumentParser(prog="python -m extensions.twins", description="The twins of the chapters.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(known)}; all without")
    parser.add_argument("--keep-outputs", action="store_true", help="run nothing: only text and addresses are new")
    parser.add_argument("--solutions", metavar="FOLDER", type=Path, help="write the instructor's copies into FOLDER")
    chosen = parser.parse_args(arguments)
    if unknown := [name for name in chosen.names if name not in known]:
        raise SystemExit(f"no notebook chapter {', '.join(unknown)}; there are: {', '.join(known)}")
    for name in chosen.names or known:
        print(f"{name} ...", flush=True)
        target = known[name].with_suffix(".ipynb")
        older = nbformat.read(target, as_version=4) if target.exists() else None
        if chosen.solutions:
            target = chosen.solutions / target.name
            chosen.solutions.mkdir(parents=True, exist_ok=True)
        notebook = twin(known[name], solutions=bool(chosen.solutions))
        notebook = with_outputs_of(notebook, older) if chosen.keep_outputs else run(notebook, known[name].parent)
        if older:
            notebook = with_pictures_of(notebook, older)
        target.write_text(written(notebook), encoding="utf-8")


def _code_cells(cell, setup: str) -> list[nbformat.NotebookNode]:
    """What a chapter's code cell becomes: the set-up, and a prediction with its question before it."""
    tags = cell.metadata.get("tags", [])
    if SETUP_TAG in tags:
        return [_folded(nbformat.v4.new_code_cell(setup, metadata=dict(cell.metadata)))]
    made = nbformat.v4.new_code_cell(cell.source, metadata=dict(cell.metadata))
    if "hide-input" not in tags:
        return [made]
    predictions = [prediction(call) for call in calls(cell.source, "Predict")]
    asked = [
        ASKED.format(question=question, do="choose" if choices else "draw") for question, choices, _ in predictions
    ]
    questions = [nbformat.v4.new_markdown_cell(text) for text in asked]
    return [*questions, _folded(made)]


def _page_of_panel(code: str, chapter: str) -> list[nbformat.NotebookNode]:
    """The way to the page from a cell whose panel works there alone; none where no page is published."""
    published = addresses()["url"]
    if not published or not any(calls(code, name) for name in PANELS):
        return []
    return [
        nbformat.v4.new_markdown_cell(f"[To the button, on the chapter’s page]({published}chapters/{chapter}.html)")
    ]


def _folded(cell: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The cell with its code folded away, in Jupyter and in Colab."""
    cell.metadata |= {"jupyter": {"source_hidden": True}, "cellView": "form"}
    return cell


def _still_output(output):
    """An output's words and still picture; none where nothing else is in it."""
    if output.output_type not in ("display_data", "execute_result"):
        return output
    alt = output.metadata.get("image/png", {}).get("alt")
    picture = output.data.get("image/png") if alt else None
    output.data = {kind: output.data[kind] for kind in KEPT if kind in output.data}
    if len(output.data.get("text/html", "")) > LONGEST_HTML:
        raise ValueError(f"an output is {len(output.data['text/html'])} characters of HTML: too long for a twin")
    output.metadata = {}
    if picture:
        output.data["image/png"] = picture.strip()
        output.metadata = {"image/png": {"alt": alt}}
    return output if output.data else None


def _pictures(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """The outputs that have a still picture."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output for output in outputs if "image/png" in output.get("data", {})]


def _words(output: nbformat.NotebookNode) -> str:
    return output.data["text/plain"]


def _alike(one: str, other: str) -> bool:
    """Whether no pixel of two PNGs differs by more than a shade."""
    first, second = (
        np.asarray(Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB"), int) for picture in (one, other)
    )
    return first.shape == second.shape and int(abs(first - second).max()) <= SHADE


def setup_cell(code: str) -> str:
    """The first cell of a notebook with this code: it finds the book's package, or installs it with what it needs."""
    place = addresses()
    setup = SETUP.replace("ADDRESS", f"{place['repository']}/archive/{place['ref']}.zip")
    return setup.replace('["NEEDS"]', json.dumps(needs(code))) + (without_gpu() if TRAINS.search(code) else "")


def without_gpu() -> str:
    """The end of the first cell of a notebook that trains: what Colab's reader is told where there is no GPU, with what
    that costs as far as it was measured."""
    cost = times.without_card()
    return GPU.replace("COST", f"print({json.dumps(cost)})" if cost else "").rstrip()


def needs(code: str) -> list[str]:
    """The packages that a notebook with this code needs, beside the book's own."""
    return [*NEEDS, *(NEEDS_TORCH if "torch" in _imported(code) else ())]


def _imported(code: str) -> set[str]:
    """The modules that code imports, and those that the book's own modules among them import in turn."""
    found, waiting = set(), [re.sub(r"^\s*[%!].*$", "", code, flags=re.M)]
    while waiting:
        for node in ast.walk(ast.parse(waiting.pop())):
            names = [one.name for one in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module, *(f"{node.module}.{name}" for name in names)]
            for name in {*names} - found:
                found.add(name)
                path = ROOT / name.replace(".", "/")
                files = (
                    [path.with_suffix(".py"), path / "__init__.py"]
                    if name.startswith(("simulations", "everystate"))
                    else []
                )
                waiting += [file.read_text(encoding="utf-8") for file in files if file.exists()]
    return found


def plain_chapter(path: Path, root: Path, *, solutions: bool) -> Chapter:
    """The plain form of one chapter's text, with the book's sources, claims and addresses."""
    sources = Sources(root / "references.bib")
    rows = read_claims(root / CLAIMS)
    published = addresses()["url"]
    notebooks = {chapter.stem for chapter in chapters(root)}

    def address(target: str) -> str:
        page, hash_sign, section = target.partition("#")
        if not page and not published:
            return ""
        name = (page or path.name).rsplit("/", 1)[-1].removesuffix(".md").removesuffix(".html")
        place = name if name == "intro" else f"chapters/{name}"
        if published:
            return f"{published}{place}.html{hash_sign}{section}"
        near = os.path.relpath(root / f"{place}.{'ipynb' if name in notebooks else 'md'}", path.parent)
        return f"{Path(near).as_posix()}{hash_sign}{section}"

    def claim(name: str) -> dict:
        if name not in rows:
            raise ValueError(f"no claim {name!r} in {CLAIMS}")
        row = rows[name]
        return row | {"words": VERDICTS[row["verdict"]], "address": address(f"{LEDGER}.md#claim-{name}")}

    def image(name: str) -> str:
        return f"{addresses()['repository']}/raw/HEAD/chapters/{name}"

    return Chapter(
        cite=sources.cite,
        sources=sources.listed,
        claim=claim,
        address=address,
        image=image,
        solutions=solutions,
        minutes=minutes.told(path.read_text(encoding="utf-8")),
    )


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OSError as error:
        sys.exit(str(error))
