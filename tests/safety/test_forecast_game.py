"""The game's rounds, its scoring, and that nothing shows before the reveal."""

import numpy as np
import pytest

from simulations.data import note, table
from simulations.safety import captions, forecast_game, forecast_rounds


@pytest.mark.parametrize("entry", forecast_rounds.ROUNDS, ids=lambda entry: entry.key)
@pytest.mark.parametrize("smoother", [False, True])
def test_nothing_leaks_before_the_reveal(entry, smoother):
    state = forecast_game.play(game=entry.key, smoother=smoother, guess=1.0)
    assert state.hidden.count() == 0
    assert state.shown.count() == entry.shown
    assert all(np.ma.getmaskarray(stem).all() for stem in (state.truth, state.line, state.law, state.tokens))
    said = captions.play(state, smoother=smoother)
    assert {said["points"], said["line_points"], said["law_points"]} == {captions.HIDDEN}
    assert "was" not in said["answer"] and not any(character.isdigit() for character in said["others"])


@pytest.mark.parametrize("entry", forecast_rounds.ROUNDS, ids=lambda entry: entry.key)
@pytest.mark.parametrize("smoother", [False, True])
def test_the_answer_lies_beyond_what_is_shown_and_within_reach_of_the_slider(entry, smoother):
    state = forecast_game.play(game=entry.key, smoother=smoother, reveal=True)
    largest = forecast_rounds.sweep(entry.key)[0][entry.shown - 1]
    assert largest < state.truth[0] < largest * 1000
    assert state.hidden.count() + state.shown.count() == len(forecast_rounds.sweep(entry.key)[0])


def test_hindu_knowledge_crosses_between_27_and_128_billion():
    # 0.2629 at 2.899e10 and 0.6057 at 1.374e11: log-linear at 0.45, by hand
    step = (0.45 - 0.2629) / (0.6057 - 0.2629)
    state = forecast_game.play(game="hindu", reveal=True)
    assert state.truth[0] == pytest.approx(2.899e10 * (1.374e11 / 2.899e10) ** step)


def test_addition_averages_the_seeds_of_the_laboratorys_main_panel():
    rows, (scale, own, smoother) = table("arithmetic_models"), forecast_rounds.sweep("addition")
    third = (rows["panel"] == "main") & (rows["parameters"] == scale[2]) & (rows["status"] == "ok")
    assert own[2] == pytest.approx(rows["exact_match"][third].mean())
    assert smoother[2] == pytest.approx(rows["digit_accuracy"][third].mean())
    assert np.all(np.diff(scale) > 0)


def test_guessing_the_truth_scores_a_hundred():
    truth = forecast_game.play(game="arc", reveal=True).truth[0]
    largest = forecast_rounds.sweep("arc")[0][forecast_rounds.named("arc").shown - 1]
    assert forecast_game.play(game="arc", guess=np.log10(truth / largest), reveal=True).points == 100


def test_the_points_are_those_of_the_scoreboard():
    board = {(title, measure): points for title, measure, points in forecast_game.scoreboard()}
    state = forecast_game.play(game="arc", smoother=True)
    scores = board["ARC-Challenge, OLMo ladder", "bits per byte"]
    assert (state.line_points, state.law_points) == (
        round(scores[forecast_game.LINE]),
        round(scores[forecast_game.LAW]),
    )


def test_the_two_measures_of_a_round_ask_for_nearly_the_same_size():
    # The chapter says "within about a third": the furthest apart are those of addition, 33%.
    rounds = [entry for entry in forecast_rounds.ROUNDS if entry.smoother]
    truths = [[forecast_game.reached(entry, smoother=smoother) for smoother in (False, True)] for entry in rounds]
    assert len(rounds) == 5
    assert 1.25 < max(max(pair) / min(pair) for pair in truths) < 1.4


def test_power_law_is_exact_on_a_power_law():
    scale = np.array([1e18, 1e19, 1e20])
    loss = 2 * (scale / 1e18) ** -0.1
    where = forecast_game.law_forecast(scale, loss, level=0.5, chance=0.0, falls=True)
    assert where == pytest.approx(1e18 * 4**10, rel=1e-9)
    rate = 0.25 + 0.75 * np.exp(-loss)
    assert forecast_game.law_forecast(
        scale, rate, level=0.25 + 0.75 * np.exp(-0.5), chance=0.25, falls=False
    ) == pytest.approx(where, rel=1e-9)


def test_forecasters_say_never_of_zeros_and_of_falling_scores():
    assert forecast_game.law_forecast([1, 10], [0.0, 0.0], level=0.3, chance=0.0, falls=False) == np.inf
    assert forecast_game.line_forecast([1, 10], [0.3, 0.2], level=0.5) == np.inf


def test_smooth_measures_are_forecast_and_accuracy_is_not():
    board = {(title, measure): points for title, measure, points in forecast_game.scoreboard()}
    for title in ("ARC-Challenge, OLMo ladder", "HellaSwag, OLMo ladder"):
        for player in (forecast_game.LINE, forecast_game.LAW):
            assert board[title, "bits per byte"][player] > board[title, "accuracy"][player] + 20
    assert board["ARC-Challenge, OLMo ladder", "accuracy"][forecast_game.LINE] < 1
    assert board["LAMBADA while Pythia-1.4B trains", "log perplexity"][forecast_game.LAW] < 1
    assert len(board) == 12


def test_tokens_to_the_power_of_the_length_is_exact_where_tokens_follow_the_law():
    (practice,) = [entry for entry in forecast_rounds.ROUNDS if entry.key == "practice"]
    said = forecast_game.forecasts(practice, smoother=False)[forecast_game.TOKENS]
    # p = exp(-1.2 (N/1e6)^-0.42) and p^10 = 1/2 at N = 1e6 (12 / ln 2)^(1/0.42); tokens are counted on 2,000 each
    assert said == pytest.approx(1e6 * (12 / np.log(2)) ** (1 / 0.42), rel=0.15)
    assert forecast_game.TOKENS not in forecast_game.forecasts(practice, smoother=True)


def test_the_olmo_rounds_play_every_finished_run_and_agree_with_the_other_table():
    pairs = table("two_metrics")
    arc = pairs["pair"] == "arc"
    flops, accuracy, bits = forecast_rounds.sweep("arc")
    np.testing.assert_allclose(flops, pairs["scale"][arc], rtol=1e-3)
    np.testing.assert_allclose(accuracy, pairs["hard"][arc], atol=1e-4)
    np.testing.assert_allclose(bits, pairs["smooth"][arc], atol=1e-4)
    rows = table("forecast_rounds")
    for key in ("arc", "hellaswag"):
        runs = rows["model"][rows["round"] == key]
        assert sorted(runs) == sorted(
            f"{n}-{c}xC" for n in "190M 370M 760M 1B 3B".split() for c in "0.5 1 2 5 10".split()
        )
        shown = runs[: forecast_rounds.named(key).shown]
        assert {run.split("-")[0] for run in shown} == {"190M", "370M", "760M"}


def test_a_forecast_far_beyond_anything_is_never():
    assert forecast_game.line_forecast([1, 10], [0.0, 0.01], level=0.5) == np.inf


def test_table_says_where_it_is_from():
    for words in ("Apache-2.0", "MIT", "derive_forecast_rounds.py", "srivastava2023beyond"):
        assert words in note("forecast_rounds")


def test_unknown_round_is_named():
    with pytest.raises(ValueError, match="game"):
        forecast_game.play(game="chess")
