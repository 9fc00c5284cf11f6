"""Derives ``pythia_checkpoints.csv`` from the published evaluations of the Pythia models:

    python simulations/data/derive_pythia.py pythia > simulations/data/pythia_checkpoints.csv

The argument is a checkout of EleutherAI/pythia. It also checks what the note says of the standard errors.
"""

import csv
import json
import math
import re
import sys
from pathlib import Path

NOTE = """\
# The Pythia models through their training, zero-shot: accuracy on eight tasks and on MMLU (57 subjects pooled, each
# with its number of items), and the natural logarithm of LAMBADA's perplexity, that of a passage's last word in nats,
# with its standard error. One row a checkpoint: eight sizes, each trained twice, on the Pile (standard) and on the
# Pile without its duplicates (deduped), at 27 of the 154 checkpoints that were kept. The published standard error of
# an accuracy p on n items is sqrt(p (1 - p) / (n - 1)), so it is not repeated here; n stands in
# simulations/remeasured/pythia.py.
# Up to step 43,000 the results of the two 2.8B trainings agree to four digits: one model must have been tested twice.
# parameters: all, embeddings included, counted from the model's configuration. A step is 2,097,152 tokens.
# Source: github.com/EleutherAI/pythia, evals/pythia-v1/*/zero-shot, commit a19eecb (biderman2023pythia).
# Licence: Apache-2.0.
# Deriving script: simulations/data/derive_pythia.py
"""
# Layers and width of each size, as models/ of the repository configures them; the vocabulary is padded to 128s.
SHAPES = {
    "70m": (6, 512),
    "160m": (12, 768),
    "410m": (24, 1024),
    "1b": (16, 2048),
    "1.4b": (24, 2048),
    "2.8b": (32, 2560),
    "6.9b": (32, 4096),
    "12b": (36, 5120),
}
VOCABULARY = {"6.9b": 50_432, "12b": 50_688}  # the others: 50,304
TASKS = {
    "lambada": "lambada_openai",
    "arc_easy": "arc_easy",
    "arc_challenge": "arc_challenge",
    "sciq": "sciq",
    "piqa": "piqa",
    "winogrande": "winogrande",
    "logiqa": "logiqa",
    "wsc": "wsc",
}
ITEMS = {
    "lambada": 5153,
    "arc_easy": 2376,
    "arc_challenge": 1172,
    "sciq": 1000,
    "piqa": 1838,
    "winogrande": 1267,
    "logiqa": 651,
    "wsc": 104,
}


def parameters(size: str) -> int:
    """All parameters of a size: two embeddings, the layers with their biases and norms, and the last norm."""
    layers, width = SHAPES[size]
    return 2 * VOCABULARY.get(size, 50_304) * width + layers * (12 * width**2 + 13 * width) + 2 * width


def pooled(results: dict) -> float:
    """The share right of all of MMLU's items; a subject's number of items follows from its standard error."""
    right = items = 0.0
    for name, scores in results.items():
        if name.startswith("hendrycksTest"):
            share, error = scores["acc"], scores["acc_stderr"]
            count = round(share * (1 - share) / error**2) + 1
            right, items = right + share * count, items + count
    if items != 14_042:
        raise SystemExit(f"MMLU must have 14,042 items, not {items:,.0f}")
    return right / items


def checked(task: str, scores: dict) -> float:
    """The accuracy, once its published standard error is the one that the note says."""
    share, error = scores["acc"], scores["acc_stderr"]
    if not math.isclose(error, math.sqrt(share * (1 - share) / (ITEMS[task] - 1)), rel_tol=1e-3, abs_tol=1e-9):
        raise SystemExit(f"{task}: a standard error of {error} at {share} is not that of {ITEMS[task]} items")
    return share


def rows(pythia: Path):
    """A row for each checkpoint, by corpus, size and step."""
    for corpus, suffix in (("standard", ""), ("deduped", "-deduped")):
        for size in SHAPES:
            (folder,) = [
                found
                for name in (f"pythia-{size}{suffix}", f"pythia-{size}-bf16{suffix}")
                if (found := pythia / "evals/pythia-v1" / name / "zero-shot").is_dir()
            ]
            files = {int(re.search(r"step(\d+)", file.name)[1]): file for file in folder.glob("*.json")}
            for step in sorted(files):
                results = json.loads(files[step].read_text(encoding="utf-8"))["results"]
                perplexity = results["lambada_openai"]["ppl"]
                yield {
                    "corpus": corpus,
                    "size": size,
                    "parameters": parameters(size),
                    "step": step,
                    "log_perplexity": f"{math.log(perplexity):.4f}",
                    "log_perplexity_se": f"{results['lambada_openai']['ppl_stderr'] / perplexity:.4f}",
                    **{task: f"{checked(task, results[name]):.4f}" for task, name in TASKS.items()},
                    "mmlu": f"{pooled(results):.4f}",
                }


def main(pythia: str) -> None:
    """Print the table."""
    found = list(rows(Path(pythia)))
    sys.stdout.write(NOTE)
    out = csv.DictWriter(sys.stdout, list(found[0]), lineterminator="\n")
    out.writeheader()
    out.writerows(found)


if __name__ == "__main__":
    main(*sys.argv[1:])
