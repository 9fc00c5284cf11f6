"""Train it here: the panels that train the chapter's toys in the reader's own browser, drawn into the shipped figures.

The script knows no formula and no toy: which numbers of an exam go into which mark of a figure stands here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from simulations.check import one_of
from simulations.circuits import drawings, induction, parity
from simulations.data import table
from simulations.tape import panel, shipped

ALL = "all"  # the key of a toy that is shown whatever the figure's controls say
OWN_SEED = 5  # the first that no shipped network has


@dataclass(frozen=True)
class Line:
    """A curve through training: ``slot``'s numbers, ``times`` a factor, over steps in place of a ``mark`` of a
    ``panel``. Which of them: ``at``, and for each control in ``places`` so many times the place of its value."""

    panel: int
    mark: int
    slot: str
    times: float = 1.0
    at: int = 0
    places: Mapping[str, tuple[int, Sequence[float]]] | None = None


@dataclass(frozen=True)
class Picture:
    """``slot``'s numbers, 0 to 1, in place of the image ``mark`` of a ``panel``: ``shape`` rows and columns, those that
    it lacks empty, the first row on top or not, in ``colors``."""

    panel: int
    slot: str
    shape: tuple[int, int]
    top: bool
    colors: Sequence[str]
    mark: int = 0


@dataclass(frozen=True)
class Shown:
    """What is put into ``figure``: one of several toys by the value of its control ``by``, if there is one, and the
    record of the step that its control ``moment`` is at. ``says`` is the caption of that record: {step}, and
    {3%} or {3} for the worth of the line at place 3. ``first``: the controls' values before anybody moves them.
    ``after``: the first step that is drawn."""

    figure: str
    toys: Mapping[str, str]
    says: str
    lines: Sequence[Line] = ()
    pictures: Sequence[Picture] = ()
    by: str = ""
    moment: str = ""
    after: int = 0
    first: Mapping[str, float] | None = None


def _induction() -> Shown:
    answers = ("accuracy", "cross_entropy", "brier")
    parts = ("copying", "matching", "previous_token_score", "induction_score", "accuracy")
    even = {"cross_entropy": float(1 / np.log(induction.VOCABULARY))}
    lines = [
        Line(panel, mark, f"exam.{name}", even.get(name, 1.0))
        for panel, names in enumerate((answers, parts))
        for mark, name in enumerate(names)
    ]
    shape = 16, 17  # places, and a column for the last letter
    pictures = [
        Picture(2 + i, f"exam.{which}_look", shape, True, drawings.LOOK_COLORS)
        for i, which in enumerate(("first", "last"))
    ]
    toys = {"2": "induction-2", "1": "induction-1"}
    first = {"layers": 2, "step": 50}
    says = "step {step}, as in the pictures: {0%} of the answers are right; with the last look lent, {3%} would be."
    return Shown("induction-training", toys, says, lines, pictures, by="layers", moment="step", first=first)


def _parity() -> Shown:
    widths = np.unique(table("parity_training")["width"]).tolist()
    wide = {"width": (1, widths)}
    each = {"width": (parity.TASKS, widths)}
    picked = each | {"task": (1, list(range(1, parity.TASKS + 1)))}
    greys = [Line(0, task, "exam.task_loss", at=task, places=each) for task in range(parity.TASKS)]
    lines = [
        *greys,
        Line(0, parity.TASKS, "exam.task_loss", places=picked),
        Line(0, parity.TASKS + 1, "exam.total", places=wide),
    ]
    first = {"width": widths[-1], "task": 1}
    says = f"step {{step}}: total loss {{{parity.TASKS + 1}}} bits; the task picked in the figure, {{{parity.TASKS}}}."
    return Shown("parity-training", {ALL: "parity"}, says, lines, after=10, first=first)


def _superposition() -> Shown:
    share = Picture(0, "exam.share", (21, 21), False, drawings.PALE_COLORS)
    says = "step {step}. The caption above and the arrows are of the shipped networks."
    return Shown("superposition-phases", {ALL: "superposition"}, says, pictures=[share])


TRAINED = {"induction": _induction, "parity": _parity, "superposition": _superposition}


class TrainHere(panel.Panel):
    """The panel of one of TRAINED, ``what``, below the figure that it draws into. Raises ``ValueError`` for another."""

    words = (
        "A button that trains these networks in the browser stands here on the chapter's page. "
        "In a notebook the functions that are named below train them."
    )

    def __init__(self, what: str):
        self.what, self.shown = what, TRAINED[one_of("what", what, TRAINED)]()

    def html(self) -> str:
        """The panel for a page."""
        return panel.section("circuits", self._body(), self._facts(), label=f"Train it here: {self.what}")

    def _facts(self) -> dict[str, Any]:
        known = shipped.facts()
        return asdict(self.shown) | {
            "toys": {key: known[name]["address"] for key, name in self.shown.toys.items()},
            "seed": OWN_SEED,
        }

    def _body(self) -> str:
        number = f'<input type="number" data-part="seed" min="0" max="999999" step="1" value="{OWN_SEED}">'
        return (
            f"{panel.buttons('Train it here')}"
            f'<p><label>seed {number}</label> <button type="button" data-part="remove" hidden>Remove mine</button></p>'
            '<p data-part="said" role="status"></p>'
        )
