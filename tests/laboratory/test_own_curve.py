"""A reader's sweep beside the shipped one, with sizes and seeds of its own."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from simulations.laboratory import captions, drawings, shipped
from simulations.laboratory.own_curve import own_curve


def table(rows):
    """A main panel of rows (parameters, seed, exact match)."""
    parameters, seed, exact = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    return {"panel": np.full(len(rows), "main"), "parameters": parameters, "seed": seed, "exact_match": exact}


def apart(made):
    return captions.own_curve(made)["apart"]


SHIPPED = table([(100, 0, 0.0), (100, 1, 0.2), (10_000, 0, 0.6), (10_000, 1, 0.8)])


def test_means_and_models_by_hand():
    """At 1,000, half of the way, the shipped mean is 0.4; the reader's is 0.9: half of the height is three fifths."""
    made = own_curve(SHIPPED, table([(1_000, 100, 0.8), (1_000, 101, 1.0), (10_000, 100, 0.7)]))
    assert made.shipped.mean.tolist() == pytest.approx([0.1, 0.7]) and made.own.mean.tolist() == [0.9, 0.7]
    assert (made.shipped_models, made.own_models, made.own_sizes) == (4, 3, 2)
    assert (made.smallest, made.largest) == (100, 10_000)
    assert apart(made).endswith("the means are nowhere further apart than three fifths of the figure's height")
    assert apart(own_curve(SHIPPED, SHIPPED)).endswith("than a fifth of the figure's height")


def test_a_diverged_model_is_a_gap_and_a_diverged_size_has_no_mean():
    made = own_curve(SHIPPED, table([(100, 7, np.nan), (1_000, 7, 0.4), (1_000, 8, np.nan), (100, 8, np.nan)]))
    assert made.own_models == 1 and made.own.mean.mask.tolist() == [True, False]
    assert apart(made).endswith("than a fifth of the figure's height")


@pytest.mark.parametrize("sizes", [(1_000_000,), (20, 40)])
def test_other_sizes_are_drawn_where_they_are(sizes):
    made = own_curve(SHIPPED, table([(size, 0, 0.5) for size in sizes]))
    assert apart(made) == "None of your sizes lies between the shipped ones"
    ax = Figure().add_subplot()
    drawings.draw_own_curve(made, ax)
    low, high = ax.get_xlim()
    assert low < min(sizes) and max(sizes) < high
    assert all(low * 0.99 <= tick <= high for tick in ax.get_xticks())


def test_every_model_is_drawn_and_both_are_labelled():
    models = shipped.models()
    ax = Figure().add_subplot()
    drawings.draw_own_curve(own_curve(models, SHIPPED), ax)
    assert [line.get_label() for line in ax.lines] == [
        "shipped, each model",
        "shipped, mean",
        "yours, each model",
        "yours, mean",
    ]
    assert len(ax.lines[0].get_xdata()) == np.sum(models["panel"] == "main")
    np.testing.assert_array_equal(ax.lines[2].get_ydata(), [0.0, 0.6, 0.2, 0.8])
    with pytest.raises(ValueError, match="exact_match"):
        own_curve(models, SHIPPED, metric="bleu")
