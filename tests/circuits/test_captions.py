"""What captions say of the circuits' results, case by case."""

from types import SimpleNamespace

import pytest

from simulations.circuits import captions


@pytest.mark.parametrize(
    ("accuracy", "copying", "layers", "says"),
    [
        (0.61, 0.1, 2, "The circuit is there, and every score shows it."),
        (0.59, 0.61, 1, "It can copy, but one layer has no way to find what to copy."),
        (0.59, 0.61, 2, "The circuit is forming."),
        (0.31, 0.1, 1, "The circuit is forming."),
        (0.29, 0.61, 2, "The answers do not show it, but the copying is ready."),
        (0.29, 0.59, 2, "It guesses among the tokens it has seen."),
        (0.09, 0.1, 1, "It guesses among the tokens it has seen."),
        (0.07, 0.1, 2, "It knows nothing yet."),
    ],
)
def test_a_moment_of_training_is_said_by_its_scores(accuracy, copying, layers, says):
    result = SimpleNamespace(accuracy_now=accuracy, copying_now=copying, layers=layers)
    assert captions.training(result)["says"] == says


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (1.0, 0.19, "keeps the first feature and drops the second"),
        (-0.19, 1.0, "keeps the second feature and drops the first"),
        (1.0, 0.21, "keeps a mixture of the two, pointing the same way"),
        (-0.21, 1.0, "keeps both, pointing opposite ways"),
    ],
)
def test_a_way_of_holding_two_features_is_said_by_its_weights(first, second, found):
    assert captions.phase(SimpleNamespace(first_weight=first, second_weight=second))["found"] == found


@pytest.mark.parametrize(
    ("least", "last", "says"),
    [
        (0.4, 0.61, "What it could do with new tasks, it has lost again."),
        (0.4, 0.59, "Some of what it could do with new tasks is lost again."),
        (0.4, 0.43, "What it can do with new tasks, it keeps."),
        (0.6, 0.65, "It never learns to do new tasks well."),
    ],
)
def test_what_became_of_new_tasks_is_said_by_the_rise_from_the_least(least, last, says):
    assert captions.in_training(SimpleNamespace(least_new=least, last_new=last)) == {"says": says}


@pytest.mark.parametrize(("live", "living"), [(0, "no live unit"), (1, "one live unit"), (2, "two live units")])
def test_a_stage_is_said_by_its_live_units(live, living):
    result = SimpleNamespace(live=live, coefficient=1.049)
    assert captions.stages(result, data="0") == {"living": living, "says": ""}
    assert "the loss is 1.05/n above the least possible" in captions.stages(result, data="expected")["says"]
