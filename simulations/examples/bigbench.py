"""BIG-bench scores by model size with their uncertainty: what twelve points on so many test items can show."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from simulations.check import one_of
from simulations.data import table
from simulations.laws.resolution import clopper_pearson

LEVEL = 0.95
# The benchmark's own names for the twelve sizes; the parameters in the table differ from them by up to 7 percent.
SIZES = ("2M", "16M", "53M", "125M", "244M", "422M", "1B", "2B", "4B", "8B", "27B", "128B")
LISTS = {
    "emergent with GPT-3 or LaMDA": "emergent, GPT-3 or LaMDA",
    "emergent with PaLM": "emergent, PaLM",
    "smooth": "smooth",
    "flat": "flat",
    "none": "on no list",
}


@dataclass(frozen=True)
class Curve:
    """One task of ``bigbench.csv`` for the twelve sizes of BIG-G.

    parameters, accuracy, low, high: (12,), low and high the ends of the interval; above: (12,) whether the interval
    lies above chance; items: test items; wei_list: the list of Wei et al.'s appendix; largest_step: the greatest rise
    between neighbouring sizes, at the sizes ``step`` tells in words; step_last: whether it is the last; verdict: what
    is seen, in words.
    """

    task: str
    wei_list: str
    items: int
    chance: float
    parameters: np.ndarray
    accuracy: np.ndarray
    low: np.ndarray
    high: np.ndarray
    above: np.ndarray
    largest_step: float
    step: str
    step_last: bool
    verdict: str


@cache
def _rows() -> dict[str, np.ndarray]:
    return table("bigbench")


@cache
def tasks() -> dict[str, str]:
    """Every task with its list of Wei's, in order of list and name: the emergent ones first."""
    rows = _rows()
    lists = dict(zip(map(str, rows["task"]), map(str, rows["wei_list"]), strict=True))
    return dict(sorted(lists.items(), key=lambda item: (list(LISTS).index(item[1]), item[0])))


def labels() -> list[tuple[str, str]]:
    """For every task of :func:`tasks`: its name with its list, to be shown, and its name in the table."""
    return [(f"{task.replace('_', ' ')} ({LISTS[wei_list]})", task) for task, wei_list in tasks().items()]


def curve(*, task: str = "hindu_knowledge", looks: int = 1) -> Curve:
    """The scores of one task, with Clopper and Pearson's intervals at 95 % (clopper1934use).

    With ``looks`` above 1 the intervals are widened (Bonferroni) so that all of that many hold together at 95%. Raises
    ``ValueError`` for an unknown task or looks below 1.
    """
    if looks < 1:
        raise ValueError(f"looks must be 1 or more, not {looks!r}")
    rows = _rows()
    here = rows["task"] == one_of("task", task, tasks())
    items, chance, accuracy = int(rows["items"][here][0]), rows["chance"][here][0], rows["accuracy"][here]
    parameters, wei_list = rows["parameters"][here], str(rows["wei_list"][here][0])
    low, high = clopper_pearson(np.rint(accuracy * items), items, confidence=1 - (1 - LEVEL) / looks)
    step = int(np.argmax(np.diff(accuracy)))
    return Curve(
        task=task.replace("_", " "),
        wei_list=wei_list,
        items=items,
        chance=chance,
        parameters=parameters,
        accuracy=accuracy,
        low=low,
        high=high,
        above=low > chance,
        largest_step=accuracy[step + 1] - accuracy[step],
        step=f"from {SIZES[step]} to {SIZES[step + 1]}",
        step_last=step == len(parameters) - 2,
        verdict=_verdict(low > chance),
    )


def tally(*, looks: int = 12) -> dict[str, dict[str, int]]:
    """For each list of Wei's: its tasks here, how many stand above chance at 128B, how many first at 128B alone,
    and how many have their largest step last (from 27B to 128B)."""
    counts: dict[str, dict[str, int]] = {}
    for task, wei_list in tasks().items():
        seen = curve(task=task, looks=looks)
        row = counts.setdefault(wei_list, {"tasks": 0, "above at 128B": 0, "only at 128B": 0, "last step largest": 0})
        row["tasks"] += 1
        row["above at 128B"] += int(seen.above[-1])
        row["only at 128B"] += int(seen.above[-1] and not seen.above[:-1].any())
        row["last step largest"] += int(seen.step_last)
    return counts


def _verdict(above: np.ndarray) -> str:
    if not above.any():
        return "no size can be told from guessing"
    first = len(above) if not above[-1] else len(above) - int(np.argmin(np.r_[above[::-1], False]))
    if first == len(above):
        return f"{above.sum()} of 12 sizes stand above guessing, but not the largest"
    if above.sum() == 1:
        return "only the largest size stands above guessing"
    if first == len(above) - 1:
        return f"the largest size stands above guessing, and {above[:-1].sum()} smaller besides"
    return f"every size from {SIZES[first]} up stands above guessing"
