"""Derives ``letters_words.csv`` from the evaluations published with dominguezolmedo2025training:

    python simulations/data/derive_letters_words.py training-on-the-test-task > letters_words.csv

The argument is a checkout of socialfoundations/training-on-the-test-task (commit c357810).
"""

import ast
import csv
import json
import re
import sys
from pathlib import Path

NOTE = """\
# 53 base models on three tests of multiple choice, each asked in two ways: for the letter of the right option among
# those listed (letters), and for its words, where each option's words are weighed as a continuation and no options are
# listed (words). trained: letters again, after three epochs of the authors' exercises in multiple choice (mmluaux), the
# same for all models. The authors then take the better of both; here it stands as it was measured (with these exercises
# stablelm-2-1.6b got worse on MMLU), and is empty where none was published. Shares right; MMLU has five examples in the
# prompt. parameters, tokens: as the authors give them;
# scale is 6 x parameters x tokens in FLOPs. One row a test and model.
# Source: socialfoundations/training-on-the-test-task, notebooks/evaluations (base, e3/mmluaux) and notebooks/utils.py,
# commit c357810 (dominguezolmedo2025training).
# Licence: measured figures, with credit to those who measured them; the repository states none.
# Deriving script: derive_letters_words.py.
"""
# Each test's two forms: the file's name, and that of the score in it.
TESTS = {
    "mmlu": ("mmlu", "mmlu_cloze"),
    "arc": ("arc_challenge_mc", "arc_challenge"),
    "hellaswag": ("hellaswag_mc", "hellaswag"),
}


def score(file: Path) -> str:
    """The share right in one file of results, empty where there is none."""
    if not file.exists():
        return ""
    return f"{json.loads(file.read_text(encoding='utf-8'))['results'][file.stem.split('-')[-1]]['acc,none']:.4f}"


def literal(source: str, name: str) -> dict:
    """The dict that a module assigns to ``name``."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name:
            return ast.literal_eval(node.value)
    raise LookupError(f"{name} is not in the source")


def main(project: Path) -> None:
    source = (project / "notebooks/utils.py").read_text(encoding="utf-8")
    evaluations = project / "notebooks/evaluations"
    writer = csv.writer(sys.stdout, lineterminator="\n")
    print(NOTE, end="")
    writer.writerow(["test", "model", "family", "parameters", "tokens", "scale", "words", "letters", "trained"])
    sizes = literal(source, "model2compute")
    for test, (letters, words) in TESTS.items():
        rows = []
        for model, size in sizes.items():
            n, d = size["N"] * 1e9, size["D"] * 1e9
            shares = (
                score(evaluations / f"base/{model}-{words}.json"),
                score(evaluations / f"base/{model}-{letters}.json"),
                score(evaluations / f"e3/mmluaux/{model}-{letters}.json"),
            )
            family = re.split(r"-(?=[\d.]+[bm]\b|base)", model)[0]
            rows.append([test, model, family, f"{n:g}", f"{d:g}", f"{6 * n * d:.4g}", *shares])
        writer.writerows(sorted(rows, key=lambda row: float(row[5])))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
