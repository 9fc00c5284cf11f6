"""``python -m course build``: assignments, for each student or for all alike."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from course.assignments.assemble import assemble
from course.assignments.keys import Key
from course.assignments.notebook import CHECKS, Form
from course.assignments.roster import Student, read_roster
from extensions.site import ROOT
from simulations.check import one_of, whole
from simulations.exercises import CHAPTERS, of

HELP = "assignments: students' and instructor's notebooks, keys, and an autograder for Gradescope"


def arguments(parser: ArgumentParser) -> None:
    """Adds the options."""
    parser.add_argument("--chapter", nargs="+", required=True, metavar="CHAPTER", help=f"of {', '.join(CHAPTERS)}")
    parser.add_argument("--seed", type=int, help="a whole number, kept to yourself: it decides everyone's variants")
    who = parser.add_mutually_exclusive_group()
    who.add_argument("--roster", type=Path, help="a CSV file with a column number (name and email may be there too)")
    who.add_argument("--student", type=int, help="one student's number, in place of a roster")
    parser.add_argument("--exercise", nargs="+", default=[], metavar="NAME", help="only these, such as mirage-1")
    parser.add_argument("--checks", choices=list(CHECKS), default="read", help="what check cells say (default: read)")
    parser.add_argument("--no-hints", action="store_true", help="leave the folded hints out")
    parser.add_argument("--package", default="", help="what pip installs the book from (default: the fork's archive)")
    parser.add_argument("--no-otter", action="store_true", help="make no autograder")
    parser.add_argument("--out", type=Path, default=ROOT / "_build/course", help="the folder (default: _build/course)")


def run(chosen: Namespace) -> int:
    """Builds what was chosen. Raises ``ValueError`` for what was chosen wrongly."""
    students: tuple[Student, ...] = ()
    if chosen.roster:
        students = read_roster(chosen.roster)
    elif chosen.student is not None:
        students = (Student(whole("--student", chosen.student, 0)),)
    if students and chosen.seed is None:
        raise ValueError("--seed must be given with --roster or --student: a whole number, kept to yourself")
    seed = whole("--seed", chosen.seed or 0, 0)
    form = Form(chosen.checks, not chosen.no_hints, chosen.package)
    keys = [Key(chapter, seed, _asked(chapter, chosen), students) for chapter in chosen.chapter]
    for key in keys:
        assemble(key, chosen.out / key.chapter, form, graded=not chosen.no_otter)
    return 0


def _asked(chapter: str, chosen: Namespace) -> tuple[str, ...]:
    """The exercises of a chapter that were chosen, in the chapter's order; all where none were."""
    one_of("--chapter", chapter, CHAPTERS)
    known = [exercise.name for exercise in of(chapter)]
    for name in chosen.exercise:
        one_of("--exercise", name, [one.name for chapter in chosen.chapter for one in of(chapter)])
    asked = tuple(name for name in known if name in chosen.exercise) if chosen.exercise else tuple(known)
    if not asked:
        raise ValueError(f"--exercise must name one of {', '.join(known)} too, or leave {chapter} out of --chapter")
    return asked
