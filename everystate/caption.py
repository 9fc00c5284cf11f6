"""The caption: fixed text, and words made of a state's controls, its result, and what the author says of it."""

import re
import string
from collections.abc import Callable, Mapping
from typing import Any

from everystate.errors import ExplorerError, did_you_mean


class Caption:
    """A format string whose fields are the words of a state. ``error(message)`` makes what a mistake in it raises."""

    def __init__(self, text: str, error: Callable[..., ExplorerError]):
        self._error = error
        try:
            self._pieces = [
                (fixed, name, spec or "", conversion)
                for fixed, name, spec, conversion in string.Formatter().parse(text)
            ]
        except (TypeError, ValueError) as wrong:
            raise error(f"caption must be a format string such as 'At {{rate}} …', not {text!r}: {wrong}") from wrong
        for _, name, _, conversion in self._pieces:
            if conversion:
                raise error(
                    f"the caption's {{{name}!{conversion}}} must have no !{conversion}; a format may follow a colon"
                )
        # By field: its control's or result's name, "" after the last one.
        self.names = [name or "" for _, name, _, _ in self._pieces]

    def sentence(self, state: Mapping, labels: Mapping, result: Any, said: Mapping) -> list[tuple[str, str]]:
        """(fixed text, word) pairs; ``labels`` are the words of those controls that stand at a value of the table."""
        return [
            (fixed, "" if name is None else self._word(name, spec, state, labels, result, said))
            for fixed, name, spec, _ in self._pieces
        ]

    def _word(self, name: str, spec: str, state: Mapping, labels: Mapping, result: Any, said: Mapping) -> str:
        if name in said:
            value = said[name]
        elif name in state:
            value = state[name] if spec or name not in labels else labels[name]
        else:
            value = self._field(name, state, result, said)
        try:
            word = format(value, spec)
        except (TypeError, ValueError) as wrong:
            raise self._error(f"the caption's {{{name}:{spec}}} does not fit {value!r}: {wrong}", state) from wrong
        if isinstance(value, str):
            return word
        return word.replace("-", "−" if re.search("[1-9]", word) else "")  # a rounded zero has no sign

    def _field(self, name: str, state: Mapping, result: Any, said: Mapping) -> Any:
        try:
            return getattr(result, name)
        except AttributeError as wrong:
            near = did_you_mean(name, [*state, *fields(result), *said])
            message = f"the caption names {name!r}, which is neither a control nor a field of the result{near}"
            raise self._error(message, state) from wrong
        except Exception as wrong:
            raise self._error(f"the result's {name} raised {type(wrong).__name__}: {wrong}", state) from wrong


def fields(result: Any) -> list[str]:
    """The names of a result's fields."""
    return [name for name in dir(result) if not name.startswith("_")]
