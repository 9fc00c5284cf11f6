import numpy as np
import pytest

from simulations.data import table
from simulations.examples import atlas


def test_table_1_spans_what_the_paper_prints():
    by_compute = atlas.atlas(axis="training FLOPs")
    assert len(by_compute.wei_x) == 22
    assert (by_compute.wei_x[0], by_compute.wei_x[-1]) == (8.9e19, 2.5e24)
    assert by_compute.span == pytest.approx(2.5e24 / 8.9e19)
    assert atlas.atlas().span == pytest.approx(540e9 / 40e6)


def test_compute_in_table_1_is_six_times_parameters_times_plausible_tokens():
    rows = table("wei_table1")
    tokens = rows["train_flops"] / (6 * rows["parameters"])
    assert np.nanmin(tokens) > 250e9 and np.nanmax(tokens) < 1.3e12  # GPT-3's 0.3 to Chinchilla's 1.2 trillion


def test_the_rows_of_the_task_are_marked_in_the_order_of_scale():
    mmlu = atlas.atlas(task="mmlu")
    assert [name for name in mmlu.wei_names if name] == ["30 topics", "57 topics", "26 topics"]
    np.testing.assert_array_equal(mmlu.wei_x[mmlu.of_task], [70e9, 175e9, 280e9])
    assert not atlas.atlas(task="humaneval").of_task.any()


def test_popular_thresholds_are_given_in_parameters_only():
    assert atlas.atlas().popular_here[0] == 60e9
    assert atlas.atlas(axis="training FLOPs").popular_x.mask.all()
    assert atlas.atlas(task="mmlu").popular_here.mask.all()


def test_scores_are_shares_and_masked_where_scale_or_score_is_missing():
    models = table("open_models")
    view = atlas.atlas(task="gsm8k", axis="training FLOPs", family="RWKV")
    assert view.score.min() >= 0 and view.score.max() <= 1
    assert np.array_equal(view.score.mask, np.isnan(models["train_flops"]) | np.isnan(models["gsm8k"]))
    assert view.family_score.mask.all() and view.family_words == "RWKV was not measured"  # its tokens are not published


def test_the_family_is_the_chosen_one():
    view = atlas.atlas(family="OPT")
    assert view.family_score.count() == 8 and view.family_score.max() == pytest.approx(0.054)


def test_compute_orders_scores_better_than_parameters_on_every_task():
    for task in atlas.TASKS:
        by_size, by_compute = (atlas.atlas(task=task, axis=axis).rank_correlation for axis in atlas.AXES)
        assert by_compute > by_size, task


def test_the_notes_on_wei_s_lists_say_what_the_lists_say():
    lists = table("wei_lists")
    first = dict(zip(lists["task"].tolist(), lists["first_seen"].tolist(), strict=True))
    assert first["parsinlu_qa"] == "PaLM 62B" and "PaLM of 62B" in atlas.TASKS["persian_qa"].note
    assert first["word_unscrambling"] == "LaMDA 137B" and "appendix" in atlas.TASKS["unscrambling"].note


def test_the_contrast_is_found_by_hand():
    # 70M scores .4751 on TruthfulQA, GPT-NeoX-20B .3161: no pair ten times apart is further out of order.
    words = atlas.atlas(task="truthfulqa").contrast
    assert words == "GPT-NeoX-20B scores 31.6%; Pythia-70M, with 286 times fewer parameters, scores 47.5%"


@pytest.mark.parametrize(("argument", "value"), [("task", "chess"), ("axis", "loss"), ("family", "GPT-5")])
def test_bad_input_says_what_is_allowed(argument, value):
    with pytest.raises(ValueError, match=f"{argument} must be one of .*, not '{value}'"):
        atlas.atlas(**{argument: value})
