"""Train the curve here: the page's panel that trains a family of adders in the reader's own browser.

The page knows no formula: what a choice means in numbers, the recipe, the examination and the streams stand here.
"""

import html
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlencode

from simulations.laboratory import result, student
from simulations.laboratory.examination import WRITTEN, Examination
from simulations.laboratory.presets import WIDTHS
from simulations.laboratory.task import cumulative
from simulations.laboratory.toys import DIGITS, ITEMS, METRICS, name as toy_name
from simulations.laboratory.train import Recipe
from simulations.laboratory.tried import QUICK, QUICK_WORDS, WARNINGS
from simulations.streams import EXAMINATION
from simulations.tape import panel, shipped as shipped_toys

LINK = "train-here"  # a link's first word: that of the chapter's section
GLANCES = (10, 20, 35, 50, 75, 100, 150, 200, 300, 400, 600)  # steps after which a model in training is measured

Choices = dict[str, Any]
DIALS: dict[str, tuple[str, Choices, Any]] = {  # name: words, values by their words, the shipped sweep's value
    "digits": ("digits of a number", {str(digits): digits for digits in DIGITS}, 8),
    "order": ("digits are written", {"units first": "units", "largest first": "largest"}, "units"),
    "skew": (
        "small digits are commoner",
        {"no: all ten alike": 0, "a little (0.5)": 0.5, "yes (0.75)": 0.75, "by Zipf's law (1)": 1, "much (1.5)": 1.5},
        0.75,
    ),
    "lengths": ("lengths of the numbers", {"all, from one digit": "mixed", "full length only": "full"}, "mixed"),
    "steps": ("training steps", {"100": 100, "200": 200, "400": 400, "800": 800}, 400),
    "rate": ("learning rates", {"÷ 10": 0.1, "÷ 3": 0.3, "the shipped": 1, "× 3": 3, "× 10": 10, "× 30": 30}, 1),
    "from": ("smallest width", {str(width): width for width in WIDTHS}, WIDTHS[0]),
    "to": ("largest width", {str(width): width for width in WIDTHS}, WIDTHS[-1]),
    "seeds": ("models of each size", {str(number): number for number in range(1, 6)}, 1),
}


class TrainHere(panel.Panel):
    """The panel beside ``figure``, an explorer of ``compare.shipped_alone`` by ``drawings.draw_trained_sizes`` and
    ``draw_trained_steps``.

    Where the figure asks for a drawing, the panel waits for it; the models come in under it, and when the shipped
    recipe was trained up to the largest size, the drawing is judged.
    """

    words = (
        "A button that trains these models in the browser stands here on the chapter's page. "
        "In a notebook the cells of “Your own sweep” train them."
    )

    def __init__(self, *, figure: str):
        self.figure = figure

    def html(self) -> str:
        """The panel for a page."""
        return panel.section("laboratory", self._body(), self._facts(), label="Train the curve here", link=LINK)

    def _facts(self) -> dict[str, Any]:
        dials = {dial: {"values": [*given.values()], "default": usual} for dial, (_, given, usual) in DIALS.items()}
        known = shipped_toys.facts()
        toys = {digits: [known[toy_name(digits, width)] for width in WIDTHS] for digits in DIGITS}
        chances = {skew: cumulative(skew).tolist() for skew in dials["skew"]["values"]}
        exam = Examination()
        return {
            "figure": self.figure,
            "link": LINK,
            "dials": dials,
            "widths": WIDTHS,
            "sizes": {digits: [toy["parameters"] for toy in alike] for digits, alike in toys.items()},
            "costs": {digits: [_cost(digits, width) for width in WIDTHS] for digits in DIGITS},
            "toys": {digits: [toy["address"] for toy in alike] for digits, alike in toys.items()},
            "chances": chances,
            "glances": GLANCES,
            "exam": {"key": [0, 0, EXAMINATION], "parts": exam.items // ITEMS, "written": WRITTEN // ITEMS},
            "metrics": METRICS,
            "warnings": WARNINGS,
            "recipes": {factor: _recipe(factor) for factor in dials["rate"]["values"]},
            "examination": asdict(exam),
            "student": student.RULE,
            "result": result.DESCRIPTION,
            "file": result.FILE,
        }

    def _body(self) -> str:
        return (
            f"{panel.buttons('Train')}"
            '<p class="trainer-warning" role="status" data-part="warning"></p>'
            f"<details><summary>Another recipe, other seeds</summary>{_dials()}</details>"
            f"{_results()}"
        )


def _dials() -> str:
    rows = "".join(
        f'<label>{html.escape(words)} <select data-dial="{name}">'
        + "".join(
            f'<option value="{i}"{" selected" if value == default else ""}>{html.escape(said)}</option>'
            for i, (said, value) in enumerate(choices.items())
        )
        + "</select></label>"
        for name, (words, choices, default) in DIALS.items()
    )
    number = f'<input type="number" data-dial="student" min="1" max="{student.LARGEST}" step="1" placeholder="none">'
    return (
        f'<div class="trainer-dials">{rows}<label>student number {number}</label></div>'
        '<p class="trainer-seeds" data-part="seeds"></p>'
        '<p><button type="button" data-part="shipped">The shipped recipe</button> '
        f'<a href="#{LINK}?{html.escape(urlencode(QUICK))}">{html.escape(QUICK_WORDS)}</a></p>'
    )


def _results() -> str:
    return (
        '<div class="trainer-results" data-part="results" hidden>'
        '<p><button type="button" data-part="link">Copy link to these settings</button> '
        '<button type="button" data-part="file">Save the result</button> '
        '<label><input type="checkbox" data-part="keep"> remember finished models in this browser</label> '
        '<button type="button" data-part="forget">Remove what was trained</button></p>'
        '<details><summary>Numbers</summary><div class="trainer-table" tabindex="0" role="group" aria-label="numbers">'
        "<table></table></div></details></div>"
    )


def _recipe(factor: float) -> dict[str, Any]:
    """The recipe with other learning rates, as a result file describes it; the page sets what its dials say."""
    plain = Recipe(width=WIDTHS[0])
    changed = replace(plain, rate=round(plain.rate * factor, 6), matrix_rate=round(plain.matrix_rate * factor, 6))
    return {name: value for name, value in changed.described().items() if name not in ("width", "precision")}


def _cost(digits: int, width: int) -> float:
    """About how long a step takes in the page, in no unit: a part for the calls, and one for the products."""
    return round((2 + digits) / 10 * (1 + (width / 18) ** 2), 2)
