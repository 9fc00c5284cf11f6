"""The text of an exercise: a template whose slots are filled with its parameters and its answers."""

import re
from collections.abc import Mapping
from typing import Any

from simulations import words

# @{tokens}, @{share:.0%}, @{compute:powers}: a name, and how it is said: as Python formats, or by a function of words.
SLOT = re.compile(r"@\{(?P<name>\w+)(?::(?P<form>[^{}]+))?\}")
SAYERS = {
    name: getattr(words, name)
    for name in ("one_in", "parameters_in_words", "percent", "powers", "scientific", "share_in_words", "two_digits")
}


def filled(template: str, values: Mapping[str, Any]) -> str:
    """``template`` with its slots filled. Raises ``ValueError`` for a slot that cannot be."""

    def said(slot: re.Match) -> str:
        name, form = slot["name"], slot["form"] or ""
        if name not in values:
            raise ValueError(f"@{{{name}}} must name one of {', '.join(values)}")
        try:
            return SAYERS[form](values[name]) if form in SAYERS else format(values[name], form)
        except (TypeError, ValueError) as error:
            raise ValueError(f"@{{{name}:{form}}} cannot be said of {values[name]!r}: {error}") from error

    return SLOT.sub(said, template)


def slots(template: str) -> set[str]:
    """The names that a template asks for."""
    return {slot["name"] for slot in SLOT.finditer(template)}
