"""Best of many prompts, red teams and rare failures against closed forms."""

import numpy as np
import pytest
from scipy.special import expit

from simulations.laws import resolution
from simulations.safety import elicitation, rare_failures


def test_best_of_one_is_typical_and_of_three_by_hand():
    assert elicitation.best_quality(1) == pytest.approx(0)
    # Phi(z)^3 = 1/2 at Phi(z) = 0.7937: z = 0.8193 (normal table)
    assert elicitation.best_quality(3) == pytest.approx(0.8193, abs=1e-4)


def test_gain_is_the_shift_of_the_curve():
    gap = elicitation.elicitation_gap(prompts=100, spread=1.2, steepness=2.0)
    shifted = expit(2.0 * np.log10(gap.compute * gap.gain))
    assert gap.best == pytest.approx(shifted)


def test_one_prompt_leaves_no_gap():
    assert elicitation.elicitation_gap(prompts=1).gain == pytest.approx(1)


def test_red_team_by_hand():
    hunt = elicitation.red_team(team=2, one_in=4, public=3)
    assert hunt.found_by_team == pytest.approx(7 / 16)
    assert hunt.found_by_public == pytest.approx(37 / 64)
    assert hunt.missed == pytest.approx(9 / 16 * 37 / 64)


def test_winners_curse_is_luck():
    picked = elicitation.winners_curse(prompts=50, items=100, rate=0.1, rng=np.random.default_rng(0))
    assert 0.15 < picked < 0.2
    assert elicitation.winners_curse(prompts=1, items=100, rate=0.1, rng=np.random.default_rng(0)) == pytest.approx(
        0.1, abs=0.003
    )


@pytest.mark.parametrize("rate", [-0.1, 1.1])
def test_winners_curse_has_a_rate_that_can_be(rate):
    with pytest.raises(ValueError, match=f"rate must lie from 0 to 1, not {rate}"):
        elicitation.winners_curse(prompts=5, items=100, rate=rate, rng=np.random.default_rng(0))


def test_clean_test_leaves_even_odds_soon():
    clean = rare_failures.deployment(tests=1000, failures=0)
    assert clean.rate_upper == pytest.approx(1 - 0.025 ** (1 / 1000))
    even = resolution.samples_to_see(clean.rate_upper, probability=0.5)
    assert 180 < even < 190  # "already at about 190 uses", as the chapter says
    assert np.all(clean.lower == 0)


def test_the_chances_are_the_bands_at_the_chosen_uses():
    some = rare_failures.deployment(tests=1000, failures=2, uses=1000)
    for chance, curve in ((some.chance_lower, some.lower), (some.chance_upper, some.upper)):
        assert chance == pytest.approx(curve[some.uses == 1000].item())
    assert some.plain[some.uses == 1000].item() == pytest.approx(1 - (1 - 2 / 1000) ** 1000)
    assert some.rate_lower < 2 / 1000 < some.rate_upper


@pytest.mark.parametrize("failures", [-1, 10])
def test_deployment_refuses_impossible_counts(failures):
    with pytest.raises(ValueError, match="failures"):
        rare_failures.deployment(tests=10, failures=failures)


def test_uses_below_0_are_refused():
    with pytest.raises(ValueError, match="uses must be 0 or more, not -3"):
        rare_failures.deployment(uses=-3)


def test_a_spread_past_what_a_figure_shows_is_refused():
    sentence = "spread must move the curve by 300 decades at most, at a steepness of 3.0, not 1e[+]52"
    with pytest.raises(ValueError, match=sentence):
        elicitation.elicitation_gap(spread=1e52)
