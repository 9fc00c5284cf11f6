"""How a carry travels through one addition: what a schematic of it draws."""

from dataclasses import dataclass

import numpy as np

from simulations.check import one_of, whole
from simulations.theories import carries

BASE = 10
MAKES, PASSES, STOPS = "makes a carry", "passes one on", "stops it"
ADDITIONS = {  # words: the two numbers
    "4,999 + 1": (4_999, 1),
    "58,347 + 26,185": (58_347, 26_185),
    "630,271 + 248,516": (630_271, 248_516),
    "45,454,545 + 54,545,455": (45_454_545, 54_545_455),
}


@dataclass(frozen=True)
class Carried:
    """An addition column by column, the units first: (columns + 1,) each but ``kinds`` (columns,).

    ``first``, ``second``: the digits, 0 past the last; ``total``: the sum's digits. ``kinds``: what each column does
    with a carry (MAKES, PASSES or STOPS). ``chain``: through how many columns the carry that enters has come, or 0.
    ``longest``: the largest of these, and ``made`` the column that made that carry, None where there is none.
    """

    first: np.ndarray
    second: np.ndarray
    total: np.ndarray
    kinds: tuple[str, ...]
    chain: np.ndarray
    longest: int
    made: int | None


def carried(*, addition: str = "4,999 + 1") -> Carried:
    """One of ADDITIONS, column by column. Raises ``ValueError`` for another one."""
    return added(*ADDITIONS[one_of("addition", addition, ADDITIONS)])


def added(first: int, second: int) -> Carried:
    """The sum of two numbers from 0 on, column by column. Raises ``ValueError`` for less."""
    for name, number in (("first", first), ("second", second)):
        whole(name, number, 0, 10**15)
    long = max(len(str(first)), len(str(second)))
    digits = [np.array([int(digit) for digit in f"{one:0{long + 1}}"[::-1]]) for one in (first, second, first + second)]
    columns = (digits[0] + digits[1])[:long]
    chain = carries.entering_chains(columns[None], base=BASE)[0]
    longest = int(chain.max())
    return Carried(
        first=digits[0],
        second=digits[1],
        total=digits[2],
        kinds=tuple(MAKES if column >= BASE else PASSES if column == BASE - 1 else STOPS for column in columns),
        chain=chain,
        longest=longest,
        made=int(chain.argmax()) - longest if longest else None,
    )
