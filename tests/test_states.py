"""The figures away from their first state, and the exercises, are what they were when ``make states`` was last run; and
whoever draws a curve is told what is wrong with it."""

from difflib import unified_diff
from math import isclose
from pathlib import Path

import asked
import numpy as np
import pytest
import states
from chapter_cells import ROOT, WITH_EXPLORERS, explorers

from everystate import judge
from everystate.controls import Control
from everystate.honoured import is_number
from simulations import exercises


@pytest.mark.parametrize("chapter", WITH_EXPLORERS)
def test_the_other_states_are_as_they_were(chapter):
    as_it_was(states.file(chapter), states.described(chapter), chapter)


SINGLE = {("digits-together", "together")}  # one picture is no group


@pytest.mark.parametrize("chapter", WITH_EXPLORERS)
def test_what_a_function_takes_by_itself_is_what_its_figure_offers(chapter):
    """Whoever calls it in a notebook sees a state of the figure: one of those that are kept here, see ``states.py``."""
    for name, figure in explorers(chapter).items():
        alone = states.by_themselves(figure)
        for control in figure.states.controls:
            own = alone.get(control.name, control.values[0])
            near = is_number(own) and any(is_number(value) and isclose(value, own) for value in control.values)
            assert near or own in control.values or (name, control.name) in SINGLE, f"{name}: {control.name}={own!r}"


@pytest.mark.parametrize("chapter", exercises.CHAPTERS)
def test_the_exercises_are_as_they_were(chapter):
    as_it_was(asked.file(chapter), asked.described(chapter), chapter)


@pytest.mark.parametrize("chapter", exercises.CHAPTERS)
def test_what_the_ledger_measures_is_as_it_was(chapter):
    as_it_was(states.measured_file(chapter), states.measured(chapter), chapter)


SHIFT = 0.2  # of the hidden way
DRAWINGS = {
    "the truth": (lambda x, y, at: y, {"right"}),
    "too early": (lambda x, y, at: np.interp(x + SHIFT, x, y), {"early", "sharp"}),
    "too late": (lambda x, y, at: np.interp(x - SHIFT, x, y), {"late", "sharp"}),
    "straight": (lambda x, y, at: np.interp(x, [0, 1], [y[0], y[-1]]), {"straight", "early", "late", "right"}),
    "a step": (lambda x, y, at: np.where(x < at, y[0], y[-1]), {"sharp", "right"}),
}


@pytest.mark.parametrize("chapter", exercises.CHAPTERS)
def test_each_drawing_of_a_chapters_curves_is_told_what_is_wrong_with_it(chapter):
    asked_for = [(name, one._hidden.facts()) for name, one in explorers(chapter).items() if one._hidden]
    assert asked_for, f"{chapter} asks for no drawing"
    for name, facts in asked_for:
        given = {key: np.asarray(value) for key, value in facts["given"].items()}
        x, truth = given["x"], given["truth"]
        passes = judge.judged(**given, low=truth, high=truth)["truth_at"]
        for drawing, (drawn, allowed) in DRAWINGS.items():
            line = drawn(x, truth, passes)
            if facts["begins"]:
                line = np.concatenate([truth[:1], line[1:]])
            verdict = judge.CLASSES[int(judge.judged(**given, low=line, high=line)["verdict"])]
            assert verdict in allowed, f"{name}: {drawing} is called {verdict}"


def test_curves_are_drawn_in_every_chapter_and_some_as_ranges():
    texts = {name: (ROOT / f"chapters/{name}.md").read_text(encoding="utf-8") for name in exercises.CHAPTERS}
    drawn = {name: text.count("draw=Draw(") for name, text in texts.items()}
    assert sum(drawn.values()) >= 16 and min(drawn.values()) >= 1, drawn
    assert sum(text.count("band=True") for text in texts.values()) >= 3


def as_it_was(path: Path, text: str, chapter: str) -> None:
    renew = f"make states NAME={chapter}"
    if not path.exists():
        pytest.fail(f"{chapter} has no {path.name}: {renew}")
    kept, found = path.read_text(encoding="utf-8").splitlines(), text.splitlines()
    if differing := list(unified_diff(kept, found, "as it was", "as it is", n=2, lineterm="")):
        pytest.fail("\n".join([*differing[:60], f"If this is meant: {renew}"]), pytrace=False)


def test_the_ends_of_a_slider_and_all_options_of_a_list_are_visited():
    slider = Control("size", "size", "slider", (1, 2, 3, 4), ("1", "2", "3", "4"), 1, numeric=True)
    choice = Control("law", "law", "select", ("a", "b", "c"), ("A", "B", "C"), 1)
    assert states.visited([slider, choice], {"size": 3}) == [
        {"size": 1},
        {"size": 4},
        {"law": "a"},
        {"law": "c"},
        {"size": 1, "law": "a"},
        {"size": 4, "law": "c"},
        {"size": 3},
    ]


def test_of_many_options_some_are_visited_from_the_first_to_the_last():
    values = tuple(range(89))
    chosen = states.elsewhere(Control("task", "task", "select", values, tuple(map(str, values)), 0))
    assert len(chosen) == states.MOST and chosen[0] == 0 and chosen[-1] == 88


def test_each_option_of_a_list_is_visited_with_the_box_ticked():
    choice = Control("game", "game", "select", ("a", "b", "c"), ("A", "B", "C"), 0)
    box = Control("smooth", "smooth", "check", (False, True), ("off", "on"), 0)
    assert {"smooth": True, "game": "b"} in states.visited([choice, box], {})


def test_a_line_of_the_first_state_is_its_number():
    assert list(states.beside(["one", "two", "new"], ["one", "two", "old"])) == ["= 1 2", "new"]
    assert list(states.beside(["new", "one"], ["one", "two"])) == ["new", "= 1"]
