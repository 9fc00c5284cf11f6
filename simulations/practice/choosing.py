"""A decision made in the open: what to try first, with the points and the reason that each fact gives."""

from dataclasses import dataclass

from simulations.check import one_of

OPTIONS = ("prompt better", "sample and pick", "fine-tune", "larger model", "wait")
RATES = ("zero of 200", "1 in 50", "1 in 5", "half")
PROMPTS = ("one", "ten")
EXAMPLES = ("none", "dozens", "thousands")
FACTS = {"rate": RATES, "partial": (True, False), "prompts": PROMPTS, "examples": EXAMPLES, "checker": (True, False)}


@dataclass(frozen=True)
class Rule:
    """Points for an option, and why, where each of the facts named in ``when`` is one of the values given there."""

    when: dict[str, tuple]
    option: str
    points: int
    reason: str

    def holds(self, facts: dict) -> bool:
        return all(facts[name] in values for name, values in self.when.items())


@dataclass(frozen=True)
class Advice:
    """``points`` in the order of OPTIONS; ``first`` is the option with most points, ``reasons`` what speaks for it."""

    points: tuple[int, ...]
    first: str
    reasons: tuple[str, ...]


# Points are the authors' judgement, open to argument.
RULES = (
    Rule(
        when={"prompts": ("one",)},
        option="prompt better",
        points=3,
        reason="only one prompt was tried, and the best of ten usually beats it",
    ),
    Rule(
        when={"rate": ("zero of 200",)},
        option="sample and pick",
        points=-2,
        reason="there is no success yet to pick",
    ),
    Rule(
        when={"rate": ("1 in 50",), "checker": (True,)},
        option="sample and pick",
        points=3,
        reason="a checker can find the one right answer in fifty",
    ),
    Rule(
        when={"rate": ("1 in 5", "half"), "checker": (True,)},
        option="sample and pick",
        points=4,
        reason="a checker turns frequent success into reliable success",
    ),
    Rule(
        when={"rate": ("half",), "checker": (False,)},
        option="sample and pick",
        points=2,
        reason="a majority vote helps once the right answer is the most common one",
    ),
    Rule(
        when={"rate": ("1 in 50", "1 in 5", "half"), "examples": ("thousands",)},
        option="fine-tune",
        points=4,
        reason="thousands of worked examples move a skill that is partly there",
    ),
    Rule(
        when={"rate": ("1 in 5", "half"), "examples": ("dozens",)},
        option="fine-tune",
        points=1,
        reason="dozens of examples help a little, in the prompt first",
    ),
    Rule(
        when={"rate": ("zero of 200",), "examples": ("thousands",)},
        option="fine-tune",
        points=2,
        reason="a zero may be a format the model never saw; examples show it",
    ),
    Rule(
        when={"rate": ("zero of 200", "1 in 50"), "partial": (True,)},
        option="larger model",
        points=3,
        reason="a graded score can be followed over the sizes you have and forecast",
    ),
    Rule(
        when={"rate": ("zero of 200", "1 in 50"), "partial": (False,)},
        option="larger model",
        points=1,
        reason="a larger model may do it, but an all-or-nothing score gives no forecast",
    ),
    Rule(
        when={"rate": ("1 in 5",)},
        option="larger model",
        points=2,
        reason="what works one time in five often works more in a larger model",
    ),
    Rule(
        when={"rate": ("zero of 200",), "partial": (False,), "examples": ("none", "dozens")},
        option="wait",
        points=3,
        reason="there is nothing to measure progress by: build a graded score before you spend",
    ),
)


def advice(
    *, rate: str = "1 in 50", partial: bool = False, prompts: str = "one", examples: str = "none", checker: bool = False
) -> Advice:
    """What to try first for a task, from five facts about it.

    ``rate`` is how often the model succeeds now (RATES), ``partial`` whether there is a graded score, ``prompts`` how
    many were tried (PROMPTS), ``examples`` how many worked examples there are (EXAMPLES), ``checker`` whether an answer
    can be checked cheaply. Of options with as many points the upper one comes first. Raises ``ValueError`` for a fact
    that is none of these.
    """
    facts = dict(rate=rate, partial=partial, prompts=prompts, examples=examples, checker=checker)
    for name, allowed in FACTS.items():
        one_of(name, facts[name], allowed)
    held = [rule for rule in RULES if rule.holds(facts)]
    points = {option: sum(rule.points for rule in held if rule.option == option) for option in OPTIONS}
    first = max(OPTIONS, key=points.__getitem__)
    return Advice(
        points=tuple(points.values()),
        first=first,
        reasons=tuple(rule.reason for rule in held if rule.option == first),
    )
