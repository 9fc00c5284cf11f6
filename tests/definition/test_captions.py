"""The captions of the chapter: what they say of results that are known."""

import pytest

from simulations.definition import captions, copying, curves, percolation, surface

SHAPE = dict(decades_to_rise=3, floor=0.0, noise=0.0, seed=0, extrapolation="straight line")


@pytest.mark.parametrize(
    ("changed", "verdict", "reason"),
    [
        (dict(model_sizes=4), "emergent", "absent, present, not foreseen"),
        (dict(model_sizes=6), "not emergent", "a small model is already off the floor"),
        (dict(model_sizes=4, extrapolation="log-odds line"), "not emergent", "the small models foresaw it"),
    ],
)
def test_why_a_curve_is_emergent_or_not(changed, verdict, reason):
    result = curves.measured_curve(**SHAPE | changed)
    words = captions.measured(result)
    assert (words["verdict"], words["reason"]) == (verdict, reason)
    assert words["forecast"] == result.conditions.forecast
    assert words["largest_score"] == result.model_score.compressed()[-1]


def test_a_curve_that_stays_on_the_floor():
    flat = curves.wei_conditions([1, 10, 100, 1000], [0.0, 0.0, 0.01, 0.02], floor=0.0)
    assert captions._reason(flat) == "the largest model is still on the floor"


def test_the_ends_of_the_largest_step():
    middle = (6.7e9 * 175e9) ** 0.5
    seen = curves.family_curve(family="GPT-3 on the API, 4 sizes", decades_to_rise=2, midpoint=middle)
    assert captions.family(seen) == {"step_from": "6.7B", "step_to": "175B"}


def test_whether_a_lattice_spans():
    words = [
        captions.lattice(percolation.picture(occupation=p, lattice_size=12, seed=0))["verdict"] for p in (0.3, 0.8)
    ]
    assert words == ["no cluster spans", "it spans: one cluster reaches from top to bottom"]


def test_a_budget_under_both_laws():
    words = captions.split(surface.allocation(compute=5.76e23))
    refit, published = words["sizes_in_words"].split(" by the refit, ")
    assert refit == "72.2B parameters on 1.33T tokens" and published == "32.2B on 2.98T by the published law"
    assert words["refit_tokens_per_parameter"] == pytest.approx(1.33e12 / 72.2e9, rel=0.01)
    assert words["published_tokens_per_parameter"] == pytest.approx(2.98e12 / 32.2e9, rel=0.01)


def test_what_is_left_of_a_lead_in_endless_text():
    state = dict(length=64, manner="forwards")
    above = captions.lead(copying.copying(temperature=0.6, **state))
    assert above["left"] == "nothing would be left" and above["at_lead"] == pytest.approx(0.42, abs=0.005)
    assert captions.lead(copying.copying(temperature=0.5, **state))["left"] == "nothing would be left"
    assert captions.lead(copying.copying(temperature=0.4, **state))["left"] == "71% would be left"
