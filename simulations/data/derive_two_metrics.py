"""Derives ``two_metrics.csv`` from four public projects' results:

    python simulations/data/derive_two_metrics.py pythia OLMo-ladder ObsScaling ExpEmergence > two_metrics.csv

The arguments are checkouts of EleutherAI/pythia, allenai/OLMo-ladder, ryoungj/ObsScaling (commit 4d6e1e4) and
tony10101105/ExpEmergence (commit 288b731). Files that are not there are an error, except single training runs.
"""

import csv
import json
import math
import re
import sys
from pathlib import Path

from derive_ladder_tasks import runs

NOTE = """\
# A hard and a smooth metric on the same models: one row a model, training run or checkpoint, by pair.
# lambada: checkpoints of Pythia-1.4B (deduplicated data), zero-shot: accuracy and ln perplexity; scale is the step
#   (from 1 on: step 0 has the same values).
# arc: 25 finished runs of the OLMo ladder (190M to 3B), ARC-Challenge test, 5-shot: accuracy (length-normalised) and
#   bits per byte of the right answer; scale is 6 x parameters x tokens in FLOPs, as in the pairs below.
# ipa: open models, BIG-bench's transliteration into the phonetic alphabet, 2-shot: exact match and BLEU (0 to 100).
#   Left out: models without BLEU, and Qwen 7B, 14B and 72B, whose BLEU looks broken (0.5, 0.5 and 19).
# mmlu, arithmetic, combinations: open models, accuracy and Brier score of the right answer among the options given.
# Sources: EleutherAI/pythia, evals/pythia-v1 (biderman2023pythia); allenai/OLMo-ladder,
# src/scripts/paper/data/ladder-runs (bhagia2024establishing); ryoungj/ObsScaling, eval_results, commit 4d6e1e4
# (ruan2024observational);
# tony10101105/ExpEmergence, data, commit 288b731 (wu2025ushaped).
# Licence: Apache-2.0 (pythia, OLMo-ladder, ObsScaling), MIT (ExpEmergence).
# Deriving script: derive_two_metrics.py.
"""
ARC_BITS = "eval/downstream_bpb/arc_challenge_test_rc_5shot_bpb"
ARC_ACCURACY = "eval/downstream/arc_challenge_test_rc_5shot_len_norm"
GROUPED = {  # the project's file of each task in ten groups of questions: {task}/{task}_…_10_redist.csv
    "mmlu": ("mmlu", "31.622776601683793"),
    "arithmetic": ("arithmetic", "63.09573444801933"),
    "combinations": ("conceptual_combinations", "31.622776601683793"),
}


def lambada(pythia: Path) -> list[tuple]:
    """(step, accuracy, ln perplexity) of each zero-shot evaluation of Pythia-1.4B-deduped."""
    found = []
    for file in (pythia / "evals/pythia-v1/pythia-1.4b-deduped/zero-shot").glob("*_step*.json"):
        result = json.loads(file.read_text())["results"]["lambada_openai"]
        found.append((int(re.search(r"step(\d+)", file.name)[1]), result["acc"], math.log(result["ppl"])))
    return [point for point in found if point[0] > 0]


def arc(ladder: Path) -> list[tuple]:
    """(FLOPs, accuracy, bits per byte) at the end of each run of the ladder."""
    return [(flops, float(last[ARC_ACCURACY]), float(last[ARC_BITS])) for flops, last in runs(ladder)]


def ipa(obs_scaling: Path) -> list[tuple]:
    """(FLOPs, exact match, BLEU) of each open model with all three, without the broken ones."""
    results = obs_scaling / "eval_results"
    compute = {row["Model"]: row["FLOPs (1E21)"] for row in _rows(results / "base_llm_benchmark_eval.csv")}
    found = []
    for row in _rows(results / "base_llm_emergent_capability_eval.csv"):
        exact, bleu = row["ipa_transliterate_2_exact_match"], row["ipa_transliterate_2_bleu"]
        if exact and bleu and compute.get(row["Model"]) and not row["Model"].startswith("Qwen/Qwen-"):
            found.append((float(compute[row["Model"]]) * 1e21, float(exact), float(bleu)))
    return found


def grouped(experiments: Path, name: str) -> list[tuple]:
    """(FLOPs, accuracy, Brier score) of each open model that was evaluated on the task."""
    task, limit = GROUPED[name]
    rows = _rows(experiments / "data" / task / f"{task}_instance_brier_-1000_{limit}_10_redist.csv")
    return [
        (float(row["FLOPs (1E21)"]) * 1e21, float(row["acc"]), float(row["brier"]))
        for row in rows
        if row["FLOPs (1E21)"] and row["acc"]
    ]


def _rows(file: Path) -> list[dict]:
    with open(file, encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def main(pythia: str, ladder: str, obs_scaling: str, experiments: str) -> None:
    pairs = {"lambada": lambada(Path(pythia)), "arc": arc(Path(ladder)), "ipa": ipa(Path(obs_scaling))}
    pairs |= {name: grouped(Path(experiments), name) for name in GROUPED}
    sys.stdout.write(NOTE)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["pair", "scale", "hard", "smooth"])
    for name, found in pairs.items():
        writer.writerows((name, f"{x:.6g}", f"{hard:.4f}", f"{smooth:.5g}") for x, hard, smooth in sorted(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
