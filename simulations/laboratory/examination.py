"""The examination that every trained model sits: fixed problems, and what is written down about the answers."""

from dataclasses import dataclass

import numpy as np

from simulations.laboratory import measure
from simulations.laboratory.answers import predictions
from simulations.laboratory.model import Adders
from simulations.laboratory.shipped import compact
from simulations.laboratory.task import Task, carries, draw, encode
from simulations.streams import EXAMINATION, stream

WRITTEN = 500  # problems whose answers are also written out freely, for the edit distance
SHIPPED = 256  # problems whose predictions are kept one by one


@dataclass(frozen=True)
class Examination:
    """``items`` problems with two operands of full length and uniform digits, whatever a model was trained on, and
    ``each`` problems of every shorter length (all hundred where the length is 1). The problems of a shorter examination
    are the first of a longer one."""

    items: int = 4_000
    each: int = 500

    def operands(self, task: Task, *, length: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """The operands of the main part, or of the part where both have ``length`` digits: two arrays [items]."""
        if length == 1:
            return np.repeat(np.arange(10), 10), np.tile(np.arange(10), 10)
        alike = Task(length or task.digits, skew=0, lengths="full")
        problems = draw(alike, self.each if length else self.items, rng=stream(0, EXAMINATION, length or 0))
        return problems.first, problems.second

    def sit(self, models: Adders) -> tuple[list[dict], list[dict], dict[str, np.ndarray]]:
        """A row of metrics for each model; rows of metrics by group; and the first predictions, compactly, [E, ...]."""
        task = models.task
        first, second = self.operands(task)
        tokens = encode(task, first, second)
        full = predictions(models, tokens, write=False)
        start = predictions(models, tokens[:WRITTEN])
        carried = carries(task, first, second)
        if not task.least_first:
            carried = carried[:, ::-1]
        columns = measure.all_metrics(full) | {"edit_distance": measure.edit_distance(start)}
        columns["accuracy_without_carry"], columns["accuracy_with_carry"] = measure.accuracy_by_carry(full, carried)
        rows = [{name: float(column[e]) for name, column in columns.items()} for e in range(len(full.log_probs))]
        return rows, self._groups(models, full, first, second, carried), compact(start.items(slice(SHIPPED)))

    def _groups(
        self, models: Adders, full: measure.Predictions, first: np.ndarray, second: np.ndarray, carried: np.ndarray
    ) -> list[dict]:
        task, rows = models.task, []
        for length in range(1, task.digits):
            part = predictions(models, encode(task, *self.operands(task, length=length)), write=False)
            rows += _group_rows("operand digits", length, part.right)
        rows += _group_rows("operand digits", task.digits, full.right)
        for number in range(task.digits + 1):
            rows += _group_rows("carries", number, full.right[:, carried.sum(1) == number])
        right, carried = (x if task.least_first else x[..., ::-1] for x in (full.right, carried))
        for place in range(task.answer_length):
            rows += _group_rows("place", place, right[:, :, place : place + 1])
        powers = 10 ** np.arange(task.digits)
        total = first[:, None] // powers % 10 + second[:, None] // powers % 10 + carried[:, :-1]  # [items, digits]
        for value in range(20):
            rows += _group_rows("total", value, right[:, :, :-1][:, total == value][..., None])
        return rows


def quick(models: Adders, *, items: int) -> list[dict]:
    """A row of metrics for each model from a smaller examination, for watching a training."""
    first, second = Examination(items=items).operands(models.task)
    columns = measure.all_metrics(predictions(models, encode(models.task, first, second), write=False))
    del columns["edit_distance"]
    return [{name: float(column[e]) for name, column in columns.items()} for e in range(models.symbol.shape[0])]


def _group_rows(kind: str, value: int, right: np.ndarray) -> list[dict]:
    """One row a model for the items of a group: right [E, items, digits]; no rows for an empty group."""
    if not right.size:
        return []
    facts = {"group": kind, "value": value, "items": right.shape[1]}
    scores = zip(right.mean((1, 2)), right.all(-1).mean(1), right.mean(1).prod(-1), strict=True)
    return [
        facts | {"model": e, "digit_accuracy": float(a), "exact_match": float(x), "independent_match": float(i)}
        for e, (a, x, i) in enumerate(scores)
    ]
