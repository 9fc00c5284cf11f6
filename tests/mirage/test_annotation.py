import numpy as np
import pytest

from simulations.data import table
from simulations.mirage import annotation

COUNTS = table("preferred_metrics")
MARKERS = table("emergence_score_markers")


def test_the_papers_62_of_67():
    result = annotation.base_rate(counts=COUNTS)
    assert (result.hard[0], result.totals[0]) == (62, 67)
    assert result.shares[0] == pytest.approx(0.925, abs=5e-4)


def test_figure_5c_by_metric():
    multiple_choice = annotation.tasks_scored_by(COUNTS, annotation.EMERGENT, ("multiple_choice_grade",))
    exact = annotation.tasks_scored_by(COUNTS, annotation.EMERGENT, ("exact_str_match",))
    assert (multiple_choice, exact) == (51, 12)  # 11 in the paper, which counts modified_arithmetic as an aggregate


def test_three_quarters_of_all_tasks_are_scored_so():
    everywhere = tuple(np.unique(COUNTS["wei_list"]))
    assert annotation.tasks_scored_by(COUNTS, everywhere, annotation.HARD) == 155
    assert COUNTS["tasks"].sum() == 209


@pytest.mark.parametrize(
    ("group", "ratios"),
    [("all other tasks", (6.7, 8.6)), ("the smooth list", (3.9, 5.0)), ("the flat list", (6.8, 8.7))],
)
def test_odds_ratios(group, ratios):
    for as_printed, ratio in zip((True, False), ratios, strict=True):
        result = annotation.base_rate(counts=COUNTS, compared_with=group, as_printed=as_printed)
        assert result.odds_ratio == pytest.approx(ratio, abs=0.05)
        assert result.p_value < 0.013


def test_association_of_a_hand_worked_table():
    # 8 of 10 against 2 of 10: odds 4 and 1/4. Fisher's p of this table: 2 · 2126 / 184756.
    ratio, p_value = annotation.association(np.array([8, 2]), np.array([10, 10]))
    assert ratio == pytest.approx(16)
    assert p_value == pytest.approx(2 * 2126 / 184756)


def test_groups_alike_have_no_association():
    ratio, p_value = annotation.association(np.array([5, 5]), np.array([10, 10]))
    assert (ratio, p_value) == (1, pytest.approx(1))


def test_ten_of_29_visible_markers_lie_on_the_two_metrics_and_six_more_on_rouge():
    assert annotation.markers_above(100, markers=MARKERS) == {
        "bleu": 6,
        "exact_str_match": 7,
        "multiple_choice_grade": 3,
        "normalized_aggregate_score": 7,
        "rougeLsum": 6,
    }
    above = annotation.markers_above(200, markers=MARKERS)
    assert [metric for metric, count in above.items() if count] == ["bleu"]


def test_a_task_counted_as_an_aggregate_is_taken_from_one_side_only():
    printed, all_exact = (annotation.base_rate(counts=COUNTS, as_printed=as_printed) for as_printed in (True, False))
    assert (printed.hard.sum(), all_exact.hard.sum()) == (154, 155)
    assert printed.totals.sum() == 209


def test_unknown_groups_are_refused():
    with pytest.raises(ValueError, match="compared_with must be one of .* not 'the loud list'"):
        annotation.base_rate(counts=COUNTS, compared_with="the loud list")
    with pytest.raises(ValueError, match="scored_by must be one of .* not 'guesswork'"):
        annotation.base_rate(counts=COUNTS, scored_by="guesswork")


def test_multiple_choice_alone_is_three_quarters():
    result = annotation.base_rate(counts=COUNTS, scored_by="multiple choice")
    assert (result.hard[0], result.totals[0]) == (51, 67)
