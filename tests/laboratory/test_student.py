"""From a student's number to seeds and back."""

import pytest

from simulations.laboratory import presets, student


def test_students_share_no_seed_with_each_other_or_with_the_shipped_models():
    assert student.APART >= max(preset.seeds for preset in presets.PRESETS.values())
    assert student.first_seed(1) > 4 and student.first_seed(student.LARGEST) + student.APART < 2**53


@pytest.mark.parametrize("number", [1, 7, 20_261_234, student.LARGEST])
def test_seeds_say_whose_they_are(number):
    first = student.first_seed(number)
    assert student.whose(range(first, first + student.APART)) == number
    assert student.whose([first, first + student.APART]) is None


def test_the_shipped_seeds_are_nobodys():
    assert student.whose(range(5)) is None and student.whose([]) is None
    assert student.whose([student.APART * (student.LARGEST + 1)]) is None


def test_the_pages_rule_is_this_one():
    assert student.RULE["apart"] * 20261 == student.first_seed(20261) and student.RULE["largest"] == student.LARGEST
