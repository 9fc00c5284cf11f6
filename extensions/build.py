"""The book, or one chapter of it, built; what was wrong stands at the end, each thing in a line or two.

    python -m extensions.build [CHAPTER | --links]

A chapter alone sees the other pages in outline (`extensions.outline`), so that its links are checked as in the book.
Every warning counts. With --links nothing is written, but every link to another site is asked whether it answers.
"""

import asyncio
import contextlib
import io
import os
import re
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import yaml

from extensions import untouched
from extensions.site import ROOT

PROGRESS = re.compile(r"^(reading sources|writing output)\.\.\. \[|: Execut(ing|ed) notebook|^without PyTorch: ")
FRAME = r"^\s*(?:Cell In\[\d+\], line (\d+)|File (.+?):(\d+), in ([\w.]+).*)$"
STOPPED = (KeyboardInterrupt, asyncio.CancelledError)  # the second where Ctrl-C meets a kernel that is starting
CELL_FILE = r" \(\d+\.py, line \d+\)$"  # IPython's name for a cell
EXPLORER = ROOT / "everystate"  # its errors say themselves which simulation and state they mean
COLOUR = re.compile(r"\x1b\[[\d;]*m")


def main(arguments: list[str]) -> int:
    """Builds what is named; the exit status, 0 where nothing was wrong."""
    if arguments == ["--links"]:
        return links()
    name = arguments[0] if arguments else None
    known = sorted(path.stem for path in (ROOT / "chapters").glob("*.md"))
    if arguments and name not in known:
        print(f"NAME must be one of {', '.join(known)}, not {name!r}", file=sys.stderr)
        return 1
    out = ROOT / "_build" / (f"chapter/{name}/_build" if name else "")
    try:
        if untouched.since_built(out):
            print("Nothing has changed since it was built")
        elif problems := anew(out, name):
            print("", *problems, sep="\n", file=sys.stderr)
            return 1
    except OSError as error:
        print("", error, sep="\n", file=sys.stderr)
        return 1
    page = out / "html" / (f"chapters/{name}.html" if name else "")
    read = "" if name else ". To read it: make serve"
    print(f"\nThe {'chapter is at' if name else 'book is in'} {page.relative_to(ROOT)}{read}")
    return 0


def anew(out: Path, name: str | None) -> list[str]:
    """Builds the book, or a chapter of it, and stamps the pages where nothing was wrong; what was."""
    untouched.forget(out)
    before = untouched.started_from()
    problems = build(out, contents(name, out), chapter=name)
    if not problems:
        untouched.keep(out, before)
    return problems


def links() -> int:
    """Tells which of the book's links to other sites do not answer; the exit status, 0 where all do."""
    print("Every link is asked for: some minutes", flush=True)
    problems = build(ROOT / "_build", ROOT / "_toc.yml", builder="linkcheck")
    print(*problems, sep="\n", end="\n" if problems else "All links answer\n", file=sys.stderr)
    return 1 if problems else 0


def contents(name: str | None, out: Path) -> Path:
    """The table of contents to build by: the book's, with ``name`` added to its chapters where it is not in it yet."""
    path = ROOT / "_toc.yml"
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    chapters = [page for part in listed["parts"] for page in part["chapters"]]
    pages = {page["file"] for one in chapters for page in [one, *one.get("sections", [])]}
    if name is None or f"chapters/{name}" in pages:
        return path
    numbered = next(part for part in listed["parts"] if part.get("numbered"))
    numbered["chapters"].append({"file": f"chapters/{name}"})
    out.mkdir(parents=True, exist_ok=True)
    (out / "_toc.yml").write_text(yaml.safe_dump(listed, sort_keys=False), encoding="utf-8")
    return out / "_toc.yml"


def build(out: Path, toc: Path, *, chapter: str | None = None, builder: str = "html") -> list[str]:
    """What is wrong with the book built into ``out``/``builder`` by the contents ``toc``; empty where all is well.

    Where something is, the next build reads every page again: Sphinx would take the faulty one for done.
    """
    import jupyter_book.sphinx as jupyter_book  # slow to import

    settings = {"external_toc_path": toc.as_posix(), "latex_individualpages": False}
    if chapter:
        settings["whole_page"] = f"chapters/{chapter}"
    said = io.StringIO()
    with (
        contextlib.redirect_stdout(Progress(sys.stdout, settings.get("whole_page", ""))),
        contextlib.redirect_stderr(said),
        mock.patch.object(jupyter_book, "handle_exception"),  # it asks authors to report their slips to Sphinx
    ):
        try:
            result = jupyter_book.build_sphinx(
                ROOT,
                out / builder,
                builder=builder,
                noconfig=True,
                path_config=ROOT / "_config.yml",
                confoverrides=settings,
                warningiserror=True,
                keep_going=True,
            )
        except STOPPED as error:
            result = error
    problems = warnings(said.getvalue()) + (broken(out / builder) if builder == "linkcheck" else [])
    if isinstance(result, BaseException):
        problems.append(explained(result, out))
    elif result and not problems:
        problems.append(f"The build failed, and said only: {said.getvalue().strip() or 'nothing'}")
    if problems:
        (out / ".doctrees/environment.pickle").unlink(missing_ok=True)
    return problems


def warnings(said: str) -> list[str]:
    """The warnings in what Sphinx wrote, without colours, each with its page as a path from the book's root."""
    lines = COLOUR.sub("", said).replace(f"{ROOT}{os.sep}", "").split("\n")
    return [line for line in dict.fromkeys(lines) if line.strip() and not line.endswith("[mystnb.exec]")]


def broken(folder: Path) -> list[str]:
    """The links that Sphinx's linkcheck found broken: page, line, address and why, as its builder wrote them down."""
    path = folder / "output.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [line for line in lines if " [broken] " in line]


def explained(error: BaseException, out: Path) -> str:
    """What stopped the build, in a few lines; the whole traceback is kept in ``out``/traceback.txt."""
    if any(isinstance(one, STOPPED) for one in chain(error)):
        return "Stopped. The same command goes on from what is there."
    if any("Kernel died" in str(one) for one in chain(error)):  # so nbclient answers Ctrl-C while a cell runs
        return "Stopped: the kernel of a page was ended, by Ctrl-C or for want of memory. The same command goes on."
    if isinstance(error.__cause__ or error, OSError):  # a full disk has no room for a traceback either
        return f"{error.__cause__ or error}"
    out.mkdir(parents=True, exist_ok=True)
    whole = COLOUR.sub("", "".join(traceback.format_exception(error)))
    (out / "traceback.txt").write_text(whole, encoding="utf-8")
    cause = error.__cause__ or error
    more = f"The whole traceback is in {_near(out / 'traceback.txt')}"
    if hasattr(cause, "ename"):
        return "\n".join([more, *way(cause.traceback, Path(str(error))), raised(cause)])
    return f"{more}\n{type(cause).__name__}: {cause}"


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An exception, and those that it came from."""
    while error:
        yield error
        error = error.__cause__ or error.__context__


def raised(error) -> str:
    """The exception that stopped a cell; one met while a value was shown has no name, and ends the traceback."""
    if error.ename != "NoneType":
        return f"{error.ename}: {re.sub(CELL_FILE, '', COLOUR.sub('', error.evalue))}"
    return COLOUR.sub("", error.traceback).rstrip().rsplit("\n\n", 1)[-1]


def way(trace: str, page: Path) -> list[str]:
    """The places that an error in a cell of ``page`` came through: the page's line, then those in the book's own files.

    ``trace`` is the cell and IPython's traceback, as nbclient puts them together.
    """
    _, cell, frames = COLOUR.sub("", trace).split("-" * 18 + "\n", 2)
    text = page.read_text(encoding="utf-8")
    first = text[: text.find(cell.rstrip())].count("\n") + 1
    own = [ROOT / "simulations", ROOT / "extensions"]
    line, places = first, []
    for within, path, number, name in re.findall(FRAME, frames, re.MULTILINE):
        if within:
            line = first + int(within) - 1
        elif any(map(Path(path).is_relative_to, own)) and not Path(path).is_relative_to(EXPLORER):
            places.append(f"{_near(Path(path))}:{number}, in {name}")
    return [f"{_near(page)}:{line}", *places]


def _near(path: Path) -> Path:
    """A path as the reader types it, from the book's root; as it is where it is elsewhere."""
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


class Progress(io.TextIOBase):
    """Passes on the lines that say which page is being read, run or written: those of one page, or of all."""

    def __init__(self, stream, page: str = ""):
        self.stream, self.page, self.rest = stream, page, ""

    def write(self, text: str) -> int:
        *lines, self.rest = re.split(r"[\r\n]", self.rest + text)
        for line in lines:
            plain = COLOUR.sub("", line).strip()
            if PROGRESS.search(plain) and self.page in plain:
                print(plain.replace(f"{ROOT}{os.sep}", ""), file=self.stream, flush=True)
        return len(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
