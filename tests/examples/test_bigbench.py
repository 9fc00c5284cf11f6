import numpy as np
import pytest
from scipy.stats import binomtest

from simulations.data import derive_bigbench, table
from simulations.examples import bigbench


def test_the_interval_is_scipys_exact_one():
    curve = bigbench.curve(task="figure_of_speech_detection")
    exact = binomtest(round(0.3898 * 59), 59).proportion_ci(0.95, method="exact")
    assert (curve.low[-1], curve.high[-1]) == pytest.approx((exact.low, exact.high), abs=1e-12)


def test_hindu_knowledge_is_the_published_curve():
    curve = bigbench.curve(task="hindu_knowledge", looks=12)
    np.testing.assert_allclose(curve.accuracy[[0, 9, 11]], [0.2457, 0.3429, 0.6057])
    assert (curve.items, curve.step) == (175, 10)  # from the eleventh size to the twelfth
    assert curve.largest_step == pytest.approx(np.diff(curve.accuracy).max())
    assert curve.above.tolist() == [False] * 11 + [True]


def test_more_looks_widen_every_interval():
    one, twelve = bigbench.curve(looks=1), bigbench.curve(looks=12)
    assert np.all(twelve.low < one.low) and np.all(twelve.high > one.high)


def test_the_table_is_89_tasks_of_12_sizes_with_at_most_1024_items():
    rows = table("bigbench")
    assert len(rows["task"]) == 89 * 12 and len(bigbench.tasks()) == 89
    assert rows["items"].max() == 1024 and rows["accuracy"].max() <= 1
    order = np.argsort(rows["parameters"][:12])
    assert order.tolist() == list(range(12))


# Their answer sheets give parts of a credit (0.28 for one emotion, 0.5 for a proverb that half fits).
PARTIAL_CREDIT = {"emojis_emotion_prediction", "swedish_to_german_proverbs"}


def test_no_score_contradicts_the_number_of_items_beside_it():
    # A score is a whole number of right answers over the items, rounded to four decimals.
    rows = table("bigbench")
    off_grid = {
        task
        for task in bigbench.tasks()
        if not derive_bigbench.on_grid(rows["accuracy"][rows["task"] == task], rows["items"][rows["task"] == task][0])
    }
    assert off_grid == PARTIAL_CREDIT


def test_the_items_are_the_most_that_the_scores_allow():
    twice = np.array([0.5, 0.3333])  # a grid of sixths, or of twelfths
    assert derive_bigbench.scored_items(13, twice) == 12 and derive_bigbench.scored_items(11, twice) == 6
    assert derive_bigbench.scored_items(7, np.array([0.123, 0.456])) == 7  # no grid: what was listed
    assert derive_bigbench.scored_items(54_668, np.array([0.5])) == 1024


def test_repeated_questions_are_counted_once():
    assert bigbench.curve(task="sports_understanding").items == 986  # of 1,000 in the task, 986 differ


def test_the_lists_are_those_of_the_paper():
    lists = table("wei_lists")
    names, counts = np.unique(lists["wei_list"], return_counts=True)
    assert dict(zip(names.tolist(), counts.tolist(), strict=True)) == {
        "emergent with GPT-3 or LaMDA": 25,
        "emergent with PaLM": 42,
        "flat": 45,
        "smooth": 58,
    }
    assert len(set(lists["task"])) == 170


def test_the_tally_counts_every_task_once():
    tally = bigbench.tally()
    assert sum(row["tasks"] for row in tally.values()) == 89
    assert tally["emergent with GPT-3 or LaMDA"] == {
        "tasks": 13,
        "above at 128B": 10,
        "only at 128B": 8,
        "last step largest": 8,
    }


def test_tasks_that_emerged_in_a_smaller_palm_mostly_show_nothing_here():
    lists = table("wei_lists")
    first = dict(zip(lists["task"].tolist(), lists["first_seen"].tolist(), strict=True))
    counts = {name: list(first.values()).count(name) for name in set(first.values())}
    # wei2022abilities gives the lengths of its lists
    assert counts["PaLM 8B"] == 3 and counts["PaLM 62B"] == 14 and counts["PaLM 540B"] == 25
    assert counts["GPT-3 13B"] == 2 and counts["GPT-3 175B"] == 15 and counts["LaMDA 137B"] == 8
    curves = [bigbench.curve(task=task, looks=12) for task in bigbench.tasks() if first.get(task) == "PaLM 62B"]
    silent = [curve for curve in curves if not curve.above.any()]
    assert len(curves) == 8 and len(silent) == 6


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: bigbench.curve(task="chess"), "task must be one of"),
        (lambda: bigbench.curve(looks=0), "looks must be 1 or more, not 0"),
    ],
)
def test_bad_input_says_what_is_allowed(call, message):
    with pytest.raises(ValueError, match=message):
        call()
