"""Sums read in pieces: four ways to cut numbers into tokens, and a learner that knows what it has seen.

The learner is a table. For each piece of an answer it looks up the pieces of the two addends that lie above it, how
they lie to it, and the carry that comes in from the right (which it is told). It knows the entry if it has met it in a
sum of its training, and else it has none. So what differs between the ways to cut is only how much there is to meet.
"""

import functools
import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulations import check
from simulations.data import as_written, table

DIGITS = (2, 3, 4, 5)
SEEN = (10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000)  # sums in training
EXAMPLES = {2: (47, 85), 3: (347, 285), 4: (6047, 2885), 5: (60_347, 52_885)}
LONGEST_RUN = 3  # digits in a piece of the fixed cuts


def one_each(number: str) -> list[str]:
    """One digit a piece."""
    return [*number]


def from_the_right(number: str) -> list[str]:
    """Threes counted from the right, as thousands are written: 1|234."""
    first = len(number) % LONGEST_RUN
    return [number[:first]] * (first > 0) + [
        number[i : i + LONGEST_RUN] for i in range(first, len(number), LONGEST_RUN)
    ]


def from_the_left(number: str) -> list[str]:
    """Threes counted from the left, as they are read: 123|4."""
    return [number[i : i + LONGEST_RUN] for i in range(0, len(number), LONGEST_RUN)]


def by_pairs(number: str, merges: tuple[tuple[str, str], ...] | None = None) -> list[str]:
    """Byte-pair encoding: pieces that were often neighbours are joined, in the order in which they were learnt."""
    rank = _ranks(_merges() if merges is None else merges)
    parts = [*number]
    while len(parts) > 1:
        known = [pair for pair in zip(parts, parts[1:], strict=False) if pair in rank]
        if not known:
            break
        parts = _join(parts, min(known, key=rank.__getitem__))
    return parts


CUTS: dict[str, Callable[[str], list[str]]] = {
    "digit by digit": one_each,
    "threes from the right": from_the_right,
    "threes from the left": from_the_left,
    "byte pairs": by_pairs,
}


def learn_merges(numbers: list[str], count: int) -> list[tuple[str, str]]:
    """The first ``count`` merges that byte-pair encoding learns from ``numbers``: the commonest neighbours, each time.

    Of pairs as common the one that sorts first is taken. Fewer are learnt where no neighbours are left.
    """
    check.whole("count", count, 1)
    words, merges = [[*number] for number in numbers], []
    for _ in range(count):
        seen: dict[tuple[str, str], int] = {}
        for word in words:
            for pair in zip(word, word[1:], strict=False):
                seen[pair] = seen.get(pair, 0) + 1
        if not seen:
            break
        best = min(seen, key=lambda pair: (-seen[pair], pair))
        merges.append(best)
        words = [_join(word, best) for word in words]
    return merges


def _join(word: list[str], pair: tuple[str, str]) -> list[str]:
    joined, i = [], 0
    while i < len(word):
        step = 2 if tuple(word[i : i + 2]) == pair else 1
        joined.append("".join(word[i : i + step]))
        i += step
    return joined


@functools.cache
def _merges() -> tuple[tuple[str, str], ...]:
    columns = as_written("number_merges")
    return tuple(zip(columns["left"], columns["right"], strict=True))


@functools.cache
def _ranks(merges: tuple[tuple[str, str], ...]) -> dict[tuple[str, str], int]:
    return {pair: rank for rank, pair in enumerate(merges)}


def entries(first: int, second: int, cut: Callable[[str], list[str]]) -> list[tuple]:
    """What the learner must have met to write ``first + second``: an entry a piece of the answer, from the left.

    An entry is the length of the answer's piece, the pieces of each addend that lie above it, each with how many digits
    its right end stands left of the answer piece's right end, and the carry that comes in.
    """
    check.whole("first", first, 0)
    check.whole("second", second, 0)
    above = [spans(cut(str(number))) for number in (first, second)]
    found = []
    for piece, low, high in spans(cut(str(first + second))):
        carry = int(first % 10**low + second % 10**low >= 10**low)
        over = tuple(tuple((p, a - low) for p, a, b in row if a < high and b > low) for row in above)
        found.append((len(piece), *over, carry))
    return found


def spans(parts: list[str]) -> list[tuple[str, int, int]]:
    """Each piece, from the left, with the places, counted from the right, at which it ends and begins."""
    ends = [*itertools.accumulate((len(part) for part in reversed(parts)), initial=0)]
    return [*zip(reversed(parts), ends, ends[1:], strict=False)][::-1]


def sums(digits: int, count: int, rng: np.random.Generator) -> np.ndarray:
    """``count`` pairs (count, 2) of numbers of so many digits, each number as likely as another."""
    check.whole("digits", digits, 1, 9)
    return rng.integers(10 ** (digits - 1), 10**digits, (count, 2))


@dataclass(frozen=True)
class Learning:
    """What the learner can add after so much training, for each way to cut: the rows of ``number_pieces.csv``.

    ``seen`` (points,): sums in training. ``right`` (cuts, points): the share of new sums of which every piece is known,
    in the order of ``CUTS``. ``chosen`` (points,): that of the cut chosen; ``at_seen``, ``at_right``: the point chosen.
    ``same``, ``longer`` (cuts,): the share right there among sums whose answer has as many digits as the addends, and
    among those with one more; masked where there are none. ``half``: the fewest sums, of those measured, after which
    the cut chosen has half of the new sums right; infinity if that is never.
    """

    cut: str
    seen: np.ndarray
    right: np.ndarray
    chosen: np.ndarray
    at_seen: float
    at_right: float
    same: np.ndarray
    longer: np.ndarray
    half: float
    pieces: str


def learning(*, cut: str, digits: int, seen: int) -> Learning:
    """After ``seen`` sums (one of the numbers measured) of so many ``digits`` (2 to 5), with numbers cut by ``cut``."""
    check.one_of("cut", cut, CUTS)
    check.one_of("digits", digits, DIGITS)
    check.one_of("seen", seen, SEEN)
    rows, numbers = table("number_pieces"), np.array(SEEN, float)
    here = rows["digits"] == digits

    def column(name: str) -> np.ndarray:
        return np.array([rows[name][here & (rows["cut"] == one)] for one in CUTS])

    right, place, row = column("right"), SEEN.index(seen), [*CUTS].index(cut)
    able = np.flatnonzero(right[row] >= 0.5)
    return Learning(
        cut=cut,
        seen=numbers,
        right=right,
        chosen=right[row],
        at_seen=float(seen),
        at_right=float(right[row, place]),
        same=column("same")[:, place],
        longer=column("longer")[:, place],
        half=float(numbers[able[0]]) if len(able) else np.inf,
        pieces=written(digits, cut),
    )


def written(digits: int, cut: str) -> str:
    """One sum of so many digits as its pieces: "60|347 + 52|885 = 113|232"."""
    first, second = EXAMPLES[digits]
    return "{} + {} = {}".format(*("|".join(CUTS[cut](str(number))) for number in (first, second, first + second)))


def table_size(length: int) -> int:
    """How many entries two aligned pieces of ``length`` digits can make: each pair, with and without a carry."""
    return 2 * 100 ** check.whole("length", length, 1, 6)
