"""``python -m course exam``: an exam of the bank's items, in versions, and their keys."""

import argparse
from pathlib import Path

from course.bank import exam, sheet
from course.commands.bank import TAGS
from course.commands.quiz import address
from extensions.site import addresses

HELP = "an exam of the bank's items: sheets that print, versions with other numbers, and their keys"
OUT = "_build/course/exam"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options."""
    parser.add_argument("--tags", nargs="*", default=[], metavar="TAG", help=f"all of them: objective=1,2; {TAGS}")
    parser.add_argument("--items", type=int, required=True, metavar="N", help="how many questions")
    parser.add_argument("--seed", type=int, required=True, metavar="N", help="a whole number: same seed, same exam")
    parser.add_argument("--versions", type=int, default=1, metavar="N", help="1 without; 26 at most")
    parser.add_argument("--minutes", type=int, metavar="N", help="questions that fit into them; as they take without")
    parser.add_argument("--points", type=int, metavar="N", help="shared out among the questions; one an answer without")
    parser.add_argument("--title", default="Exam", help="what stands above it")
    parser.add_argument(
        "--pages", metavar="ADDRESS", help="where the book's pages are; with none known, links are said in words"
    )
    parser.add_argument("--out", type=Path, default=Path(OUT), metavar="FOLDER", help=f"{OUT} without")


def run(chosen: argparse.Namespace) -> int:
    """Writes sheets/ and keys/, and says which files."""
    pages = address(chosen.pages) if chosen.pages is not None or addresses()["url"] else ""
    made = exam.make(
        chosen.tags,
        count=chosen.items,
        seed=chosen.seed,
        versions=chosen.versions,
        minutes=chosen.minutes,
        points=chosen.points,
        title=chosen.title,
    )
    for path, content in sheet.files(made, pages).items():
        target = chosen.out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        print(target)
    taken = sum(task.item.minutes for task in made.versions[0].tasks)
    print(f"{chosen.items} questions that take about {taken} minutes, {made.points} points; keep keys/ to yourself")
    return 0
