"""What the ledger measures of the theories' claims: functions of the formulas and tables, a number each."""

from simulations.laws import popular
from simulations.theories import composition, skill_tuples


def width_of_a_thousand() -> float:
    """The rise of a thousand equal, independent logistic sub-skills together, as a share of one's (10 to 90%)."""
    ends = [
        [composition.independent_crossing(level, count=count, steepness=2.0) for level in (0.1, 0.9)]
        for count in (1, 1000)
    ]
    one, thousand = (high - low for low, high in ends)
    return float(thousand / one)


def listing_crosses_at() -> float:
    """The decade of parameters, log10, at which the second listing's composite meets one half."""
    return popular.composition_listing().crossing


def compute_that_halves() -> float:
    """The factor of compute, spent as well as possible, that halves the reducible loss."""
    return float(2 ** (1 / skill_tuples.loss_exponents()["compute"]))
