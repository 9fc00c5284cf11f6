"""``python -m course quiz``: the questions of chapters for a learning management system."""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from course.quiz import cartridge, gift, qti12, qti21
from course.quiz.quizzes import Part, order, parts
from extensions.site import ROOT, addresses

HELP = "self-checks, predictions and exercises as GIFT, QTI 1.2, QTI 2.1 and one Common Cartridge"
FORMATS = ("gift", "qti12", "qti21", "cartridge")
OUT = "_build/course/quiz"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options."""
    known = ", ".join(order())
    parser.add_argument("--chapter", action="append", default=[], metavar="NAME", help=f"one of {known}; several; all")
    parser.add_argument("--format", choices=(*FORMATS, "all"), default="all", help="all without")
    parser.add_argument("--out", type=Path, default=Path(OUT), metavar="FOLDER", help=f"{OUT} without")
    parser.add_argument("--pages", metavar="ADDRESS", help="where the book's pages are; that of the settings without")
    parser.add_argument("--seed", type=int, metavar="N", help="a course's seed: the exercises' numbers are a student's")
    parser.add_argument("--student", type=int, metavar="N", help="the student's number; 0 without")
    parser.add_argument(
        "--without-solutions", action="store_true", help="exercises say right or wrong, and no solution afterwards"
    )
    parser.add_argument("--shuffle", action="store_true", help="QTI: choices in an order of chance; the text's without")


def run(chosen: argparse.Namespace) -> int:
    """Writes the files asked for, and says which."""
    pages = address(chosen.pages)
    if chosen.seed is None and chosen.student is not None:
        raise ValueError("--student must come with --seed: the two together give the numbers")
    variant = None if chosen.seed is None else (chosen.seed, chosen.student or 0)
    made = parts(chosen.chapter, pages, variant=variant, solutions=not chosen.without_solutions)
    for path, content in _files(made, pages, chosen).items():
        target = chosen.out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        print(target)
    left = cartridge.left_out(made) if chosen.format in ("cartridge", "all") else []
    if left:
        print(f"Not in the cartridge, since fewer than two wrong numbers are known: {', '.join(left)}")
    return 0


def _files(made: Sequence[Part], pages: str, chosen: argparse.Namespace) -> dict[str, bytes]:
    """The files by path."""
    files: dict[str, bytes] = {}
    wanted = set(FORMATS) if chosen.format == "all" else {chosen.format}
    for part in (part for part in made if part.quizzes):
        if "gift" in wanted:
            files[f"gift/{part.chapter}.txt"] = gift.file(part).encode()
        if "qti12" in wanted:
            files[f"qti12/{part.chapter}.zip"] = qti12.zipped(part, shuffle=chosen.shuffle)
        if "qti21" in wanted:
            files[f"qti21/{part.chapter}.zip"] = qti21.zipped(part, shuffle=chosen.shuffle)
    if "cartridge" in wanted:
        title = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["title"]
        files["course.imscc"] = cartridge.zipped(made, pages, title=title, shuffle=chosen.shuffle)
    return files


def address(given: str | None) -> str:
    """The address of the pages, with no slash at its end."""
    found = given if given is not None else addresses()["url"]
    if not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", found):
        raise ValueError(
            f"--pages must be where the book's pages are, as https://name.example/book/, not {found!r}"
            + ("" if given else ": neither the settings nor BOOK_URL say it")
        )
    return found.rstrip("/")
