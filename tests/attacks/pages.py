"""Attacks on the built pages, in a browser: nothing hangs, nothing silently gives nonsense, every answer is a sentence.

    python -m tests.attacks.pages [--seed N] [--only NAME ...] [--pages WORD ...] [--share S]

What is tried comes by chance, and is the same for the same seed, page by page: a line that fails is tried again by its
attack's name and its page's. It prints how many were tried, what failed, and the seconds; 1 where something failed.
``--share 0.1`` tries a tenth of everything.
"""

import argparse
import sys
import time
import traceback
from collections.abc import Callable

from tests.attacks import pages_figures, pages_files, pages_firefox, pages_shell, pages_tables
from tests.attacks.pages_arena import BOOK, Arena, Error, Quiet, Report

import chromium  # isort: skip
from conftest import served  # isort: skip
from playwright.sync_api import sync_playwright  # isort: skip

ATTACKS: dict[str, Callable[[Arena, Report], None]] = {
    "fragments": pages_figures.fragments,
    "moves": pages_figures.moves,
    "history": pages_figures.history,
    "playing": pages_figures.playing,
    "drawing": pages_figures.drawing,
    "files": pages_figures.files,
    "damage": pages_tables.damage,
    "parts": pages_tables.parts,
    "results": pages_files.results,
    "records": pages_files.records,
    "poison": pages_files.poison,
    "full": pages_files.full,
    "tabs": pages_files.tabs,
    "asked": pages_shell.asked,
    "toys": pages_shell.toys,
    "slides": pages_shell.slides,
    "frames": pages_shell.frames,
    "search": pages_shell.search,
    "firefox": pages_firefox.core,
}


def main(arguments: list[str] | None = None) -> int:
    """Attacks as asked; 1 where something failed."""
    options = asked(arguments)
    if not (BOOK / "index.html").exists():
        print("There is no built book to attack: make book", file=sys.stderr)
        return 1
    path = chromium.find()
    if not path:
        print(chromium.HELP, file=sys.stderr)
        return 1
    print(f"seed {options.seed}, share {options.share:g}", flush=True)
    with served(BOOK, Quiet) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS))
        arena = Arena(browser, url, options.seed, options.share, options.pages)
        reports = [attacked(name, ATTACKS[name], arena) for name in options.only or ATTACKS]
        browser.close()
    return told(reports, options)


def asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.attacks.pages", description=__doc__.split("\n\n")[0])
    parser.add_argument("--seed", type=int, default=int(time.strftime("%Y%W")), help="by default another each week")
    parser.add_argument("--only", nargs="+", choices=ATTACKS, help="these attacks", metavar="NAME")
    parser.add_argument(
        "--pages", nargs="+", default=[], help="pages whose addresses hold one of these", metavar="WORD"
    )
    parser.add_argument("--share", type=float, default=1.0, help="this share of everything")
    options = parser.parse_args(arguments)
    if not 0 < options.share <= 1:
        parser.error(f"--share must be above 0 and at most 1, not {options.share:g}")
    return options


def attacked(name: str, attack: Callable[[Arena, Report], None], arena: Arena) -> Report:
    """One attack's report, told as it ends."""
    report, began = Report(name), time.monotonic()
    try:
        attack(arena, report)
    except Error as error:
        report.fail(name, f"the browser gave up: {error}"[:600])
        traceback.print_exc()
    report.seconds = time.monotonic() - began
    print(f"{name:<10} {report.tried:>9,} tried  {len(report.failed):>4} failed  {report.seconds:7.1f} s", flush=True)
    for line in report.notes:
        print(f"    {line}", flush=True)
    for line in report.failed[:30]:
        print(f"    FAILED {line}", flush=True)
    if len(report.failed) > 30:
        print(f"    and {len(report.failed) - 30} more", flush=True)
    return report


def told(reports: list[Report], options: argparse.Namespace) -> int:
    tried, failed = sum(one.tried for one in reports), [one.name for one in reports if one.failed]
    print(f"{tried:,} tried, {sum(len(one.failed) for one in reports)} failed, "
          f"{sum(one.seconds for one in reports):.0f} s")  # fmt: skip
    if failed:
        again = f"python -m tests.attacks.pages --seed {options.seed} --only {' '.join(failed)}"
        print(f"Again: {again}{'' if options.share == 1 else f' --share {options.share:g}'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
