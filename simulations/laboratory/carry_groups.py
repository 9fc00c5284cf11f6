"""What carries do to the answers of one size, and what the total of a column does to its digit."""

from dataclasses import dataclass

import numpy as np

from simulations.check import one_of
from simulations.laboratory.curves import EVERY, Table


@dataclass(frozen=True)
class CarryGroups:
    """One size's answers by the carries in a problem, and its digits by their total.

    ``carries`` (9,) number of carries 0 … 8; ``exact`` and ``product`` (9,): exact match, and the product of the
    places' accuracies, masked where fewer than 20 problems have so many; ``totals`` (20,) digit plus digit plus carry;
    ``accuracy`` (20,) of the digits with this total; ``exact_all`` and ``product_all`` of all problems, and ``ratio``,
    product over exact (NaN where none is right); ``with_carry``, ``without_carry``: accuracy of digits that receive
    one, or none.
    """

    carries: np.ndarray
    exact: np.ma.MaskedArray
    product: np.ma.MaskedArray
    totals: np.ndarray
    accuracy: np.ma.MaskedArray
    exact_all: float
    product_all: float
    ratio: float
    with_carry: float
    without_carry: float


def by_carries(models: Table, groups: Table, *, parameters: float, seed: int = EVERY) -> CarryGroups:
    """What carries do to one size's answers: a seed's, or the mean over the seeds.

    Raises ``ValueError`` for a size that the main panel has not.
    """
    rows = _main(models, parameters, seed)
    here = {name: column[_main(groups, parameters, seed)] for name, column in groups.items()}
    carried = _group(here, "carries", ("exact_match", "independent_match", "items"), np.arange(9))
    totals = _group(here, "total", ("digit_accuracy",), np.arange(20))
    names = ("exact_match", "independent_match", "accuracy_with_carry", "accuracy_without_carry")
    exact, product, with_carry, without_carry = (float(np.nanmean(models[name][rows])) for name in names)
    few = carried["items"] < 20
    return CarryGroups(
        carries=np.arange(9),
        exact=np.ma.masked_where(few, carried["exact_match"]),
        product=np.ma.masked_where(few, carried["independent_match"]),
        totals=np.arange(20),
        accuracy=np.ma.masked_invalid(totals["digit_accuracy"]),
        exact_all=exact,
        product_all=product,
        ratio=product / exact if exact > 0 else np.nan,
        with_carry=with_carry,
        without_carry=without_carry,
    )


def _main(table: Table, parameters: float, seed: int) -> np.ndarray:
    """Which rows are of the main panel's models of one size, and of one seed or of every."""
    main = table["panel"] == "main"
    one_of("parameters", parameters, np.unique(table["parameters"][main]).astype(int).tolist())
    return main & (table["parameters"] == parameters) & ((table["seed"] == seed) | (seed == EVERY))


def _group(groups: Table, kind: str, names: tuple[str, ...], values: np.ndarray) -> dict:
    """Columns of one kind of group, the mean over its rows, in the order of ``values``; NaN for none."""
    columns = {}
    for name in names:
        parts = [groups[name][(groups["group"] == kind) & (groups["value"] == value)] for value in values]
        columns[name] = np.array([part.mean() if len(part) else np.nan for part in parts])
    return columns
