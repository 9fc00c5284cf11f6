"""Addition by number of digits, in the book's own trained models: does one digit come gradually and do many jump?"""

from dataclasses import dataclass

import numpy as np

from simulations.data import table


@dataclass(frozen=True)
class Lengths:
    """Shares of sums answered exactly right, by model size, for operands of one digit and of ``digits`` digits.

    parameters: (sizes,); one, many: (sizes,) means over the seeds; many_seeds: (sizes, seeds); power: (sizes,) one to
    the power ``digits``; one_half, many_half: parameters at which the means reach one half; one_decades, many_decades:
    factors of ten of parameters that the means take from 10% to 80%.
    """

    digits: int
    parameters: np.ndarray
    one: np.ndarray
    many: np.ndarray
    many_seeds: np.ndarray
    power: np.ndarray
    one_half: float
    many_half: float
    one_decades: float
    many_decades: float


def lengths(*, digits: int = 8) -> Lengths:
    """One digit against ``digits`` (2 to 8), from the shipped sweep. Raises ``ValueError`` for another number."""
    if digits not in range(2, 9):
        raise ValueError(f"digits must be from 2 to 8, not {digits!r}")
    groups = table("arithmetic_groups")
    parameters = np.unique(groups["parameters"][groups["panel"] == "main"])
    one, many = (_exact(groups, parameters, length) for length in (1, digits))
    return Lengths(
        digits=digits,
        parameters=parameters,
        one=one.mean(axis=1),
        many=many.mean(axis=1),
        many_seeds=many,
        power=one.mean(axis=1) ** digits,
        one_half=crossing(parameters, one.mean(axis=1), level=0.5),
        many_half=crossing(parameters, many.mean(axis=1), level=0.5),
        one_decades=decades(parameters, one.mean(axis=1)),
        many_decades=decades(parameters, many.mean(axis=1)),
    )


def crossing(parameters: np.ndarray, score: np.ndarray, *, level: float) -> float:
    """Where ``score`` first rises through ``level``, between neighbours on the logarithm of ``parameters``.

    Below the first size the first two neighbours are extended. Raises ``ValueError`` when it never reaches the level.
    """
    above = np.asarray(score) >= level
    if not above.any():
        raise ValueError(f"level must be reached by the score, whose largest is {np.max(score)!r}, not {level!r}")
    right = max(1, int(np.argmax(above)))
    (x0, x1), (y0, y1) = np.log10(parameters[right - 1 : right + 1]), score[right - 1 : right + 1]
    return float(10 ** (x0 + (level - y0) / (y1 - y0) * (x1 - x0)))


def decades(parameters: np.ndarray, score: np.ndarray) -> float:
    """Factors of ten of ``parameters`` from where ``score`` crosses 10% to where it crosses 80%."""
    low, high = (crossing(parameters, score, level=level) for level in (0.1, 0.8))
    return float(np.log10(high / low))


def _exact(groups: dict, sizes: np.ndarray, length: int) -> np.ndarray:
    """Exact match of the main models on operands of so many digits: (sizes, seeds)."""
    here = (groups["panel"] == "main") & (groups["group"] == "operand digits") & (groups["value"] == length)
    return np.array([groups["exact_match"][here & (groups["parameters"] == size)] for size in sizes])
