import numpy as np
import pytest

from simulations.data import table
from simulations.examples import letters


def asked(**changed):
    return letters.asked(**dict(test="HellaSwag", form="letters", family="Pythia") | changed)


def test_a_row_of_the_table_by_hand():
    rows = table("letters_words")
    here = (rows["test"] == "mmlu") & (rows["model"] == "falcon-7b")
    assert [round(float(rows[name][here][0]), 3) for name in ("words", "letters", "trained")] == [0.394, 0.274, 0.527]
    assert rows["scale"][here] == pytest.approx(6 * 7e9 * 1.5e12)
    assert all((rows["test"] == name).sum() == 53 for name in letters.TESTS.values())


def test_pythia_guesses_by_letters_and_rises_by_words():
    seen = asked()
    assert np.abs(seen.family_shown - letters.GUESSING).max() < 0.011
    assert (np.diff(seen.family_words) > 0).all() and len(seen.models) == 8
    assert seen.family_words[0] == pytest.approx(0.27, abs=0.005) and seen.family_words[7] == pytest.approx(
        0.51, abs=0.005
    )


def test_the_models_on_the_floor_are_counted():
    seen = asked()
    rows = table("letters_words")
    here = rows["test"] == "hellaswag"
    low = rows["letters"][here] < 0.28
    assert seen.at_chance == low.sum() == 18
    assert seen.of_these_above == (rows["words"][here][low] >= 0.28).sum() == 17


def test_the_same_exercises_lift_most_of_them():
    assert asked(form="letters, after the same exercises").at_chance == 4
    after = asked(form="letters, after the same exercises", family="LLaMA").family_shown
    assert (after > asked(family="LLaMA").family_shown).all()


def test_a_small_model_of_one_family_is_ahead_of_a_larger_one_of_another():
    falcon, qwen = (asked(family=name) for name in ("Falcon", "Qwen1.5"))
    assert falcon.family_scale[0] / qwen.family_scale[0] == pytest.approx(8.75)
    assert falcon.family_shown[0] < 0.26 < 0.33 < qwen.family_shown[0]
    assert falcon.family_words[0] > qwen.family_words[0] + 0.15


def test_scores_are_in_the_order_of_compute_and_what_is_missing_is_a_gap():
    seen = asked(form="letters, after the same exercises", test="ARC-Challenge")
    assert (np.diff(seen.scale) >= 0).all() and seen.shown.count() == 52 and seen.words.count() == 53
    assert seen.family_scale.shape == (letters.LARGEST_FAMILY,)
    assert asked(family="Falcon").family_scale.count() == 2


def test_by_the_words_compute_orders_the_models_better():
    for test in letters.TESTS:
        seen = asked(test=test)
        assert seen.correlation_words > seen.correlation_shown > 0.7


@pytest.mark.parametrize("changed", [dict(test="x"), dict(form="x"), dict(family="x")])
def test_what_is_no_state_is_refused(changed):
    with pytest.raises(ValueError, match="must be one of"):
        asked(**changed)
