"""What each kind of answer takes, what it refuses in a sentence, and when it is right."""

import functools
import math

import numpy as np
import pytest

from simulations.exercises.kinds import Built, Choice, Misread, Number, Numbers, State, Truth, Whole, Wholes, share


@pytest.mark.parametrize("value", [0.5, np.float64(0.5), np.array([0.5]), np.array(0.5), np.float32(0.5)])
def test_a_number_comes_in_many_coats(value):
    assert share().read(value) == 0.5


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (share(), 50, "is it a percentage"),
        (share(), 100.5, "above what can be: a share, from 0 to 1"),
        (share(), -0.1, "below what can be"),
        (share(), math.nan, "it is NaN"),
        (share(), True, "a truth value was given"),
        (share(), "0.5", "a string was given, and a share, from 0 to 1 is asked for"),
        (share(), [0.5], "a list of 1 was given"),
        (share(), math.sqrt, "a function was given"),
        (share(), functools.partial(math.pow, 2), "a partial was given"),
        (Number(), 1j, "a complex number was given"),
        (Number(), np.zeros((2, 2)), "an array of shape (2, 2) was given"),
        (Number(low=2, high=3), 4, "above what can be: a number from 2 to 3"),
        (Number(low=2), 1, "below what can be: a number, 2 or more"),
        (Whole(low=0), 2.5, "it is not whole"),
        (Numbers(count=2), [1, 2, 3], "its shape is (3,), and a list or array of 2 numbers is asked for"),
        (Numbers(count=2), np.zeros((2, 2)), "its shape is (2, 2)"),
        (Numbers(count=2), [1, "b"], "at place 2: a string was given"),
        (Numbers(count=2), "ab", "a string was given"),
        (Wholes(low=1, high=9), [1, 20], "above what can be"),
        (Wholes(low=1, high=9), "12", "a string was given"),
        (Choice(options=("left", "right")), "up", "'up' was given, and one of 'left', 'right' is asked for"),
        (Choice(options=("left", "right")), 1, "a whole number was given"),
        (Truth(), 1, "a whole number was given, and True or False is asked for"),
        (State(figure="metric-effect", fault=lambda controls, given: ""), "#other?x=1", "the figure 'metric-effect'"),
        (State(figure="metric-effect", fault=lambda controls, given: ""), 3, "the link to a state"),
    ],
)
def test_what_is_no_answer_is_said_in_a_sentence(kind, value, words):
    with pytest.raises(Misread) as error:
        kind.read(value)
    assert words in str(error.value)


def test_a_number_is_right_within_the_wider_of_its_tolerances():
    kind = Number(rel=0.1, abs=0.5)
    assert kind.right(1.5, 1.0) and not kind.right(1.51, 1.0)
    assert kind.right(110.0, 100.0) and not kind.right(110.1, 100.0)
    assert Number(rel=0).right(math.inf, math.inf) and not Number().right(1e300, math.inf)


def test_chance_widens_the_tolerance_by_the_exercises_own_parameters():
    kind = share(rel=0, standard_error=lambda *, draws: 1 / draws)
    assert kind.right(0.53, 0.5, {"draws": 100}) and not kind.right(0.55, 0.5, {"draws": 100})
    whole = Whole(low=0, standard_error=lambda *, draws: draws)
    assert whole.right(14, 10, {"draws": 1}) and not whole.right(15, 10, {"draws": 1})


def test_a_whole_number_is_exact_unless_it_may_be_off():
    assert Whole().right(7.0, 7) and not Whole().right(8.0, 7) and Whole(off=1).right(8.0, 7)


def test_numbers_say_which_places_are_wrong():
    kind = Numbers(count=3, each=Number(rel=0.1))
    assert kind.read(np.array([1, 2, 3])) == [1, 2, 3]
    assert kind.wrong_places([1, 5, 9], [1, 2, 3]) == [2, 3] and kind.right([1, 2, 3.1], [1, 2, 3])


def test_sets_and_words_and_truths():
    some = Wholes(low=1, high=9)
    assert some.right(some.read(np.array([3, 1, 3])), [1, 3]) and not some.right(some.read([]), [1])
    assert Choice(options=("Left",)).read(" left ") == "Left"
    assert Truth().read(np.bool_(True)) is True and Truth().right(True, np.True_)


def test_a_state_is_read_from_any_link_to_the_figure():
    kind = State(figure="metric-effect", fault=lambda controls, given: "" if controls["n"] == "3" else "not yet.")
    for link in ("#metric-effect?n=3", "https://book.example/mirage.html#metric-effect?n=3&log=true"):
        assert kind.right(kind.read(link), "")
    assert not kind.right(kind.read("#metric-effect?n=4"), "")


def test_what_is_built_is_judged_by_its_own_rule():
    kind = Built(form="an even number", check=int, fault=lambda value, given: "it is odd." if value % 2 else "")
    assert kind.right(kind.read("4"), None) and not kind.right(3, None)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (share(), 0.123456789),
        (Whole(), 12345678),
        (Numbers(count=2), [0.25, 1e-9]),
        (Wholes(low=1, high=9), [3, 1]),
        (Choice(options=("a b", "c")), "a b"),
        (Truth(), False),
        (State(figure="f", fault=lambda controls, given: ""), "#f?x=1"),
    ],
)
def test_what_a_kind_says_is_python_and_right(kind, value):
    assert kind.right(kind.read(eval(kind.said(value))), value)


class Tensor:
    """As PyTorch's: no sequence, no number."""

    def __init__(self, values):
        self.values, self.shape = np.array(values), np.shape(values)

    def __array__(self, *_, **__):
        return self.values

    def __len__(self):
        return len(self.values)

    def __iter__(self):
        return iter(self.values)

    def item(self):
        return self.values.item()


def test_tensors_are_read_as_arrays_are():
    assert share().read(Tensor(0.5)) == 0.5 and share().read(Tensor([0.5])) == 0.5
    assert Numbers(count=2).read(Tensor([1, 2])) == [1, 2] and Wholes(low=1, high=9).read(Tensor([3, 1])) == {1, 3}
    with pytest.raises(Misread, match="a Tensor was given"):
        share().read(Tensor([0.5, 0.5]))


@pytest.mark.parametrize("value", [np.array([[1], [3]]), np.array([[1, 3]]), (1, 3), {1, 3}, [1, 3, 3]])
def test_a_row_or_a_column_of_whole_numbers_is_a_list(value):
    assert Wholes(low=1, high=9).read(value) == {1, 3}


@pytest.mark.parametrize("value", [range(10**12), np.ones((2, 2)), [[1, 2], [3, 4]]])
def test_what_is_no_list_is_refused_at_once(value):
    with pytest.raises(Misread):
        Wholes(low=1, high=9).read(value)


def test_an_empty_list_is_spoken_of_where_it_can_be():
    assert "empty" in Wholes(low=1, high=9, empty=True).form and "empty" not in Wholes(low=1, high=9).form


@pytest.mark.parametrize("kind", [Numbers(count=2), Wholes(low=1, high=9)])
def test_a_number_of_numpy_s_is_no_list(kind):
    with pytest.raises(Misread, match="^a number was given"):
        kind.read(np.float64(3))
