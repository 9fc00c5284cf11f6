"""Whole sums against the product of digits in the laboratory's trained models: how far do digits fail together?"""

from dataclasses import dataclass

import numpy as np

from simulations import check
from simulations.theories import carries

COLUMNS = 8  # of the additions that the models were tested on
FEWEST = 0.005  # below this share of whole sums right a ratio is noise: 20 of 4,000


@dataclass(frozen=True)
class TrainedDigits:
    """All models (K,) of the table's main panel, and the chosen one by the number of carries in the addition.

    ``ratio`` (K,) is the product of the digits' accuracies over the share of whole sums right, NaN where too few are
    right. Over ``sizes`` (sizes,), means over seeds of the ratio that two things alone would give: ``carries_ratio``
    (whether a carry comes in) and ``totals_ratio`` (the column's total). For the chosen model: ``number`` (N,) of
    carries, ``exact`` and ``product`` (N,) of those additions; ``whole``, ``multiplied`` and their ratio, ``times``.
    """

    parameters: np.ndarray
    ratio: np.ndarray
    sizes: np.ndarray
    carries_ratio: np.ndarray
    totals_ratio: np.ndarray
    chosen: np.ndarray
    number: np.ndarray
    exact: np.ndarray
    product: np.ndarray
    whole: float
    multiplied: float
    size: int
    times: float


def trained_digits(*, models: dict, groups: dict, parameters: float, seed: int = 0) -> TrainedDigits:
    """The tables ``arithmetic_models`` and ``arithmetic_groups``, read for one model, by size and seed.

    Raises ``ValueError`` when there is no such model in the main panel.
    """
    models = _kept(models, (models["panel"] == "main") & (models["status"] == "ok"))
    chosen = (models["parameters"] == parameters) & (models["seed"] == seed)
    check.require(chosen.sum() == 1, "parameters and seed", "name one trained model", (parameters, seed))
    ratio = _ratio(models["independent_match"], models["exact_match"])
    sizes = np.unique(models["parameters"])
    by_size = [models["parameters"] == size for size in sizes]
    from_carries, from_totals = _carries_ratio(models), _totals_ratio(models, groups)
    of_model = (groups["parameters"] == parameters) & (groups["seed"] == seed)
    mine = _kept(groups, (groups["group"] == "carries") & of_model)
    order = np.argsort(mine["value"])
    return TrainedDigits(
        parameters=models["parameters"],
        ratio=ratio,
        sizes=sizes,
        carries_ratio=np.array([from_carries[rows].mean() for rows in by_size]),
        totals_ratio=np.array([from_totals[rows].mean() for rows in by_size]),
        chosen=chosen,
        number=mine["value"][order],
        exact=mine["exact_match"][order],
        product=mine["independent_match"][order],
        whole=float(models["exact_match"][chosen][0]),
        multiplied=float(models["independent_match"][chosen][0]),
        size=int(models["parameters"][chosen][0]),
        times=float(ratio[chosen][0]),
    )


def _kept(table, rows):
    return {name: column[rows] for name, column in table.items()}


def _ratio(product, exact):
    enough = exact >= FEWEST
    return np.where(enough, product / np.where(enough, exact, 1), np.nan)


def _carries_ratio(models):
    without, carried = models["accuracy_without_carry"], models["accuracy_with_carry"]
    exact, product = carries.carries_alone(digits=COLUMNS, without_carry=without, with_carry=carried)
    return product / exact


def _totals_ratio(models, groups):
    totals = _kept(groups, groups["group"] == "total")
    accuracy = np.zeros((len(models["seed"]), 20))
    for row, (size, seed) in enumerate(zip(models["parameters"], models["seed"], strict=True)):
        mine = _kept(totals, (totals["parameters"] == size) & (totals["seed"] == seed))
        accuracy[row, mine["value"].astype(int)] = mine["digit_accuracy"]
    exact, product = carries.totals_alone(accuracy, digits=COLUMNS)
    return product / exact
