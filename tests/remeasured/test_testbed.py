"""How many tasks follow the loss: the fit on made data, and the counts that the chapter quotes."""

import numpy as np
import pytest

from simulations.data import note
from simulations.remeasured import testbed


def test_the_tables_hold_104_models_and_46_tasks():
    data, listed = testbed.models(), testbed.tasks()
    assert len(data["corpus"]) == 104 and len(listed["task"]) == 46
    assert {*listed["task"]} <= {*data}
    assert all(((data[task] >= 0) & (data[task] <= 1)).all() for task in listed["task"])
    for name in ("testbed_models", "testbed_tasks"):
        assert "a003c49" in note(name) and "MIT" in note(name) and "derive_testbed.py" in note(name)


def test_scores_lie_on_the_grid_of_the_items():
    listed = dict(zip(*(testbed.tasks()[column] for column in ("task", "items")), strict=True))
    for task in ("arc_challenge", "copa", "winograd", "bigbench_novel_concepts", "squad"):
        right = testbed.models()[task] * listed[task]
        assert np.max(np.abs(right - np.round(right))) <= 0.51e-4 * listed[task] + 1e-9, task


def test_a_law_that_made_the_data_is_found():
    loss = np.linspace(2.5, 5, 40)
    truth = testbed.Law(offset=0.25, gain=0.2, rate=float(testbed.RATES[20]))
    found = testbed.fitted(loss, truth.at(loss))
    assert (found.offset, found.gain, found.rate) == pytest.approx((truth.offset, truth.gain, truth.rate), rel=1e-6)
    share, rises = testbed.explained(loss, truth.at(loss))
    assert share == pytest.approx(1) and rises


def test_noise_about_a_flat_line_is_not_explained():
    rng = np.random.default_rng(1)
    share, _ = testbed.explained(np.linspace(2.5, 5, 104), 0.25 + 0.02 * rng.normal(size=104))
    assert share < 0.15
    assert testbed.explained(np.linspace(2.5, 5, 9), np.full(9, 0.25))[0] == 0


def test_a_task_that_falls_with_the_loss_is_told_apart():
    share, rises = testbed.explained(np.linspace(2, 4, 20), np.linspace(0.2, 0.4, 20))
    assert share > 0.9 and not rises


def test_an_accuracy_stays_a_share():
    law = testbed.Law(offset=0.2, gain=0.5, rate=3.0)
    assert law.at(np.array([0.5, 9.0])) == pytest.approx([1, 0.2])


@pytest.mark.parametrize(
    ("state", "count"),
    [
        ({}, 18),
        ({"bar": 0.5}, 22),
        ({"bar": 0.9}, 8),
        ({"text": "RedPajama"}, 8),
        ({"text": "RefinedWeb"}, 21),
        ({"text": "code"}, 2),
    ],
)
def test_the_counts_that_the_chapter_quotes(state, count):
    assert testbed.followed(**state).passing == count


def test_within_one_corpus_the_text_hardly_matters():
    counts = [
        testbed.followed(trained_on=corpus, text=text).passing for corpus in testbed.CORPORA for text in testbed.TEXTS
    ]
    assert (min(counts), max(counts)) == (17, 22)


def test_18_of_46_is_39_percent():
    seen = testbed.followed()
    assert f"{seen.share:.0%}" == "39%" and seen.tasks == 46
    assert seen.rising.count() + seen.falling.count() == 46
    assert np.sum(seen.rising.filled(0) >= seen.bar) == seen.passing
    assert seen.last_in == "bigbench_conlang_translation"


def test_unknown_settings_are_told():
    with pytest.raises(ValueError, match="text must be one of C4"):
        testbed.followed(text="Wikipedia")
    with pytest.raises(ValueError, match="bar must lie between 0 and 1"):
        testbed.followed(bar=65)
