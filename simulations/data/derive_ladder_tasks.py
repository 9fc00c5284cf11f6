"""Derives ``ladder_tasks.csv`` from the published runs of the OLMo ladder:

    python simulations/data/derive_ladder_tasks.py OLMo-ladder > ladder_tasks.csv

The argument is a checkout of allenai/OLMo-ladder.
"""

import csv
import re
import sys
from pathlib import Path

NOTE = """\
# Every task of the OLMo ladder at the end of its 25 runs (190M to 3B parameters), 5-shot: accuracy (length-normalised,
# but for BoolQ) and bits per byte of the right answer; chance is the score of guessing; scale is 6 x parameters x
# tokens in FLOPs. One row a task and run. A task scored on a validation and a test set is here on its test set.
# Source: allenai/OLMo-ladder, src/scripts/paper/data/ladder-runs, commit 67a3f44 (bhagia2024establishing).
# Licence: Apache-2.0.
# Deriving script: derive_ladder_tasks.py.
"""
# Parameters of the ladder's models, as the project's configurations give them.
PARAMETERS = {"190M": 190354176, "370M": 371262464, "760M": 758220288, "1B": 1279395840, "3B": 3169537280}
CHANCE = {"boolq": 1 / 2, "piqa": 1 / 2, "winogrande": 1 / 2, "socialiqa": 1 / 3, "csqa": 1 / 5}  # the others have 4


def runs(ladder: Path) -> list[tuple[float, dict]]:
    """(FLOPs, last row) of each run of the ladder, in order of FLOPs; reruns are left out."""
    found = []
    for file in (ladder / "src/scripts/paper/data/ladder-runs").glob("*xC.csv"):
        with open(file, encoding="utf-8", newline="") as source:
            last = max(csv.DictReader(source), key=lambda row: float(row["throughput/total_tokens"]))
        flops = 6 * PARAMETERS[file.name.split("-")[0]] * float(last["throughput/total_tokens"])
        found.append((flops, last))
    return sorted(found, key=lambda run: run[0])


def accuracy_columns(row: dict) -> dict[str, str]:
    """The accuracy's column of each task: on the test set where there is one, else on the validation set."""
    columns = {}
    for column in sorted(row):  # "test" comes before "val"
        name = re.fullmatch(r"eval/downstream/(\w+)_(?:test|val)_rc_5shot_(?:len_norm|acc)", column)
        if name and (name[1] == "boolq") == column.endswith("_acc"):
            columns.setdefault(name[1], column)
    return columns


def main(ladder: str) -> None:
    found = runs(Path(ladder))
    sys.stdout.write(NOTE)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["task", "chance", "scale", "accuracy", "bits"])
    for task, column in accuracy_columns(found[0][1]).items():
        bits = re.sub(r"downstream/(.*5shot)_.*", r"downstream_bpb/\1_bpb", column)
        for flops, row in found:
            scores = f"{flops:.6g}", f"{float(row[column]):.4f}", f"{float(row[bits]):.5g}"
            writer.writerow((task, f"{CHANCE.get(task, 1 / 4):.4g}", *scores))


if __name__ == "__main__":
    main(*sys.argv[1:])
