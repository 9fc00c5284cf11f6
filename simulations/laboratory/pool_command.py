"""The command ``pool``: a class's result files as one table and one figure. No PyTorch."""

import argparse
import sys
from functools import partial
from pathlib import Path

import numpy as np

from simulations import files
from simulations.laboratory import drawings, pictures, pool

HELP = "a class's result files as one table and one figure"
ALL, SOME, NONE = 0, 1, 2  # the exit status: how many of the files count
NAME = "pooled"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "A class's result files as one table and one figure. What is wrong with a file is said, and the others are "
        "pooled; a copy counts once. Exit status 0: every file counts; 1: some do not; 2: none does."
    )
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="each a student's laboratory-result.json")
    parser.add_argument("--out", type=Path, default=Path(NAME), help=f"the folder to write into (default {NAME})")
    parser.set_defaults(command=run)


def run(chosen: argparse.Namespace) -> int:
    """Pool the files; the exit status."""
    try:
        found = pool.pooled(chosen.files)
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        return NONE
    for one in found.left_out:
        print(f"not counted: {one.path}: {one.why}", file=sys.stderr)
    print(summary(found))
    written = [chosen.out / f"{NAME}.{kind}" for kind in ("csv", "svg", "png")]
    files.write_table(written[0], pool.table(found), note=pool.NOTE)
    pictures.save(partial(drawings.draw_pool, found), *written[1:], legend=True)
    print("\n".join(map(str, written)))
    return SOME if found.left_out else ALL


def summary(found: pool.Pool) -> str:
    """A line a size: the class's mean exact match and its interval."""
    given = len(found.hand_ins) + len(found.left_out)
    lines = [f"{len(found.hand_ins)} of {given} files count", "parameters  students  exact match  95% interval"]
    curves = (found.mean, found.low, found.high)
    for size, of, *values in zip(found.sizes, found.means.T, *(curve.filled(np.nan) for curve in curves), strict=True):
        mean, low, high = values
        interval = "" if np.isnan(low) else f"{low:.1%} to {high:.1%}"
        lines.append(f"{size:>10,}  {of.count():>8}  {mean:>11.1%}  {interval}".rstrip())
    return "\n".join(lines)


def main(given: list[str]) -> int:
    """The command alone, for where there is no PyTorch."""
    parser = argparse.ArgumentParser(prog="python -m simulations.laboratory pool")
    arguments(parser)
    try:
        return run(parser.parse_args(given))
    except OSError as error:
        print(f"error: {error}", file=sys.stderr)
        return NONE
