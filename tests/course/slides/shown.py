"""What a figure of the built book says in a state, read from its file and not from a browser."""

import base64
from urllib.parse import parse_qsl

from course.slides.figures import DATA, Figures, written
from everystate.table import row, unpack


def caption(figures: Figures, asked: str) -> str:
    """The caption of a figure in the state that a deck asks for; where it names none, in the first."""
    header, numbers, chosen = _chosen(figures, asked)
    state = 0
    for control in header["controls"]:
        state = state * len(control["values"]) + chosen[control["name"]]
    pairs = zip(header["caption"]["parts"], header["caption"]["fields"], strict=True)
    return "".join(part + str(row(field, numbers, state)) for part, field in pairs)


def captions(figures: Figures, asked: str) -> str:
    """All words that the caption of a figure can have, in any state."""
    header, numbers, _ = _chosen(figures, asked)
    fields = header["caption"]["fields"]
    return " ".join([*header["caption"]["parts"], *(str(word) for field in fields for word in field["words"])])


def labels(figures: Figures, asked: str) -> list[str]:
    """The words beside the controls in that state."""
    header, _, chosen = _chosen(figures, asked)
    return [control["labels"][chosen[control["name"]]] for control in header["controls"]]


def _chosen(figures: Figures, asked: str) -> tuple[dict, bytes, dict[str, int]]:
    one = figures.shown(asked)
    header, numbers = unpack(base64.b64decode(DATA.search(figures.section(one.name))[1]))
    values = dict(parse_qsl(one.fragment.partition("?")[2]))
    chosen = {
        control["name"]: [written(value) for value in control["values"]].index(values[control["name"]])
        if control["name"] in values
        else control["default"]
        for control in header["controls"]
    }
    return header, numbers, chosen
