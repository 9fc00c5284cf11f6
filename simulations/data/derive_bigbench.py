"""Derives ``bigbench.csv`` from the score audit of PeterPonyu/calibration-traps (MIT):

    python simulations/data/derive_bigbench.py audit_table.json > simulations/data/bigbench.csv

The argument is that project's ``experiments/results/bigbench_audit/audit_table.json`` at commit f055de2: the official
BIG-bench scores of Google's BIG-G family (dense, temperature 0, most shots) on its 89 multiple-choice tasks.
"""

import csv
import json
import sys

import numpy as np

from simulations.data import table

# The scores of every task with more than 1,024 items lie on a grid of 1/1024: no more items than that were scored.
MOST_ITEMS = 1024

NOTE = """\
# Accuracy of the twelve dense BIG-G models on 89 multiple-choice tasks of BIG-bench, one row a task and model size.
# parameters: non-embedding; chance: the score of guessing; items: test items scored (at most 1,024, and in seven tasks
# fewer than the collection says: see the script). Two tasks give parts of a credit, and no count fits their scores;
# wei_list: where Wei et al. 2022 put the task in their Appendix E ("none": on no list).
# Source: BIG-bench (srivastava2023beyond), its scores at temperature 0 and most shots, as collected in
# PeterPonyu/calibration-traps, experiments/results/bigbench_audit/audit_table.json, commit f055de2 (fu2026code).
# Licence: MIT (the collection), Apache-2.0 (BIG-bench). Lists: wei2022emergent, through wei_lists.csv.
# Deriving script: derive_bigbench.py.
"""


def on_grid(scores, items: int) -> bool:
    """Whether every one of ``scores``, rounded to four decimals, is a whole number of right answers among ``items``."""
    scores = np.asarray(scores, float)
    return bool((np.abs(np.rint(scores * items) / items - scores) <= 0.5e-4 + 1e-9).all())


def scored_items(listed: int, scores) -> int:
    """How many items gave these scores: the most, up to the number ``listed``, on whose grid they all lie.

    The official scores do not say it. Where no count fits, as in a task that gives parts of a credit, it is ``listed``.
    """
    most = min(listed, MOST_ITEMS)
    return next((items for items in range(most, 0, -1) if on_grid(scores, items)), most)


def rows(tasks: list[dict], lists: dict[str, str]) -> list[list]:
    """One row a task and size: task, list of Wei's, chance, items, parameters, accuracy."""
    items = {t["task"]: scored_items(t["N"], t["acc_by_scale"]) for t in tasks}
    return [
        [t["task"], lists.get(t["task"], "none"), t["chance_p"], items[t["task"]], int(parameters), accuracy]
        for t in sorted(tasks, key=lambda task: task["task"])
        for parameters, accuracy in zip(t["params_by_scale"], t["acc_by_scale"], strict=True)
    ]


def main(source: str) -> None:
    lists = table("wei_lists")
    with open(source, encoding="utf-8") as file:
        tasks = json.load(file)["mc_tasks"]
    sys.stdout.write(NOTE)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["task", "wei_list", "chance", "items", "parameters", "accuracy"])
    writer.writerows(rows(tasks, dict(zip(lists["task"], lists["wei_list"], strict=True))))


if __name__ == "__main__":
    main(sys.argv[1])
