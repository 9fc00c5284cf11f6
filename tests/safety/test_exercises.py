"""The safety chapter's answers, each found in another way than its exercise finds it; and the rule that is a link."""

import numpy as np
import pytest
from scipy import optimize, stats

from simulations.exercises import find
from simulations.exercises.judge import MISREAD, RIGHT, WRONG, judged
from simulations.safety import evaluation, forecast_rounds, gates

LINK = "https://example.org/book/chapters/safety.html#gate-delay?interval=4&items=100&alarm_level=0.2&width=1"
LINK += "&uncertainty=0.3&elicitation=1"


def test_rare_failures_are_nearly_a_poisson_process():
    found = find("safety-1").expected()
    assert found["clean_trials"] == pytest.approx(-np.log(0.05) / 1e-4, rel=1e-3)
    assert found["one_allowed"] == pytest.approx(stats.gamma.isf(0.05, 2) / 1e-4, rel=1e-3)
    assert stats.binom.cdf(1, round(found["one_allowed"]), 1e-4) == pytest.approx(0.05, rel=1e-3)


def test_the_longer_answer_crosses_where_its_own_line_is_zero():
    def line(log_size):  # F of the longer answers, from the short ones' line
        return np.log(20 / 5) - 0.4 * (log_size - np.log(3e8))

    crossing = np.exp(optimize.brentq(line, 10, 40))
    assert find("safety-2").expected()["crosses_at"] == pytest.approx(crossing)


def test_the_average_of_the_estimate_is_what_samples_give():
    rng, found = np.random.default_rng(3), find("safety-3").expected()
    for passes, name in ((1, "once"), (5, "usual")):
        drawn = evaluation.pass_until(0.01, passes=passes, rng=rng, size=400_000)
        assert (passes / drawn).mean() / 0.01 == pytest.approx(found[name], rel=0.015)
    assert ((5 - 1) / (drawn - 1)).mean() / 0.01 == pytest.approx(found["fair"], rel=0.01)
    assert found["once"] == pytest.approx(-np.log(0.01) / 0.99) and found["fair"] == pytest.approx(1)


def test_the_error_allowed_is_that_of_the_mean():
    exercise = find("safety-3")
    rng = np.random.default_rng(4)
    means = [evaluation.pass_until(0.01, passes=5, rng=rng, size=2_000) for _ in range(400)]
    spread = np.std([(5 / drawn).mean() / 0.01 for drawn in means])
    error = exercise.answers[1].kind.standard_error(rate=0.01, passes=5, repeats=2_000)
    assert error == pytest.approx(spread, rel=0.15)


def test_the_gates_found_are_those_of_the_whole_scan():
    given = {"items": 400, "target": 0.92, "shortfall": 2.0}
    found, spacing = find("safety-4").expected(given), np.round(np.arange(1.2, 10.01, 0.2), 1)
    left = 0
    for level, widest, early in zip(
        (0.01, 0.02, 0.05, 0.1), found["widest_intervals"], found["early_alarms"], strict=True
    ):
        design = {"items": 400, "alarm_level": level}
        every = {k: gates.evaluation_gates(interval=k, **design) for k in spacing}
        enough = [k for k, gate in every.items() if gate.caught >= 0.92]
        assert widest == max(enough) and early == every[widest].early
        short = (gates.evaluation_gates(interval=k, elicitation=2.0, **design).caught for k in spacing)
        left += any(caught >= 0.92 for caught in short)
    assert found["levels_left"] == left and 0 < left < 4


def test_the_chain_is_two_lines_by_least_squares():
    found = find("safety-5").expected()
    flops, accuracy, bits = (column[:15] for column in forecast_rounds.sweep("hellaswag"))
    far = [column[-1] for column in forecast_rounds.sweep("hellaswag")]
    law = stats.linregress(np.log(flops), np.log(bits))
    ahead = np.exp(law.intercept + law.slope * np.log(far[0]))
    skill = (accuracy - 0.25) / 0.75
    link = stats.linregress(bits, np.log(skill / (1 - skill)))

    def read(x):
        return 0.25 + 0.75 / (1 + np.exp(-link.intercept - link.slope * x))

    assert found["bits_ahead"] == pytest.approx(ahead)
    assert found["accuracy_ahead"] == pytest.approx(read(ahead)) and found["accuracy_ahead"] > far[1]
    assert found["accuracy_linked"] == pytest.approx(read(far[2])) and found["accuracy_linked"] < far[1]


@pytest.mark.parametrize("runs", [12, 14, 17])
def test_the_halves_err_in_opposite_directions_for_every_variant(runs):
    found = find("safety-5").expected({"runs": runs})
    assert found["bits_ahead"] < found["bits"] and found["accuracy_linked"] < found["accuracy"]


def test_on_arc_the_errors_cancel_at_fifteen_runs_alone():
    found = find("safety-5").expected()
    off = np.abs(np.array(found["arc_ahead"]) - found["arc_accuracy"])
    assert off[1] < 0.01 < 0.04 < off[0] < 0.055 and 0.04 < off[2] < 0.055


def test_the_best_of_fifty_equal_prompts():
    best = np.random.default_rng(5).binomial(100, 0.1, size=(100_000, 50)).max(1)
    found = find("safety-6").expected()
    assert np.mean(best >= 18) == pytest.approx(found["by_luck"], abs=0.006)


def test_so_many_fresh_questions_have_the_power():
    found = find("safety-6").expected()

    def power(items):
        alarm = next(k for k in range(items + 1) if stats.binomtest(k, items, 0.1, "greater").pvalue <= 0.05)
        return sum(stats.binom.pmf(k, items, 0.18) for k in range(alarm, items + 1))

    assert power(found["fresh_questions"]) >= 0.9 > power(found["fresh_questions"] - 1)
    assert all(power(items) >= 0.9 for items in range(found["lasting"], found["lasting"] + 40))
    assert found["lasting"] <= 1.1 * found["fresh_questions"], "both ways to read the question are right"


@pytest.mark.parametrize(
    ("rule", "stands"),
    [
        ((LINK, 0.58), RIGHT),
        ([LINK, 0.575], RIGHT),
        ((LINK.replace("interval=4", "interval=2"), 0.58), WRONG),
        ((LINK, 0.42), WRONG),
        ((LINK, 58), MISREAD),
        (LINK, MISREAD),
        ((LINK.replace("gate-delay", "red-team"), 0.58), MISREAD),
        ((LINK.replace("&width=1", ""), 0.58), MISREAD),
        ((LINK.replace("width=1", "width=-1"), 0.58), MISREAD),
        ((LINK.replace("items=100", "items=many"), 0.58), MISREAD),
    ],
)
def test_a_rule_is_a_link_and_what_its_state_catches(rule, stands):
    (line,) = judged(find("safety-7"), {"rule": rule}).lines
    assert line.stands == stands, line


def test_what_the_marked_rule_says_of_itself_is_so():
    exercise = find("safety-7")
    (_, caught), good = exercise.expected()["rule"], exercise.rubric.marked[0].text
    found = gates.evaluation_gates(interval=2, items=100, alarm_level=0.05, elicitation=2)
    assert found.caught == pytest.approx(caught, abs=0.005) and 0.25 < 1 - caught < 0.3 and "one danger in four" in good
    assert f"{found.questions_a_decade:.0f} questions" in good and f"{found.early:.0%} of the alarms" in good
    assert "58%" in exercise.rubric.marked[1].text and round(gates.evaluation_gates().caught, 2) == 0.58


def test_so_many_requests_show_the_gap_and_ten_fewer_do_not():
    found = find("safety-8").expected()
    assert found["refusal_gap"] == pytest.approx(95.25 - 81)

    def by_hand(asked):  # the hypergeometric tables that are no likelier than this one
        training, unmonitored = round(0.81 * asked), round(0.9525 * asked)
        tables = stats.hypergeom.pmf(np.arange(asked + 1), 2 * asked, training + unmonitored, asked)
        return tables[tables <= tables[training] * (1 + 1e-7)].sum()

    assert by_hand(found["fewest"]) < 0.01 <= by_hand(found["fewest"] - 10)
    assert by_hand(400) == pytest.approx(found["p_value"], rel=1e-3)
