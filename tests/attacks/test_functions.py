"""The attack on functions sees each kind of fault, goes on after a process that ends, and lets sound functions be."""

import dataclasses
import functools
import os
import subprocess
import sys
import time

import numpy as np
import pytest

from simulations import check
from tests.attacks import functions, functions_found, functions_wrong
from tests.chapter_cells import ROOT


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


def fails_near_nothing(*, share: float = 0.5) -> float:
    """An error at what is small and not 0, which the table does not have."""
    if isinstance(share, float) and 0 < abs(share) < 1e-3:
        raise RuntimeError("too small")
    return 0.0


def numpys_word(*, number: int = 2) -> float:
    """What numpy says to a number of elements that it cannot count, without the argument's name."""
    return float(np.zeros((number, 10**6, 10**6)).sum()) if number >= 10**9 else 0.0


SEEN = {
    makes_nan: "NaN without a word",
    warns: "a warning alone",
    hangs: "too slow",
    ends: "ended its process",
    fills: "too large",
    looks_up: "KeyError",
}


def outcomes(one, monkeypatch) -> dict[str, str]:
    monkeypatch.setattr(functions, "SECONDS", 1)
    bases = functions_found.right_calls(one, [])
    todo = [case for case in functions.cases(bases, "1") if len(case.changes) == 1]
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


def test_more_than_numpy_counts_is_its_word_for_no_memory(monkeypatch):
    found = outcomes(numpys_word, monkeypatch)
    assert set(found.values()) <= functions.GOOD and "no memory, as asked" in found.values()


@dataclasses.dataclass(frozen=True)
class Told:
    """``value``, NaN where there is none."""

    value: float


def test_a_nan_that_the_results_class_tells_of_is_no_fault(monkeypatch):
    def tells(*, share: float = 0.5) -> Told:
        return Told(makes_nan(share=share))

    assert SEEN[makes_nan] not in outcomes(tells, monkeypatch).values()


def test_what_is_of_another_kind_is_told_from_a_wrong_value():
    kinds = functions_wrong.of_another_kind
    assert kinds(3, 2.5) and kinds(0.5, "0.5") and kinds(np.ones(2), None) and kinds("a", 1) and kinds(0.5, True)
    assert not kinds(3, -1) and not kinds(0.5, np.nan) and not kinds(np.ones(2), [1, 2, 3]) and not kinds("a", "")


def test_a_value_of_a_narrow_dtype_is_at_the_ends_of_what_that_holds():
    ends = functions_wrong.at_the_ends
    assert ends(np.float16(300)) and ends(np.array([1e20], "float32")) and ends(np.int8(12)) and ends(np.uint64(0))
    assert ends(10**400) and ends(5e-324) and ends(np.array([1e-30], ">f4")) and ends(np.int64(2**40))
    assert not ends(300.0) and not ends(np.float16(2)) and not ends(np.int64(2**20)) and not ends("a") and not ends(0)


def test_what_numpy_and_lists_hold_is_told_as_what_python_has():
    kinds = functions_wrong.of_another_kind
    assert kinds(0.5, np.complex64(1)) and kinds(0.5, np.bool_(True)) and kinds(3, np.float16(2)) and kinds(3, 2**63)
    assert not kinds(3, np.uint8(2)) and not kinds(0.5, np.float32(2)) and not kinds(3, 2**63 - 1)
    assert functions_wrong.not_finite([[1], [2, np.nan]]) and not functions_wrong.not_finite([[1], [2, "a"]])
    much = functions_wrong.much
    assert much(np.int64(10**9)) and much(np.float32(1e10))
    assert not much(-(10**9)) and not much(np.inf) and not much("a") and not much([10**9])


RIGHT = {
    "number": 0.5,
    "whole": 3,
    "truth": True,
    "word": "induction",
    "array": np.linspace(0, 1, 5),
    "list": [*"abcde"],
    "tuple": (*"abcde",),
    "nothing": None,
}


@functools.cache
def drawn(kind: str) -> list:
    """What many seeds make."""
    return [value for seed in range(15) for _, value in functions_wrong.drawn(RIGHT[kind], str(seed), 40)]


def test_what_hypothesis_makes_is_the_same_for_a_seed_in_every_process_and_another_for_another():
    code = (
        "from tests.attacks import functions_wrong\n"
        "print([ascii(words) for words, _ in functions_wrong.drawn(0.5, 'a seed', 20)])"
    )
    one, other = (
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "12"
    )
    here = [ascii(words) for words, _ in functions_wrong.drawn(0.5, "a seed", 20)]
    assert one == other == f"{here}\n"
    for kind, right in RIGHT.items():
        words = [[words for words, _ in functions_wrong.drawn(right, seed, 20)] for seed in ("1", "1", "2")]
        assert words[0] == words[1] != words[2] and len(words[0]) == 20, kind


def test_hypothesis_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code = "from tests.attacks import functions_wrong\nlist(functions_wrong.drawn('induction', '1', 20))"
    subprocess.run(
        [sys.executable, "-W", "error", "-c", code], env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True, timeout=120
    )
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("kind", "has"),
    [
        ("number", lambda one: isinstance(one, float) and one != one),
        ("number", lambda one: isinstance(one, float) and 0.0 < abs(one) <= 1.0),
        ("number", lambda one: isinstance(one, int) and abs(one) >= functions_wrong.HUGE),
        ("number", lambda one: isinstance(one, np.generic)),
        ("whole", lambda one: type(one) is int and 0 < abs(one) <= functions_wrong.MANY),
        ("truth", lambda one: isinstance(one, np.ndarray)),
        ("word", lambda one: isinstance(one, str) and one.isascii() and set(one) <= set("induction") and len(one) == 8),
        ("word", lambda one: isinstance(one, str) and not one.isascii()),
        ("array", lambda one: np.shape(one) == (5,) and functions_wrong.not_finite(one)),
        ("array", lambda one: isinstance(one, np.ndarray) and one.dtype.kind in "fiu" and one.dtype.itemsize < 8),
        ("array", lambda one: isinstance(one, np.ndarray) and one.ndim == 3),
        ("list", lambda one: isinstance(one, list) and one != [*"abcde"] and {*map(str, one)} == {*"abcde"}),
        ("tuple", lambda one: isinstance(one, tuple) and len(one) == 4),
        ("nothing", lambda one: isinstance(one, float)),
    ],
)
def test_each_kind_has_wrong_values_of_its_own(kind, has):
    assert any(has(one) for one in drawn(kind))


def test_no_whole_number_is_asked_for_that_may_rightly_take_long():
    made = [one for one in drawn("whole") if isinstance(one, int | np.integer) and not isinstance(one, bool)]
    assert {type(one) for one in made} > {int, np.int32}
    assert not [one for one in made if functions_wrong.MANY < abs(int(one)) < functions_wrong.HUGE]


def test_a_fault_that_only_hypothesis_meets_is_seen_with_the_words_to_call_it_again(monkeypatch):
    monkeypatch.setattr(functions, "DRAWN", 50)
    found = outcomes(fails_near_nothing, monkeypatch)
    table = {f"share={words}" for words, _ in functions_wrong.wrong(0.5)}
    faults = {words for words, outcome in found.items() if outcome == "RuntimeError"}
    assert faults and not faults & table
    for words in faults:
        with pytest.raises(RuntimeError):
            fails_near_nothing(share=float(words.removeprefix("share=")))


def test_functions_of_every_chapter_are_found_and_those_of_the_cells_are_among_them():
    known, met = functions_found.functions(), functions_found.met()
    assert {name.split(".")[1] for name in known} >= {*functions_found.exercises.CHAPTERS}
    assert "simulations.mirage.metrics.metric_effect" in met & {*known}
