"""Definitions of emergence as rules on facts, and what they say of the cases of ``emergence_cases.csv``.

A definition asks for some facts, each to hold or not to hold. A verdict follows by the logic of three values: no where
a fact is against it, not known where none is and one is open, and yes where all are as asked.
"""

import functools
from dataclasses import dataclass

import numpy as np

from simulations.check import one_of
from simulations.data import table

# A fact's name in the table, and what it says.
FACTS = {
    "absent": "absent with less",
    "present": "present with more",
    "foreseen": "foreseen from less",
    "sharp": "in a narrow range",
    "kind": "a change of kind",
    "trained": "asked for in training",
    "expected": "expected from parts",
    "deducible": "follows from parts",
    "shortcut": "a shortcut exists",
    "variables": "few variables suffice",
}
YES, NO, OPEN = "yes", "no", "not known"
VERDICTS = (YES, NO, OPEN)


@dataclass(frozen=True)
class Definition:
    """Whose definition it is, and what it asks for: by fact, whether it is to hold."""

    name: str
    asks: dict[str, bool]
    source: str


DEFINITIONS = (
    Definition("Wei: ability", {"absent": True, "present": True, "foreseen": False}, "wei2022emergent"),
    Definition("Steinhardt: emergence", {"present": True, "kind": True}, "steinhardt2022future"),
    Definition("Steinhardt: transition", {"present": True, "kind": True, "sharp": True}, "steinhardt2022future"),
    Definition("Chalmers: weak", {"expected": False}, "chalmers2006strong"),
    Definition("Chalmers: strong", {"deducible": False}, "chalmers2006strong"),
    Definition("Bedau: weak", {"deducible": True, "shortcut": False}, "bedau1997weak"),
    Definition("Krakauer: complexity", {"variables": True}, "krakauer2025large"),
    Definition("untrained (Rogers)", {"present": True, "trained": False}, "rogers2024position"),
)
NAMES = tuple(definition.name for definition in DEFINITIONS)
NOTHING = "nothing"
CHANGES = {NOTHING: (NOTHING, None)} | {
    f"{words}: {said}": (fact, said == YES) for fact, words in FACTS.items() for said in (YES, NO)
}


@dataclass(frozen=True)
class Judged:
    """What every definition says of a case, as it is and with one fact changed.

    ``verdict``, ``changed`` (definitions,): places in ``VERDICTS``. ``fact``, ``fact_changed`` (facts,): the same for
    the facts, in the order of ``FACTS``; ``asked`` (facts,): whether the definition chosen asks for each.
    ``at_definition``, ``at_verdict``: its row, and the place of its verdict after the change. ``before``, ``after``:
    its verdict in words. After the change: ``against``, ``open``: the facts that it asks for and that are otherwise, or
    not known; ``turning``: those of which one alone would turn its verdict. ``grounds``: what is said of each fact that
    was not changed. ``moved``: how many definitions say something else than before.
    """

    verdict: np.ndarray
    changed: np.ndarray
    fact: np.ndarray
    fact_changed: np.ndarray
    asked: np.ndarray
    at_definition: int
    at_verdict: float
    before: str
    after: str
    against: tuple[str, ...]
    open: tuple[str, ...]
    turning: tuple[str, ...]
    grounds: dict[str, str]
    moved: int


@functools.cache
def _cases() -> dict[str, dict[str, tuple[str, str]]]:
    rows, cases = table("emergence_cases"), {}
    for case, fact, holds, ground in zip(
        *(rows[name].tolist() for name in ("case", "fact", "holds", "ground")), strict=True
    ):
        cases.setdefault(case, {})[fact] = (holds or OPEN, ground)
    return cases


def cases() -> tuple[str, ...]:
    """The names of the cases, in the table's order."""
    return tuple(_cases())


def facts(case: str) -> dict[str, str]:
    """What is known of a case: by fact, one of ``VERDICTS``."""
    return {fact: _cases()[one_of("case", case, cases())][fact][0] for fact in FACTS}


def verdict(definition: Definition, known: dict[str, str]) -> str:
    """What a definition says of what is known: one of ``VERDICTS``."""
    found = [
        OPEN if known[fact] == OPEN else YES if (known[fact] == YES) == holds else NO
        for fact, holds in definition.asks.items()
    ]
    return NO if NO in found else OPEN if OPEN in found else YES


def turning(definition: Definition, known: dict[str, str]) -> tuple[str, ...]:
    """The facts of which one alone, known otherwise, gives another verdict; none where it takes two or more."""
    now = verdict(definition, known)
    return tuple(
        fact
        for fact in definition.asks
        if any(verdict(definition, known | {fact: said}) != now for said in (YES, NO) if said != known[fact])
    )


def judged(*, case: str, definition: str, change: str) -> Judged:
    """One of ``cases`` by one of ``NAMES``, with one of ``CHANGES``; raises ``ValueError`` for others."""
    chosen = DEFINITIONS[NAMES.index(one_of("definition", definition, NAMES))]
    fact, holds = CHANGES[one_of("change", change, CHANGES)]
    known = facts(case)
    altered = known if fact == NOTHING else known | {fact: YES if holds else NO}
    before, after = ([verdict(one, facts_) for one in DEFINITIONS] for facts_ in (known, altered))
    place = NAMES.index(definition)
    return Judged(
        verdict=_places(before),
        changed=_places(after),
        fact=_places(known.values()),
        fact_changed=_places(altered.values()),
        asked=np.array([one in chosen.asks for one in FACTS]),
        at_definition=place,
        at_verdict=float(VERDICTS.index(after[place])),
        before=before[place],
        after=after[place],
        against=tuple(one for one, to_hold in chosen.asks.items() if altered[one] == (NO if to_hold else YES)),
        open=tuple(one for one in chosen.asks if altered[one] == OPEN),
        turning=turning(chosen, altered),
        grounds={one: _cases()[case][one][1] for one in FACTS if one != fact},
        moved=sum(old != new for old, new in zip(before, after, strict=True)),
    )


def _places(said) -> np.ndarray:
    return np.array([VERDICTS.index(one) for one in said], float)
