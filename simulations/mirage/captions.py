"""What the captions of the chapter *mirage* say where a number alone does not: words by their name in the caption."""

import math

from simulations.laws.popular import MetricListing
from simulations.laws.resolution import TaskCurve
from simulations.mirage.annotation import BaseRate
from simulations.mirage.emergence_score import ScoredCurve
from simulations.mirage.metrics import ToyScaling
from simulations.mirage.options import OptionRace
from simulations.mirage.paired_metrics import TwoStories
from simulations.mirage.rescoring import Rescored
from simulations.mirage.schematic import Factors
from simulations.words import formatted, parameters_in_words

# How a model's score is said, by metric.
SCORES = {
    "exact match": "{:.0%}",
    "token accuracy": "{:.0%}",
    "edit distance": "{:.2f} digits",
    "Brier score": "{:.2f}",
    "log-likelihood": "{:.2f} nats of cost",
}


def task_curve(_result: TaskCurve, *, task: str) -> dict[str, str]:
    """``title``: the task's name, as a sentence begins."""
    return dict(title=task.replace("_", " ").capitalize())


def toy_scaling(result: ToyScaling) -> dict[str, str]:
    """``halfway``: the size at which half of the answers are right."""
    return dict(halfway=parameters_in_words(result.halfway, digits=2))


def metric_listing(result: MetricListing) -> dict[str, str]:
    """``printed``: the scores that the listing prints; ``crossed``: where it meets its threshold."""
    at = f"at {parameters_in_words(result.crossing, digits=2)}"
    return dict(
        printed=", ".join(f"{score:.2f}" for score in result.decades),
        crossed=at if result.crosses else "nowhere between 1B and 1T",
    )


def base_rate(result: BaseRate) -> dict[str, str]:
    """``emergent`` and ``others``: the two counts with their shares; ``p``: the p-value."""
    emergent, others = (counted(*side) for side in zip(result.hard, result.totals, result.shares, strict=True))
    p = "below 0.0001" if result.p_value < 1e-4 else f"{result.p_value:.4f}"
    return dict(emergent=emergent, others=others, p=p)


def counted(part: int, whole: int, share: float) -> str:
    """A count with its share: "62 of 67 (92.5%)"."""
    return f"{part} of {whole} ({share:.1%})"


def scored_curve(result: ScoredCurve) -> dict[str, str]:
    """``score``: the curve's emergence score."""
    return dict(score=emergence(result.score))


def emergence(score: float) -> str:
    """An emergence score: one decimal below 100, "81,618", "infinite"."""
    if math.isinf(score):
        return "infinite" if score > 0 else "minus infinite"
    return formatted(score, ",.1f" if abs(score) < 100 else ",.0f")


def two_stories(result: TwoStories) -> dict[str, str]:
    """``title``: the pair's name."""
    return dict(title=result.pair.title)


def rescored(result: Rescored, *, metric: str) -> dict[str, str]:
    """``floor``: how many sizes are on the floor; ``top``: what the largest scores."""
    return dict(floor=_floor(result.floor, len(result.parameters)), top=SCORES[metric].format(result.score[-1]))


def _floor(count: int, sizes: int) -> str:
    if count == sizes:
        return f"all {sizes} sizes"
    return f"only the smallest of {sizes} sizes" if count == 1 else f"the {count} smallest of {sizes} sizes"


def option_race(result: OptionRace) -> dict[str, str]:
    """``overtakes``: where the right option overtakes the wrong ones."""
    largest = float(result.parameters[-1])
    if result.overtakes_at > largest:
        return dict(overtakes=f"does not overtake them below {parameters_in_words(largest, digits=2)}")
    return dict(overtakes=f"overtakes them at {parameters_in_words(result.overtakes_at, digits=2)}")


def three_factors(result: Factors) -> dict[str, str]:
    """``tokens``: what the models do at both ends; ``unseen``, ``last``: what is left of it after the factors."""
    first, last = result.token_accuracy[[0, -1]]
    unseen = f"{result.unseen} of {len(result.sizes)} sizes score nothing" if result.unseen else "every size scores"
    return dict(
        tokens=f"{first:.0%} of the tokens right at the smallest size, {last:.0%} at the largest",
        unseen=unseen,
        last=f"{result.last_rise:.0%}",
    )
