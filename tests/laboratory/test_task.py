"""The addition task: how problems are written, drawn, and what is known about their carries."""

import numpy as np
import pytest

from simulations.laboratory.task import Task, carries, cumulative, decode, draw, encode, text, written
from simulations.streams import uniforms


def test_the_docstrings_example():
    assert text(encode(Task(digits=2), 17, 45)) == "71+54=260"
    assert text(encode(Task(digits=2, least_first=False), 17, 45)) == "17+45=062"


@pytest.mark.parametrize("least_first", [True, False])
@pytest.mark.parametrize("digits", [1, 2])
def test_every_problem_of_a_small_size_round_trips(digits, least_first):
    task = Task(digits=digits, least_first=least_first)
    first, second = np.divmod(np.arange(100**digits), 10**digits)
    tokens = encode(task, first, second)
    assert tokens.shape == (100**digits, task.context_length + 1)
    np.testing.assert_array_equal(decode(task, tokens[:, :digits]), first)
    np.testing.assert_array_equal(decode(task, tokens[:, digits + 1 : 2 * digits + 1]), second)
    np.testing.assert_array_equal(decode(task, tokens[:, -task.answer_length :]), first + second)


def test_carries_by_hand():
    task = Task(digits=2)
    first, second = np.array([99, 17, 50, 12]), np.array([1, 45, 50, 34])
    expected = [[False, True, True], [False, True, False], [False, False, True], [False, False, False]]
    np.testing.assert_array_equal(carries(task, first, second), expected)


def test_problems_held_out_are_never_drawn_and_the_others_as_often_as_before():
    task = Task(digits=3, held_out=1)
    drawn, free = (draw(t, (40, 500), rng=np.random.default_rng(0)) for t in (task, Task(digits=3)))
    assert not ((drawn.first < 10) & (drawn.second < 10)).any()
    here, there = (t.first[(t.first > 9) | (t.second > 9)] for t in (drawn, free))
    assert len(here) == 20_000 and len(there) < 18_000
    assert (here > 9).mean() == pytest.approx((there > 9).mean(), abs=0.02)  # four standard errors
    np.testing.assert_array_equal(encode(task, drawn.first, drawn.second), drawn.tokens)
    with pytest.raises(ValueError, match="held_out must be a whole number, 0 to 2, not 3"):
        Task(digits=3, held_out=3)


def test_digits_follow_their_law():
    """Full-length operands: a share of 60,000 digits is within 0.01 of its chance at five standard errors."""
    for skew in (0.0, 1.0):
        drawn = draw(Task(digits=3, skew=skew, lengths="full"), 10_000, rng=np.random.default_rng(0))
        digits = drawn.tokens[:, [0, 1, 2, 4, 5, 6]]
        weight = np.arange(1, 11) ** -skew
        np.testing.assert_allclose(np.bincount(digits.ravel()) / digits.size, weight / weight.sum(), atol=0.01)


def test_mixed_lengths_are_even_and_drawn_apart():
    drawn = draw(Task(digits=4, skew=0), 20_000, rng=np.random.default_rng(1))
    longest = np.mean((drawn.first >= 1_000) & (drawn.second >= 1_000))
    assert longest == pytest.approx((0.25 * 0.9) ** 2, abs=0.008)  # both of four digits with no leading 0


def test_a_problem_from_its_numbers_by_hand():
    """Digits whose chances are tenths: 0.35 is a 3; a length of 0.4 of three digits is two. 23 + 99 = 122."""
    uniform = np.array([[0.35, 0.25, 0.95, 0.4], [0.95, 0.91, 0.05, 0.99]], dtype=np.float32)
    task, tenths = Task(digits=3, skew=0), np.arange(0.1, 1, 0.1, dtype=np.float32)
    assert text(written(task, uniform, tenths, 0, np.zeros(12, dtype=int))) == "320+990=2210"
    assert text(written(task, uniform, tenths, 3, np.zeros(12, dtype=int))) == "329+990=2201"
    backwards = Task(digits=3, skew=0, least_first=False)
    assert text(written(backwards, uniform, tenths, 0, np.zeros(12, dtype=int))) == "023+099=0122"


@pytest.mark.parametrize("least_first", [True, False])
@pytest.mark.parametrize("lengths", ["mixed", "full"])
def test_tensors_are_written_as_arrays_are(lengths, least_first):
    torch = pytest.importorskip("torch")
    task = Task(lengths=lengths, least_first=least_first)
    drawn = draw(task, (4, 50), rng=np.random.default_rng(0))
    uniform = torch.from_numpy(uniforms(np.random.default_rng(0), 4, 50, 2, 9))
    reach = torch.tensor(0.0 if lengths == "mixed" else 8.0)
    out = written(task, uniform, torch.from_numpy(cumulative(0.75)), reach, torch.zeros(4, 50, 27))
    np.testing.assert_array_equal(out, drawn.tokens)
    np.testing.assert_array_equal(encode(task, drawn.first, drawn.second), drawn.tokens)


def test_the_same_generator_draws_the_same_problems():
    one, two = (draw(Task(), (3, 5), rng=np.random.default_rng([4, 2])) for _ in range(2))
    assert one.tokens.shape == (3, 5, 27)
    np.testing.assert_array_equal(one.tokens, two.tokens)
    np.testing.assert_array_equal(decode(Task(), one.tokens[..., -9:]), one.first + one.second)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"digits": 0}, "digits must be"),
        ({"digits": 18}, "1 to 17, not 18"),
        ({"skew": -1}, "skew"),
        ({"lengths": "long"}, "mixed"),
    ],
)
def test_a_task_that_cannot_be_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        Task(**options)


@pytest.mark.parametrize("count", [-3, (2, -1)])
def test_a_number_of_problems_below_0_is_refused(count):
    with pytest.raises(ValueError, match="count must be a whole number, 0 or more, not -"):
        draw(Task(), count, rng=np.random.default_rng(0))


def test_an_operand_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="second must be a whole number, 0 to 99, not 100"):
        encode(Task(digits=2), 5, 100)
