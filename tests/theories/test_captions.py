"""What the captions say of results: shares, counts and places, also where there is none to say."""

import numpy as np
import pytest

from simulations.laws import popular, scaling
from simulations.theories import captions, carries, loss_threshold, multilinear, skill_tuples, trained_digits
from tests.theories.test_trained_digits import GROUPS, MODELS


def test_the_popular_listing_says_what_it_gives_where_its_comments_speak():
    said = captions.composition_listing(popular.composition_listing())
    assert said.pop("crossing") == "10²⁰·⁵"
    expected = dict(skill_low=0.738, skill_high=0.762, composite_low=0.218, composite_high=0.258)
    assert said == pytest.approx(expected, abs=5e-4)


def test_tuples_and_the_share_of_them_that_was_seen():
    one, four = (captions.skill_tuples(skill_tuples.skill_tuples(tuple_length=k)) for k in (1, 4))
    assert one == {"tuples": "1,000", "seen": "nearly all"}
    assert four == {"tuples": "4.1×10¹⁰", "seen": "one in 42"}
    rare = skill_tuples.skill_tuples(tuple_length=8, skills=10_000, texts=1e6)
    assert captions.skill_tuples(rare) == {"tuples": "2.5×10²⁷", "seen": "one in 2.5×10²¹"}
    assert captions.skill_tuples(skill_tuples.skill_tuples(tuple_length=3, skills=100, texts=1e5))["seen"] == "46%"


def test_long_chains_are_said_as_one_in_so_many():
    assert captions.chains(carries.chains(digits=8)) == {"long": "one in 5,600"}
    assert captions.chains(carries.chains(digits=4)) == {"long": "none"}


def test_small_shares_are_said_as_one_in_so_many():
    rare = carries.carry_errors(digit_accuracy=0.8, carry_accuracy=0.0)
    assert captions.carry_errors(rare) == {"most": 12, "whole": "1 in 24,000", "product": "1 in 67,000"}
    assert captions.carry_errors(carries.carry_errors())["whole"] == "45.4%"
    small = captions.carry_errors(carries.carry_errors(digit_accuracy=0.9, carry_accuracy=0.3))
    assert (small["whole"], small["product"]) == ("0.2%", "0.1%")


def test_a_trained_models_ratio_or_that_there_is_none():
    result = trained_digits.trained_digits(models=MODELS, groups=GROUPS, parameters=1000)
    assert captions.trained_digits(result) == {"times": "0.80 times as much"}
    few = trained_digits.trained_digits(models=MODELS, groups=GROUPS, parameters=350)
    assert captions.trained_digits(few) == {"times": "too few sums are right for a ratio"}


@pytest.mark.parametrize(("start", "said"), [(0.05, "0.05"), (1e-4, "0.0001"), (1e-6, "1×10⁻⁶")])
def test_a_small_start_is_a_power_of_ten(start, said):
    assert captions.multilinear(multilinear.multilinear(start=start), start=start) == {"start": said}


def test_each_size_leaves_chance_somewhere_or_never():
    result = loss_threshold.loss_threshold(threshold=2.1)
    tokens = scaling.tokens_to_reach(scaling.REFIT, parameters=np.array([6e9, 32e9]), loss=2.1) / 1e9
    expected = f"1.5B never, 6B after {tokens[0]:,.0f} billion tokens, 32B after {tokens[1]:,.0f} billion tokens"
    assert captions.loss_threshold(result) == {"reached": expected}
