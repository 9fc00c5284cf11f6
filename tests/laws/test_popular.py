import numpy as np
import pytest

from simulations.laws import popular


def test_metric_listing_prints_what_it_prints():
    listing = popular.metric_listing()
    printed = listing.continuous[[0, 33, 66, 99]], listing.discrete[[0, 33, 66, 99]]
    np.testing.assert_array_equal(np.round(printed, 2), [[0.50, 0.63, 0.77, 0.90], [0.03, 0.10, 0.26, 0.59]])


def test_metric_listing_gains_most_in_its_last_decade_and_not_at_100_billion():
    gains = np.diff(popular.metric_listing().decades)
    np.testing.assert_allclose(gains, [0.071, 0.163, 0.326], atol=5e-4)


def test_more_than_half_of_the_listings_rise_comes_after_100_billion():
    assert popular.metric_listing().last_gain == pytest.approx(0.58, abs=0.005)
    assert popular.metric_listing(steps=1).last_gain == pytest.approx(1 / 3)  # a straight line, three decades


def test_metric_listing_is_convex_everywhere():
    assert np.all(np.diff(popular.metric_listing().discrete, 2) > 0)


def test_metric_listing_crosses_its_unused_threshold_at_600_billion():
    assert popular.metric_listing().crossing == pytest.approx(6.0e11, rel=0.01)
    assert popular.metric_listing().crosses
    assert popular.continuous_score(popular.size_at(0.8)) == pytest.approx(0.8)


@pytest.mark.parametrize("threshold", [0.99, 0.01])
def test_a_threshold_beyond_the_listing_is_not_crossed(threshold):
    # at five steps the scores run from 0.03 to 0.59
    assert not popular.metric_listing(threshold=threshold).crosses
    assert popular.metric_listing(threshold=0.99).crossing == np.inf


def test_metric_listing_never_needs_its_clip():
    unclipped = 0.5 + 0.4 * np.log10(np.logspace(9, 12, 100) / 1e9) / 3
    np.testing.assert_allclose(popular.metric_listing().continuous, unclipped)


def test_composition_listing_prints_24_lines_of_nearly_nothing():
    listing = popular.composition_listing()
    printed = (listing.scale >= 9) & (listing.scale <= 11)
    assert printed.sum() == 24
    np.testing.assert_array_equal(np.round(listing.skill[printed][[0, -1]], 3), [0.738, 0.762])
    np.testing.assert_array_equal(np.round(listing.composite[printed][[0, -1]], 3), [0.219, 0.256])


def test_composition_listing_would_cross_one_half_beyond_any_model():
    assert popular.composition_listing().crossing == popular.composition_crossing() == pytest.approx(20.5, abs=0.05)
    at = popular.skill_at(popular.composition_crossing())
    assert at**5 == pytest.approx(0.5)
    for base in (0.6, 1):
        assert popular.composition_crossing(skills=1, base=base) == np.inf  # above one half from the start


def test_composition_listings_base_is_not_its_level_at_scale_zero():
    assert popular.skill_at(0) == pytest.approx(0.634, abs=5e-4)
    assert popular.skill_at(-1e3) == pytest.approx(0.5)


def test_the_comments_numbers_need_another_coefficient():
    # 0.65 to 0.85 over 10^9 … 10^11: 0.5 + 0.5σ(k) = 0.85 at scale 11 gives k = ln(0.7/0.3).
    assert popular.skill_at(11, coefficient=np.log(7 / 3)) == pytest.approx(0.85)
    assert np.log(7 / 3) == pytest.approx(0.847, abs=5e-4)
    given, claimed = (popular.composition_listing(coefficient=k) for k in (0.1, 0.847))
    assert given.commented_skill == pytest.approx((0.738, 0.762), abs=5e-4)
    assert given.commented_composite == pytest.approx((0.218, 0.258), abs=5e-4)
    assert claimed.commented_skill == pytest.approx(popular.COMMENTED_SKILL, abs=5e-4)
    assert claimed.commented_composite == pytest.approx(popular.COMMENTED_COMPOSITE, abs=5e-3)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: popular.metric_listing(steps=0), "steps must be 1 or more, not 0"),
        (lambda: popular.metric_listing(threshold=1), "threshold must lie between 0 and 1, both excluded, not 1"),
        (lambda: popular.composition_listing(base=2), "base must lie from 0 to 1, not 2"),
        (lambda: popular.composition_listing(skills=0), "skills must be 1 or more, not 0"),
    ],
)
def test_bad_input_is_refused_by_name(call, name):
    with pytest.raises(ValueError, match=name):
        call()
