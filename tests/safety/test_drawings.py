"""Every drawing of the chapter shows its result's own numbers, and makes the same artists in every state."""

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure

from simulations import palette
from simulations.laws import forecasting
from simulations.safety import drawings, elicitation, evaluation, forecast_game, gates, rare_failures, u_shape

CASES = {
    "duel": (
        (drawings.draw_duel, drawings.draw_duel_bend),
        [
            forecasting.forecast_duel(law=law, largest_seen=seen, items=items)
            for law in forecasting.LAWS
            for seen, items in ((1e7, 50), (1e9, 1000))
        ],
    ),
    "play": (
        (drawings.draw_play,),
        [
            forecast_game.play(game="arc", guess=guess, reveal=reveal)
            for guess in (0.0, 3.0)
            for reveal in (True, False)
        ],
    ),
    "resolution": (
        (drawings.draw_resolution, drawings.draw_resolution_bend),
        [evaluation.high_resolution(budget=budget, until=until) for budget in (1, 10_000) for until in (True, False)],
    ),
    "gates": ((drawings.draw_gates,), [gates.evaluation_gates(interval=k) for k in (2.0, 10.0)]),
    "gap": ((drawings.draw_gap,), [elicitation.elicitation_gap(prompts=n) for n in (1, 1000)]),
    "hunt": ((drawings.draw_red_team,), [elicitation.red_team(team=n) for n in (1, 1000)]),
    "deployment": ((drawings.draw_deployment,), [rare_failures.deployment(failures=n) for n in (0, 3)]),
    "difficulty": (
        (drawings.draw_difficulty, drawings.draw_total),
        [u_shape.difficulty_groups(task=task) for task in ("MMLU", "BIG-bench Persian QA")],
    ),
    "mixture": ((drawings.draw_mixture,), [u_shape.mixture(dip=dip) for dip in (0.0, 0.25)]),
}


def drawn(draw, result):
    with matplotlib.rc_context(palette.MATPLOTLIB):
        ax = Figure(figsize=(5.6, 3.4)).subplots()
        draw(result, ax)
    return ax


def shows(draw, result, curves):
    """Each labelled line of the drawing is the curve that its label names, and no two of the curves are alike."""
    lines = {line.get_label(): np.ma.masked_array(line.get_ydata()) for line in drawn(draw, result).get_lines()}
    for label, curve in curves.items():
        assert np.ma.allequal(lines[label], curve), label
        assert np.array_equal(np.ma.getmaskarray(lines[label]), np.ma.getmaskarray(curve)), label


@pytest.mark.parametrize("name", CASES)
def test_states_share_their_artists_and_axes(name):
    draws, results = CASES[name]
    for draw in draws:
        shapes = set()
        for result in results:
            ax = drawn(draw, result)
            lines = tuple((line.get_label(), len(line.get_xdata())) for line in ax.get_lines())
            shapes.add((lines, ax.get_xlim(), ax.get_ylim(), len(ax.patches), len(ax.collections)))
            assert len(ax.get_xticks()) <= 7 and len(ax.get_yticks()) <= 8
        assert len(shapes) == 1


@pytest.mark.parametrize("name", CASES)
def test_nothing_drawn_is_nan_or_infinite(name):
    draws, results = CASES[name]
    for draw in draws:
        for result in results:
            for line in drawn(draw, result).get_lines():
                for values in (line.get_xdata(), line.get_ydata()):
                    assert np.isfinite(np.ma.masked_array(values).compressed().astype(float)).all()


def test_duel_draws_the_truth_and_the_test():
    duel = forecasting.forecast_duel(law="a ceiling")
    curves = {
        "truth": duel.truth,
        "straight line through exact match": duel.line,
        "tokens to the power of the length": duel.tokens,
        "task law on 1,000,000 samples": duel.law,
        "exact match on the test": duel.seen_test,
    }
    shows(drawings.draw_duel, duel, curves)


@pytest.mark.parametrize("prompts", [1, 30])
def test_gap_draws_each_prompt_under_its_name(prompts):
    gap = elicitation.elicitation_gap(prompts=prompts, attacker=500)
    curves = {
        "a typical prompt": gap.typical,
        "best of the evaluators' prompts": gap.best,
        "best of 500 after release": gap.attacker,
    }
    shows(drawings.draw_gap, gap, curves)


def test_resolution_draws_what_was_estimated_and_says_what_it_was_fitted_to():
    sweep = evaluation.high_resolution(budget=1000)
    curves = {"truth": sweep.fine_rate, "law fitted up to 100M": sweep.forecast, "estimate": sweep.estimate}
    shows(drawings.draw_resolution, sweep, curves)


def test_deployment_and_groups_draw_each_curve_under_its_name():
    band = rare_failures.deployment(failures=2)
    curves = {
        "at the upper end of the interval": band.upper,
        "at the rate that the test showed": band.plain,
        "at the lower end": band.lower,
    }
    shows(drawings.draw_deployment, band, curves)
    groups = u_shape.difficulty_groups(task="MMLU")
    shows(
        drawings.draw_difficulty,
        groups,
        {
            "easiest, a model": groups.easy,
            "hardest, a model": groups.hard,
            "easiest, median": groups.easy_median,
            "hardest, median": groups.hard_median,
        },
    )
    shows(
        drawings.draw_total,
        groups,
        {"score, median": groups.every_median, "accuracy, median": groups.accuracy_median},
    )
    mixture = u_shape.mixture(hard_share=0.7)
    shows(
        drawings.draw_mixture,
        mixture,
        {"easy questions": mixture.easy, "hard questions": mixture.hard, "all questions": mixture.total},
    )


def test_game_draws_the_guess_at_its_place():
    state = forecast_game.play(game="hellaswag", guess=1.5)
    lines = {line.get_label(): line for line in drawn(drawings.draw_play, state).get_lines()}
    assert lines["your guess"].get_xdata()[0] == pytest.approx(6.905e19 * 10**1.5)


@pytest.mark.parametrize("entry", forecast_game.ROUNDS, ids=lambda entry: entry.key)
@pytest.mark.parametrize("smoother", [False, True])
def test_every_round_draws(entry, smoother):
    ax = drawn(drawings.draw_play, forecast_game.play(game=entry.key, smoother=smoother, reveal=True))
    low, high = ax.get_ylim()
    for line in ax.get_lines():
        if line.get_label().startswith("models"):
            values = np.ma.masked_array(line.get_ydata()).compressed()
            assert np.all((values >= low) & (values <= high))
    assert len(ax.get_xticks()) <= 6
