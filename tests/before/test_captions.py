"""The captions of the page: what they say of results that are known."""

import pytest

from simulations.before import attention, captions, counted, decades, logits, transformer


def test_ten_times_says_the_sizes_their_scores_and_the_step():
    assert captions.ten_times(decades.ten_times(size=1e6, factor=10)) == {
        "small": "1M",
        "large": "10M",
        "low": "0.0009%",
        "high": "0.009%",
        "gained_words": "0.009%",
        "linear_words": "0.009%",
    }
    assert captions.ten_times(decades.ten_times(size=1e10, factor=3))["gained_words"] == "67%"


def test_a_step_says_chances_and_odds():
    assert captions.step(logits.step(start=0.05, added=-1.0)) == {
        "before": "5%",
        "after": "1.9%",
        "odds_before": "1 to 19",
        "odds_after": "1 to 52",
        "logit_before": "−2.94",
        "times": "0.368",
    }


@pytest.mark.parametrize(("odds", "words"), [(1, "1 to 1"), (19, "19 to 1"), (0.25, "1 to 4"), (2.718, "2.7 to 1")])
def test_odds_are_said_with_the_larger_number_first_or_last(odds, words):
    assert captions.odds_in_words(odds) == words


def test_only_none_right_speaks_of_the_rule_of_three():
    said = captions.counted(counted.counted(items=100, score=0.0))
    assert said["none_right"].startswith(" None right rules out true rates above 3.0%")
    assert said["high_end"] == "3.6%" and said["none_right"].endswith("three says 3.0%.")
    none = captions.counted(counted.counted(items=5000, score=0.0))
    assert (none["low_end"], none["high_end"], none["wide"]) == ("0%", "0.074%", "0.074")
    assert "above 0.06%" in none["none_right"] and none["none_right"].endswith("three says 0.06%.")
    assert captions.counted(counted.counted(items=100, score=0.1))["none_right"] == ""
    assert captions.counted(counted.counted(items=100, score=0.5)) == {
        "low_end": "39.8%",
        "high_end": "60.2%",
        "wide": "20.3",
        "none_right": "",
    }


def test_a_look_says_the_share_now_and_with_one_more():
    assert captions.look(attention.look(sharpness=0)) == {"now": "20.0%", "then": "20.0%"}


def test_a_part_says_its_weights_or_that_it_has_none():
    assert captions.part(transformer.part(part="MLP"))["counted"].endswith("57 million weights, 46% of all")
    assert [captions.part(transformer.part(part=name))["heading"] for name in ("MLP", "logits")] == ["MLP", "Logits"]
    assert captions.part(transformer.part(part="tokens"))["counted"] == "It has no weights of its own"
