"""What the captions of the chapter *practice* say of a result: words for the places that they name."""

import numpy as np

from simulations.practice.budget import Plan
from simulations.practice.choosing import Advice
from simulations.practice.sampling import RepeatedSampling
from simulations.practice.serving import Serving
from simulations.words import power_of_ten, two_digits

_UNITS = {1e12: "trillion", 1e9: "billion", 1e6: "million"}


def plan(result: Plan) -> dict:
    """The ranges of the best model, and what nine chances in ten would cost."""
    low, high = result.ratio_range
    return {
        "parameters_words": _range(result.parameters_range),
        "tokens_words": _range(result.tokens_range),
        "ratio_words": f"{low:.0f} to {high:.0f}",
        "nine_in_ten": _price(result),
    }


def _range(ends: np.ndarray) -> str:
    unit = next(unit for unit in _UNITS if ends[1] >= unit)
    low, high = (two_digits(end / unit) for end in ends)
    return f"{low} to {high} {_UNITS[unit]}"


def _price(result: Plan) -> str:
    first, last = result.computes[[0, -1]]
    if np.isinf(result.nine_in_ten):
        return f"more than {flops(last)}"
    return flops(result.nine_in_ten) + (" or less" if result.nine_in_ten == first else "")


def flops(compute: float) -> str:
    """A budget to one digit: "3 × 10²² FLOPs"."""
    digit, exponent = f"{compute:.0e}".split("e")
    return f"{digit} × {power_of_ten(int(exponent))} FLOPs"


def serving(result: Serving) -> dict:
    """The size that is cheapest to train, and the one that is cheapest to train and use."""
    return {
        "optimal_words": f"{two_digits(result.optimal / 1e9)} billion",
        "cheapest_words": f"{two_digits(result.cheapest / 1e9)} billion",
    }


def repeated_sampling(result: RepeatedSampling) -> dict:
    """How far picked answers keep up with a larger model."""
    most = int(result.samples[-1])
    if result.matched == 0:
        matched = "at no number of samples do the picked answers reach the larger model"
    elif result.matched == most:
        matched = f"the picked answers still match a model {most} times larger, and further than is shown"
    else:
        matched = f"the picked answers still match a model {result.matched} times the size, and then fall behind"
    return {"most_samples": most, "matched": matched}


def advice(result: Advice) -> dict:
    """The reasons for what comes first."""
    return {"because": "; ".join(result.reasons)}
