"""The book as one file: ``python -m extensions.paper pdf`` of the pages that are built, ``... epub`` of the sources.

    make book pdf                                          # the whole book, A4
    python -m extensions.paper pdf mirage --letter         # one chapter, as `make chapter NAME=mirage` built it
    make epub

BOOK_URL, or html: baseurl in _config.yml, says where the book's pages stand: the codes beside the figures lead there.
"""

import argparse
import sys
import tomllib
from pathlib import Path

import yaml

from extensions.paper import whole
from extensions.site import ROOT, addresses

OUT = ROOT / "_build" / "paper"
NAME = "emergence-measured"
NO_ADDRESS = "No address of the book is known (BOOK_URL, or baseurl in _config.yml): its figures have no codes."


def main(arguments: list[str]) -> int:
    """Makes what is asked for; the exit status, 0 where it was made."""
    parser = argparse.ArgumentParser(prog="python -m extensions.paper", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    pdf = commands.add_parser("pdf", help="one PDF of the built pages, printed by Chromium")
    pdf.add_argument("chapter", nargs="?", default="", help="a chapter that `make chapter` built, alone")
    pdf.add_argument("--letter", action="store_true", help="on US Letter, not A4")
    commands.add_parser("epub", help="one EPUB of the book, built from its sources")
    chosen = parser.parse_args(arguments)
    if not addresses()["url"]:
        print(NO_ADDRESS, flush=True)
    try:
        return print_book(chosen.chapter, "letter" if chosen.letter else "a4") if chosen.command == "pdf" else bind()
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1


def print_book(chapter: str = "", sheet: str = "a4", *, built: Path | None = None, out: Path = OUT) -> int:
    """Prints the built book, or one built chapter of it, into ``out``."""
    from extensions.paper import printing  # its packages are those of the group paper
    from tests import chromium

    built = built or ROOT / "_build" / (f"chapter/{chapter}/_build" if chapter else "") / "html"
    known = whole.contents()
    listed = [page for page in known if page.slug == chapter or not chapter]
    if not listed:
        raise ValueError(f"the chapter must be one of {', '.join(page.slug for page in known)}, not {chapter!r}")
    path = chromium.found_or_installed()
    if not path:
        raise ValueError(chromium.HELP)
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    book = whole.Book(built, listed, title=settings["title"], author=settings["author"], version=version)
    out.mkdir(parents=True, exist_ok=True)
    document, target = out / "book.html", out / f"{NAME}{'-' + chapter if chapter else ''}.pdf"
    document.write_text(book.document(sheet=sheet), encoding="utf-8")
    printing.printed(document, target, chromium=path, arguments=chromium.ARGUMENTS)
    about = {"Author": settings["author"], "Title": settings["title"]}
    pages = printing.describe(target, about)
    print(f"{target.relative_to(ROOT) if target.is_relative_to(ROOT) else target}: {pages} pages")
    return 0


def bind() -> int:
    """Builds the EPUB into ``_build/epub``."""
    from extensions import build
    from extensions.paper import epub

    problems = build.build(ROOT / "_build", ROOT / "_toc.yml", builder="epub")
    if problems:
        print("", *problems, sep="\n", file=sys.stderr)
        return 1
    print(f"_build/epub/{epub.FILE}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
