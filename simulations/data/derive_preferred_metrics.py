"""Derives ``preferred_metrics.csv`` from BIG-bench's own task files (Apache-2.0):

    python simulations/data/derive_preferred_metrics.py bigbench-1.0.0.tar.gz > simulations/data/preferred_metrics.csv

The argument is the source archive of the package ``bigbench`` 1.0.0 on PyPI. A task names its preferred metric in its
``task.json``; a task made of subtasks counts under their metric where all agree; a programmatic task names it in its
``task.py``. Wei et al.'s lists of tasks come from ``wei_lists.csv``.
"""

import csv
import json
import re
import sys
import tarfile
from collections import Counter, defaultdict

from simulations.data import table

MULTIPLE_CHOICE, EXACT_MATCH = "multiple_choice_grade", "exact_str_match"
NOTE = """\
# How many of BIG-bench's 209 packaged tasks have which preferred metric, by the list of Wei et al. 2022 they are on.
# metric: what the task's own file names, subtasks taken together where they agree; "other" is every other metric.
# wei_list "none": the task is on none of the four lists read here.
# Source: the package bigbench 1.0.0 on PyPI (srivastava2023beyond); lists of wei2022emergent, through wei_lists.csv.
# Licence: Apache-2.0 (BIG-bench).
# Deriving script: derive_preferred_metrics.py.
"""
FILE = re.compile(r"benchmark_tasks/([^/]+)/(?:([^/]+)/)?(task\.json|task\.py)$")
PREFERRED = re.compile(r"preferred_score\s*=\s*[\"']([^\"']+)[\"']")


def preferred(archive: tarfile.TarFile) -> dict[str, set[str]]:
    """The preferred metrics that each task's files name; an empty set where a programmatic task's names none."""
    found = defaultdict(set)
    for member in archive:
        match = FILE.search(member.name)
        if not match or member.issym() or member.islnk():
            continue
        task, _, kind = match.groups()
        text = archive.extractfile(member).read().decode("utf-8")
        if kind == "task.json":
            found[task] |= set(json.loads(text).get("preferred_score", "").split(",")) - {""}
        else:
            found[task] |= set(PREFERRED.findall(text))
    return found


def kind(metrics: set[str]) -> str:
    """``metrics`` as one of three kinds: multiple_choice_grade, exact_str_match or other."""
    return next((name for name in (MULTIPLE_CHOICE, EXACT_MATCH) if metrics == {name}), "other")


def main(source: str) -> None:
    lists = table("wei_lists")
    on_list = dict(zip(lists["task"], lists["wei_list"], strict=True))
    with tarfile.open(source) as archive:
        metrics = preferred(archive)
    counts = Counter((on_list.get(task, "none"), kind(names)) for task, names in metrics.items())
    sys.stdout.write(NOTE)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["wei_list", "metric", "tasks"])
    writer.writerows([*key, count] for key, count in sorted(counts.items()))


if __name__ == "__main__":
    main(sys.argv[1])
