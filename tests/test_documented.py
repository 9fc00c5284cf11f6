"""Results have the shapes that their docstrings give, and a shape that is wrong is seen."""

from dataclasses import dataclass

import numpy as np
import pytest
from documented import assert_shapes, shapes

from simulations.circuits import induction, parity, superposition
from simulations.laboratory import (
    carry_groups,
    curves,
    forecast,
    own_curve,
    recipes,
    shipped,
    shipped_answers,
    through_training,
)
from simulations.laws import forecasting, resolution
from simulations.safety import elicitation, evaluation, forecast_game, gates, rare_failures, u_shape

MODELS = shipped.models()
SIZES, FIRST, SECOND, KEPT = shipped.predictions()
RESULTS = {  # with how many of its fields have a shape in the docstring, at the least
    "duel": (lambda: forecasting.forecast_duel(law="a ceiling"), 7),
    "right answers": (resolution.right_answers, 2),
    "play": (forecast_game.play, 8),
    "resolution": (evaluation.high_resolution, 6),
    "gates": (gates.evaluation_gates, 3),
    "gap": (elicitation.elicitation_gap, 4),
    "red team": (elicitation.red_team, 2),
    "deployment": (rare_failures.deployment, 4),
    "groups": (u_shape.difficulty_groups, 8),
    "mixture": (u_shape.mixture, 4),
    "training": (lambda: induction.training(step=60), 8),
    "parity": (parity.by_step, 6),
    "optimisers": (parity.optimisers, 3),
    "phase": (lambda: superposition.phase(density=0.02, importance=1.0), 4),
    "geometry": (lambda: superposition.geometry(density=1.0, decay=0.7, seed=0), 2),
    "size curve": (lambda: curves.size_curve(MODELS), 4),
    "main recipe": (lambda: recipes.recipe(MODELS).main, 4),
    "through training": (lambda: through_training.training_so_far(shipped.steps(), step=100).skewed, 4),
    "carries": (lambda: carry_groups.by_carries(MODELS, shipped.groups(), parameters=150), 5),
    "forecast": (lambda: forecast.seeded_forecast(MODELS), 10),
    "own curve": (lambda: own_curve.own_curve(MODELS, MODELS).own, 4),
    "answers": (lambda: shipped_answers.answers(KEPT, SIZES, FIRST, SECOND, parameters=150, seed=0), 1),
    "remeasured": (
        lambda: shipped_answers.remeasured(KEPT, SIZES, MODELS, metric="exact_match", items=8, seed=0),
        2,
    ),
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_has_the_shapes_of_its_docstring(name):
    made, fields = RESULTS[name]
    assert_shapes(made(), at_least=fields)


@dataclass
class Curve:
    """``sizes``, ``score`` (points,); ``low_*``: (2, points); ``seeds`` [2, points], ``each`` [points]."""

    sizes: np.ndarray
    score: np.ndarray
    low_end: np.ndarray
    seeds: np.ndarray
    each: np.ndarray


RIGHT = {"sizes": (3,), "score": (3,), "low_end": (2, 3), "seeds": (2, 3), "each": (3,)}


def test_a_shape_that_is_right_is_taken():
    curve = curve_of(**RIGHT)
    assert {name: len(lengths) for name, lengths in shapes(curve).items()} == {
        name: len(shape) for name, shape in RIGHT.items()
    }
    assert_shapes(curve, at_least=5)
    with pytest.raises(AssertionError, match="have a shape"):
        assert_shapes(curve, at_least=6)


@pytest.mark.parametrize(
    "wrong", [{"score": (4,)}, {"low_end": (3, 3)}, {"score": (3, 1)}, {"seeds": (2,)}, {"each": ()}]
)
def test_a_shape_that_is_wrong_is_seen(wrong):
    with pytest.raises(AssertionError, match=", not "):
        assert_shapes(curve_of(**{**RIGHT, **wrong}))


def curve_of(**shape) -> Curve:
    return Curve(**{name: np.zeros(lengths) for name, lengths in shape.items()})
