"""What the captions of the chapter *theories* say where a number alone does not: words by their name in the caption."""

import numpy as np

from simulations.laws.popular import CompositionListing
from simulations.theories.carries import CarryErrors, Chains
from simulations.theories.loss_threshold import LossThreshold
from simulations.theories.multilinear import Multilinear
from simulations.theories.schematic import Carried
from simulations.theories.skill_tuples import SkillTuples
from simulations.theories.trained_digits import TrainedDigits
from simulations.words import one_in, parameters_in_words, power_of_ten, powers, two_digits


def composition_listing(result: CompositionListing) -> dict:
    """``skill_low`` … ``composite_high``: the two at 1B and at 100B; ``crossing``: the size of one half."""
    (skill_low, skill_high), (composite_low, composite_high) = result.commented_skill, result.commented_composite
    return dict(
        skill_low=skill_low,
        skill_high=skill_high,
        composite_low=composite_low,
        composite_high=composite_high,
        crossing=power_of_ten(round(result.crossing, 1)),
    )


def skill_tuples(result: SkillTuples) -> dict[str, str]:
    """``tuples``: how many there are; ``seen``: the share of them in the corpus."""
    tuples = f"{result.tuples:,.0f}" if result.tuples < 1e7 else powers(result.tuples)
    return dict(tuples=tuples, seen=_seen(result.seen_share))


def _seen(share: float) -> str:
    if share > 0.995:
        return "nearly all"
    if share > 0.05:
        return f"{share:.0%}"
    return f"one in {two_digits(1 / share) if share > 1e-7 else powers(1 / share)}"


def chains(result: Chains) -> dict[str, str]:
    """``long``: how many additions have a long chain."""
    return dict(long=one_in(result.long).replace("1", "one", 1) if result.long > 0 else "none")


def carry_errors(result: CarryErrors) -> dict:
    """``most``: the columns of the longest addition; ``whole`` and ``product``: the two shares there."""
    return dict(most=int(result.digits[-1]), whole=_share(result.exact[-1]), product=_share(result.product[-1]))


def _share(share: float) -> str:
    return f"{share:.1%}" if share >= 0.001 else one_in(share)


def trained_digits(result: TrainedDigits) -> dict[str, str]:
    """``times``: the product of digits against whole sums."""
    too_few = np.isnan(result.times)
    return dict(times="too few sums are right for a ratio" if too_few else f"{result.times:.2f} times as much")


def multilinear(result: Multilinear, *, start: float) -> dict[str, str]:
    """``start``: the share of the target at the start."""
    return dict(start=two_digits(start))


def loss_threshold(result: LossThreshold) -> dict[str, str]:
    """``reached``: where each size leaves chance, or that it never does."""
    return dict(reached=", ".join(map(_reached, result.parameters, result.reached)))


def _reached(parameters: float, tokens: float) -> str:
    name = parameters_in_words(parameters)
    return f"{name} never" if np.isinf(tokens) else f"{name} after {tokens / 1e9:,.0f} billion tokens"


def carried(result: Carried) -> dict[str, str]:
    """``longest``: how far the carry goes that goes farthest, and from which column."""
    if result.made is None:
        return dict(longest="No column makes a carry, and each digit depends on its own column alone")
    ordinal = ("units", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")[result.made]
    if result.longest == 1:
        return dict(longest="Each carry is stopped by the column that it enters: every chain has the length 1")
    column = "" if result.made == 0 else " column"
    return dict(
        longest=f"The carry of the {ordinal}{column} enters {result.longest} columns: to "
        f"know the last digit of its chain, one must look {result.longest} columns down"
    )
