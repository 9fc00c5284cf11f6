"""Lighthouse's four categories on every page of the built book: ``python -m benchmarks lighthouse`` (no gate).

``python -m benchmarks.lighthouse [PAGE ...]`` looks at the pages named, such as theories or index, alone. Lighthouse
comes from npm and looks as it does by default, as a phone on a slow line; a page's figure is the median of its rounds,
and the lowest stands beside it. Performance is reckoned from times: it differs between machines and between runs.
"""

import json
import os
import statistics
import subprocess
import sys

from benchmarks.installed import ROOT, npm
from benchmarks.layout import markdown
from benchmarks.pages import OFFLINE, served

BOOK = ROOT / "_build/html"
PACKAGE = "lighthouse@12.8.2"
CATEGORIES = {"performance": "performance", "accessibility": "accessibility"}
CATEGORIES |= {"best-practices": "best practices", "seo": "SEO"}
ROUNDS = 3
WANTED = 0.95


def pages(names: list[str]) -> list[str]:
    """The addresses of the book's pages below its folder, all or those named; raises at a name that is none of them."""
    found = {path.stem: path.relative_to(BOOK).as_posix() for path in sorted(BOOK.glob("*.html"))}
    found |= {path.stem: path.relative_to(BOOK).as_posix() for path in sorted(BOOK.glob("chapters/*.html"))}
    if not found:
        sys.exit("There is no book yet: make book")
    if unknown := [name for name in names if name not in found]:
        sys.exit(f"PAGE must be one of {', '.join(found)}, not {', '.join(unknown)}")
    return [found[name] for name in names or found]


def looked_at(command: list[str], address: str) -> dict:
    """What Lighthouse says of a page."""
    done = subprocess.run([*command, address], capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"Lighthouse at {address}: {done.stderr.strip()[-800:]}")
    told = json.loads(done.stdout)
    if told.get("runtimeError"):
        raise RuntimeError(f"Lighthouse at {address}: {told['runtimeError']['message']}")
    return told


def faults(told: dict) -> dict[str, str]:
    """The audits that took a page below 1 in a category other than performance, each with what it found first."""
    found = {}
    for name in [name for name in CATEGORIES if name != "performance"]:
        for one in told["categories"][name]["auditRefs"]:
            audit = told["audits"][one["id"]]
            if one["weight"] and audit["score"] is not None and audit["score"] < 1:
                items = (audit.get("details") or {}).get("items") or [{}]
                found[one["id"]] = f"{audit['title']}: {json.dumps(items[0])[:300]}"
    return found


def report(names: tuple[str, ...] = ()) -> str:
    """The table, and under it what is wrong; each visit is told as it ends."""
    from tests import chromium

    path = chromium.found_or_installed() or sys.exit(chromium.HELP)
    node = [str(npm(PACKAGE) / ".bin/lighthouse"), "--quiet", "--output=json", "--output-path=stdout"]
    flags = ["--headless=new", *chromium.ARGUMENTS, OFFLINE]
    command = [*node, f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=" + " ".join(map(_quoted, flags))]
    os.environ["CHROME_PATH"] = path
    looked: dict[str, list[dict]] = {page: [] for page in pages(list(names))}
    with served(BOOK) as url:
        for _ in range(ROUNDS):
            for page, visits in looked.items():
                visits.append(looked_at(command, url + page))
                print(page, *_scores(visits[-1]).values(), file=sys.stderr, flush=True)
    rows, wrong = [], []
    for page, visits in looked.items():
        scores = {name: [_scores(one)[name] for one in visits] for name in CATEGORIES}
        rows.append([page, *(f"{statistics.median(both):.2f} ({min(both):.2f})" for both in scores.values())])
        wrong += [f"{page}: {words}" for words in dict(one for told in visits for one in faults(told).items()).values()]
    title = f"Lighthouse {PACKAGE.split('@')[1]}, mobile: the median of {ROUNDS} visits (the lowest)"
    return "\n".join([markdown(title, ["", *CATEGORIES.values()], rows), "", *wrong])


def _scores(told: dict) -> dict[str, float]:
    return {name: told["categories"][name]["score"] or 0.0 for name in CATEGORIES}


def _quoted(flag: str) -> str:
    return f'"{flag}"' if " " in flag else flag


if __name__ == "__main__":
    print(report(tuple(sys.argv[1:])))
