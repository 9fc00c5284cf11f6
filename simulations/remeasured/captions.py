"""What the captions of the chapter *remeasured* say of a result: words for the places that they name."""

import numpy as np

from simulations.remeasured.appears import WhenReached
from simulations.remeasured.collapse import OneCurve
from simulations.remeasured.control import TwiceTrained
from simulations.remeasured.forecasts import AgainstLoss
from simulations.remeasured.pythia import TwoReadings
from simulations.remeasured.testbed import Followed
from simulations.words import formatted, number, one_in, parameters_in_words, powers


def two_readings(result: TwoReadings) -> dict[str, str]:
    """``possible``: the rate that none right leaves open."""
    return dict(possible=one_in(result.ceiling))


def one_curve(result: OneCurve) -> dict[str, str]:
    """``compared``: how far the sizes that reach the level are apart there."""
    if result.reached < 2:
        return dict(compared="fewer than two sizes get there")
    apart = f"{result.reached} of 8 sizes get there, with {result.lowest:.1%} to {result.highest:.1%}"
    often = "in under 1% of cases" if result.chance < 0.01 else f"in {result.chance:.0%} of cases"
    errors = f"{result.spread:.1f} standard errors of a difference apart"
    return dict(compared=f"{apart}, {errors}. Sizes that are all alike would scatter so far or further {often}")


def when_reached(result: WhenReached, *, level: float, axis: str) -> dict[str, str]:
    """``reached``: which sizes pass the level on the Pile, and where."""
    if not result.reached:
        return dict(reached="no size does")
    say = parameters_in_words if axis == "tokens read" else powers
    unit = "tokens" if axis == "tokens read" else "FLOPs"
    low, high = (say(value, digits=2) for value in (result.fastest, result.slowest))
    if result.reached == 1:
        return dict(reached=f"only {result.first} does, at {low} {unit}")
    which = "all eight sizes do" if result.reached == 8 else f"{result.reached} sizes do, from {result.first} on"
    return dict(reached=f"{which}, between {low} and {high} {unit}")


def twice_trained(result: TwiceTrained) -> dict[str, str]:
    """``usual``: how large the distances are; ``mean``: which way they lean; ``beyond``: the share beyond two."""
    mean = formatted(round(result.mean, 1), "+.1f") if round(result.mean, 1) else "0.0"
    return dict(usual=f"{result.root_mean_square:.1f}", mean=mean, beyond=f"{result.beyond_two:.0%}")


def followed(result: Followed) -> dict[str, str]:
    """``counted``: how many tasks pass; ``edge``: the tasks at the bar, by name."""
    inside, outside = (name.removeprefix("bigbench_").replace("_", " ") for name in (result.last_in, result.first_out))
    edge = f"The last to pass is {inside}, the next {outside}" if inside and outside else "All stand on one side of it"
    return dict(counted=f"{result.passing} of {result.tasks} tasks ({result.share:.0%})", edge=edge)


def against_loss(result: AgainstLoss) -> dict[str, str]:
    """``law``, ``line``, ``still``: how far the forecasts are off, in points of 100."""
    names = {"law": result.miss, "line": result.line_miss, "still": result.still_miss}
    return {name: number(float(np.round(100 * miss, 1)), digits=3) for name, miss in names.items()}
