"""Forecasts of the testbed's largest models: on data whose answer is known, and the misses that the chapter quotes."""

import numpy as np
import pytest

from simulations.remeasured import forecasts, testbed


def test_the_authors_choice_is_17_tasks():
    chosen = forecasts.off_chance()
    assert len(chosen) == 17 and {"hellaswag", "lambada_openai", "squad"} < {*chosen} and "mmlu" not in chosen


def test_three_forecasts_of_a_straight_line():
    loss = np.linspace(3, 5, 20)
    law, line, still = forecasts._three(loss, 1.0 - 0.15 * loss, 2.5)
    assert line == pytest.approx(0.625) and still == pytest.approx(0.55)
    assert law == pytest.approx(0.625, abs=0.01)  # the law is nearly straight at its lowest rate


def test_models_that_are_seen_are_not_the_largest():
    for seen, limit in forecasts.SEEN.items():
        loss, accuracy, small, corpus = forecasts._columns("hellaswag", "C4", seen)
        assert testbed.models()["parameters"][small].max() < limit < testbed.LARGEST
        assert not small[[forecasts._largest(name) for name in testbed.CORPORA]].any()


def test_hellaswag_fits_well_and_is_forecast_badly():
    seen = forecasts.against_loss()
    assert 100 * seen.miss == pytest.approx(19.2, abs=0.05) and 100 * seen.line_miss == pytest.approx(5.0, abs=0.05)
    fits = [testbed.all_explained(corpus, "C4")["hellaswag"][0] for corpus in testbed.CORPORA]
    assert min(fits) > 0.979
    np.testing.assert_allclose(seen.miss, np.abs(seen.forecast - seen.hidden).mean())


@pytest.mark.parametrize(
    ("seen", "single", "average"), [("up to 154M", 15.7, 1.3), ("up to 412M", 7.3, 1.6), ("up to 1.4B", 5.3, 1.0)]
)
def test_the_law_s_misses(seen, single, average):
    found = forecasts.forecasts(forecasts.AVERAGES[0], seen=seen)
    assert 100 * forecasts.misses(seen=seen)["the law"].mean() == pytest.approx(single, abs=0.06)
    assert 100 * np.abs(found["the law"] - found["truth"]).mean() == pytest.approx(average, abs=0.06)


def test_no_model_seen_took_more_than_a_sixtieth_of_the_compute():
    data = testbed.models()
    compute = data["parameters"] * data["tokens"]
    small = data["parameters"] < forecasts.SEEN["up to 154M"]
    assert compute[data["parameters"] == testbed.LARGEST].min() / compute[small].max() > 60


def test_which_corpus_is_better():
    seen = {size: forecasts.decided(size=size) for size in forecasts.DECIDING}
    assert {one.pairs for one in seen.values()} == {135} and {one.clear for one in seen.values()} == {47}
    assert seen["154M"].clear_right == pytest.approx(33 / 47)
    assert seen["11M"].clear_right < 0.5 < seen["412M"].clear_right


def test_the_largest_decide_for_themselves(monkeypatch):
    monkeypatch.setitem(forecasts.DECIDING, "154M", testbed.LARGEST)
    assert forecasts.decided(size="154M").right == 1


def test_unknown_names_are_told():
    with pytest.raises(ValueError, match="task must be one of agi_eval"):
        forecasts.against_loss(task="chess")
    with pytest.raises(ValueError, match="size must be one of 11M"):
        forecasts.decided(size="7B")
