"""Refusals by model and condition: the table against the source's own percentages, and what a figure shows of it."""

import numpy as np
import pytest

from simulations.data import table
from simulations.safety import captions, faking

# The source's table as printed, in percent: model, with a scratchpad and without: training, unmonitored.
PRINTED = {
    "Llama-3.1-405B": (81.0, 95.3, 94.3, 99.5),
    "Llama-3.1-70B": (100.0, 100.0, 100.0, 98.8),
    "Llama-3.1-8B": (73.3, 71.0, 99.0, 99.8),
    "Mistral-7B": (56.8, 56.8, 77.0, 76.5),
    "Claude 3 Opus": (93.5, 99.0, 99.8, 100.0),
    "Claude 3.5 Sonnet": (62.0, 83.0, 28.0, 91.0),
}


def test_the_counts_are_the_printed_percentages():
    rows = table("alignment_faking")
    for model, *counts in zip(*(rows[name] for name in ("model", "scratchpad", "asked")), strict=True):
        scratchpad, asked = counts
        row = (rows["model"] == model) & (rows["scratchpad"] == scratchpad)
        shares = [100 * rows[name][row][0] / asked for name in ("refused_training", "refused_unmonitored")]
        printed = PRINTED[model][:2] if scratchpad else PRINTED[model][2:]
        assert shares == pytest.approx(printed, abs=0.051), model


def test_models_stand_in_order_of_size_and_those_without_one_last():
    everyone = faking.faking(others=True)
    assert everyone.models[:4] == ("Mistral-7B", "Llama-3.1-8B", "Llama-3.1-70B", "Llama-3.1-405B")
    assert not np.ma.getmaskarray(everyone.gap).any()
    assert everyone.gap[3] == 14.25 and everyone.gap[2] == 0


def test_what_is_not_shown_is_masked_everywhere():
    small = faking.faking(largest=8e9)
    for name in ("training", "training_low", "unmonitored_high", "gap", "p_value"):
        assert np.ma.getmaskarray(getattr(small, name)).tolist() == [False, False, True, True, True, True]


def test_the_interval_holds_the_share():
    everyone = faking.faking(others=True, scratchpad=False)
    for name in ("training", "unmonitored"):
        low, share, high = (getattr(everyone, name + end) for end in ("_low", "", "_high"))
        assert (low <= share).all() and (share <= high).all() and (high - low < 0.11).all()


def test_the_caption_names_what_chance_would_hardly_give():
    said = captions.faking(faking.faking(others=True))["story"]
    assert "Llama-3.1-405B 14.25" in said and "Llama-3.1-8B −2.25" in said
    assert said.endswith("Beyond chance (p below 0.01): Llama-3.1-405B, Claude 3 Opus, Claude 3.5 Sonnet.")
    small = captions.faking(faking.faking(largest=70e9))["story"]
    assert "405B" not in small and small.endswith("None of these is beyond chance.")


def test_bad_input_is_refused_by_name():
    with pytest.raises(ValueError, match="largest must be 7000000000 parameters or more, not 1"):
        faking.faking(largest=1)
    with pytest.raises(ValueError, match="model must be one of Mistral-7B"):
        faking.gap_of("GPT-2")
