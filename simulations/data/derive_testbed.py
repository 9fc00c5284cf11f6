"""Derives two tables from the published models and evaluations of the scaling testbed:

    python simulations/data/derive_testbed.py scaling models > simulations/data/testbed_models.csv
    python simulations/data/derive_testbed.py scaling tasks > simulations/data/testbed_tasks.csv

The first argument is a checkout of mlfoundations/scaling.
"""

import csv
import json
import sys
from pathlib import Path

SOURCE = """\
# Source: github.com/mlfoundations/scaling, exp_data, commit a003c49 (gadre2024language).
# Licence: MIT.
# Deriving script: simulations/data/derive_testbed.py
"""
NOTES = {
    "models": """\
# The 104 models of the scaling testbed: three corpora (C4, RedPajama, RefinedWeb), five to six sizes, amounts of text
# from a quarter of 20 tokens a parameter to 32 times as many. One row a model: parameters (all), training tokens, the
# loss in nats a token on four validation texts (Paloma's C4, RedPajama, Falcon RefinedWeb and code in 100 programming
# languages), and the accuracy on each of 46 tasks, whose items and chance stand in testbed_tasks.csv.
""",
    "tasks": """\
# The 46 tasks of the scaling testbed: number of items, the score of guessing and the examples in the prompt, as the
# project's own list has them. One entry is mended: ARC-Challenge has 1,172 items, not 2,376; its scores lie on that
# grid. Where the list says 0 for a task that has options after all (bigbench_cs_algorithms, pubmed_qa_labeled), 0
# stands.
""",
}
CORPORA = {"c4_original": "C4", "rpj": "RedPajama", "rw_original": "RefinedWeb"}
VALIDATION = {
    "loss_c4": "paloma_c4_en",
    "loss_redpajama": "paloma_redpajama",
    "loss_refinedweb": "paloma_falcon-refinedweb",
    "loss_code": "paloma_dolma_100_programing_languages",
}
MENDED = {"arc_challenge": 1172}


def loss(model: dict, text: str) -> float:
    """The model's loss on one validation text, nats a token."""
    (found,) = [result["loss"] for result in model["results"] if f"/{text}/" in result["val_data"][0]]
    return found


def scores(data: Path, name: str) -> dict[str, float]:
    """The accuracies of one model, by task, in the order of their names."""
    read = json.loads((data / "evals" / f"evaluation_{name}_heavy.json").read_text(encoding="utf-8"))
    return dict(sorted(read["eval_metrics"]["icl"].items()))


def model_rows(data: Path):
    """A row for each model, by corpus, size and amount of text."""
    found = [json.loads(file.read_text(encoding="utf-8")) for file in (data / "models").glob("*.json")]
    for model in sorted(found, key=lambda m: (m["dataset_name"], m["hyperparameters"]["params"], tokens(m))):
        yield {
            "corpus": CORPORA[model["dataset_name"]],
            "parameters": model["hyperparameters"]["params"],
            "tokens": tokens(model),
            **{column: f"{loss(model, text):.4f}" for column, text in VALIDATION.items()},
            **{task: f"{score:.4f}" for task, score in scores(data, model["name"]).items()},
        }


def tokens(model: dict) -> int:
    """The training tokens of a model."""
    return int(model["hyperparameters"]["tokens"])


def task_rows(data: Path):
    """A row for each task that every model was evaluated on."""
    with open(data / "eval_metadata.csv", encoding="utf-8", newline="") as file:
        listed = {row["Eval Task"]: row for row in csv.DictReader(file)}
    name = json.loads(next((data / "models").glob("*.json")).read_text(encoding="utf-8"))["name"]
    for task in scores(data, name):
        row = listed[task]
        yield {
            "task": task,
            "items": MENDED.get(task, int(row["#datapoints"])),
            "chance": f"{float(row['Random baseline']) / 100:g}",
            "shots": row["#shots"],
        }


def main(scaling: str, which: str) -> None:
    """Print one of the tables."""
    found = list({"models": model_rows, "tasks": task_rows}[which](Path(scaling) / "exp_data"))
    sys.stdout.write(NOTES[which] + SOURCE)
    out = csv.DictWriter(sys.stdout, list(found[0]), lineterminator="\n")
    out.writeheader()
    out.writerows(found)


if __name__ == "__main__":
    main(*sys.argv[1:])
