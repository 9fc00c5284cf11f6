"""The shipped predictions: read from their bytes, looked at one by one, and measured anew."""

from importlib import resources

import numpy as np
import pytest

from simulations.laboratory import captions, shipped
from simulations.laboratory.measure import METRICS
from simulations.laboratory.shipped_answers import answers, remeasured

MODELS = shipped.models()


def test_remeasured_on_all_kept_problems_is_the_metric_itself():
    sizes, first, second, kept = shipped.predictions()
    for name, metric in METRICS.items():
        made = remeasured(kept, sizes, MODELS, metric=name, items=256, seed=2)
        np.testing.assert_allclose(made.values, metric.measure(kept)[:, 2])
    with pytest.raises(ValueError, match="cross_entropy"):
        remeasured(kept, sizes, MODELS, metric="bleu", items=8, seed=0)


def test_bytes_are_read_back_as_what_they_stand_for():
    """A square of 255 is certainty, and the Brier score of the kept problems that of the written table's."""
    with np.load(resources.files("simulations.data") / shipped.NAME) as file:
        squares = file["squares"]
    kept = shipped.predictions()[-1]
    assert squares.max() == 255 and kept.squares.max() == 1
    np.testing.assert_array_equal(np.round(255 * kept.squares), squares)


def test_answers_are_shown_largest_digit_first():
    sizes, first, second, kept = shipped.predictions()
    shown = answers(kept, sizes, first, second, parameters=95_180, seed=1)
    assert shown.chance.shape == (24, 9)
    np.testing.assert_allclose(shown.chance[3, 8], np.exp(kept.log_probs[-1, 1, 3, 0]))
    worked = captions.answers(shown)["worked"]
    assert worked.startswith(f"{first[0]:,} + {second[0]:,}: it writes ")
    assert worked.endswith(f"right is {first[0] + second[0]:,}")
    with pytest.raises(ValueError, match="parameters must be one of 150, .*, not 1000"):
        answers(kept, sizes, first, second, parameters=1_000, seed=1)


def test_a_good_model_writes_what_is_right():
    """Its first problem, which its largest model gets right in every digit."""
    sizes, first, second, kept = shipped.predictions()
    shown = answers(kept, sizes, first, second, parameters=95_180, seed=0)
    assert shown.right[0].all() and shown.written == shown.total == first[0] + second[0]
