"""The explorer: what an author writes, and what a page, a notebook or a reader without either is given."""

import base64
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets

from everystate import in_words, markup, picture, template
from everystate.drag import drags
from everystate.errors import ExplorerError, error
from everystate.hidden import Hidden, hidden
from everystate.predict import Draw, Predict
from everystate.record import Recorder
from everystate.settings import settings, stylesheet
from everystate.states import States

_HERE = Path(__file__).parent
HOSTS = ("page", "text", "picture", "widget")


class Explorer(anywidget.AnyWidget):
    """A simulation that can be moved: on the page without a kernel, in a notebook with one, else a picture.

    ``simulate(**values)`` returns a result; ``draw(result, axes)`` (or several, one panel each) draws it. Each control
    (ipywidgets or interact's abbreviations) goes to those of them whose signature names it. ``caption`` is a format
    string over the controls and the result's attributes, and over the words in the dict that ``say(result, **values)``
    returns, if it is given. ``frames`` names the controls that may change the axes, or which marks there are. ``fixed``
    holds simulate's other arguments, ``size`` a panel's width and height in inches. ``report`` names fields of the
    result (numbers, or rows of them) that the page's event ``explorer:state`` carries. ``drag`` names by a mark's label
    the slider that the reader moves by dragging that mark on the figure.
    More states than the settings allow need ``max_states``.
    Raises ``ExplorerError`` for what could not be shown in every state.
    """

    _esm = _HERE / "explorer.js"
    _ipython_display_ = None  # ipywidgets 7 would show its own view instead of asking for the bundle below

    markup = traitlets.Unicode().tag(sync=True)
    table = traitlets.Bytes().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)  # to a state the table has not: state, table of one or problem, count

    def __init__(
        self,
        simulate: Callable,
        draw: Callable | Sequence[Callable],
        *,
        name: str,
        title: str,
        caption: str,
        controls: dict,
        say: Callable | None = None,
        frames: Sequence[str] = (),
        fixed: dict | None = None,
        report: Sequence[str] = (),
        predict: Predict | None = None,
        drag: Mapping[str, str] | None = None,
        size: tuple[float, float] = template.SIZE,
        max_states: int | None = None,
    ):
        draws = tuple(draw) if isinstance(draw, list | tuple) else (draw,)
        self.states = States(
            simulate,
            draws,
            name=name,
            title=title,
            caption=caption,
            controls=controls,
            say=say,
            frames=frames,
            fixed=fixed,
            report=report,
            size=size,
            max_states=max_states,
        )
        if predict is not None and not isinstance(predict, Predict):
            raise self.states.error(f"predict must be a Predict(question, choices, answer=), not {predict!r}")
        self._predict = predict
        self._hidden = self._read_hidden()
        self._drags = drags(drag, self.states)
        self._css = stylesheet()
        super().__init__(state=self.states.default)
        if _host() == "widget":
            self.table = self.states.packed()
            self.markup = self._markup()

    @property
    def result(self) -> Any:
        """What ``simulate`` returns for the values the controls have now."""
        return self.states.simulated(self.state)

    def caption(self, **values: Any) -> str:
        """The caption of a state; controls that are not given stand at their default."""
        return self.states.caption(self.states.checked(values))

    def marks(self, **values: Any) -> list[list[tuple[str, str, dict[str, np.ndarray]]]]:
        """A state's marks by panel: (label, primitive, channels in points), computed now, not read from the table."""
        state = self.states.checked(values)
        bases = [base for base, _ in self.states.templates(state)]
        return [_points(base, recorder) for base, recorder in zip(bases, self.states.recorded(state), strict=True)]

    def html(self) -> str:
        """The explorer for a page without a kernel: its markup, with the table of all its states, in parts or whole."""
        return markup.page(self._markup(), self.states.packed(), self.states.packed_others())

    def text(self, **values: Any) -> str:
        """A state in words: title, caption, and by panel each mark with its first, middle and last values."""
        state = self.states.checked(values)
        result = self.states.simulated(state)
        panels = [in_words.panel(recorder) for recorder in self.states.recorded(state, result)]
        title = self.states.title if self.states.title.endswith("?") else f"{self.states.title}."
        asked = in_words.asked(self._hidden) if self._hidden and state == self.states.default else []
        return "\n".join([f"{title} {self.states.caption(state, result)}", *sum(panels, []), *asked])

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        plain = {"text/plain": self.text()}
        if _host() == "text":
            return plain
        if _host() == "page":
            return plain | {"text/html": self.html()}
        # A host that cannot run the widget, or has not yet, shows the picture; one that can shows the widget alone.
        covered = None if self._predict is None else self._hidden or True
        still = picture.png(self.states, words=self._words(), covered=covered)
        pictured = plain | {"image/png": base64.b64encode(still).decode()}
        about = {"image/png": {"alt": f"{self.states.title}. {self._words()}"}}
        if _host() == "picture":
            return pictured, about
        view = super()._repr_mimebundle_(**kwargs)
        data: dict[str, Any] = view[0] if isinstance(view, tuple) else view or {}
        return data | pictured, about

    def _words(self) -> str:
        """The first state's caption; the question instead, where the figure is to be predicted."""
        if self._predict is None:
            return self.caption()
        choices = f" ({' / '.join(self._predict.choices)})" if self._predict.choices else ""
        question = f"{self._predict.question}{choices}"
        return settings.words.predict_first.format(question=question)

    @traitlets.validate("state")
    def _valid(self, proposal: Any) -> dict[str, Any]:
        try:
            return self.states.checked(proposal["value"])
        except ValueError as wrong:
            raise traitlets.TraitError(str(wrong)) from wrong  # the one after which the old state stays

    @traitlets.observe("state")
    def _compute(self, change: Any) -> None:
        """Answer a state that the table has not with a table of one, or with what went wrong."""
        state = change["new"]
        if self.states.packed_with(state):
            return
        # The count makes every answer a new one: the same state may be asked for again after another.
        answer = {"state": state, "count": self.answer.get("count", 0) + 1}
        try:
            self.answer = answer | {"table": self.states.packed_one(state)}
        except ExplorerError as wrong:
            self.answer = answer | {"problem": settings.words.problem.format(reason=wrong)}

    def _markup(self) -> str:
        return markup.explorer(
            name=self.states.name,
            title=self.states.title,
            caption=self.caption(),
            controls=self.states.controls,
            panels=self.states.templates(self.states.default),
            predict=self._predict,
            hidden=self._hidden,
            drags=self._drags,
        )

    def _read_hidden(self) -> Hidden | None:
        """What of a line is to be drawn before the figure is seen, if one is."""
        if self._predict is None or self._predict.draw is None:
            return None
        return hidden(self._predict.draw, self.states.templates(self.states.default), self.states.error)


def _points(base: template.Template, recorder: Recorder) -> list[tuple[str, str, dict[str, np.ndarray]]]:
    marks = []
    for i, mark in enumerate(recorder.marks):
        steps = base.steps(i, {name: values[None] for name, values in mark.channels.items()})
        scale = 1 if base.kinds[i] == "image" else template.STEPS_PER_POINT
        marks.append((mark.label, template.primitive(mark.kind), {k: v[0] / scale for k, v in steps.items()}))
    return marks


def _host() -> str:
    """Who shows the outputs: ``page`` a page without a kernel, ``text`` a comparison, ``picture`` a notebook that is
    read before it is run, ``widget`` a notebook with a kernel."""
    host = os.environ.get("EXPLORER_HOST") or "widget"
    if host not in HOSTS:
        raise error(f"EXPLORER_HOST must be {', '.join(map(repr, HOSTS[:-1]))} or {HOSTS[-1]!r}, not {host!r}")
    return host


__all__ = ["Draw", "Explorer", "ExplorerError", "Predict"]
