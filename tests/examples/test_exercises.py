"""The examples chapter's answers against computations of their own."""

import math

import numpy as np
import pytest
from scipy import stats

from simulations.data import table
from simulations.examples import bigbench
from simulations.exercises import find
from simulations.exercises.judge import judged
from simulations.exercises.states import link


def test_tokens_of_chinchilla_and_gopher():
    found = find("examples-1").expected()
    assert found["tokens_read"] == pytest.approx(5e23 / 6 / 70e9 / 1e9)
    assert found["times_other"] == pytest.approx((5e23 / 70e9) / (1.3e22 / 7.1e9))
    assert found["read_most"] == "Chinchilla"


@pytest.mark.parametrize(("items", "choices"), [(59, 10), (40, 4), (70, 5)])
def test_an_interval_lies_above_guessing_where_a_guesser_seldom_gets_so_many(items, choices):
    found = find("examples-2").expected({"items": items, "choices": choices})
    for number, share in ((items, found["few_share"]), (10 * items, found["many_share"])):
        needed = next(k for k in range(number) if stats.binomtest(k, number, 1 / choices, "greater").pvalue < 0.025)
        assert share == pytest.approx(needed / number)


def test_groups_counted_one_by_one():
    found, rows = find("examples-3").expected(), table("vision_digits")

    def below(parameters: float, share: float) -> int:
        right = rows["correct"][rows["parameters"] == parameters].astype(int)
        groups = (np.mean([math.comb(c, k) / math.comb(797, k) for c in right]) for k in range(1, 300))
        return next(k for k, mean in enumerate(groups, 1) if mean < share)

    assert found["together_exact"] == below(4810, 0.5) == 26
    assert found["together_middle"] == below(760, 0.01) == 107
    assert (np.mean(rows["correct"][rows["parameters"] == 4810]) / 797) ** found["together_log"] == pytest.approx(0.5)


def test_every_pair_of_models_looked_at():
    found, rows = find("examples-4").expected(), table("open_models")
    models = list(zip(*(rows[name] for name in ("model", "family", "train_flops", "addition_3")), strict=True))
    pairs = [(b[3] - a[3], a, b) for a in models for b in models if a[2] >= 3 * b[2] and b[3] > a[3]]
    points, larger, smaller = max(pairs)
    assert found["upset_pair"] == (larger[0], smaller[0]) == ("xglm-7.5B", "Qwen1.5-0.5B")
    assert found["upset_points"] == pytest.approx(100 * points)
    assert found["family_points"] == pytest.approx(100 * max(p for p, a, b in pairs if a[1] == b[1]))


@pytest.mark.parametrize(
    ("pair", "says"),
    [
        (("opt-1t", "phi-2"), "'opt-1t' is no model"),
        (("phi-2", "opt-66b"), "larger compute"),
        (("opt-66b", "phi-2"), "differs more"),
        ("phi-2", "two names"),
    ],
)
def test_a_pair_that_is_not_the_worst_is_told_why(pair, says):
    assert says in str(judged(find("examples-4"), {"upset_pair": pair}))


def test_forecasts_by_another_fit():
    found, codex = find("examples-5").expected(), table("codex")
    x, y = np.log(codex["parameters"]), codex["pass_1"]
    line = {
        name: stats.linregress(x[:5], z[:5])
        for name, z in {"rate": y, "log": np.log(y), "log_odds": stats.logistic.ppf(y)}.items()
    }
    at = {name: fit.intercept + fit.slope * x[-1] for name, fit in line.items()}
    assert found["by_rate"] == pytest.approx(at["rate"]) and found["by_log"] == pytest.approx(math.exp(at["log"]))
    assert found["by_log_odds"] == pytest.approx(stats.logistic.cdf(at["log_odds"]))
    double = stats.linregress(x[:5], stats.gumbel_r.ppf(y[:5]))  # −log(−log y)
    assert found["by_log_log"] == pytest.approx(stats.gumbel_r.cdf(double.intercept + double.slope * x[-1]))


def test_guessers_drawn():
    found, rng, draws = find("examples-6").expected(), np.random.default_rng(3), 1500
    flagged = np.zeros((2, draws))
    for task in bigbench.tasks():
        curve = bigbench.curve(task=task)
        best = rng.binomial(curve.items, curve.chance, (draws, 12)).max(axis=1)
        flagged += [best >= curve.items * (curve.chance + points) - 1e-9 for points in (0.1, 0.2)]
    error = flagged.std(axis=1) / draws**0.5
    assert np.all(np.abs(flagged.mean(axis=1) - [found["luck_flagged"], found["luck_higher"]]) < 4 * error)
    assert (found["seen_flagged"], found["seen_higher"]) == (47, 24)


@pytest.mark.parametrize(
    ("controls", "says"),
    [
        ({"task": "nonsense_words_grammar", "looks": 12}, "right."),
        ({"task": "nonsense_words_grammar", "looks": 1}, "do not hold for all twelve sizes"),
        ({"task": "general_knowledge", "looks": 12}, "does not lie above guessing at 128B and at no smaller size"),
        ({"task": "hindu_knowledge", "looks": 12}, "has to be on the list 'smooth'"),
        ({"task": "nothing", "looks": 12}, "has to be on the list"),
        ({"task": "nonsense_words_grammar"}, "let the intervals hold for all twelve sizes"),
    ],
)
def test_a_state_is_judged_by_its_bars(controls, says):
    assert says in str(judged(find("examples-7"), {"bars_state": link("bigbench", **controls)}))
