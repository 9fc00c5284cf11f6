"""The twins: ``chapters/NAME.ipynb`` beside every notebook chapter ``NAME.md``, for Colab, Jupyter and GitHub.

    python -m extensions.twins [--keep-outputs] [NAME ...]

runs the chapters named, or all; with --keep-outputs it runs nothing, and keeps the outputs that the twins have.
Their text is plain Markdown, their first cell sets Colab up, and their outputs are text alone. The same chapter gives
the same bytes.
"""

import os
import re
import sys
from pathlib import Path

import jupytext
import nbformat
import yaml
from nbclient import NotebookClient
from pybtex.database import parse_file
from pybtex.plugin import find_plugin

from extensions import minutes
from extensions.claims import CLAIMS, LEDGER, VERDICTS, read_claims
from extensions.plain import Chapter
from extensions.site import ROOT, addresses

SETUP_TAG = "remove-cell"
TRAINS = re.compile(
    r"^\s*(from simulations import .*\barithmetic\b|(from|import) simulations\.arithmetic\.(train|sweep)\b)", re.M
)
KEPT = ("text/plain", "text/html", "text/markdown", "text/latex")
LONGEST_HTML = 20_000

SETUP = """\
# Set-up for Colab: installs the book's package there, and does nothing elsewhere.
import importlib.util
import sys

if "google.colab" in sys.modules:
    missing = [name for name in ("anywidget", "safetensors", "tqdm") if not importlib.util.find_spec(name)]
    %pip install --quiet --no-deps {" ".join(missing)} git+ADDRESS"""
GPU = """
    if importlib.util.find_spec("torch") and not __import__("torch").cuda.is_available():
        print("This chapter trains models, and there is no GPU: Runtime > Change runtime type gives one.")"""


def chapters(root: Path = ROOT) -> list[Path]:
    """The sources of the notebook chapters: the pages that name a kernel, the introduction first."""
    pages = [root / "intro.md", *sorted((root / "chapters").glob("*.md"))]
    return [path for path in pages if "kernelspec" in _front_matter(path)]


def twin(path: Path, *, root: Path = ROOT) -> nbformat.NotebookNode:
    """The twin of a chapter, not yet run. Raises ``ValueError`` that names the chapter for what has no plain form."""
    source = jupytext.reads(path.read_text(encoding="utf-8"), fmt="md:myst")
    text = _chapter(path, root)
    trains = any(cell.cell_type == "code" and TRAINS.search(cell.source) for cell in source.cells)
    cells = []
    for cell in source.cells:
        if cell.cell_type == "code":
            setup = SETUP_TAG in cell.metadata.get("tags", [])
            code = _setup_cell(trains=trains) if setup else cell.source
            cells.append(nbformat.v4.new_code_cell(code, metadata=dict(cell.metadata)))
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
    if trains:
        notebook.metadata["accelerator"] = "GPU"
    return notebook


def run(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """The notebook with its outputs: text alone, and nothing that changes from one run to the next."""
    os.environ["EXPLORER_HOST"] = "text"
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
            cell.outputs = [output for output in map(_text_output, cell.outputs) if output]
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


def main(arguments: list[str]) -> None:
    """Writes the twins of the chapters named, or of all."""
    known = {path.stem: path for path in chapters()}
    keep = "--keep-outputs" in arguments
    names = [name for name in arguments if name != "--keep-outputs"]
    if unknown := [name for name in names if name not in known]:
        raise SystemExit(f"no notebook chapter {', '.join(unknown)}; there are: {', '.join(known)}")
    for name in names or known:
        path, target = known[name], known[name].with_suffix(".ipynb")
        print(f"{name} ...", flush=True)
        made = twin(path)
        notebook = with_outputs_of(made, nbformat.read(target, as_version=4)) if keep else run(made, path.parent)
        target.write_text(written(notebook), encoding="utf-8")


def _text_output(output):
    """An output without pictures and widget views; none where nothing else is in it."""
    if output.output_type not in ("display_data", "execute_result"):
        return output
    output.data = {kind: output.data[kind] for kind in KEPT if kind in output.data}
    if len(output.data.get("text/html", "")) > LONGEST_HTML:
        raise ValueError(f"an output is {len(output.data['text/html'])} characters of HTML: too long for a twin")
    output.metadata = {}
    return output if output.data else None


def _setup_cell(*, trains: bool) -> str:
    return SETUP.replace("ADDRESS", addresses()["repository"]) + (GPU if trains else "")


def _front_matter(path: Path) -> dict:
    match = re.match(r"---\n(.*?)\n---\n", path.read_text(encoding="utf-8"), re.DOTALL)
    return yaml.safe_load(match[1]) if match else {}


def _chapter(path: Path, root: Path) -> Chapter:
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

    told = minutes.told(path.read_text(encoding="utf-8"))
    return Chapter(cite=sources.cite, sources=sources.listed, claim=claim, address=address, image=image, minutes=told)


class Sources:
    """The bibliography as plain text: citations by author and year, and the list of those cited."""

    def __init__(self, path: Path):
        self.entries = parse_file(str(path), bib_format="bibtex").entries
        self.style = find_plugin("pybtex.style.formatting", "plain")()
        self.backend = find_plugin("pybtex.backends", "markdown")()

    def cite(self, keys: list[str], textual: bool) -> str:
        """(Wei et al., 2022; Kaplan et al., 2020), or where ``textual`` Wei et al. (2022)."""
        parts = [(self._authors(key), self.entries[key].fields["year"]) for key in keys if self._known(key)]
        if textual:
            return ", ".join(f"{authors} ({year})" for authors, year in parts)
        return "(" + "; ".join(f"{authors}, {year}" for authors, year in parts) + ")"

    def listed(self, keys: list[str]) -> str:
        """A list item for each source, by author."""
        entries = [self.entries[key] for key in sorted(keys, key=self._sort_key) if self._known(key)]
        texts = [entry.text.render(self.backend) for entry in self.style.format_entries(entries)]
        return "\n".join(f"- {' '.join(text.split())}".replace(r"\.", ".") for text in texts)

    def _known(self, key: str) -> bool:
        if key not in self.entries:
            raise ValueError(f"no source {key!r} in references.bib")
        return True

    def _sort_key(self, key: str) -> tuple[str, str]:
        return (self._authors(key).lower(), key) if self._known(key) else ("", key)

    def _authors(self, key: str) -> str:
        persons = self.entries[key].persons.get("author") or self.entries[key].persons.get("editor") or []
        names = [
            " ".join([*person.prelast_names, *person.last_names]).replace("{", "").replace("}", "")
            for person in persons
        ]
        if len(names) > 2:
            return f"{names[0]} et al."
        return " and ".join(names) or key


if __name__ == "__main__":
    main(sys.argv[1:])
