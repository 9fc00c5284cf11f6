import numpy as np
import pytest

from simulations.data import table
from simulations.mirage import paired_metrics

DATA = table("two_metrics")
SMALL = {
    "pair": np.array(["arc"] * 5),
    "scale": np.array([3.0, 1.0, 2.0, 4.0, 5.0]),
    "hard": np.array([0.25, 0.25, 0.25, 0.3, 0.45]),
    "smooth": np.array([8.0, 10.0, 9.0, 4.0, 2.0]),
}


def test_points_come_in_order_of_scale():
    scale, _, smooth = paired_metrics.points(SMALL, "arc")
    assert scale.tolist() == [1, 2, 3, 4, 5]
    assert smooth.tolist() == [10, 9, 8, 4, 2]


def test_smooth_share_at_floor_of_a_hand_worked_pair():
    # Accuracy stays at chance for three of five; the smooth metric has then fallen by 2 of 8.
    _, hard, smooth = paired_metrics.points(SMALL, "arc")
    assert paired_metrics.smooth_share_at_floor(hard, smooth, floor=0.25) == pytest.approx(0.25)


def test_two_stories_hides_what_is_not_yet_seen():
    result = paired_metrics.two_stories(pair="arc", seen_share=0.6, data=SMALL)
    assert (result.seen, result.models) == (3, 5)
    assert result.hard.count() == 3
    assert (result.hard_done, result.smooth_done) == (0, pytest.approx(0.25))


def test_the_hard_metrics_change_counts_from_its_floor():
    data = SMALL | {"hard": np.array([0.35, 0.35, 0.25, 0.3, 0.45])}  # the first in order of scale is 0.35
    assert paired_metrics.two_stories(pair="arc", seen_share=0.8, data=data).hard_done == pytest.approx(0.25)


@pytest.mark.parametrize(("share", "seen"), [(0.1, 2), (0.5, 2), (0.7, 4), (0.9, 4), (1.0, 5)])
def test_a_share_of_the_models_is_rounded_to_the_nearest_and_at_least_two(share, seen):
    assert paired_metrics.two_stories(pair="arc", seen_share=share, data=SMALL).seen == seen


@pytest.mark.parametrize(("pair", "models"), [("lambada", 26), ("arc", 25), ("ipa", 57), ("mmlu", 65)])
def test_the_table_holds_every_model(pair, models):
    assert paired_metrics.two_stories(pair=pair, data=DATA).models == models


def test_lambada_is_at_zero_while_a_quarter_of_the_fall_is_over():
    _, accuracy, perplexity = paired_metrics.points(DATA, "lambada")
    assert accuracy[:10].max() == 0
    assert paired_metrics.smooth_share_at_floor(accuracy, perplexity, floor=0) == pytest.approx(0.25, abs=0.01)


def test_arc_stays_at_chance_for_ten_runs_while_more_than_half_of_the_fall_is_over():
    _, accuracy, bits = paired_metrics.points(DATA, "arc")
    assert paired_metrics.runs_at_floor(accuracy, floor=0.25) == 10
    assert paired_metrics.smooth_share_at_floor(accuracy, bits, floor=0.25) == pytest.approx(0.58, abs=0.01)


def test_four_of_the_ladders_thirteen_tasks_hide_progress():
    # A task hides something if its accuracy stays at the floor for two runs or more while the bits fall.
    found = paired_metrics.hidden_progress(table("ladder_tasks"))
    assert len(found) == 13
    hiding = {task: (runs, round(share, 2)) for task, (runs, share) in found.items() if share > 0}
    assert hiding == {
        "arc_challenge": (10, 0.58),
        "mmlu_humanities": (6, 0.39),
        "mmlu_stem": (4, 0.24),
        "openbookqa": (4, 0.26),
    }
    assert sorted(runs for runs, _ in found.values()) == [0] * 7 + [1] * 2 + [4, 4, 6, 10]


def test_unknown_pairs_are_refused():
    with pytest.raises(ValueError, match="pair must be one of .* not 'sudoku'"):
        paired_metrics.points(DATA, "sudoku")


def test_what_does_not_change_has_made_none_of_its_change():
    assert paired_metrics.change_done(np.array([2.0, 2.0, 2.0]), 3) == 0.0
