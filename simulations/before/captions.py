"""What the captions of the page *before you start* say of a result: words for the places that they name."""

from simulations.before.attention import Look
from simulations.before.counted import Counted
from simulations.before.decades import TenTimes
from simulations.before.logits import Step
from simulations.before.transformer import Part
from simulations.words import formatted, number, parameters_in_words, percent, plain

PARTS = {
    "tokens": "The text, cut into pieces from a fixed list. Every piece has a column of its own here.",
    "embedding": "A table with a row for every token of the list. A token's row is a vector, a list of numbers, and "
    "with it the column's stream begins.",
    "residual stream": "The vector of a place, on its way from the bottom to the top. Every part reads it and adds to "
    "it; nothing is replaced.",
    "attention": "The only part that carries news from one place to another, and only from earlier to later. Several "
    "heads work side by side.",
    "MLP": "Two matrices with a bend between them. It works at each place alone, on what is in the stream there.",
    "logits": "A number for every token of the list, read off the stream at its end: the higher, the likelier that "
    "token comes next. Every column predicts the token after its own. GPT-2 reads them off by its embedding table.",
    "probabilities": "Softmax turns the logits into probabilities that sum to 1. The loss asks how high that of the "
    "token is that came next.",
}


def ten_times(result: TenTimes) -> dict:
    """The two sizes, their scores, and how long the step between them is."""
    small, large = map(parameters_in_words, result.pair)
    low, high = (percent(float(f"{score:.2g}")) for score in result.pair_score)
    return {
        "small": small,
        "large": large,
        "low": low,
        "high": high,
        "gained_words": f"{number(100 * result.gained, digits=2)}%",
        "linear_words": percent(float(f"{result.linear_share:.2g}")),
    }


def step(result: Step) -> dict:
    """The chances and odds before and after."""
    before, after = result.pair
    return {
        "before": percent(before),
        "after": f"{after:.1%}",
        "odds_before": odds_in_words(result.pair_odds[0]),
        "odds_after": odds_in_words(result.pair_odds[1]),
        "logit_before": formatted(result.at[0], "z.2f"),
        "times": number(result.ratio, digits=3),
    }


def odds_in_words(odds: float) -> str:
    """Odds as they are said: "1 to 1", "19 to 1", "1 to 2.7"."""
    return f"{number(odds, digits=2)} to 1" if odds >= 1 else f"1 to {number(1 / odds, digits=2)}"


def counted(result: Counted) -> dict:
    """The score, its interval, and what none right rules out."""
    low, high = map(_rate, result.here)
    said = ""
    if result.score == 0:
        limit, three = _rate(result.limit), _rate(result.three)
        said = f" None right rules out true rates above {limit}, if only that side is asked for"
        said += f"; the rule of three says {three}."
    return {"low_end": low, "high_end": high, "wide": _rate(result.width)[:-1], "none_right": said}


def _rate(share: float) -> str:
    """A share in percent: to one decimal, and to two digits where it is under 1%."""
    return f"{share:.1%}" if share >= 0.01 else f"{number(100 * share, digits=2)}%"


def look(result: Look) -> dict:
    """The share of the chosen place, now and with a score higher by one."""
    return {"now": f"{result.share:.1%}", "then": f"{result.share_with_more:.1%}"}


def part(result: Part) -> dict:
    """What the part is, and what it has of GPT-2's weights."""
    named = {"heading": result.name[0].upper() + result.name[1:], "told": PARTS[result.name]}
    if not result.weights:
        return named | {"counted": "It has no weights of its own"}
    return named | {
        "counted": f"In GPT-2's smallest model it has {plain(round(result.weights / 1e6))} million weights, "
        f"{result.share:.0%} of all",
    }
