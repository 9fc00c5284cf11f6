"""What the captions say beside the results' own numbers."""

import numpy as np
import pytest

from simulations.reasoning import captions, ceiling, checking, coverage, horizon, own_errors, ruler, strategy, tails


def test_a_moment_in_and_beyond_the_figure():
    words = captions.moment(strategy.moment(start=0.01), start=0.01)
    assert words["start_words"] == "1 in 100"
    assert words["when"].endswith("at step 500, and from 10% to 90% it takes 478 steps")
    later = captions.moment(strategy.moment(start=0.001, rule=strategy.VANILLA), start=0.001)
    assert "at step 4,680, beyond the figure, and from 10% to 90% it takes 123 steps" in later["when"]


def test_who_overtakes():
    words = captions.coverage(coverage.coverage(mean=0.5, concentration=0.2))
    assert words["verdict"] == "the base model overtakes from 319 tries on" and words["exponents"] == "0.2 and 0.1"
    assert (words["base_first"], words["first"]) == ("18.0%", "45.0%")
    never = captions.coverage(coverage.coverage(mean=0.4, concentration=0.5))
    assert never["verdict"] == "the base model never overtakes, up to 1,000,000 tries"


def test_how_much_ten_times_the_tries_bring():
    assert captions.many_tries(tails.many_tries(tail=0.5)) == {"fall_words": "3.16", "law_words": "3.16"}
    assert captions.many_tries(tails.many_tries(tail=0.5, floor=0.01))["fall_words"] == "over 1,000"


def test_how_wide_a_forecast_is():
    result = ceiling.forecast(seen=50_000.0)
    assert captions.forecast(result) == {"points": f"{100 * (result.end_high - result.end_low):.0f}"}


def test_faultless_runs():
    assert captions.own_errors(own_errors.own_errors(slip=0.05)) == {"ten": "60%", "all": "0.6%"}


def test_what_holds_a_horizon_back():
    words = captions.checked(checking.checked(error=0.01, caught=0.5, looks=3))
    gained = ": 8 times the horizon without a look, for 4 times the work"
    looked = {"looked": "Looked at 3 times", "here_words": "550", "gained": gained}
    assert words == looked | {"held": "No blind spot holds it back"}
    few = [captions.checked(checking.checked(error=0.01, caught=0.5, looks=looks)) for looks in (0, 1)]
    assert [(one["looked"], bool(one["gained"])) for one in few] == [
        ("Never looked at again", False),
        ("Looked at once", True),
    ]
    blind = captions.checked(checking.checked(error=0.01, blind=0.1, looks=4))
    assert blind["held"] == "What no look finds holds it at 690 steps"


def test_lengths_in_words():
    words = captions.success(horizon.success(half=60.0, spread=2.0), half=60.0)
    assert words == {"half_words": "1 hour", "reached_words": "11 minutes", "steady_words": "19 minutes"}


def test_a_trend_in_words():
    words = captions.trend(ruler.trend())
    assert (words["slow"], words["when"]) == ("215", "July 2028")
    assert words["first"] == "December 2027"


@pytest.mark.parametrize(
    ("year", "said"), [(2028.0, "January 2028"), (2027.999, "December 2027"), (np.inf, "after 2100")]
)
def test_months(year, said):
    assert captions.month(year) == said
