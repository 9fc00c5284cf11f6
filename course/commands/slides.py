"""Decks of slides with live figures, from the built book, in a folder that works from a disk."""

import argparse
from pathlib import Path

import yaml

from course.slides import folder
from extensions.site import ROOT, addresses

HELP = "slides for a class, a deck for each chapter, its figures alive, in a folder that works offline"
HTML = ROOT / "_build" / "html"
OUT = ROOT / "_build" / "course" / "slides"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the chapters to make decks of, and the folder that they go to."""
    parser.add_argument("--chapter", action="append", metavar="NAME", help="a chapter, more than once for several; all")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FOLDER", help="where to; _build/course/slides")


def run(chosen: argparse.Namespace) -> int:
    """Writes the decks. Raises ``ValueError`` for a chapter without one, a faulty deck, and where no book is built."""
    known = folder.names()
    for name in chosen.chapter or []:
        if name not in known:
            raise ValueError(f"--chapter must be one of {', '.join(known)}, not {name!r}")
    if not (HTML / "embed").is_dir():
        raise ValueError("there is no built book to take the figures from: make book")
    chapters = list(dict.fromkeys(chosen.chapter or known))
    site = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["title"]
    decks = folder.bundle(HTML, chosen.out, chapters, site=site, url=addresses()["url"])
    for deck in decks:
        print(f"{chosen.out / deck.name}.html: {len(deck.slides)} slides, {deck.minutes} minutes")
    return 0
