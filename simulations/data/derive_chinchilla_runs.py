"""Writes chinchilla_runs.csv and chinchilla_refits.csv.

    python -m simulations.data.derive_chinchilla_runs svg_extracted_data.csv

The argument is data/svg_extracted_data.csv of github.com/epoch-research/analyzing-chinchilla, commit 9225883.
"""

import csv
import sys
from pathlib import Path

import numpy as np

from simulations.laws import scaling

FOLDER = Path(__file__).parent
LICENCE = """\
# Licence: CC BY 4.0. Epoch AI's site grants its work under that licence, with credit to source and authors;
#   the repository itself has no licence file. Figures derived here: rounded, tokens computed, units named.
"""
RUNS_NOTE = f"""\
# Training runs of the Chinchilla paper's Figure 4, read off its vector drawing: one row a run.
# parameters; tokens = FLOPs / (6 x parameters); loss in nats per token, read from a colour scale (about 0.01);
#   kept = 0 for the five runs of highest loss, which the refit leaves out.
# Source: Epoch AI, github.com/epoch-research/analyzing-chinchilla, commit 9225883, data/svg_extracted_data.csv
#   (besiroglu2024chinchilla), after hoffmann2022training.
{LICENCE}# Derived by: derive_chinchilla_runs.py
"""
REFITS_NOTE = f"""\
# Coefficients of L = E + A/N^alpha + B/D^beta fitted to 400 bootstrap samples of the 240 kept runs of
#   chinchilla_runs.csv (seed 0; Huber loss of log L, delta 0.001). Computed for this book.
# Source: chinchilla_runs.csv (besiroglu2024chinchilla, hoffmann2022training).
{LICENCE}# Derived by: derive_chinchilla_runs.py
"""


def derived_runs(path: str) -> dict[str, np.ndarray]:
    """The runs, sorted by parameters, then tokens, to four significant digits."""
    with open(path, encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    parameters, flops, loss = (
        np.array([float(row[name]) for row in rows]) for name in ("Model Size", "Training FLOP", "loss")
    )
    kept = np.ones(len(loss), int)
    kept[np.argsort(loss)[-5:]] = 0
    order = np.lexsort((flops / parameters, parameters))
    columns = dict(parameters=parameters, tokens=flops / (6 * parameters), loss=loss)
    return {name: _rounded(column[order], 4) for name, column in columns.items()} | {"kept": kept[order]}


def bootstrap_refits(runs: dict[str, np.ndarray], *, samples: int, rng: np.random.Generator) -> np.ndarray:
    """Coefficients (samples, 5), one row a law fitted to as many runs drawn with replacement."""
    kept = np.flatnonzero(runs["kept"])
    draws = []
    for _ in range(samples):
        pick = rng.choice(kept, len(kept))
        law = scaling.fit(parameters=runs["parameters"][pick], tokens=runs["tokens"][pick], losses=runs["loss"][pick])
        draws.append([getattr(law, name) for name in scaling.COEFFICIENTS])
    return np.array(draws)


def _rounded(values, digits: int) -> np.ndarray:
    return np.array([float(f"{value:.{digits - 1}e}") for value in values])


def _write(name: str, note: str, columns: dict[str, np.ndarray]) -> None:
    lines = [",".join(f"{value:.5g}" for value in row) for row in zip(*columns.values(), strict=True)]
    (FOLDER / f"{name}.csv").write_text(note + ",".join(columns) + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    table = derived_runs(sys.argv[1])
    _write("chinchilla_runs", RUNS_NOTE, table)
    refits = bootstrap_refits(table, samples=400, rng=np.random.default_rng(0))
    _write("chinchilla_refits", REFITS_NOTE, dict(zip(scaling.COEFFICIENTS, refits.T, strict=True)))
