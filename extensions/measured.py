"""What a row of the ledger measures: a function of the shipped tables, the words that say its number, and the bound
within which the verdict holds.

    test:
      measure: mirage.ledger:share_of_the_67     a function without arguments in simulations/mirage/ledger.py
      says: "@{measured:.1%} of the 67 tasks"    see simulations/exercises/wording.py
      holds: "> 0.9"                             or "< 0.9", "= 3", or "0.2 to 0.4", both ends included
      bound: more than nine in ten               the same in words
      seen: mirage#base-rate?scored_by=exact+match    a figure of a page, in a state; its first needs no query
"""

import re
from dataclasses import dataclass
from importlib import import_module

import numpy as np

from simulations.exercises.wording import filled

FIELDS = ("measure", "says", "holds", "bound", "seen")
MEASURE = re.compile(r"(?P<room>\w+)\.ledger:(?P<name>\w+)")
NUMBER = r"-?\d+(?:\.\d+)?(?:e-?\d+)?"
HOLDS = re.compile(rf"(?P<sign>[<>=]) (?P<at>{NUMBER})|(?P<low>{NUMBER}) to (?P<high>{NUMBER})")
SEEN = re.compile(r"(?P<page>[a-z]+)(?P<state>#[a-z][\w-]*(?:\?\S+)?)")


@dataclass(frozen=True)
class Measured:
    """The number of a row's test, the words that say it, the bound in words, and where it is seen: page and address."""

    value: float
    says: str
    bound: str
    page: str
    state: str


def measured(name: str, verdict: str, test: dict) -> Measured:
    """What the row ``name`` measures today. Raises ``ValueError`` for a test that is not whole, and where the number no
    longer bears the verdict out."""
    if missing := [field for field in FIELDS if field not in test]:
        raise ValueError(f"claim {name!r}: its test misses {', '.join(missing)}")
    place, seen = MEASURE.fullmatch(test["measure"]), SEEN.fullmatch(test["seen"])
    if not place:
        raise ValueError(f"claim {name!r}: measure must be ROOM.ledger:FUNCTION, not {test['measure']!r}")
    if not seen:
        raise ValueError(f"claim {name!r}: seen must be PAGE#FIGURE?STATE, not {test['seen']!r}")
    module = import_module(f"simulations.{place['room']}.ledger")
    if not hasattr(module, place["name"]):
        raise ValueError(f"claim {name!r}: there is no {place['name']} in {module.__name__}")
    value = float(getattr(module, place["name"])())
    if not within(value, test["holds"]):
        raise ValueError(
            f"claim {name!r}: the data no longer say {verdict!r}: {test['measure']} is {value:.6g}, and must be "
            f"{test['holds']} for the verdict to stand. Look at the tables that it reads, then at the verdict"
        )
    return Measured(value, filled(test["says"], {"measured": value}), test["bound"], seen["page"], seen["state"])


def within(value: float, holds: str) -> bool:
    """Whether ``value`` lies within a bound such as "> 0.9" or "0.2 to 0.4". Raises ``ValueError`` for another form."""
    bound = HOLDS.fullmatch(holds)
    if not bound:
        raise ValueError(f"holds must be such as '> 0.9', '= 3' or '0.2 to 0.4', not {holds!r}")
    if not bound["sign"]:
        return float(bound["low"]) <= value <= float(bound["high"])
    at = float(bound["at"])
    return {"<": value < at, ">": value > at, "=": bool(np.isclose(value, at))}[bound["sign"]]
