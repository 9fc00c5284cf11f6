"""``python -m course bank``: the bank's items with their tags."""

import argparse
from collections import Counter
from pathlib import Path

from course.bank import bank

HELP = "the items of the bank with their tags: a list, and files for a spreadsheet or a program"
OUT = "_build/course/bank"
TAGS = "; ".join(f"{name}={','.join(values)}" for name, values in bank.KNOWN.items() if name != "objective")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options."""
    parser.add_argument("--tags", nargs="*", default=[], metavar="TAG", help=f"all of them: objective=1,2; {TAGS}")
    parser.add_argument("--out", type=Path, default=Path(OUT), metavar="FOLDER", help=f"{OUT} without")


def run(chosen: argparse.Namespace) -> int:
    """Lists the items that have the tags, and writes them as items.csv and items.json."""
    found = bank.tagged(chosen.tags)
    for item in found:
        marks = f"{item.origin}, {item.level}, by {item.by}, {item.kind}, {item.minutes} min"
        marks += ", parametric" * item.parametric + ", state" * bool(item.state)
        print(f"{item.name:40} objective {item.objective}; {marks}")
    chosen.out.mkdir(parents=True, exist_ok=True)
    for name, text in (("items.csv", bank.as_table(found)), ("items.json", bank.as_json(found))):
        (chosen.out / name).write_text(text, encoding="utf-8", newline="")
        print(chosen.out / name)
    levels = Counter(item.level for item in found)
    print(f"{len(found)} items: " + ", ".join(f"{levels[level]} {level}" for level in bank.LEVELS if levels[level]))
    return 0
