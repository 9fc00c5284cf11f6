"""What the ledger measures of the laboratory's claims: functions of the shipped sweep, a number each."""

import numpy as np

from simulations.laboratory import curves, shipped


def lengths_in_order() -> float:
    """In how many of seven steps of one digit more the size at which half of the answers are right gets larger."""
    return float(np.sum(np.diff(half_sizes()) > 0))


def one_digit_from_the_start() -> float:
    """The share of one-digit sums that the second smallest size gets right, mean of its seeds."""
    return float(curves.length_curve(shipped.groups(), operand_digits=1).mean[1])


def half_sizes() -> np.ndarray:
    """(8,): where half of the answers of 1 to 8 digits are right, in parameters."""
    rows = shipped.groups()
    lengths = (
        {name: column[(rows["group"] == "operand digits") & (rows["value"] == digits)] for name, column in rows.items()}
        for digits in range(1, 9)
    )
    return np.array([curves.half_size(one) for one in lengths])
