"""Make forecast_rounds.csv: ``derive_forecast_rounds.py LADDER_FOLDER PYTHIA_FOLDER AUDIT_TABLE > NEW_TABLE``.

LADDER_FOLDER  src/scripts/paper/data/ladder-runs of github.com/allenai/OLMo-ladder (files like 190M-5xC.csv)
PYTHIA_FOLDER  evals/pythia-v1/pythia-1.4b/zero-shot of github.com/EleutherAI/pythia (1.4b_step512.json ...)
AUDIT_TABLE    experiments/results/bigbench_audit/audit_table.json of github.com/PeterPonyu/calibration-traps
"""

import csv
import json
import math
import re
import sys
from pathlib import Path

from derive_two_metrics import LADDER

NOTE = """\
# Real sweeps for the forecast game: one row a model (or a checkpoint), in order of scale within a round.
# own: the test's own metric (share right). smoother: bits per byte of the right answer (arc, hellaswag),
# natural logarithm of the perplexity of the last word (lambada), empty where none was published (BIG-bench).
# scale: training FLOPs, 6 x parameters x tokens (arc, hellaswag), training tokens (lambada), non-embedding parameters
# (hindu, intent). arc and hellaswag: all 25 finished runs of the OLMo ladder, five sizes on five amounts of data each;
# reruns are left out.
# Sources: arc and hellaswag: github.com/allenai/OLMo-ladder, src/scripts/paper/data/ladder-runs, last row of each run
# (bhagia2024establishing). lambada: github.com/EleutherAI/pythia, evals/pythia-v1/pythia-1.4b/zero-shot
# (biderman2023pythia). hindu and intent: BIG-bench's own BIG-G models at temperature 0 (srivastava2023beyond), as
# collected in github.com/PeterPonyu/calibration-traps, experiments/results/bigbench_audit/audit_table.json.
# Licence: Apache-2.0 (OLMo-ladder, pythia, BIG-bench), MIT (the collection).
# Deriving script: simulations/data/derive_forecast_rounds.py"""
OLMO_TASKS = {"arc": ("arc_challenge_test", 1172), "hellaswag": ("hellaswag_val", 10042)}
BIG_G_TASKS = {"hindu": "hindu_knowledge", "intent": "intent_recognition"}
BIG_G_MODELS = "2M 16M 53M 125M 244M 422M 1B 2B 4B 8B 27B 128B".split()
TOKENS_A_STEP = 2_097_152
LAMBADA_ITEMS = 5153


def olmo_rows(folder: Path):
    """Rows of the OLMo ladder: the last evaluation of each run."""
    for name, (task, items) in OLMO_TASKS.items():
        found = []
        for file in folder.glob("*xC.csv"):
            with open(file, encoding="utf-8", newline="") as source:
                last = max(csv.DictReader(source), key=lambda row: float(row["throughput/total_tokens"]))
            flops = 6 * LADDER[file.stem.split("-")[0]] * float(last["throughput/total_tokens"])
            own = float(last[f"eval/downstream/{task}_rc_5shot_len_norm"])
            bits = float(last[f"eval/downstream_bpb/{task}_rc_5shot_bpb"])
            found.append((flops, file.stem, own, bits))
        for flops, run, own, bits in sorted(found):
            yield name, run, f"{flops:.4g}", f"{own:.4f}", f"{bits:.4f}", items


def pythia_rows(folder: Path):
    """Rows of LAMBADA through the training of Pythia-1.4B, from step 64."""
    files = {int(re.search(r"step(\d+)", file.name)[1]): file for file in folder.glob("*step*.json")}
    for step in sorted(step for step in files if step >= 64):
        result = json.loads(files[step].read_text(encoding="utf-8"))["results"]["lambada_openai"]
        tokens = step * TOKENS_A_STEP
        yield (
            "lambada",
            f"step {step}",
            f"{tokens:.4g}",
            f"{result['acc']:.4f}",
            f"{math.log(result['ppl']):.4f}",
            LAMBADA_ITEMS,
        )


def big_g_rows(table: Path):
    """Rows of two BIG-bench tasks for the twelve BIG-G models."""
    tasks = {task["task"]: task for task in json.loads(table.read_text(encoding="utf-8"))["mc_tasks"]}
    for name, key in BIG_G_TASKS.items():
        task = tasks[key]
        for model, size, own in zip(BIG_G_MODELS, task["params_by_scale"], task["acc_by_scale"], strict=True):
            yield name, model, f"{size:.4g}", f"{own:.4f}", "", task["N"]


def main(ladder: str, pythia: str, audit: str) -> None:
    """Print the table."""
    print(NOTE)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["round", "model", "scale", "own", "smoother", "items"])
    out.writerows(olmo_rows(Path(ladder)))
    out.writerows(pythia_rows(Path(pythia)))
    out.writerows(big_g_rows(Path(audit)))


if __name__ == "__main__":
    main(*sys.argv[1:])
