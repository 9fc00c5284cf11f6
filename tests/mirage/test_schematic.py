"""The three factors in a row: harmless ones leave progress as it is, and each drawing is of the fields named for it."""

import drawn
import numpy as np
import pytest

from simulations.mirage import captions, diagrams, schematic


def test_harmless_factors_leave_the_progress_as_it_is():
    found = schematic.three_factors(answer_length=1, items=1000, models=26)
    np.testing.assert_allclose(found.exact_match, found.token_accuracy)
    np.testing.assert_allclose(found.measured, found.token_accuracy, atol=0.001)
    assert found.last_rise < 0.05


def test_together_they_put_the_rise_into_the_last_step():
    found = schematic.three_factors(answer_length=10, items=20, models=3)
    assert found.last_rise == 1 and found.unseen > 25
    assert np.all(np.diff(found.token_accuracy) > 0), "the models get better at every size"


def test_a_typical_test_returns_whole_items():
    found = schematic.three_factors(items=20)
    counts = found.measured * 20
    np.testing.assert_allclose(counts, np.rint(counts))


@pytest.mark.parametrize("models", schematic.TESTED)
def test_so_many_models_are_tested_and_the_ends_are_among_them(models):
    found = schematic.three_factors(models=models)
    assert len(found.tested) == models
    np.testing.assert_allclose(found.tested[[0, -1]], found.sizes[[0, -1]])


def test_another_number_of_models_is_refused():
    with pytest.raises(ValueError, match="models must be one of 26, 11, 5, 3, not 4"):
        schematic.three_factors(models=4)


def stairs(result) -> tuple[np.ndarray, np.ndarray]:
    return np.repeat(result.sizes, 2)[1:], np.repeat(result.measured, 2)[:-1]


STAIRS = (lambda result: stairs(result)[0], lambda result: stairs(result)[1])
MARKS = {
    "draw_progress": {"tokens right": ("sizes", "token_accuracy")},
    "draw_metric": {
        "tokens right": ("sizes", "token_accuracy"),
        "1. the metric: whole answers right": ("sizes", "exact_match"),
    },
    "draw_resolution": {
        "whole answers right": ("sizes", "exact_match"),
        "2. the resolution: counted in a test": STAIRS,
    },
    "draw_models": {"counted in a test": STAIRS, "3. the models: those that were tested": ("tested", "scores")},
}


@pytest.mark.parametrize("draw", MARKS)
def test_each_mark_is_of_the_fields_named_for_it(draw):
    drawn.assert_fields(getattr(diagrams, draw), schematic.three_factors(models=5), MARKS[draw])


def test_every_drawing_has_a_case():
    assert {*MARKS} == drawn.drawings(diagrams)


def test_the_caption_says_where_nothing_is_lost():
    assert captions.three_factors(schematic.three_factors(answer_length=1))["unseen"] == "every size scores"
    assert "26 of 51" in captions.three_factors(schematic.three_factors())["unseen"]
