"""The simulations against the plain loop that a first draft would write."""

from benchmarks import definition
from benchmarks.layout import markdown


def report() -> str:
    """Each simulation's time beside the plain loop's, as a ratio."""
    percolation = definition.percolation_ratio()
    rows = [_row("percolation, a 64×64 lattice", percolation["union_find_s"], percolation["label_s"])]
    return markdown("Simulations beside the plain loop", ["", "plain loop", "here", "times faster"], rows)


def _row(words: str, plain: float, here: float) -> list[str]:
    return [words, f"{1000 * plain:,.2f} ms", f"{1000 * here:,.3f} ms", f"{plain / here:,.0f}"]
