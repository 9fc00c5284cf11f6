"""Ask it: the panel of a page in which a reader types two numbers and a trained adder answers, digit by digit.

What it is asked with, the tape ``ask``, is recorded from ``ask.look``; the page knows no formula of the model.
"""

import base64
import hashlib
import html
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from simulations.laboratory import shipped
from simulations.laboratory.asked import PARTS
from simulations.laboratory.task import Task
from simulations.tape import panel, shipped as toys

DIGITS = Task().digits
FIRST = (99_999_999, 1)  # what stands in the boxes at first
SHOWN = 32  # the width of the model that is chosen at first


class Asking(panel.Panel):
    """The panel, with every shipped size to choose from, and those that the page itself has trained."""

    words = "Two boxes for numbers of your own stand here on the chapter's page; the model answers in the browser."

    def html(self) -> str:
        """The panel for a page."""
        style = (Path(__file__).parent / "ask.css").read_text(encoding="utf-8")
        return panel.section(
            "ask", f"<style>{style}</style>{_form()}{_answer()}", _facts(), label="Ask a trained adder"
        )


@cache
def files() -> dict[str, str]:
    """The scripts that bring the page the shipped weights, by their names below the folder of toys."""
    return {
        f"{_named(width)}.js": f'toy("{_named(width)}",{json.dumps(_packed(weights), separators=(",", ":"))});\n'
        for width, weights in shipped.weights()[1].items()
    }


def _facts() -> dict[str, Any]:
    return {
        "digits": DIGITS,
        "parts": PARTS,
        "shipped": [
            {
                "words": f"{size:,} weights",
                "toy": toys.address(f"adder-{DIGITS}-{width}"),
                "weights": _address(f"{_named(width)}.js"),
            }
            for width, size in _sizes()
        ],
    }


def _sizes() -> list[tuple[int, int]]:
    """The shipped models' widths and numbers of weights."""
    return [(width, sum(weights.size for weights in of.values())) for width, of in shipped.weights()[1].items()]


def _address(file: str) -> str:
    """Where a page finds a script of ``files``, with a stamp that changes with it."""
    return f"{file}?{hashlib.sha256(files()[file].encode()).hexdigest()[:8]}"


def _named(width: int) -> str:
    return f"weights-{DIGITS}-{width}"


def _packed(weights: dict[str, np.ndarray]) -> dict[str, str]:
    """Each parameter's float16 numbers, little-endian, in base64, by the name of its slot."""
    text = {name: base64.b64encode(each.astype("<f2").tobytes()).decode() for name, each in weights.items()}
    return {f"weights.{name}": each for name, each in text.items()}


def _form() -> str:
    seed, _ = shipped.weights()
    first, second = (f"{number:,}" for number in FIRST)
    sizes = "".join(
        f'<option value="{place}"{" selected" if width == SHOWN else ""}>{size:,} weights</option>'
        for place, (width, size) in enumerate(_sizes())
    )
    parts = "".join(
        f'<label><input type="checkbox" name="part{place}" checked> {html.escape(part)}</label> '
        for place, part in enumerate(PARTS)
    )
    look = 'inputmode="numeric" autocomplete="off" maxlength="40" aria-describedby="ask-said"'
    return (
        '<form novalidate><div class="ask-line-1">'
        f'<label>first number <input name="first" value="{first}" {look}></label> <span>+</span> '
        f'<label>second number <input name="second" value="{second}" {look}></label> '
        '<button class="trainer-start">Ask</button></div>'
        f'<div class="ask-line-2"><label>model <select name="model"><optgroup label="shipped, seed {seed}">{sizes}'
        '</optgroup><optgroup label="trained here a moment ago" data-part="trained" hidden></optgroup></select>'
        "</label> "
        '<label>each digit is asked after <select name="after"><option value="own">its own earlier ones</option>'
        '<option value="right">the right earlier ones</option></select></label> '
        f"<fieldset><legend>switched on</legend> {parts}</fieldset></div></form>"
        '<p class="ask-said" id="ask-said" role="status" data-part="said"></p>'
    )


def _answer() -> str:
    return (
        '<div class="ask-answer" data-part="answer" hidden><div><table><caption class="ask-heard">The sum, and below '
        "each digit of the answer the chances of all ten digits</caption></table>"
        '<p class="ask-keys" data-part="keys"><span><i class="ask-bar-whole"></i> chance, everything on</span> '
        '<span class="ask-switched"><i class="ask-bar-now"></i> chance, as switched</span> '
        '<span><i class="ask-key-right"></i> the right digit</span></p></div>'
        '<figure><svg role="img" aria-label="What the two heads look at; the list below says it in words"></svg>'
        "<figcaption>A row for each digit that is written, the units first; a square for each symbol that is read, as "
        "large as the share of the look.</figcaption></figure>"
        '<details><summary>The looks in words</summary><ul data-part="looks"></ul></details></div>'
    )
