"""The mirage paper's three factors, one after the other: how an evaluation makes a jump of smooth progress."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from simulations.check import one_of, whole
from simulations.mirage import metrics
from simulations.mirage.spacing import last_step_share

SIZES = np.geomspace(1e7, 1e12, 51)  # parameters
CONSTANT = 1e8  # the size at which 37% of the tokens are right
MOST_ITEMS = 1_000_000
TESTED = {  # number of models: which of SIZES
    26: [*range(0, 51, 2)],
    11: [*range(0, 51, 5)],
    5: [0, 10, 20, 30, 50],
    3: [0, 25, 50],
}


@dataclass(frozen=True)
class Factors:
    """What is left of progress after each factor, over ``sizes`` (51,): shares of 1, (51,) each.

    ``token_accuracy``: what the models do. ``exact_match``: whole answers, by the metric. ``measured``: the score in a
    typical test, which counts right answers among its items; ``unseen`` sizes score nothing in it. ``tested``,
    ``scores`` (models,): the sizes that were tested, and what is published of them. ``last_rise``: the last step's
    share of the whole rise, 0 where nothing rises.
    """

    sizes: np.ndarray
    token_accuracy: np.ndarray
    exact_match: np.ndarray
    measured: np.ndarray
    unseen: int
    tested: np.ndarray
    scores: np.ndarray
    last_rise: float


def three_factors(*, answer_length: int = 10, items: int = 20, models: int = 3) -> Factors:
    """The mirage paper's toy through a metric, a test and a choice of models (schaeffer2023mirage).

    The typical test is the median one. Raises ``ValueError`` for a length or items below 1, or models not in TESTED.
    """
    whole("items", items, 1, MOST_ITEMS)
    one_of("models", models, TESTED)
    toy = metrics.toy_scaling(parameters=SIZES, constant=CONSTANT, answer_length=answer_length)
    measured = stats.binom.median(items, toy.exact_match) / items
    tested = TESTED[models]
    scores = measured[tested]
    return Factors(
        sizes=SIZES,
        token_accuracy=toy.token_accuracy,
        exact_match=toy.exact_match,
        measured=measured,
        unseen=int((measured == 0).sum()),
        tested=SIZES[tested],
        scores=scores,
        last_rise=last_step_share(scores),
    )
