"""What the captions and the printed lines of the chapter ``laboratory`` say of a result."""

import numpy as np

from simulations.laboratory.asked import PARTS, Asked
from simulations.laboratory.carry_groups import CarryGroups
from simulations.laboratory.curves import EVERY, MetricCurve
from simulations.laboratory.forecast import Forecast
from simulations.laboratory.many_seeds import ManySeeds
from simulations.laboratory.measure import METRICS
from simulations.laboratory.own_curve import Beside
from simulations.laboratory.recipes import Recipes
from simulations.laboratory.schematic import Parts, Reads
from simulations.laboratory.shipped_answers import Answers
from simulations.laboratory.through_training import ThroughTraining
from simulations.words import number, parameters_in_words, percent

COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
GAP = 0.1  # between neighbouring scores: what is narrower is no gap to speak of
FIFTHS = ("", "a fifth", "two fifths", "three fifths", "four fifths", "all")


def size_curve(curve: MetricCurve) -> dict[str, str]:
    """Whose curve is shown, and its ends."""
    first, last = (number(value, digits=3) for value in (curve.first, curve.last))
    return {"shown_name": shown_name(curve.seed), "first_words": first, "last_words": last}


def shown_name(seed: int) -> str:
    """Which of the models a curve is of."""
    return "mean of the seeds" if seed == EVERY else f"seed {seed}"


def training(found: ThroughTraining) -> dict[str, str]:
    """How many seeds there are."""
    return {"seeds": COUNTS[found.seeds]}


def recipe(found: Recipes) -> dict[str, str]:
    """The sizes at which half is right, the changed recipe's first."""
    return {"ratio": f"{size_words(found.changed_half)} against {size_words(found.main_half)}"}


def many_seeds(found: ManySeeds) -> dict[str, str]:
    """``few``: the mean of the first seeds; ``gap``: the widest gap between neighbours, and who would see it."""
    models, gap = len(found.scores), found.gap_to - found.gap_from
    few = f"All {models} have a mean of {found.all_mean:.2f}"
    if found.seeds < models:
        first = "The first seed has" if found.seeds == 1 else f"The first {found.seeds} seeds have a mean of"
        few = f"{first} {found.few_mean:.2f}, all {models} one of {found.all_mean:.2f}"
    if gap < GAP:
        return {"few": few, "gap": f"Neighbours are at most {gap:.2f} apart"}
    sides = f"{found.below} of the models below it and {found.above} above"
    lot = f": {found.seeds} of them, drawn by lot, are on both sides with a chance of {percent(round(found.both, 2))}"
    drawn = lot if 1 < found.seeds < models else ""
    return {"few": few, "gap": f"The widest gap, from {found.gap_from:.2f} to {found.gap_to:.2f}, has {sides}{drawn}"}


def carries(found: CarryGroups) -> dict[str, str]:
    """The product of the digits' accuracies over the share of answers right."""
    return {"ratio": ratio_words(found.ratio)}


def ratio_words(ratio: float) -> str:
    """A ratio to two places, and a dash where there is none."""
    return "–" if np.isnan(ratio) else f"{ratio:.2f}"


def answers(found: Answers) -> dict[str, str]:
    """The first problem, written out."""
    return {
        "worked": f"{found.first:,} + {found.second:,}: it writes {found.written:,}; right is {found.total:,}",
    }


def asked(found: Asked) -> dict[str, str]:
    """What is written with everything on, and as it is switched; how many digits are right."""
    off = [part for part, on in zip(PARTS, found.keep, strict=True) if not on]
    now, right = found.now, int((found.now.choices == found.now.right).sum())
    told = f"With {' and '.join(off)} off it writes {now.given:,}: {COUNTS[right]} of nine digits right"
    return {
        "written": f"{found.whole.given:,}",
        "verdict": "which is right" if found.whole.given == found.whole.total else f"and right is {now.total:,}",
        "switched": told if off else "Nothing is switched off",
    }


def forecast(found: Forecast) -> dict[str, str]:
    """Sizes at which a half is right, and what PassUntil's line is drawn through."""
    names = ("exact_half", "sampled_half", "line_half", "digits_half", "law_half")
    return {name: size_words(getattr(found, name)) for name in names} | {"law_words": _law_words(found)}


def _law_words(found: Forecast) -> str:
    if not found.answers_sampled:
        return f"the probabilities of {found.sizes_seen} sizes"
    left = found.sizes_seen - found.placed
    without = f"; left out for want of a right answer: {left}" if left else ""
    return f"{found.answers_sampled:,} sampled answers a size at {found.placed} of {found.sizes_seen} sizes{without}"


def size_words(size: float) -> str:
    """A size for people, to two digits; anything past 10¹² is as good as never, and NaN is that of no line."""
    if np.isnan(size):
        return "no line"
    return parameters_in_words(size if size < 1e12 else np.inf, digits=2)


def own_curve(found: Beside) -> dict[str, str]:
    """The metric, and how far the two means are apart, in fifths of the figure's height."""
    return {"words": METRICS[found.metric].wording, "apart": _apart(found.gap)}


def alone(found: Beside) -> dict[str, str]:
    """The metric."""
    return {"words": METRICS[found.metric].wording}


def _apart(gap: float) -> str:
    if np.isnan(gap):
        return "None of your sizes lies between the shipped ones"
    most = FIFTHS[max(int(np.ceil(5 * gap)), 1)]
    return f"Where sizes can be compared, the means are nowhere further apart than {most} of the figure's height"


def parts(found: Parts) -> dict[str, str]:
    """``shares``: where the weights are; ``each``: what a head's vectors have."""
    shares = {part: percent(round(share, 2)) for part, share in found.shares.items()}
    return {
        "shares": f"{shares['MLP']} of them in the MLP, {shares['attention']} in attention, {shares['table']} in the "
        f"table and {shares['readout']} in the readout",
        "each": "one number" if found.per_head == 1 else f"{found.per_head} numbers",
    }


def reads(found: Reads) -> dict[str, str]:
    """``above``, ``before``: what stands above the digit, and what the place before it tells."""
    one, other = (found.rows[row][column] for row, column in found.above)
    far, near = found.back
    if not one.isdigit():
        above = "Above it there are no digits any more: it is the last carry alone"
    else:
        above = f"The digits above it, {one} and {other}, stand {far} and {near} symbols before it"
    if not found.before:
        return {"above": above, "before": "Nothing comes before the units, so no carry arrives."}
    carry = "a carry arrives" if found.carry else "no carry arrives"
    return {"above": above, "before": f"The three digits of the place before it, in blue, say that {carry}."}
