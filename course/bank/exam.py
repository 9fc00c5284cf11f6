"""Exams made from the bank: some of the items that have the tags, in versions with other numbers and another order."""

import string
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course.bank import bank
from course.bank.bank import Item
from course.questions import Choice, Question
from simulations.check import whole

LETTERS = string.ascii_uppercase
TRIES = 60  # variants looked at until one is new


@dataclass(frozen=True)
class Task:
    """An item as one version asks it: its parameters (empty where it has none), its choices in their order, points."""

    item: Item
    given: dict[str, Any]
    choices: tuple[Choice, ...]
    points: int


@dataclass(frozen=True)
class Version:
    """A version of an exam: its letter and its tasks in their order."""

    letter: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class Exam:
    """An exam in versions. ``minutes`` is the time that is given."""

    title: str
    minutes: int
    versions: tuple[Version, ...]

    @property
    def points(self) -> int:
        """The most that can be had."""
        return sum(task.points for task in self.versions[0].tasks)


def make(
    tags: Sequence[str],
    *,
    count: int,
    seed: int,
    versions: int = 1,
    minutes: int | None = None,
    points: int | None = None,
    title: str = "Exam",
) -> Exam:
    """An exam of ``count`` items with these ``tags`` (``bank.tagged``); the same for the same arguments, everywhere.

    Every version has the same items, with other parameters where there are any, in another order. No two items are on
    one exercise or one figure; where the tags leave a choice, the items are spread over chapters, objectives and
    levels. With ``minutes``, they take no longer together; ``points`` are shared out among them, in whole numbers.
    Raises ``ValueError`` for arguments that cannot be, and where there are too few items, points or minutes.
    """
    whole("items", count, 1)
    whole("seed", seed, 0)
    whole("versions", versions, 1, len(LETTERS))
    picked = _picked(bank.tagged(tags), count, np.random.default_rng([seed, zlib.crc32(b"items")]), minutes)
    worth = _shared_out([_points(item) for item in picked], points)
    taken: dict[str, list[dict]] = {item.name: [] for item in picked}
    made = []
    for number in range(versions):
        rng = np.random.default_rng([seed, number, zlib.crc32(b"version")])
        tasks = [_task(item, worth[place], seed, number, taken[item.name]) for place, item in enumerate(picked)]
        made.append(Version(LETTERS[number], tuple(tasks[place] for place in rng.permutation(count))))
    return Exam(title, minutes or sum(item.minutes for item in picked), tuple(made))


def _picked(found: Sequence[Item], count: int, rng: np.random.Generator, minutes: int | None) -> list[Item]:
    """``count`` of the items, spread over chapters, objectives and levels."""
    abouts = {item.about for item in found}
    if len(abouts) < count:
        there = "there is 1 item" if len(found) == 1 else f"there are {len(found)} items"
        apart = f", on {len(abouts)} different exercises and figures" if len(abouts) < len(found) else ""
        raise ValueError(f"{there} with these tags{apart}, and {count} were asked for")
    left = [found[place] for place in rng.permutation(len(found))]
    budget = float("inf") if minutes is None else whole("minutes", minutes, 1)
    least = _least(left, count)
    if least > budget:
        raise ValueError(
            f"the {count} shortest items with these tags take {least} minutes, and {minutes} were given: ask for fewer"
        )
    picked: list[Item] = []
    while len(picked) < count:
        fits = [item for item in left if _fits(item, left, count - len(picked) - 1, budget)]
        chapters = Counter(item.chapter for item in picked)
        objectives = Counter((item.chapter, item.objective) for item in picked)
        levels = Counter(item.level for item in picked)
        best = min(
            fits,
            key=lambda item: (
                objectives[item.chapter, item.objective],
                chapters[item.chapter],
                levels[item.level],
            ),
        )
        picked.append(best)
        budget -= best.minutes
        left = [item for item in left if item.about != best.about]
    return picked


def _fits(item: Item, left: Sequence[Item], more: int, budget: float) -> bool:
    """Whether ``more`` others of those that are left can still be had after ``item``, in the time."""
    others = [other for other in left if other.about != item.about]
    least = _least(others, more)
    return item.minutes + least <= budget


def _least(left: Sequence[Item], count: int) -> float:
    """The minutes that the ``count`` shortest items take, one for each exercise or figure; infinite for too few."""
    shortest: dict[str, int] = {}
    for item in left:
        shortest[item.about] = min(item.minutes, shortest.get(item.about, item.minutes))
    return sum(sorted(shortest.values())[:count]) if len(shortest) >= count else float("inf")


def _points(item: Item) -> int:
    return 1 if isinstance(item.source, Question) else item.source.points


def _shared_out(worth: Sequence[int], total: int | None) -> list[int]:
    """Whole points, one or more each, that sum to ``total`` and are as near to the items' own worth as they can be."""
    if total is None:
        return list(worth)
    whole("points", total, len(worth))
    exact = [(total - len(worth)) * one / sum(worth) for one in worth]
    points = [1 + int(one) for one in exact]
    by_rest = sorted(range(len(worth)), key=lambda place: int(exact[place]) - exact[place])
    for place in by_rest[: total - sum(points)]:
        points[place] += 1
    return points


def _task(item: Item, points: int, seed: int, number: int, taken: list[dict]) -> Task:
    """The item as version ``number`` asks it: with parameters that no version before has, where there are enough."""
    if isinstance(item.source, Question):
        rng = np.random.default_rng([seed, number, zlib.crc32(item.name.encode())])
        choices = item.source.choices
        return Task(item, {}, tuple(choices[place] for place in rng.permutation(len(choices))), points)
    drawn = (item.source.variant(seed, len(LETTERS) * again + number) for again in range(TRIES))
    first = item.source.variant(seed, number)
    given = next((one for one in drawn if one not in taken), first)
    taken.append(given)
    return Task(item, given, (), points)
