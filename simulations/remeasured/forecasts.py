"""Forecasts of the testbed's largest models from its smaller ones: an accuracy, and which corpus is the best."""

import functools
import itertools
from dataclasses import dataclass

import numpy as np

from simulations.check import one_of
from simulations.masked import padded
from simulations.remeasured.pythia import standard_error
from simulations.remeasured.testbed import CORPORA, LARGEST, TEXTS, fitted, models, tasks

SEEN = {"up to 154M": 2e8, "up to 412M": 5e8, "up to 1.4B": 2e9}
METHODS = ("the law", "a straight line", "no change")
NEAREST = 8  # models of the lowest loss, through which the line goes
MOST = 34  # models of a corpus
GRID = np.linspace(2.2, 6, 77)  # nats a token
AVERAGES = ("the average of 17 tasks", "the average of all 46")
DECIDING = {"11M": 10_569_312, "79M": 78_914_048, "154M": 153_677_376, "412M": 411_616_256}


@dataclass(frozen=True)
class AgainstLoss:
    """One task against the loss: ``c4_loss``, ``c4``, ``redpajama_loss``, ``redpajama``, ``refinedweb_loss``,
    ``refinedweb`` (34,) the models seen; ``loss`` (77,) a grid and ``law`` (77,) what fits those seen, of all corpora;
    ``hidden_loss``, ``hidden`` (3,) the largest models.

    ``forecast`` (3,): each corpus's own law at its largest model's loss. ``miss``: how far these are off on average,
    as a share of 1; ``line_miss``, ``still_miss``: the same of the straight line and of no change.
    """

    c4_loss: np.ma.MaskedArray
    c4: np.ma.MaskedArray
    redpajama_loss: np.ma.MaskedArray
    redpajama: np.ma.MaskedArray
    refinedweb_loss: np.ma.MaskedArray
    refinedweb: np.ma.MaskedArray
    loss: np.ndarray
    law: np.ndarray
    hidden_loss: np.ndarray
    hidden: np.ndarray
    forecast: np.ndarray
    miss: float
    line_miss: float
    still_miss: float


@dataclass(frozen=True)
class Decided:
    """How often a small model of each corpus tells which corpus is better at 6.9B.

    ``pairs``: those that differ there at all; ``right``: the share of them decided rightly (a tie counts a half);
    ``clear`` and ``clear_right``: the same of those that differ there by more than two standard errors.
    """

    pairs: int
    right: float
    clear: int
    clear_right: float


def against_loss(*, task: str = "hellaswag", text: str = "C4", seen: str = "up to 412M") -> AgainstLoss:
    """A ``task`` against the loss on one of TEXTS, for the models ``seen`` and the largest one of each corpus."""
    loss, accuracy, small, corpus = _columns(task, text, seen)
    rows = {}
    for name in CORPORA:
        own = small & (corpus == name)
        rows[f"{name.lower()}_loss"] = padded(loss[own], MOST)
        rows[name.lower()] = padded(accuracy[own], MOST)
    found = forecasts(task, text=text, seen=seen)
    off = missed(task, text=text, seen=seen)
    hidden = [_largest(name) for name in CORPORA]
    return AgainstLoss(
        **rows,
        loss=GRID,
        law=fitted(loss[small], accuracy[small]).at(GRID),
        hidden_loss=loss[hidden],
        hidden=found["truth"],
        forecast=found["the law"],
        **{
            field: float(off[method].mean())
            for field, method in zip(("miss", "line_miss", "still_miss"), METHODS, strict=True)
        },
    )


@functools.lru_cache
def forecasts(task: str, *, text: str = "C4", seen: str = "up to 412M") -> dict[str, np.ndarray]:
    """The ``truth`` of the largest model of each corpus, and what each of METHODS forecast of it, (3,) each."""
    loss, accuracy, small, corpus = _columns(task, text, seen)
    each = []
    for name in CORPORA:
        own, largest = small & (corpus == name), _largest(name)
        each.append([accuracy[largest], *_three(loss[own], accuracy[own], loss[largest])])
    return dict(zip(("truth", *METHODS), np.array(each).T, strict=True))


def missed(task: str, *, text: str = "C4", seen: str = "up to 412M") -> dict[str, np.ndarray]:
    """How far each of METHODS is off for a ``task`` or one of AVERAGES, (3,) shares of 1: three corpora."""
    found = forecasts(task, text=text, seen=seen)
    return {method: np.abs(found[method] - found["truth"]) for method in METHODS}


def _three(loss: np.ndarray, accuracy: np.ndarray, at: float) -> list[float]:
    """The forecasts at a lower loss: by the law, by the line through the NEAREST models, by the nearest alone."""
    near = np.argsort(loss)[:NEAREST]
    line = np.polyval(np.polyfit(loss[near], accuracy[near], 1), at)
    return [float(fitted(loss, accuracy).at(at)), float(np.clip(line, 0, 1)), float(accuracy[near[0]])]


def _columns(task: str, text: str, seen: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    data = models()
    one_of("text", text, TEXTS)
    one_of("seen", seen, SEEN)
    one_of("task", task, (*tasks()["task"], *AVERAGES))
    names = {AVERAGES[0]: off_chance(), AVERAGES[1]: tasks()["task"]}.get(task, [task])
    accuracy = np.mean([data[name] for name in names], axis=0)
    return data[TEXTS[text]], accuracy, data["parameters"] < SEEN[seen], data["corpus"]


def off_chance() -> list[str]:
    """The tasks on which some model of 154M is ten points above guessing: gadre2024language's choice, 17 of the 46."""
    data, listed = models(), tasks()
    small = data["parameters"] == DECIDING["154M"]
    pairs = zip(listed["task"], listed["chance"], strict=True)
    return [str(task) for task, chance in pairs if np.any(data[task][small] > chance + 0.1)]


def _largest(corpus: str) -> int:
    data = models()
    return int(np.flatnonzero((data["corpus"] == corpus) & (data["parameters"] == LARGEST))[0])


def misses(*, seen: str = "up to 412M", text: str = "C4") -> dict[str, np.ndarray]:
    """How far each of METHODS is off, (138,) shares of 1: 46 tasks on three corpora."""
    each = [missed(str(task), text=text, seen=seen) for task in tasks()["task"]]
    return {method: np.concatenate([one[method] for one in each]) for method in METHODS}


def decided(*, size: str = "154M") -> Decided:
    """Whether the models of a ``size``, each on 20 tokens a parameter, put two corpora in the order of the largest."""
    small, large = _scores(DECIDING[one_of("size", size, DECIDING)]), _scores(LARGEST)
    items = tasks()["items"]
    right, clear = [], []
    for a, b in itertools.combinations(range(len(CORPORA)), 2):
        gap, guess = large[a] - large[b], small[a] - small[b]
        error = np.hypot(standard_error(large[a], items), standard_error(large[b], items))
        there = gap != 0
        right.append(np.where(guess == 0, 0.5, guess * gap > 0)[there])
        clear.append((np.abs(gap) > 2 * error)[there])
    right, clear = np.concatenate(right), np.concatenate(clear)
    return Decided(len(right), float(right.mean()), int(clear.sum()), float(right[clear].mean()))


def _scores(parameters: float) -> np.ndarray:
    """The accuracies (3, 46) of the models of one size with 20 tokens a parameter, by corpus."""
    data = models()
    chosen = (data["parameters"] == parameters) & (np.abs(data["tokens"] / (20 * parameters) - 1) < 0.01)
    own = [chosen & (data["corpus"] == corpus) for corpus in CORPORA]
    return np.array([[data[task][row][0] for task in tasks()["task"]] for row in own])
