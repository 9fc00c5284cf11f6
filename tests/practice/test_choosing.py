"""The decision helper: every set of facts has advice with a reason, and the points are those of the rules."""

from itertools import product

import pytest

from simulations.practice import choosing

ALL = [dict(zip(choosing.FACTS, facts, strict=True)) for facts in product(*choosing.FACTS.values())]


def test_every_set_of_facts_has_advice_with_a_reason():
    assert len(ALL) == 96
    for facts in ALL:
        advice = choosing.advice(**facts)
        assert advice.reasons, facts
        assert advice.points[choosing.OPTIONS.index(advice.first)] == max(advice.points), facts


def test_points_by_hand():
    # One prompt: 3. One right in fifty with a checker: 3. Thousands of examples: 4. All or nothing: 1.
    advice = choosing.advice(rate="1 in 50", partial=False, prompts="one", examples="thousands", checker=True)
    assert advice.points == (3, 3, 4, 1, 0)
    assert advice.first == "fine-tune"
    assert advice.reasons == ("thousands of worked examples move a skill that is partly there",)


def test_of_equal_options_the_upper_one_comes_first():
    advice = choosing.advice(rate="1 in 50", prompts="one", examples="none", checker=True)
    assert advice.points[:2] == (3, 3) and advice.first == "prompt better"


def test_every_rule_can_hold_and_names_what_there_is():
    for rule in choosing.RULES:
        assert any(rule.holds(facts) for facts in ALL), rule
        assert rule.option in choosing.OPTIONS and rule.points
        assert all(set(values) < set(choosing.FACTS[name]) for name, values in rule.when.items()), rule


def test_without_a_success_or_a_graded_score_the_advice_is_to_wait():
    advice = choosing.advice(rate="zero of 200", partial=False, prompts="ten", examples="none")
    assert advice.first == "wait" and "graded score" in advice.reasons[0]


def test_sampling_is_never_advised_at_zero():
    at_zero = [facts for facts in ALL if facts["rate"] == "zero of 200"]
    assert all(choosing.advice(**facts).first != "sample and pick" for facts in at_zero)


def test_an_unknown_fact_is_named():
    with pytest.raises(ValueError, match="rate must be one of zero of 200, 1 in 50, 1 in 5, half, not 'often'"):
        choosing.advice(rate="often")
