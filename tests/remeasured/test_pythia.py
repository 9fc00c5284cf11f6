"""Pythia's checkpoints: the table against what the project publishes, and two readings of one training."""

import numpy as np
import pytest

from simulations.data import note, table
from simulations.remeasured import pythia

# Parameters as the models' cards give them.
PUBLISHED = {
    "70M": 70_426_624,
    "160M": 162_322_944,
    "410M": 405_334_016,
    "1B": 1_011_781_632,
    "1.4B": 1_414_647_808,
    "2.8B": 2_775_208_960,
    "6.9B": 6_857_302_016,
    "12B": 11_846_072_320,
}


def test_sixteen_trainings_of_27_checkpoints_are_there():
    assert len(table("pythia_checkpoints")["step"]) == 16 * 27
    for corpus in pythia.CORPORA:
        for one in pythia.runs(corpus):
            assert len(one.step) == 27 and one.step[0] == 0 and one.step[-1] == 143_000
            assert np.all(np.diff(one.step) > 0)


def test_the_sizes_have_the_parameters_that_are_published():
    assert {one.size: one.parameters for one in pythia.runs()} == PUBLISHED


def test_accuracies_lie_on_the_grid_of_the_items():
    for task, items in pythia.ITEMS.items():
        right = pythia.run("6.9B").accuracies[task] * items
        tolerance = items * 5e-5 + 1e-6  # four decimals
        assert np.all(np.abs(right - np.round(right)) <= max(tolerance, 1e-6)), task


def test_the_standard_error_is_the_harness_s():
    # The 12B model's last accuracy on LAMBADA, as its file prints it.
    assert pythia.standard_error(0.7046, 5153) == pytest.approx(0.006356, abs=5e-6)
    assert pythia.standard_error(0.0, 100) == 0


def test_compute_is_six_times_parameters_and_tokens():
    one = pythia.run("1B")
    assert one.compute[-1] == pytest.approx(6 * PUBLISHED["1B"] * 143_000 * 2_097_152)


def test_two_readings_of_the_largest():
    seen = pythia.two_readings(size="12B")
    assert (seen.last_zero, seen.next_step) == (512, 1000)
    assert seen.before == pytest.approx(16.28, abs=0.01) and seen.then == pytest.approx(12.03, abs=0.01)
    assert seen.final == pytest.approx(0.7046, abs=1e-4)
    assert seen.accuracy.count() == 26 and seen.accuracy[seen.tokens <= 512 * 2_097_152].max() == 0
    assert 1 / seen.ceiling == pytest.approx(1397, abs=2)


def test_a_logarithmic_axis_has_no_place_for_a_zero():
    seen = pythia.two_readings(size="12B", log_axis=True)
    assert seen.accuracy.count() == np.sum(pythia.run("12B").accuracies["LAMBADA"] > 0)
    assert seen.accuracy.min() > 0


def test_the_two_smallest_forget():
    for size in ("70M", "160M"):
        one = pythia.run(size)
        assert one.accuracies["LAMBADA"].max() > one.accuracies["LAMBADA"][-1] + 0.05
        assert one.log_perplexity.min() < one.log_perplexity[-1] - 0.3


def test_unknown_names_are_told():
    with pytest.raises(ValueError, match="size must be one of 70M"):
        pythia.run("3B")
    with pytest.raises(ValueError, match="corpus must be one of the Pile"):
        pythia.run("1B", "C4")


def test_the_note_names_source_licence_and_script():
    said = note("pythia_checkpoints")
    assert "a19eecb" in said and "Apache-2.0" in said and "derive_pythia.py" in said
