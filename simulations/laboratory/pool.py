"""A class's results as one: which files count, why the others do not, and the class's mean by size. No PyTorch."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import stdtrit

from simulations.files import read_plain
from simulations.laboratory import result

LARGEST_FILE = 4_000_000  # bytes, as on the page
CONFIDENCE = 0.95


@dataclass(frozen=True)
class HandIn:
    """A student's file that counts: where it lies, whose it is, and its ``content`` as ``result.read`` gives it."""

    path: Path
    student: int
    content: dict[str, Any]

    @property
    def models(self) -> list[dict[str, Any]]:
        """The models that did not diverge."""
        return [model for model in self.content["models"] if model["status"] == "ok"]


@dataclass(frozen=True)
class LeftOut:
    """A file that does not count, and why."""

    path: Path
    why: str


@dataclass(frozen=True)
class Pool:
    """What a class's files say together.

    ``hand_ins`` that count, by student; ``left_out``, in the order given. ``sizes`` [sizes] parameters; ``means``
    [students, sizes] each student's mean exact match over the seeds, masked where there is none. ``mean`` [sizes] over
    students; ``low``, ``high`` [sizes] its 95% interval by Student's t, inside 0 to 1, masked where one student has
    that size.
    """

    hand_ins: tuple[HandIn, ...]
    left_out: tuple[LeftOut, ...]
    sizes: np.ndarray
    means: np.ma.MaskedArray
    mean: np.ma.MaskedArray
    low: np.ma.MaskedArray
    high: np.ma.MaskedArray


def pooled(paths: Iterable[Path]) -> Pool:
    """The files as one. A file that cannot be used is left out with what is wrong with it; a copy counts once.

    Not used are what ``result.read`` refuses, results of nobody in particular, results of another recipe or examination
    than most, a second file of one student, and models that another student handed in. Of two files with the same
    models the first counts: which of the two was copied, they do not say.
    Raises ``ValueError`` where no file can be used.
    """
    read, left_out = _read_all(list(paths))
    alike, others = _of_one_recipe(read)
    own, copies = _once(alike)
    left_out |= others | copies
    said = tuple(LeftOut(path, why) for path, why in left_out.values())
    if not own:
        raise ValueError("none of the files can be used:\n" + "\n".join(f"{one.path}: {one.why}" for one in said))
    return _summed(tuple(sorted(own, key=lambda one: one.student)), said)


def _read_all(paths: list[Path]) -> tuple[dict[int, HandIn], dict[int, tuple[Path, str]]]:
    """What can be read, and what cannot and why, each by its place among the paths."""
    read, left_out = {}, {}
    for place, path in enumerate(paths):
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise ValueError(f"it is larger than {LARGEST_FILE // 10**6} MB")
            content = result.read(read_plain(path).decode("utf-8"))
            if content["student"] is None:
                raise ValueError("it has no student's number: its seeds are nobody's, or those of several")
            if not any(model["status"] == "ok" for model in content["models"]):
                raise ValueError("all of its models diverged")
            read[place] = HandIn(path, int(content["student"]), content)
        except OSError as error:
            left_out[place] = (path, f"it cannot be read: {error.strerror}")
        except UnicodeDecodeError:
            left_out[place] = (path, "this is not JSON: it is not text")
        except ValueError as error:
            left_out[place] = (path, str(error))
    return read, left_out


def _of_one_recipe(read: dict[int, HandIn]) -> tuple[dict[int, HandIn], dict[int, tuple[Path, str]]]:
    """Those of the recipe and examination that most have (of two that as many have, the first), and the others."""
    found = {place: _flat(one.content) for place, one in read.items()}
    most = Counter(json.dumps(facts, sort_keys=True) for facts in found.values()).most_common(1)
    usual = json.loads(most[0][0]) if most else {}
    alike, others = {}, {}
    for place, one in read.items():
        differs = [name for name in sorted({*found[place], *usual}) if found[place].get(name) != usual.get(name)]
        if differs:
            said = "; ".join(f"{name} is {found[place].get(name)}, not {usual.get(name)}" for name in differs)
            task = any(name.startswith("recipe's task's") for name in differs)
            others[place] = (one.path, f"its {'task' if task else 'recipe'} is not that of most files: {said}")
        else:
            alike[place] = one
    return alike, others


def _flat(content: dict[str, Any]) -> dict[str, Any]:
    """Recipe and examination as one level: ``recipe's steps``, ``recipe's task's skew``."""
    flat, waiting = {}, [(name, content[name]) for name in ("recipe", "examination")]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(f"{name}'s {key}", inner) for key, inner in value.items()]
        else:
            flat[name] = value
    return flat


def _once(alike: dict[int, HandIn]) -> tuple[list[HandIn], dict[int, tuple[Path, str]]]:
    """Those that are somebody's own, and the copies: the same student again, or another student's models.

    Two models that differ in seed differ in the sixth digit of one of five metrics at the least.
    """
    own: dict[int, HandIn] = {}
    trained: dict[tuple, HandIn] = {}
    copies = {}
    for place, one in alike.items():
        marks = [_mark(model) for model in one.models]
        first = own.get(one.student)
        taken = [trained[mark] for mark in marks if mark in trained]
        if first:
            same = "the same models" if len(taken) == len(marks) else "with other results"
            copies[place] = (one.path, f"student {one.student} a second time, {same}; {first.path} counts")
        elif taken:
            whose, count = Counter((other.student, other.path) for other in taken).most_common(1)[0]
            said = f"{count} of its {len(marks)} models are those of student {whose[0]}, under the number {one.student}"
            copies[place] = (one.path, f"a copy: {said}; {whose[1]} counts")
        else:
            own[one.student] = one
            trained |= dict.fromkeys(marks, one)
    return list(own.values()), copies


def _mark(model: dict[str, Any]) -> tuple:
    """What tells a model from every other, whatever its seed is said to be."""
    return tuple(model[name] for name in ("parameters", *result.RANGES))


def _summed(hand_ins: tuple[HandIn, ...], left_out: tuple[LeftOut, ...]) -> Pool:
    sizes = np.array(sorted({model["parameters"] for one in hand_ins for model in one.models}))
    means = np.ma.masked_invalid([[_mean(one, size, "exact_match") for size in sizes] for one in hand_ins])
    count, mean = means.count(0), means.mean(0)
    enough = np.maximum(count, 2)
    error = means.std(0, ddof=1).filled(0) if len(hand_ins) > 1 else np.zeros(len(sizes))
    reach = stdtrit(enough - 1, (1 + CONFIDENCE) / 2) * error / np.sqrt(enough)
    low, high = (np.ma.masked_where(count < 2, np.clip(mean + way * reach, 0, 1)) for way in (-1, 1))
    return Pool(hand_ins, left_out, sizes, means, mean, low, high)


def _mean(one: HandIn, size: int, name: str) -> float:
    """The mean of a metric over a student's models of one size; NaN where there is none."""
    values = [model[name] for model in one.models if model["parameters"] == size]
    return float(np.mean(values)) if values else np.nan


def table(pool: Pool) -> dict[str, list]:
    """The pool as columns, a row a student and size: how many models, the mean of each metric, and the class's."""
    rows = []
    for one in pool.hand_ins:
        for column, size in enumerate(pool.sizes.tolist()):
            models = [model for model in one.content["models"] if model["parameters"] == size]
            if not models:
                continue
            row = {"student": one.student, "parameters": size, "models": len(models)}
            row["diverged"] = sum(model["status"] != "ok" for model in models)
            row |= {name: _mean(one, size, name) for name in result.RANGES}
            curves = (("class_mean", pool.mean), ("class_low", pool.low), ("class_high", pool.high))
            row |= {name: float(curve.filled(np.nan)[column]) for name, curve in curves}
            rows.append(row | {"file": str(one.path)})
    return {name: [row[name] for row in rows] for name in rows[0]}


NOTE = (
    "A class's laboratory results: a row a student and size; metrics are means over the models that did not diverge",
    "Cross-entropy in nats a digit; edit_distance in digits of nine; all else shares, 0 to 1",
    "class_mean, class_low, class_high: exact match of this size, the mean over students and its 95% interval",
)
