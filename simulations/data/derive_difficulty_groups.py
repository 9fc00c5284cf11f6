"""Make difficulty_groups.csv: ``derive_difficulty_groups.py MMLU ARITHMETIC PERSIAN > difficulty_groups.csv``.

The three files, in github.com/tony10101105/ExpEmergence (commit 288b731, MIT), folder data:
MMLU        mmlu/mmlu_instance_brier_-1000_31.62..._10_redist.csv
ARITHMETIC  arithmetic/arithmetic_instance_brier_-1000_63.09..._10_redist.csv
PERSIAN     parsinlu_qa_mc/parsinlu_qa_mc_instance_brier_-1000_199.5..._10_redist.csv
"""

import csv
import re
import sys

NOTE = """\
# Open base models on three multiple-choice tests whose questions are grouped by difficulty: one row a model and task.
# flops: training compute. accuracy: share right. g1 ... g10: target-conditioned Brier score, (1 - probability of the
# right choice) squared, averaged over a tenth of the questions; g1 the easiest tenth, g10 the hardest; lower is better.
# Difficulty is the authors': the average score over their models, so the grouping has seen the large models, too.
# Source: github.com/tony10101105/ExpEmergence, commit 288b731, folder data (wu2025ushaped).
# Licence: MIT.
# Deriving script: simulations/data/derive_difficulty_groups.py"""
TASKS = ("MMLU", "BIG-bench arithmetic", "BIG-bench Persian QA")


def rows(task: str, path: str):
    """One row for each model of the file that has a training compute and all ten groups."""
    with open(path, encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    groups = sorted((c for c in table[0] if re.fullmatch(r"\d+_\d+_brier", c)), key=lambda c: int(c.split("_")[0]))
    for row in table:
        scores = [row[group] for group in groups]
        if row["FLOPs (1E21)"] and all(scores):
            flops = float(row["FLOPs (1E21)"]) * 1e21
            yield task, row["Model"], f"{flops:.4g}", f"{float(row['acc']):.4f}", *(f"{float(s):.4f}" for s in scores)


def main(*paths: str) -> None:
    """Print the table, in order of task and compute."""
    print(NOTE)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["task", "model", "flops", "accuracy", *(f"g{i}" for i in range(1, 11))])
    for task, path in zip(TASKS, paths, strict=True):
        out.writerows(sorted(rows(task, path), key=lambda row: float(row[2])))


if __name__ == "__main__":
    main(*sys.argv[1:])
