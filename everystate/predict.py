"""What is asked before a figure is seen: a choice with feedback, or the rest of a line, drawn by the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from everystate.errors import did_you_mean, error
from everystate.honoured import is_number
from everystate.judge import CLASSES

COVERS = ("axes", "folded")
SAID = CLASSES[:-1]  # what an author says; of a gap that lies elsewhere the words of the interface speak


@dataclass(frozen=True)
class Draw:
    """The rest of a line of the figure's first state, to be drawn.

    ``mark`` is the label of that line. ``says`` is what each kind of gap usually means, in a sentence: by the names
    ``right``, ``early``, ``late``, ``straight`` and ``sharp``. What lies left of ``known`` (a value of x) is seen;
    ``None``: nothing is. ``beside`` names marks that are seen whole. ``at`` are the values of x that the reader draws
    at, on straight lines between the line's points; without them these are the line's own points, the twelve that are
    spread best where there are more. ``level`` (a value of y) is where early and late are read off; without it, half of
    the way, on the axis's scale, that the line makes after ``known``. With ``band`` a range is drawn that shall hold
    the truth in 80% of the places, not a line. ``panel``, counted from 1, says which panel's line it
    is, where several have one of that label.
    """

    mark: str
    says: Mapping[str, str]
    known: float | None = None
    at: Sequence[float] | None = None
    level: float | None = None
    beside: Sequence[str] = ()
    band: bool = False
    panel: int | None = None

    def __post_init__(self) -> None:
        if not (isinstance(self.mark, str) and self.mark):
            raise error(f"draw's mark must be the label of a line, not {self.mark!r}")
        given = self.says if isinstance(self.says, Mapping) else {}
        if set(given) != set(SAID) or not all(isinstance(words, str) and words.strip() for words in given.values()):
            raise error(f"draw's says must have a sentence for each of {', '.join(SAID)}, not {self.says!r}")
        for name in ("known", "level"):
            if not (getattr(self, name) is None or is_number(getattr(self, name))):
                raise error(f"draw's {name} must be a number or None, not {getattr(self, name)!r}")
        labels = self.beside
        if not isinstance(labels, list | tuple) or not all(isinstance(label, str) for label in labels):
            raise error(f"draw's beside must be a list of labels, not {labels!r}")
        if not isinstance(self.band, bool):
            raise error(f"draw's band must be True or False, not {self.band!r}")
        if self.panel is not None and (isinstance(self.panel, bool) or not isinstance(self.panel, int)):
            raise error(f"draw's panel must be a whole number from 1, or None, not {self.panel!r}")


@dataclass(frozen=True)
class Predict:
    """A question to answer before the figure is seen.

    Either ``choices``, each with its feedback, and which of them is the ``answer``; or a line to ``draw``. Until then
    the figure stands there covered: its ``axes`` alone (and of a drawing what is known), or ``folded`` away.
    """

    question: str
    choices: dict[str, str] = field(default_factory=dict)
    answer: str = ""
    draw: Draw | None = None
    cover: str = "axes"

    def __post_init__(self) -> None:
        words = [self.question, *self.choices, *self.choices.values()] if isinstance(self.choices, dict) else [None]
        if not all(isinstance(word, str) for word in words):
            raise error(f"a question and its choices (each with its feedback) must be words, not {self!r}")
        if self.cover not in COVERS:
            hint = did_you_mean(self.cover, COVERS)
            raise error(f"cover must be {' or '.join(map(repr, COVERS))}, not {self.cover!r}{hint}")
        if self.draw is None:
            if self.answer not in list(self.choices):
                raise error(f"answer {self.answer!r} is none of the choices: {', '.join(self.choices)}")
            return
        if not isinstance(self.draw, Draw):
            raise error(f"draw must be a Draw(mark, says, ...), not {self.draw!r}")
        if self.choices or self.answer:
            raise error("a prediction has choices or a line to draw, not both")
        if self.cover != "axes":
            raise error("a line is drawn on its axes: cover must be 'axes' where there is one to draw")
