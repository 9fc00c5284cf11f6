"""The chapter's answers against computations of their own, on the tables as they stand."""

import numpy as np
import pytest

from simulations.data import table
from simulations.exercises import find
from simulations.exercises.judge import judged
from simulations.exercises.states import link

DATA = table("pythia_checkpoints")
MODELS = table("testbed_models")


def column(size: str, name: str, corpus: str = "standard") -> np.ndarray:
    return DATA[name][(DATA["size"] == size) & (DATA["corpus"] == corpus)]


def test_what_is_learned_at_zero():
    found = find("remeasured-1").expected()
    falling = column("12b", "log_perplexity")
    assert found["times_likelier"] == pytest.approx(np.exp(falling[0]) / np.exp(falling[10]))
    assert found["one_in_then"] == pytest.approx(np.exp(12.0321), rel=1e-4)
    assert column("12b", "lambada")[10] == 0


def test_errors_of_independent_tests_add_in_squares():
    found = find("remeasured-2").expected()
    low, high = (column(size, "arc_challenge")[-1] for size in ("2.8b", "12b"))
    variance = (low * (1 - low) + high * (1 - high)) / 1171
    assert found["errors_apart"] == pytest.approx((high - low) / np.sqrt(variance))
    n = found["items_for_two"]
    assert (high - low) / np.sqrt((low * (1 - low) + high * (1 - high)) / (n - 1)) == pytest.approx(2)


def test_the_larger_model_is_sooner_and_dearer():
    found = find("remeasured-3").expected()
    passed = []
    for size in ("410m", "12b"):
        steps, right = column(size, "step")[1:], column(size, "lambada")[1:]
        first = np.argmax(right >= 0.4)
        passed.append(np.exp(np.interp(0.4, right[first - 1 : first + 1], np.log(steps[first - 1 : first + 1]))))
    assert found["tokens_ratio"] == pytest.approx(passed[0] / passed[1])
    sizes = 11_846_072_320 / 405_334_016
    assert found["compute_ratio"] == pytest.approx(sizes * passed[1] / passed[0])


def test_where_the_sizes_lie_furthest_apart():
    found = find("remeasured-4").expected()
    assert found["widest_level"] == 4 and found["widest_apart"] == pytest.approx(3.8, abs=0.05)
    exercise = find("remeasured-4")
    other = link("one-curve", axis="log-perplexity", task="SciQ", level=4, corpus="the Pile without duplicates")
    assert "without duplicates" in str(judged(exercise, {"widest_state": other}))
    on_tokens = {"widest_state": link("one-curve", task="SciQ", level=4), "widest_apart": 3.8}
    assert judged(exercise, on_tokens).right  # the axis does not change what is compared


def test_the_bar_by_a_search_over_the_rate():
    found = find("remeasured-5").expected()
    tasks, count = table("testbed_tasks")["task"], 0
    loss = MODELS["loss_code"]
    for task in tasks:
        right = MODELS[task]
        best = max(np.corrcoef(np.exp(-rate * (loss - 3)), right)[0, 1] for rate in np.linspace(0.05, 4, 60))
        count += best > 0 and best**2 >= 0.7  # a line in e^(-cL): its R² is the square of the correlation
    assert found["pooled"] == count and len(found["each_corpus"]) == 3


def test_an_average_is_forecast_better_than_its_parts():
    exercise = find("remeasured-6")
    for number in range(12):
        found = exercise.expected(exercise.variant(1, number))
        assert found["average_miss"] < found["single_miss"]
