"""The same size trained twice, and what the last checkpoints scatter by."""

import numpy as np
import pytest

from simulations.remeasured import control, pythia

TWO = ("the Pile", "the Pile without duplicates")


def test_a_distance_by_hand():
    ours, theirs = (pythia.run("12B", corpus).accuracies["SciQ"][-1] for corpus in TWO)
    error = np.sqrt((ours * (1 - ours) + theirs * (1 - theirs)) / 999)
    assert control.distances("12B", "SciQ")[-1] == pytest.approx((theirs - ours) / error)


def test_2_8b_was_not_trained_twice():
    gaps = {size: control.gap(size, 3_000, 43_000) for size in pythia.SIZES}
    later = {size: control.gap(size, 53_000, 143_000) for size in pythia.SIZES}
    others = [size for size in pythia.SIZES if size != "2.8B"]
    assert gaps["2.8B"] <= 0.0002 and min(gaps[size] for size in others) > 100 * gaps["2.8B"]
    assert min(later[size] for size in others) > 4 * later["2.8B"]
    assert {*control.TRAINED_TWICE} == {*others}


def test_seven_tasks_differ_by_no_more_than_chance_and_lambada_by_more():
    found = {task: control.twice_trained(task=task) for task in pythia.TASKS}
    usual = {task: seen.root_mean_square for task, seen in found.items()}
    assert sum(value < 1.2 for value in usual.values()) == 7
    assert usual["LAMBADA"] == pytest.approx(2.10, abs=0.01) and found["LAMBADA"].beyond_two == pytest.approx(
        0.3, abs=0.01
    )
    assert all(abs(seen.mean) < 1 for seen in found.values())


def test_two_tests_of_one_rate_would_have_a_root_mean_square_of_one():
    rng = np.random.default_rng(0)
    ours, theirs = (rng.binomial(1000, 0.4, 4000) / 1000 for _ in range(2))
    error = np.hypot(pythia.standard_error(ours, 1000), pythia.standard_error(theirs, 1000))
    assert np.sqrt(np.mean(((ours - theirs) / error) ** 2)) == pytest.approx(1, abs=0.03)


def test_signal_to_noise_by_hand():
    # Models at 1 and 3 (mean 2, distance 2): a signal of 1. Checkpoints at 9 and 11: a noise of a tenth.
    assert control.signal_to_noise([1, 3], [9, 11]) == pytest.approx(10)
    assert control.signal_to_noise([1, 3], [5, 5]) == np.inf


def test_the_scatter_is_about_a_line_not_about_a_mean():
    one = pythia.run("12B")
    straight = pythia.Run(
        "12B", one.parameters, one.step, one.log_perplexity, one.log_perplexity_se, {"MMLU": 0.2 + one.step * 1e-6}
    )
    assert control.noise_in_errors(straight, "MMLU") == pytest.approx(0, abs=1e-9)


def test_the_noisiest_training_wanders_by_four_errors():
    noise = {
        (size, corpus): control.noise_in_errors(pythia.run(size, corpus), "LAMBADA")
        for size in pythia.SIZES
        for corpus in TWO
    }
    assert max(noise, key=noise.__getitem__) == ("160M", TWO[1])
    assert max(noise.values()) == pytest.approx(4.0, abs=0.05)
