"""``python -m course pool``: a class's records, saved on the page *Your record*, as one page without names."""

import argparse
import os
import sys
from pathlib import Path

from course.records import page
from course.records.pool import pooled
from simulations import files

HELP = "a class's saved records as one page: everyone's curves over the truth, choices as counts, names left out"
OUT = "_build/course/pool"
ALL, SOME = 0, 1  # the exit status: whether every file counts


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options."""
    parser.description = (
        f"{HELP[0].upper()}{HELP[1:]}. What is wrong with a file is said, and the others are pooled. "
        "Exit status 0: every file counts; 1: some do not; 2: none does."
    )
    parser.add_argument("records", type=Path, nargs="+", metavar="RECORD", help="files of readers, or folders of them")
    parser.add_argument("--out", type=Path, default=Path(OUT), metavar="FOLDER", help=f"{OUT} without")


def run(chosen: argparse.Namespace) -> int:
    """Writes the page, its figures and tables, and says which files do not count."""
    pool = pooled(found(chosen.records))
    for one in pool.left_out:
        print(f"not counted: {one.path}: {one.why}", file=sys.stderr)
    for record in pool.records:
        if record.unsound:
            print(f"{record.path}: {record.unsound} of its answers cannot be read, the others count", file=sys.stderr)
    print("\n".join(page.together(pool)))
    for name, content in page.files(pool).items():
        files.write_whole(chosen.out / name, content)
        print(chosen.out / name)
    return SOME if pool.left_out else ALL


def found(given: list[Path]) -> list[Path]:
    """The files that are named, and those in the folders that are; each once."""
    paths = [path for one in given for path in (sorted(one.rglob("*.json")) if one.is_dir() else [one])]
    if not paths:
        raise ValueError(f"there is no .json file in {', '.join(map(str, given))}")
    return list({os.path.realpath(path): path for path in paths}.values())  # of a loop of links, too
