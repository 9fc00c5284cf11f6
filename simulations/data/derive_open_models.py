"""Derives ``open_models.csv`` from two public collections of scores of open base models:

    python simulations/data/derive_open_models.py OBS_SCALING SCALING > simulations/data/open_models.csv

The arguments are working copies of ryoungj/ObsScaling (Apache-2.0, commit 4d6e1e4) and mlfoundations/scaling (MIT,
commit a003c49). Scores are rounded to five decimals, sizes and FLOPs to four significant figures.
"""

import csv
import json
import sys
from pathlib import Path

NOTE = """\
# Scores of open base models, one row a model: share of answers right, 0 to 1; an empty cell was not measured.
# parameters: total; train_flops: 6 x parameters x training tokens, empty where the tokens are not published.
# addition_3 is three-digit addition (2 digits, subtraction, multiplication alike), two examples in the prompt;
# truthfulqa is the score of the Open LLM Leaderboard.
# Left out: mixtures of experts (their sizes are counted in two ways in the source), one model tuned on instructions,
# and two whose size or token count is evidently wrong there (btlm-3b-8k-base: 627T tokens; open_llama_7b_v2: 13B).
# Sources: ryoungj/ObsScaling, eval_results/base_llm_{benchmark,emergent_capability}_eval.csv, commit 4d6e1e4
# (ruan2024observational); mlfoundations/scaling, exp_data, commit a003c49 (gadre2024language): families "open_lm ...".
# Licence: Apache-2.0 (ObsScaling), MIT (scaling).
# Deriving script: derive_open_models.py.
"""
LEFT_OUT = {
    *("mistralai/Mixtral-8x7B-v0.1", "mistralai/Mixtral-8x22B-v0.1", "Qwen/Qwen2-57B-A14B", "ai21labs/Jamba-v0.1"),
    *("deepseek-ai/DeepSeek-V2", "deepseek-ai/DeepSeek-Coder-V2-Base", "deepseek-ai/deepseek-moe-16b-base"),
    *("RWKV/rwkv-raven-14b", "cerebras/btlm-3b-8k-base", "openlm-research/open_llama_7b_v2"),
}
BENCHMARKS = {"MMLU": "mmlu", "TruthfulQA": "truthfulqa", "GSM8K": "gsm8k", "HumanEval": "humaneval"}
EMERGENT = {
    "arithmetic_2da_2_acc": "addition_2",
    "arithmetic_3da_2_acc": "addition_3",
    "arithmetic_3ds_2_acc": "subtraction_3",
    "arithmetic_2dm_2_acc": "multiplication_2",
    "word_unscrambling_2_exact_match": "unscrambling",
    "parsinlu_qa_2_acc": "persian_qa",
}
COLUMNS = ["model", "family", "parameters", "train_flops", *EMERGENT.values(), *BENCHMARKS.values()]


def obs_scaling_rows(folder: Path) -> list[dict]:
    """One row a dense base model of ObsScaling."""
    with open(folder / "base_llm_emergent_capability_eval.csv", encoding="utf-8") as file:
        emergent = {row["Model"]: row for row in csv.DictReader(file)}
    with open(folder / "base_llm_benchmark_eval.csv", encoding="utf-8") as file:
        models = [row for row in csv.DictReader(file) if row["Model"] not in LEFT_OUT]
    return [
        {
            "model": row["Model"].split("/")[-1],
            "family": row["Model Family"],
            "parameters": scaled(row["Model Size (B)"], 1e9),
            "train_flops": scaled(row["FLOPs (1E21)"], 1e21),
            **{ours: score(emergent.get(row["Model"], {}).get(theirs)) for theirs, ours in EMERGENT.items()},
            **{ours: score(row[theirs]) for theirs, ours in BENCHMARKS.items()},
        }
        for row in models
    ]


def scaling_rows(folder: Path) -> list[dict]:
    """One row a model of mlfoundations/scaling: one recipe on three corpora, scored on MMLU (five examples)."""
    rows = []
    for file in sorted((folder / "models").glob("*.json")):
        hyperparameters = json.loads(file.read_text(encoding="utf-8"))["hyperparameters"]
        scores = json.loads((folder / "evals" / f"evaluation_{file.stem}_heavy.json").read_text(encoding="utf-8"))
        flops = 6 * hyperparameters["params"] * hyperparameters["tokens"]
        rows.append(
            {
                "model": file.stem,
                "family": f"open_lm {file.stem.split('-')[0].removesuffix('_original')}",
                "parameters": f"{hyperparameters['params']:.4g}",
                "train_flops": f"{flops:.4g}",
                "mmlu": score(scores["eval_metrics"]["icl"]["mmlu"]),
            }
        )
    return rows


def scaled(cell: str, unit: float) -> str:
    return f"{float(cell) * unit:.4g}" if cell else ""


def score(cell) -> str:
    return f"{round(float(cell), 5):g}" if cell not in (None, "") else ""


def main(obs_scaling: str, scaling: str) -> None:
    sys.stdout.write(NOTE)
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(obs_scaling_rows(Path(obs_scaling) / "eval_results"))
    writer.writerows(scaling_rows(Path(scaling) / "exp_data"))


if __name__ == "__main__":
    main(*sys.argv[1:])
