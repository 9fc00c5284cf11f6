"""A decision made in the open: what to try first, with the points and the reason that each fact gives."""

from dataclasses import dataclass

OPTIONS = ("prompt better", "sample and pick", "fine-tune", "larger model", "wait")
RATES = ("zero of 200", "1 in 50", "1 in 5", "half")


@dataclass(frozen=True)
class Advice:
    """``points`` in the order of OPTIONS; ``first`` is the option with most points, ``because`` its reasons."""

    points: tuple[int, ...]
    first: str
    because: str


# (facts that must hold, option, points, reason). Points are the authors' judgement, open to argument.
RULES = (
    ({"rate": ("zero of 200", "1 in 50", "1 in 5", "half"), "prompts": ("one",)}, "prompt better", 3,
     "only one prompt was tried, and the best of ten usually beats it"),
    ({"rate": ("zero of 200",)}, "sample and pick", -2, "there is no success yet to pick"),
    ({"rate": ("1 in 50",), "checker": (True,)}, "sample and pick", 3,
     "a checker can find the one right answer in fifty"),
    ({"rate": ("1 in 5", "half"), "checker": (True,)}, "sample and pick", 4,
     "a checker turns frequent success into reliable success"),
    ({"rate": ("half",), "checker": (False,)}, "sample and pick", 2,
     "a majority vote helps once the right answer is the most common one"),
    ({"rate": ("1 in 50", "1 in 5", "half"), "examples": ("thousands",)}, "fine-tune", 4,
     "thousands of worked examples move a skill that is partly there"),
    ({"rate": ("1 in 5", "half"), "examples": ("dozens",)}, "fine-tune", 1,
     "dozens of examples help a little, in the prompt first"),
    ({"rate": ("zero of 200",), "examples": ("thousands",)}, "fine-tune", 2,
     "a zero may be a format the model never saw; examples show it"),
    ({"rate": ("zero of 200", "1 in 50"), "partial": (True,)}, "larger model", 3,
     "a graded score can be followed over the sizes you have and forecast"),
    ({"rate": ("zero of 200", "1 in 50"), "partial": (False,)}, "larger model", 1,
     "a larger model may do it, but an all-or-nothing score gives no forecast"),
    ({"rate": ("1 in 5",)}, "larger model", 2, "what works one time in five often works more in a larger model"),
    ({"rate": ("zero of 200",), "partial": (False,), "examples": ("none", "dozens")}, "wait", 3,
     "there is nothing to measure progress by: build a graded score before you spend"),
)  # fmt: skip


def advice(
    *, rate: str = "1 in 50", partial: bool = False, prompts: str = "one", examples: str = "none", checker: bool = False
) -> Advice:
    """What to try first for a task, from five facts about it.

    ``rate`` is how often the model succeeds now (RATES), ``partial`` whether there is a graded score, ``prompts``
    ("one" or "ten") how many were tried, ``examples`` ("none", "dozens", "thousands") how many worked examples there
    are, ``checker`` whether an answer can be checked cheaply. Raises ``ValueError`` for a fact that is none of these.
    """
    facts = dict(rate=rate, partial=partial, prompts=prompts, examples=examples, checker=checker)
    allowed = dict(
        rate=RATES, partial=(True, False), prompts=("one", "ten"), examples=("none", "dozens", "thousands"),
        checker=(True, False),
    )  # fmt: skip
    for name, value in facts.items():
        if value not in allowed[name]:
            raise ValueError(f"{name} must be one of {', '.join(map(str, allowed[name]))}; not {value!r}")
    points = dict.fromkeys(OPTIONS, 0)
    reasons: dict[str, list[str]] = {option: [] for option in OPTIONS}
    for needed, option, worth, reason in RULES:
        if all(facts[name] in values for name, values in needed.items()):
            points[option] += worth
            reasons[option].append(reason)
    first = max(OPTIONS, key=lambda option: points[option])
    return Advice(tuple(points.values()), first, "; ".join(reasons[first]))
