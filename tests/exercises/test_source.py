"""A printed solution runs alone, and solves its exercise."""

import inspect

import pytest

from simulations.exercises import CHAPTERS, of, source
from simulations.exercises.source import whole


@pytest.mark.parametrize("exercise", [one for name in CHAPTERS for one in of(name)], ids=lambda one: one.name)
def test_what_a_page_prints_runs_and_is_right(exercise):
    namespace: dict = {}
    exec(exercise.code(), namespace)
    found, expected = namespace[exercise.solve.__name__](**exercise.given), exercise.expected()
    for answer in exercise.answers:
        assert answer.kind.right(answer.kind.read(found[answer.name]), expected[answer.name], exercise.given)


def test_it_holds_what_is_needed_and_no_more():
    code = of("mirage")[4].code()
    assert code.startswith("import numpy as np\nfrom simulations.mirage.emergence_score import emergence_score\n\n")
    assert "def _spread" in code and "def _with_hits" in code and "Exercise" not in code and "stats" not in code


def sevens(*, n):
    return {"sevens": 7 + sevens(n=n - 1)["sevens"] if n else 0}


def test_a_function_that_calls_itself_is_looked_at_once(monkeypatch):
    looked_at = iter([source._asked(inspect.getsource(sevens))])
    monkeypatch.setattr(source, "_asked", lambda _: next(looked_at))  # a second look is an error, not a loop
    assert whole(sevens) == inspect.getsource(sevens).strip()


def test_a_lambda_is_given_as_it_stands():
    solve = lambda *, n: {"twice": 2 * n}  # noqa: E731
    assert whole(solve) == 'solve = lambda *, n: {"twice": 2 * n}  # noqa: E731'
