"""What the captions of the chapter on reasoning say of a result, beside its own numbers."""

import numpy as np

from simulations.reasoning.ceiling import Forecast
from simulations.reasoning.checking import Checked
from simulations.reasoning.coverage import MOST, Coverage
from simulations.reasoning.horizon import Success
from simulations.reasoning.own_errors import OwnErrors
from simulations.reasoning.ruler import Trend
from simulations.reasoning.strategy import Moment
from simulations.reasoning.tails import ManyTries
from simulations.words import duration, number, one_in, two_digits

_MONTHS = "January February March April May June July August September October November December".split()


def moment(result: Moment, *, start: float) -> dict[str, str]:
    """How rare the way is at the start, when half of the answers are of it, and how fast it went from 10% to 90%."""
    when = f"half of the answers are of that way at step {number(result.half, digits=3)}"
    if result.half > result.steps[-1]:
        when += ", beyond the figure"
    grown = number(result.nine_tenths - result.tenth, digits=3)
    return {"start_words": one_in(start), "when": f"{when}, and from 10% to 90% it takes {grown} steps"}


def coverage(result: Coverage) -> dict[str, str]:
    """Whether the base model overtakes, and from how many tries on."""
    return {
        "verdict": _crossing(result.overtakes),
        "base_first": f"{result.base[0]:.1%}",
        "base_last": f"{result.base[-1]:.1%}",
        "first": f"{result.trained[0]:.1%}",
        "last": f"{result.trained[-1]:.1%}",
        "exponents": f"{result.base_tail:.2g} and {result.trained_tail:.2g}",
    }


def _crossing(tries: float) -> str:
    if np.isinf(tries):
        return f"the base model never overtakes, up to {MOST:,.0f} tries"
    return f"the base model overtakes from {int(tries) + 1:,} tries on"


def many_tries(result: ManyTries) -> dict[str, str]:
    """How many times fewer problems are open after ten times the tries, and by the law."""
    fall = "over 1,000" if result.fall > 1_000 else number(result.fall, digits=3)
    return {"fall_words": fall, "law_words": number(result.law_fall, digits=3)}


def forecast(result: Forecast) -> dict[str, str]:
    """How many points wide the forecast is."""
    return {"points": f"{100 * (result.end_high - result.end_low):.0f}"}


def own_errors(result: OwnErrors) -> dict[str, str]:
    """How often a run is without an error after ten turns and at the end."""
    return {"ten": f"{result.unbroken[9]:.0%}", "all": f"{result.unbroken[-1]:.1%}"}


def checked(result: Checked) -> dict[str, str]:
    """How often each step is looked at, the horizon, how many times longer it is, and what holds it back."""
    looks = result.work - 1
    looked = {0: "Never looked at again", 1: "Looked at once"}.get(looks, f"Looked at {looks} times")
    gained = f": {two_digits(result.times)} times the horizon without a look, for {result.work} times the work"
    held = "No blind spot holds it back"
    if not np.isinf(result.most):
        held = f"What no look finds holds it at {two_digits(result.most)} steps"
    here = two_digits(result.here)
    return {"looked": looked, "here_words": here, "gained": gained if looks else "", "held": held}


def success(result: Success, *, half: float) -> dict[str, str]:
    """The lengths in words."""
    return {
        "half_words": duration(half),
        "reached_words": duration(result.reached),
        "steady_words": duration(result.steady_reached),
    }


def trend(result: Trend) -> dict[str, str]:
    """The doubling time with its range, and the month of the line's working month with its own."""
    slow = "longer than ever" if np.isinf(result.doubling_high) else f"{result.doubling_high:.0f}"
    return {
        "slow": slow,
        "when": month(result.month_of_work),
        "first": month(result.month_low),
        "last": month(result.month_high),
    }


def month(year: float) -> str:
    """A year with a fraction as a month: "July 2028"; "after 2100" for what is far."""
    if year > 2100:
        return "after 2100"
    return f"{_MONTHS[int(12 * (year % 1))]} {int(year)}"
