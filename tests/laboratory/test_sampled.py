"""Answers that are really sampled: as often right as the probabilities say."""

import numpy as np
import pytest
import torch
from scipy import stats

from simulations.laboratory import measure
from simulations.laboratory.answers import predictions
from simulations.laboratory.forecast import sampled_rate
from simulations.laboratory.sampled import sampled_answers
from simulations.laboratory.task import Task, encode
from simulations.laboratory.train import Recipe, Training

torch.set_num_threads(1)
TASK = Task(digits=2)
ANSWERS = 5_000


@pytest.fixture(scope="module")
def models():
    """Two half-trained models, which are sometimes right."""
    return Training(Recipe(width=12, task=TASK, steps=250), seeds=(0, 1)).run().models


def problems(rng):
    """ANSWERS problems, each drawn anew from a hundred."""
    first, second = np.random.default_rng(5).integers(0, 100, size=(2, 100))
    chosen = rng.integers(0, 100, size=ANSWERS)
    return encode(TASK, first, second), encode(TASK, first[chosen], second[chosen])


def test_the_count_of_right_answers_is_the_closed_forms(models):
    """Problem and answer drawn anew each time: Binomial(n, P), here within an interval that holds 99.9% of it."""
    all_problems, asked = problems(np.random.default_rng(0))
    probability = measure.pass_probability(predictions(models, all_problems, write=False))
    written = sampled_answers(models, asked, generator=torch.Generator().manual_seed(0))
    counts = (written == asked[:, -TASK.answer_length :]).all(-1).sum(-1)
    greedy = measure.exact_match(predictions(models, all_problems))
    for count, chance, other in zip(counts, probability, greedy, strict=True):
        low, high = stats.binom.interval(0.999, ANSWERS, chance)
        assert low <= count <= high
        assert not low <= other * ANSWERS <= high  # the likeliest answers would not have passed


def test_the_drawn_count_has_the_binomials_spread():
    """A thousand success rates of 400 answers: mean and variance of Binomial(400, P) / 400, within four errors."""
    chance = np.full(1_000, 0.2)
    rates = sampled_rate(chance, answers=400, rng=np.random.default_rng(1))
    variance = 0.2 * 0.8 / 400
    assert abs(rates.mean() - 0.2) < 4 * np.sqrt(variance / 1_000)
    assert abs(rates.var() / variance - 1) < 4 * np.sqrt(2 / 1_000)


def test_the_right_answer_is_not_read(models):
    """Digits of the answer in the problem's row are replaced before the model sees them."""
    _, asked = problems(np.random.default_rng(0))
    spoiled = asked.copy()
    spoiled[:, -TASK.answer_length :] = 7
    one, other = (
        sampled_answers(models, rows, generator=torch.Generator().manual_seed(3)) for rows in (asked, spoiled)
    )
    np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tokens: np.where(np.arange(tokens.size).reshape(tokens.shape) == 0, 1e308, tokens),
        lambda tokens: tokens[..., None],
        lambda tokens: tokens.ravel(),
        lambda tokens: tokens[:0],
        lambda tokens: tokens.T,
    ],
    ids=["a huge symbol", "an axis more", "flat", "none", "transposed"],
)
def test_what_are_no_problems_is_refused_by_name(models, spoil):
    asked = spoil(problems(np.random.default_rng(0))[0])
    with pytest.raises(ValueError, match="^tokens must "):
        sampled_answers(models, asked, generator=torch.Generator().manual_seed(0))
    with pytest.raises(ValueError, match="^tokens must "):
        predictions(models, asked)
