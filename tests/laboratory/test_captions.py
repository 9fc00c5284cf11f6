"""Words for captions: what is rounded, and what is said where there is no number."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from simulations.laboratory import captions, shipped
from simulations.laboratory.ask import shipped_answer
from simulations.laboratory.carry_groups import by_carries
from simulations.laboratory.curves import EVERY, size_curve
from simulations.laboratory.forecast import NOT_SAMPLED, seeded_forecast
from simulations.laboratory.measure import METRICS
from simulations.laboratory.recipes import recipe

MODELS, GROUPS = shipped.models(), shipped.groups()


@pytest.mark.parametrize("metric", METRICS)
def test_no_caption_says_a_number_in_the_computers_way(metric):
    for seed in range(-1, 5):
        said = captions.size_curve(size_curve(MODELS, metric=metric, seed=seed))
        assert not re.search(r"\de[+-]|nan|inf|^-0$", " ".join(said.values()))


def test_whose_curve_it_is():
    assert captions.shown_name(EVERY) == "mean of the seeds" and captions.shown_name(0) == "seed 0"


def test_a_ratio_of_nothing_is_a_dash():
    ratios = [captions.carries(by_carries(MODELS, GROUPS, parameters=size))["ratio"] for size in (150, 95_180)]
    assert ratios == ["–", "0.98"]


@pytest.mark.parametrize(
    ("size", "words"), [(4_231.0, "4,200"), (4.1e8, "410M"), (2e12, "never"), (np.inf, "never"), (np.nan, "no line")]
)
def test_sizes_in_words(size, words):
    assert captions.size_words(size) == words


def test_an_answer_with_parts_off_is_said_beside_the_whole_one():
    asked = shipped_answer(parameters=28_900, problem="99,999,999 + 1")
    assert captions.asked(asked)["switched"] == "Nothing is switched off"
    asked = shipped_answer(parameters=28_900, problem="99,999,999 + 1", head_1=False)
    assert captions.asked(asked) == {
        "written": "100,000,000",
        "verdict": "which is right",
        "switched": "With head 1 off it writes 99,999,990: one of nine digits right",
    }
    asked = shipped_answer(parameters=150, head_2=False, mlp=False)
    assert captions.asked(asked)["verdict"] == "and right is 62"
    assert captions.asked(asked)["switched"].startswith("With head 2 and the MLP off it writes ")


def test_the_changed_recipe_is_said_first():
    assert captions.recipe(recipe(MODELS, panel="uniform"))["ratio"] == "3,100 against 6,000"
    assert captions.recipe(recipe(MODELS, panel="absolute"))["ratio"] == "never against 6,000"


def test_a_count_of_seeds_is_a_word():
    assert captions.training(SimpleNamespace(seeds=5)) == {"seeds": "five"}


def test_a_law_from_the_probabilities_has_no_answers():
    made = seeded_forecast(MODELS, sizes_seen=4, answers_sampled=NOT_SAMPLED)
    assert captions.forecast(made)["law_words"] == "the probabilities of 4 sizes"
