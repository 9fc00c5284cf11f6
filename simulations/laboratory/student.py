"""Which models are a student's: the one rule from a number to seeds, for notebooks, the command line and the page."""

from collections.abc import Iterable

from simulations.check import require

APART = 100  # seeds from one student's number to the next: more than any preset trains, and past the shipped 0 to 4
LARGEST = 10**13  # a seed stays a whole number in the page's JavaScript
RULE = {"apart": APART, "largest": LARGEST}  # for the page's script: the seeds count up from apart × number


def first_seed(student: int) -> int:
    """The seed that a student's models count up from. Two students share no seed, and so no model.

    Raises ``ValueError`` unless ``student`` is a whole number from 1 to LARGEST.
    """
    counts = isinstance(student, int) and not isinstance(student, bool) and 1 <= student <= LARGEST
    require(counts, "student", f"be a whole number from 1 to {LARGEST:,}", student)
    return APART * student


def whose(seeds: Iterable[int]) -> int | None:
    """The number of the student whose seeds these are; None for those of nobody or of several."""
    numbers = {int(seed) // APART for seed in seeds}
    return number if len(numbers) == 1 and 1 <= (number := numbers.pop()) <= LARGEST else None
