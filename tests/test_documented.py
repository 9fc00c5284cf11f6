"""Results have the shapes that their docstrings give, and a shape that is wrong is seen."""

from dataclasses import dataclass

import numpy as np
import pytest
from documented import assert_shapes, shapes

from simulations.circuits import induction, parity, superposition
from simulations.laws import forecasting, resolution
from simulations.safety import elicitation, evaluation, forecast_game, gates, rare_failures, u_shape

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
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_has_the_shapes_of_its_docstring(name):
    made, fields = RESULTS[name]
    assert_shapes(made(), at_least=fields)


@dataclass
class Curve:
    """``sizes``, ``score`` (points,); ``low_*``: (2, points)."""

    sizes: np.ndarray
    score: np.ndarray
    low_end: np.ndarray


def test_a_shape_that_is_wrong_is_seen():
    assert shapes(Curve(None, None, None)) == {"sizes": ["points"], "score": ["points"], "low_end": ["2", "points"]}
    assert_shapes(Curve(np.zeros(3), np.zeros(3), np.zeros((2, 3))), at_least=3)
    for wrong in (
        Curve(np.zeros(3), np.zeros(4), np.zeros((2, 3))),
        Curve(np.zeros(3), np.zeros(3), np.zeros((3, 3))),
        Curve(np.zeros(3), np.zeros((3, 1)), np.zeros((2, 3))),
    ):
        with pytest.raises(AssertionError, match=", not "):
            assert_shapes(wrong)
