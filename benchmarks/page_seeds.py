"""What the page's kernels make of five seeds, beside PyTorch's shipped table: ``python -m benchmarks.page_seeds``."""

import sys
from pathlib import Path

import numpy as np

from benchmarks.layout import markdown
from simulations import check
from simulations.laboratory import shipped
from simulations.laboratory.in_page import TrainHere

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from tests.tape.in_node import trained  # noqa: E402

WIDTHS = (16, 48, 88)


def report(widths: tuple[int, ...] = WIDTHS) -> str:
    """The table of the means by width."""
    table = shipped.models()
    facts, rows = TrainHere(figure="trained-here")._facts(), []
    for width in widths:
        check.one_of("width", width, np.unique(table["width"]).astype(int).tolist())
        alike = (table["panel"] == "main") & (table["width"] == width)
        seeds, theirs = table["seed"][alike].astype(int).tolist(), table["exact_match"][alike]
        found = trained([(width, seed) for seed in seeds], facts)
        ours = np.array([found[width, seed]["exact_match"] for seed in seeds])
        means = [f"{ours.mean():.3f}", f"{theirs.mean():.3f}", f"{abs(ours.mean() - theirs.mean()):.3f}"]
        largest = f"{abs(ours - theirs).max():.3f}"
        rows.append([f"width {width}, {len(seeds)} seeds", *means, f"{theirs.std(ddof=1):.3f}", largest])
    columns = ["exact match", "the page's kernels", "PyTorch", "apart", "seeds' own spread", "one seed apart at most"]
    return markdown("Whole trainings, 8 digits, 400 steps", columns, rows)


if __name__ == "__main__":
    try:
        print(report(tuple(map(int, sys.argv[1:])) or WIDTHS))
    except ValueError as error:
        sys.exit(str(error))
