"""What a model answers to one problem, whole or with parts of it switched off; no PyTorch is needed here."""

from dataclasses import dataclass

import numpy as np

PARTS = ("head 1", "head 2", "the MLP")  # what can be switched off
PROBLEMS = {
    "17 + 45": (17, 45),
    "99,999,999 + 1": (99_999_999, 1),
    "21,340,644 + 8,809,413": (21_340_644, 8_809_413),
    "98,765,432 + 87,654,321": (98_765_432, 87_654_321),
}


@dataclass(frozen=True)
class Answer:
    """What one model answers to one problem, as arrays, in the order in which it writes.

    ``chances`` [A, 10] of each digit; ``right`` [A] digits, and whether a carry arrives at them, ``carried`` [A];
    ``attention`` [H, A, T]; ``symbols``: what it read, T characters; ``total`` is right, and ``given`` the number made
    of the likeliest digits.
    """

    chances: np.ndarray
    right: np.ndarray
    carried: np.ndarray
    attention: np.ndarray
    symbols: str
    total: int
    given: int

    @property
    def choices(self) -> np.ndarray:
        """The likeliest digits, [A]."""
        return self.chances.argmax(-1)


@dataclass(frozen=True)
class Asked:
    """One problem's ``whole`` answer, with everything on, and ``now``, with the ``PARTS`` on that ``keep`` says."""

    problem: str
    keep: tuple[bool, ...]
    whole: Answer
    now: Answer
