"""The practice chapter's answers against computations of their own."""

import numpy as np
import pytest
from scipy import integrate, stats

from simulations.exercises import find
from simulations.exercises.judge import judged
from simulations.exercises.states import link
from simulations.laws import scaling


def best_losses(compute: float) -> np.ndarray:
    """Each refit's lowest loss for a budget, looked for on a grid of sizes: (400,)."""
    laws, sizes = scaling.refits(), np.geomspace(1e9, 1e12, 3001)
    columns = {name: getattr(laws, name)[:, None] for name in scaling.COEFFICIENTS}
    law = scaling.ScalingLaw("columns", **columns, source="")
    return scaling.loss(law, parameters=sizes, tokens=compute / 6 / sizes).min(axis=1)


def test_none_of_three_hundred():
    found = find("practice-1").expected()
    assert found["zero_confidence"] == pytest.approx(stats.binom.sf(0, 300, 0.01))
    assert stats.binom.pmf(0, round(found["items_for_rare"]), 0.001) == pytest.approx(0.05, rel=1e-3)


def test_the_gain_of_each_refit():
    found = find("practice-2").expected()
    low, high = np.quantile(best_losses(1e23) - best_losses(1.1e23), [0.05, 0.95])
    assert (found["gain_low"], found["gain_high"]) == pytest.approx((low, high), rel=2e-3)


def test_the_budgets_have_nine_chances_in_ten():
    found = find("practice-3").expected()
    once = found["certain_budget"] * found["first_factor"]
    for compute, error in ((once, 0.05), (once * found["second_factor"], 0.1)):
        assert stats.norm.cdf((2.1 - best_losses(compute)) / error).mean() == pytest.approx(0.9, abs=1e-3)
    assert np.mean(best_losses(found["certain_budget"] * 1.001) <= 2.1) >= 0.9
    assert np.mean(best_losses(found["certain_budget"] * 0.99) <= 2.1) < 0.9


def test_what_the_cheapest_size_saves():
    found, law = find("practice-4").expected(), scaling.REFIT
    for compute, written in zip((1e22, 1e23, 1e24), found["written_tokens"], strict=True):
        best = scaling.optimum(law, compute=compute)
        sizes = best.parameters * np.geomspace(0.4, 1, 20_001)
        left = best.loss - law.irreducible - law.parameter_scale * sizes**-law.parameter_exponent
        tokens = (law.token_scale / left) ** (1 / law.token_exponent)
        bills = 6 * sizes * tokens + 2 * sizes * written
        assert 1 - bills.min() / bills[-1] == pytest.approx(0.05, abs=1e-4)
        assert found["written_per_read"] == pytest.approx(written / float(best.tokens), rel=5e-3)


def test_a_majority_of_answers_drawn():
    found, rng = find("practice-5").expected(), np.random.default_rng(4)
    assert found["agreed_bar"] == pytest.approx(0.5, abs=1e-6)
    bar, draws = found["scattered_bar"], 40_000
    right, rival, _ = rng.multinomial(101, [bar, 0.3 * (1 - bar), 0.7 * (1 - bar)], draws).T
    wins = (right > rival) + 0.5 * (right == rival)  # neither is ever as few as one
    assert abs(wins.mean() - bar) < 4 * (bar * (1 - bar) / draws) ** 0.5


def test_tries_at_problems_drawn():
    found, rng = find("practice-6").expected(), np.random.default_rng(5)
    assert found["equal_pass"] == pytest.approx(1 - 0.9**100) and found["split_pass"] == pytest.approx(0.1)
    logits = stats.norm(-4.0, 2).ppf((np.arange(60) + 0.5) / 60)
    shift = min(np.linspace(-2, 2, 4001), key=lambda by: abs(np.mean(1 / (1 + np.exp(-logits - by))) - 0.1))
    solved = rng.binomial(100, 1 / (1 + np.exp(-logits - shift)), (4000, 60)) > 0
    assert solved.mean() == pytest.approx(found["spread_pass"], abs=4 * 0.05 / 4000**0.5 + 1e-3)


@pytest.mark.parametrize(("penalty", "lowest"), [(3, 0), (0.5, 0.2), (9, 0.25)])
def test_scores_of_a_calibrated_model_integrated(penalty, lowest):
    found = find("practice-7").expected({"penalty": penalty, "lowest": lowest})
    confidence = np.linspace(0, 1, 100_001)
    gain = confidence - penalty * (1 - confidence)
    assert found["honest_bar"] == pytest.approx(confidence[np.argmax(gain > 0)], abs=2e-5)
    score, _ = integrate.quad(lambda c: c - found["zero_penalty"] * (1 - c), lowest, 1)
    assert score == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("controls", "says"),
    [
        ({"rate": 0.1, "rivals": 0.3, "sensitivity": 2}, "right."),
        ({"rate": 0.1, "rivals": 0.3, "sensitivity": 2, "gain": 2}, "right."),
        ({"rate": 0.1, "rivals": 0.3, "sensitivity": 2.5}, "a weaker verifier is enough"),
        ({"rate": 0.1, "rivals": 0.3, "sensitivity": 1.5}, "solve less than 60%"),
        ({"rate": 0.3, "rivals": 0.3, "sensitivity": 2}, "set rate to 10% (small model's success)"),
        ({"rate": 0.1, "sensitivity": 2}, "set rivals to 30%"),
        ({"rate": 0.1, "rivals": 0.3}, "solve less than 60%"),
    ],
)
def test_a_state_is_judged_by_its_verifier(controls, says):
    assert says in str(judged(find("practice-8"), {"verifier_state": link("test-time", **controls)}))
