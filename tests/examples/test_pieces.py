import importlib.util
from pathlib import Path

import numpy as np
import pytest

from simulations import data
from simulations.data import table
from simulations.examples import pieces


def derive():
    spec = importlib.util.spec_from_file_location("derive", Path(data.__file__).parent / "derive_number_pieces.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("cut", "parts"),
    [
        (pieces.one_each, ["1", "2", "3", "4", "5"]),
        (pieces.from_the_right, ["12", "345"]),
        (pieces.from_the_left, ["123", "45"]),
    ],
)
def test_the_cuts_by_hand(cut, parts):
    assert cut("12345") == parts
    assert pieces.from_the_right("123456") == pieces.from_the_left("123456") == ["123", "456"]


def test_byte_pairs_join_what_was_learnt_in_its_order():
    merges = (("1", "2"), ("3", "4"), ("12", "34"))
    assert pieces.by_pairs("1234", merges) == ["1234"]
    assert pieces.by_pairs("12312", merges) == ["12", "3", "12"]
    assert pieces.by_pairs("9", merges) == ["9"]


def test_merges_are_the_commonest_neighbours():
    assert pieces.learn_merges(["121", "12", "34"], 2) == [("1", "2"), ("12", "1")]
    assert pieces.learn_merges(["1"], 3) == []


def test_the_tables_merges_are_those_that_are_learnt():
    numbers = [str(one) for one in np.exp(np.linspace(0, np.log(1e6), 4000, endpoint=False)).astype(int)]
    assert pieces.learn_merges(numbers, 12) == list(pieces._merges()[:12]) and len(pieces._merges()) == 400


def test_the_entries_of_a_sum_by_hand():
    # 347 + 285 = 632 digit by digit: 7 + 5 with no carry, 4 + 8 and 3 + 2 with one
    found = pieces.entries(347, 285, pieces.one_each)
    assert found == [
        (1, (("3", 0),), (("2", 0),), 1),
        (1, (("4", 0),), (("8", 0),), 1),
        (1, (("7", 0),), (("5", 0),), 0),
    ]


def test_an_answer_that_grows_shifts_the_threes_from_the_left():
    # 700 + 600 = 1300 = 130|0: its first piece lies above a part of the addends' only pieces
    assert pieces.entries(700, 600, pieces.from_the_left) == [
        (3, (("700", -1),), (("600", -1),), 0),
        (1, (("700", 0),), (("600", 0),), 0),
    ]
    assert [one[3] for one in pieces.entries(95, 17, pieces.one_each)] == [1, 1, 0]


@pytest.mark.parametrize("digits", [4, 5])
def test_of_an_answer_that_grows_only_the_last_piece_lies_across_two(digits):
    pairs = pieces.sums(digits, 200, np.random.default_rng(0))
    longer = [pair for pair in pairs.tolist() if len(str(sum(pair))) > digits]
    assert len(longer) > 50
    for first, second in longer:
        above = [[len(over) for over in entry[1:3]] for entry in pieces.entries(first, second, pieces.from_the_left)]
        assert above == [[1, 1], [2, 2]]


@pytest.mark.parametrize("name", list(pieces.CUTS))
def test_the_deriving_script_numbers_the_same_entries(name):
    cut, made = pieces.CUTS[name], derive().Numbered(3, pieces.CUTS[name])
    sums = pieces.sums(3, 400, np.random.default_rng(0))
    there, back = {}, {}
    for (first, second), row in zip(sums.tolist(), made.entries(*sums.T).tolist(), strict=True):
        entries, numbers = pieces.entries(first, second, cut), [one for one in row if one >= 0]
        assert len(entries) == len(numbers)
        for entry, number in zip(entries, numbers, strict=True):
            assert there.setdefault(entry, number) == number and back.setdefault(number, entry) == entry


@pytest.mark.parametrize("cut", ["digit by digit", "threes from the left"])
def test_a_point_of_the_table_is_what_the_learner_can(cut):
    rng = np.random.default_rng([2, 1])
    tests = pieces.sums(2, 4000, rng).tolist()
    training = pieces.sums(2, 1_000_000, rng)[:1000].tolist()
    met = {entry for a, b in training for entry in pieces.entries(a, b, pieces.CUTS[cut])}
    right = np.mean([met.issuperset(pieces.entries(a, b, pieces.CUTS[cut])) for a, b in tests])
    assert pieces.learning(cut=cut, digits=2, seen=1000).at_right == pytest.approx(right, abs=5e-5)


def test_a_table_of_pairs_has_so_many_entries():
    assert pieces.table_size(1) == 200 and pieces.table_size(3) == 2_000_000


def test_what_is_learnt_grows_and_is_split_by_the_length_of_the_answer():
    rows = table("number_pieces")
    for cut in pieces.CUTS:
        for digits in pieces.DIGITS:
            seen = pieces.learning(cut=cut, digits=digits, seen=1000)
            assert (np.diff(seen.chosen) >= -1e-9).all()
            row = [*pieces.CUTS].index(cut)
            low, high = sorted((seen.same[row], seen.longer[row]))
            assert low - 1e-4 <= seen.at_right <= high + 1e-4
    assert set(rows["cut"]) == set(pieces.CUTS)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: pieces.learning(cut="x", digits=3, seen=10), "cut must be one of"),
        (lambda: pieces.learning(cut="byte pairs", digits=9, seen=10), "digits must be one of"),
        (lambda: pieces.learning(cut="byte pairs", digits=3, seen=11), "seen must be one of"),
        (lambda: pieces.entries(-1, 3, pieces.one_each), "first must be a whole number"),
    ],
)
def test_what_cannot_be_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
