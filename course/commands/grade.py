"""``python -m course grade HANDINS --key KEY``: grades a folder of notebooks on this machine."""

import argparse
import os
import sys
import time
from pathlib import Path

from course.assignments.keys import Key
from course.grading import grade, handins
from course.grading.confine import Limits, can_be_shut_in, readable
from simulations.check import above, whole

HELP = "grades the notebooks of a folder: grades.csv and a feedback file for each student"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument("handins", type=Path, metavar="HANDINS", help="a folder of notebooks, those in its folders too")
    parser.add_argument("--key", type=Path, required=True, help="the key.json that `build` wrote, or its folder")
    parser.add_argument("--out", type=Path, help="where grades.csv and feedback/ go (else beside HANDINS, NAME-graded)")
    parser.add_argument("--seconds", type=float, default=120, help="how long one notebook may run (120)")
    parser.add_argument("--memory", type=int, default=4096, metavar="MB", help="how much memory it may have (4096)")
    parser.add_argument("--at-once", type=int, default=2, metavar="N", help="how many run side by side (2)")
    parser.add_argument(
        "--unconfined",
        action="store_true",
        help="run them although this system cannot shut them in: only what you would run yourself",
    )


def run(chosen: argparse.Namespace) -> int:
    """Grades; 0 where every hand-in was read to its end, 130 where it was stopped by Ctrl-C."""
    above("seconds", chosen.seconds)
    whole("memory", chosen.memory, 256)
    whole("at-once", chosen.at_once, 1, 64)
    key = Key.read(chosen.key)
    out = chosen.out or (place := Path(os.path.realpath(chosen.handins))).with_name(f"{place.name}-graded")
    _must_be_out_of_sight(chosen.key, chosen.handins, out)
    lacks = can_be_shut_in()
    if lacks and not chosen.unconfined:
        raise ValueError(
            f"notebooks cannot be shut in here: {lacks}. Grade on Linux, upload the zip to Gradescope, or say "
            "--unconfined where you would run each of these notebooks yourself"
        )
    found, began = handins.found(chosen.handins), time.monotonic()
    names = [answer.name for exercise in key.exercises for answer in exercise.answers]
    limits = Limits(chosen.seconds, chosen.memory)
    ours = grade.of_key(key, found)
    bar = _Bar(len(ours))
    try:
        outcomes = handins.run(
            ours, names, out / "kept", limits, at_once=chosen.at_once, confined=not chosen.unconfined, tell=bar
        )
    except KeyboardInterrupt:
        bar.end()
        print("Stopped. What was run is kept: the same command goes on from there.", file=sys.stderr)
        return 130
    grades = grade.graded(key, found, outcomes)
    grade.write(key, grades, out)
    odd = [(one.path, one.told) for one in grades if one.path and one.told != grade.GRADED]
    missing = [one for one in grades if one.status == grade.MISSING]
    bar.end()
    print(f"{len(found)} notebooks in {time.monotonic() - began:.0f} s: {out / 'grades.csv'}, {out / 'feedback'}")
    for path, told in odd:
        print(f"  {path.name}: {told}")
    if missing:
        print(f"  no hand-in of {len(missing)}: {', '.join(str(one.student) for one in missing)}")
    return 1 if odd else 0


def _must_be_out_of_sight(*paths: Path) -> None:
    """Raises ``ValueError`` where a hand-in could read the key, the others' work or the grades."""
    for path in paths:
        for place in readable():
            if Path(os.path.realpath(path)).is_relative_to(place.resolve()):
                raise ValueError(f"{path} must not lie in {place}, which every notebook may read: move it")


class _Bar:
    """How far it is, on a terminal alone."""

    def __init__(self, number: int):
        self.number, self.done = number, 0
        self.shown = sys.stderr.isatty()

    def __call__(self, hand_in: handins.HandIn) -> None:
        self.done += 1
        if self.shown:
            print(f"\r{self.done} of {self.number}: {hand_in.path.name[:60]:60}", end="", file=sys.stderr)

    def end(self) -> None:
        if self.shown and self.done:
            print(file=sys.stderr)
