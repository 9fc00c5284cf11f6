"""The decision helper: every set of facts has advice with a reason, and the reasons can be followed."""

from itertools import product

import pytest

from simulations.practice import choosing

FACTS = list(product(choosing.RATES, (True, False), ("one", "ten"), ("none", "dozens", "thousands"), (True, False)))


@pytest.mark.parametrize("facts", FACTS)
def test_every_set_of_facts_has_advice_with_a_reason(facts):
    rate, partial, prompts, examples, checker = facts
    advice = choosing.advice(rate=rate, partial=partial, prompts=prompts, examples=examples, checker=checker)
    assert advice.because
    assert advice.points[choosing.OPTIONS.index(advice.first)] == max(advice.points)


def test_without_a_success_or_a_graded_score_the_advice_is_to_wait():
    advice = choosing.advice(rate="zero of 200", partial=False, prompts="ten", examples="none")
    assert advice.first == "wait" and "graded score" in advice.because


def test_sampling_is_never_advised_at_zero():
    assert all(
        choosing.advice(rate="zero of 200", partial=p, prompts=t, examples=e, checker=c).first != "sample and pick"
        for p, t, e, c in product((True, False), ("one", "ten"), ("none", "dozens", "thousands"), (True, False))
    )


def test_an_unknown_fact_is_named():
    with pytest.raises(ValueError, match="rate must be one of zero of 200, 1 in 50, 1 in 5, half; not 'often'"):
        choosing.advice(rate="often")
