"""The attack on functions sees each kind of fault, goes on after a process that ends, and lets sound functions be."""

import os
import random
import time

import numpy as np
import pytest

from simulations import check
from tests.attacks import functions, functions_found, functions_wrong


def refuses(*, share: float = 0.5) -> float:
    """A sound one."""
    return float(check.within("share", share, 0, 1))


def makes_nan(*, share: float = 0.5) -> float:
    """NaN below 0."""
    with np.errstate(all="ignore"):
        return float(np.sqrt(share))


def warns(*, share: float = 0.5) -> float:
    """A warning at 0."""
    return float(np.isfinite(1 / np.float64(share)))


def hangs(*, share: float = 0.5) -> float:
    """Long below 0, in Python; past 1 without an ear for the alarm."""
    if share == -1:
        time.sleep(60)
    return 0.0


def ends(*, share: float = 0.5) -> float:
    """Ends the process below 0."""
    if share == -1:
        os._exit(3)
    return 0.0


def fills(*, share: float = 0.5) -> float:
    """Takes more memory than it may."""
    return float(np.ones(1 << 31 if share == -1 else 1)[0])


def looks_up(*, word: str = "a") -> int:
    """A word from inside, and no sentence."""
    return {"a": 1}[word]


SEEN = {
    makes_nan: "NaN without a word",
    warns: "a warning alone",
    hangs: "too slow",
    ends: "ended its process",
    fills: "too large",
    looks_up: "KeyError",
}


def outcomes(one, monkeypatch) -> dict[str, str]:
    monkeypatch.setattr(functions, "SECONDS", 0.5)
    bases = functions_found.right_calls(one, [])
    todo = [case for case in functions.cases(bases, random.Random(1)) if len(case.changes) == 1]
    found = list(functions.attack(one, bases, todo))
    assert [number for kind, number, *_ in found if kind == "done"] == list(range(len(todo)))
    return {todo[number].words: outcome for _, number, outcome, _ in found}


@pytest.mark.parametrize("one", SEEN)
def test_a_fault_is_seen_and_the_other_calls_are_made(one, monkeypatch):
    found = outcomes(one, monkeypatch)
    assert SEEN[one] in found.values() and SEEN[one] not in functions.GOOD
    assert functions.GOOD & {*found.values()} and len(found) > 10


def test_a_sound_function_has_no_fault(monkeypatch):
    found = outcomes(refuses, monkeypatch)
    assert set(found.values()) <= functions.GOOD
    assert found["share=-1"] == found["share=nan"] == "refused"


def test_what_is_of_another_kind_is_told_from_a_wrong_value():
    kinds = functions_wrong.of_another_kind
    assert kinds(3, 2.5) and kinds(0.5, "0.5") and kinds(np.ones(2), None) and kinds("a", 1) and kinds(0.5, True)
    assert not kinds(3, -1) and not kinds(0.5, np.nan) and not kinds(np.ones(2), [1, 2, 3]) and not kinds("a", "")


def test_functions_of_every_chapter_are_found_and_those_of_the_cells_are_among_them():
    known, met = functions_found.functions(), functions_found.met()
    assert {name.split(".")[1] for name in known} >= {*functions_found.exercises.CHAPTERS}
    assert "simulations.mirage.metrics.metric_effect" in met & {*known}
