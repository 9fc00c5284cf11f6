"""The simulations against the plain loop that a first draft would write."""

from benchmarks import definition, theories, theories_trained
from benchmarks.layout import markdown


def report() -> str:
    """Each simulation's time beside the plain loop's, as a ratio."""
    percolation = definition.percolation_ratio()
    rows = [_row("percolation, a 64×64 lattice", percolation["union_find_s"], percolation["label_s"])]
    for words, compare in (
        ("composition, product over the surface", theories.product_ratio),
        ("composition, correlated sub-skills", theories.correlated_ratio),
        ("carries, 100,000 additions", theories.carries_ratio),
    ):
        ratio = theories.middle(compare)
        rows.append(_row(words, ratio["loop_s"], ratio["vectorised_s"]))
    rows += [_row(f"trained together: {words}", *seconds) for words, seconds in theories_trained.ratios().items()]
    return markdown("Simulations beside the plain loop", ["", "plain loop", "here", "times faster"], rows)


def _row(words: str, plain: float, here: float) -> list[str]:
    return [words, f"{1000 * plain:,.2f} ms", f"{1000 * here:,.3f} ms", f"{plain / here:,.1f}"]
