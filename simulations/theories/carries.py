"""Carries: how far a carry travels in an addition, and why the digits of a sum do not fail independently.

A column whose two digits sum to the base or more *generates* a carry, one whose digits sum to base − 1 *passes on* the
carry that comes in, and any other column stops it. A chain's length is the number of columns that its carry enters.
"""

from dataclasses import dataclass

import numpy as np

from simulations import check

SHOWN = 7  # chains so long and longer are counted together in ``Chains.exact_short``
LONG = 5  # columns, of a chain that a random test hardly ever holds


@dataclass(frozen=True)
class Chains:
    """The longest carry chain of an addition of ``digits`` columns: ``lengths`` (digits + 1,) and their chances.

    ``exact`` is computed, ``simulated`` counted over random ``additions``; both sum to 1. ``mean`` is the exact
    expectation, in columns; ``none`` and ``long`` the exact chances of no carry, and of a chain of LONG or more.
    """

    lengths: np.ndarray
    exact: np.ndarray
    simulated: np.ndarray
    additions: int
    mean: float
    none: float
    long: float

    @property
    def exact_short(self) -> np.ndarray:
        """``exact`` for lengths 0 … SHOWN − 1 and, last, SHOWN and more: (SHOWN + 1,)."""
        return _grouped(self.exact)

    @property
    def simulated_short(self) -> np.ndarray:
        """``simulated`` in the same way."""
        return _grouped(self.simulated)


@dataclass(frozen=True)
class CarryErrors:
    """A model that errs more the farther a carry has come, over additions of ``digits`` (K,) columns.

    Shares of 1: ``exact`` the chance that every digit of the sum is right, ``product`` the product of the digits' own
    accuracies; ``accuracy`` the mean digit's. ``ratio`` is product over exact at the longest addition.
    """

    digits: np.ndarray
    exact: np.ndarray
    product: np.ndarray
    accuracy: np.ndarray
    ratio: float


def column_chances(base: int = 10) -> tuple[float, float, float]:
    """The chances that a column of two uniform digits generates a carry, passes one on, stops it: 0.45, 0.1, 0.45."""
    check.at_least("base", base, 2)
    generate = (base - 1) / (2 * base)
    return generate, 1 / base, 1 - generate - 1 / base


def longest_chain(digits: int, *, base: int = 10) -> np.ndarray:
    """The chance of each longest chain 0 … ``digits``, exactly: (digits + 1,).

    A Markov chain over the length of the carry that enters the next column, run for every cap on the length at once.
    """
    check.at_least("digits", digits, 1)
    size = digits + 1
    cap, length = np.ogrid[:size, :size]
    state = np.zeros((size, size))  # (cap, length of the chain that enters): chance so far, chains over the cap cut off
    state[:, 0] = 1.0
    for _ in range(digits):
        state = np.where(length <= cap, _next_column(state, base), 0.0)
    return np.diff(state.sum(axis=1), prepend=0.0)


def entering_chains(columns: np.ndarray, *, base: int = 10) -> np.ndarray:
    """The length of the chain that enters each column of additions, and the one past the last.

    ``columns`` (additions, digits) holds the sums of the two digits of each column, lowest first, no carry added;
    the answer is (additions, digits + 1), 0 where no carry enters. Raises ``ValueError`` for another shape.
    """
    check.require(np.ndim(columns) == 2, "columns", "be of shape (additions, digits)", np.shape(columns))
    lanes = np.ascontiguousarray(columns.T)
    entering = np.zeros((len(lanes) + 1, lanes.shape[1]), dtype=int)
    for j, lane in enumerate(lanes):
        passed = (entering[j] + (entering[j] > 0)) * (lane == base - 1)
        entering[j + 1] = np.where(lane >= base, 1, passed)
    return entering.T


def random_columns(additions: int, digits: int, *, base: int = 10, rng: np.random.Generator) -> np.ndarray:
    """The column sums of random additions of uniform digits: (additions, digits)."""
    return rng.integers(base, size=(2, additions, digits)).sum(axis=0)


def chains(*, digits: int = 8, base: int = 10, additions: int = 1000, seed: int = 0) -> Chains:
    """The longest chain's distribution, exactly and over ``additions`` random sums."""
    exact = longest_chain(digits, base=base)
    check.whole("additions", additions, 1)
    columns = random_columns(additions, digits, base=base, rng=np.random.default_rng(check.whole("seed", seed, 0)))
    longest = entering_chains(columns, base=base).max(axis=1)
    lengths = np.arange(digits + 1)
    counted = np.bincount(longest, minlength=digits + 1) / additions
    return Chains(
        lengths=lengths,
        exact=exact,
        simulated=counted,
        additions=additions,
        mean=float(lengths @ exact),
        none=float(exact[0]),
        long=float(exact[LONG:].sum()),
    )


def carry_errors(
    *, digit_accuracy: float = 0.99, carry_accuracy: float = 0.9, base: int = 10, most: int = 12
) -> CarryErrors:
    """P(every digit right) against the product of the digits' accuracies, for 1 … ``most`` columns.

    A digit that a carry chain of length c enters is right with chance ``digit_accuracy``·``carry_accuracy``^c, given
    the addition independently of the others. Raises ``ValueError`` for an accuracy outside 0 … 1.
    """
    check.within("digit_accuracy", digit_accuracy, 0, 1)
    check.within("carry_accuracy", carry_accuracy, 0, 1)
    check.at_least("most", most, 1)
    exact, digitwise = _walk(digit_accuracy * carry_accuracy ** np.arange(most + 1.0), base)
    digits = np.arange(1, most + 1)
    product = np.cumprod(digitwise)[1:]
    return CarryErrors(
        digits=digits,
        exact=exact[1:],
        product=product,
        accuracy=np.cumsum(digitwise)[1:] / (digits + 1),
        ratio=float(product[-1] / exact[-1]) if exact[-1] > 0 else 1.0,
    )


def carries_alone(*, digits: int, without_carry, with_carry, base: int = 10) -> tuple[np.ndarray, np.ndarray]:
    """Whole sum and product of digits if whether a carry comes in were all that mattered: (models,) each.

    A digit is right with chance ``without_carry`` (models,), or ``with_carry`` (models,) where a carry comes in,
    whatever the others do. Both include the top digit.
    """
    check.at_least("digits", digits, 1)
    generate, passes, stops = column_chances(base)
    onwards = np.array([[stops + passes, generate], [stops, generate + passes]])  # no carry or carry, to the same
    accuracy = np.stack([np.asarray(without_carry, float), np.asarray(with_carry, float)], axis=-1)
    chance = weight = np.broadcast_to([1.0, 0.0], accuracy.shape)  # by the carry that enters
    product = np.ones(accuracy.shape[:-1])
    for _ in range(digits):
        product = product * (chance * accuracy).sum(axis=-1)
        chance, weight = chance @ onwards, (weight * accuracy) @ onwards
    return (weight * accuracy).sum(axis=-1), product * (chance * accuracy).sum(axis=-1)


def totals_alone(accuracy: np.ndarray, *, digits: int) -> tuple[np.ndarray, np.ndarray]:
    """Whole sum and product of digits, without the top one, if a digit's total were all that mattered: (models,) each.

    ``accuracy`` (models, 20) is the chance that a digit is right by its column's total, carry included: 0 … 19. A total
    of ten or more hands a carry on, which is what ties the columns together.
    """
    check.at_least("digits", digits, 1)
    accuracy = np.asarray(accuracy, float)
    pairs = np.convolve(np.ones(10), np.ones(10)) / 100  # the sum of two uniform digits: 0 … 18
    chance = weight = np.broadcast_to([1.0, 0.0], (len(accuracy), 2))  # by the carry that enters
    product = np.ones(len(accuracy))
    for _ in range(digits):
        product = product * _next_total(chance, pairs, accuracy).sum(axis=1)
        weight = _next_total(weight, pairs, accuracy)
        chance = _next_total(chance, pairs, np.ones_like(accuracy))
    return weight.sum(axis=1), product


def _next_total(state, pairs, accuracy):
    out = np.zeros_like(state)
    for carry in (0, 1):
        totals = np.zeros_like(accuracy)
        totals[:, carry : carry + 19] = pairs
        kept = state[:, [carry]] * totals * accuracy
        out += np.stack([kept[:, :10].sum(axis=1), kept[:, 10:].sum(axis=1)], axis=1)
    return out


def _grouped(chances):
    padded = np.pad(chances, (0, max(0, SHOWN + 1 - len(chances))))
    return np.append(padded[:SHOWN], padded[SHOWN:].sum())


def _walk(accuracy, base):
    # For 0 … most columns: the chance that all digits are right, the top one included, and each digit's own accuracy.
    chance = np.zeros(len(accuracy))  # of each entering chain
    weight = np.zeros(len(accuracy))  # the same times the chance that all digits so far are right
    chance[0] = weight[0] = 1.0
    exact, digitwise = [], []
    for _ in accuracy:
        digitwise.append(chance @ accuracy)
        weight = weight * accuracy
        exact.append(weight.sum())
        chance, weight = (_next_column(state, base) for state in (chance, weight))
    return np.array(exact), np.array(digitwise)


def _next_column(state, base):
    # (..., lengths): chances by the chain that enters one column, to those by the chain that enters the next
    generate, passes, stops = column_chances(base)
    total = state.sum(axis=-1)
    grown = np.zeros_like(state)
    grown[..., 2:] = passes * state[..., 1:-1]
    grown[..., 0] = stops * total + passes * state[..., 0]
    grown[..., 1] = generate * total
    return grown
