"""Exercises of the bank alone, which are read off a state of one of the book's figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from course.figures import figures
from simulations.check import one_of, require
from simulations.exercises import states
from simulations.exercises.exercise import Exercise


@dataclass(frozen=True, kw_only=True)
class OnFigure(Exercise):
    """An exercise whose text begins with a link to a state of ``figure``, one of its chapter's.

    The parameters named in ``controls`` are controls of the figure, and ``held`` are others of its controls with the
    value that every variant has. ``solve`` does not look at the figure: it computes from the book's functions.
    """

    by: str = "figure"
    figure: str
    controls: tuple[str, ...]
    held: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        require({*self.controls} <= {*self.given}, "controls", f"be of {', '.join(self.given)}", self.controls)
        if self.name:
            one_of("figure", self.figure, tuple(figures(self.chapter)))

    def state(self, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The figure's controls in the state that the text links to."""
        mine = self.parameters(given)
        return {name: mine[name] for name in self.controls} | dict(self.held)

    def address(self, given: Mapping[str, Any] | None = None) -> str:
        """The state as it stands in a link: "mirage#metric-effect?token_accuracy=0.9"."""
        return self.chapter + states.link(self.figure, **self.state(given))

    def statement(self, given: Mapping[str, Any] | None = None) -> str:
        """The link to the state, and the question."""
        page, _, fragment = self.address(given).partition("#")
        title = figures(self.chapter)[self.figure]
        return f"Open the figure [{title}]({page}.md#{fragment}).\n\n{super().statement(given)}"
