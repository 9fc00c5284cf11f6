"""One small example of each call and keyword that a page honours, drawn as a page does and by matplotlib itself.

Each is one line of code. It is of the first call in it, and of that call's last keyword; what follows a semicolon is
drawn for that keyword's sake. Axes, grid and legend are left out: what the call draws is compared, and nothing else.
"""

import ast
import contextlib
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from everystate import svg, template
from everystate.errors import Refused
from everystate.honoured import INSTEAD
from everystate.markup import listed
from everystate.record import Recorder
from everystate.settings import PLAIN, Palette, settings

WIDTH, HEIGHT = 144, 108  # points
FONT = "DejaVu Sans"  # the one that matplotlib brings
# A line's width where none is said is a page's own, and matplotlib's without a matplotlibrc.
PALETTE = Palette(PLAIN.colours, rc={**PLAIN.rc, "lines.linewidth": 1.5, "font.family": FONT})
# No edge is moved to whole pixels, and no letter's outline either.
_EXACT = {"path.snap": False, "text.hinting": "none"}
_FINER = 6  # a pixel of matplotlib's picture is the mean of so many, across and down: it puts dots at whole pixels

# The names that the examples use.
ROWS: dict[str, Any] = {
    "x": np.array([1.0, 2.0, 3.0, 4.0, 5.0]),
    "y": np.array([1.5, 4.0, 2.5, 4.5, 3.0]),
    "low": np.array([0.8, 1.6, 1.0, 1.2, 0.5]),
    "gap": np.ma.masked_equal([1.5, 4.0, 3.0, 0.0, 3.5, 4.5], 0.0),
    "cells": np.array([[0.1, 0.5, 0.9], [0.7, 0.3, 0.6]]),
}
CODE = (
    "ax.plot(x, y)",
    "ax.plot(y)",
    "ax.plot(gap)",
    "ax.plot(x, y, color='#b3263e')",
    "ax.plot(x, y, linewidth=5, alpha=0.4)",
    "ax.plot(x, y, linewidth=5, zorder=3); ax.axvspan(2.5, 3.5, color='#b8500a', zorder=2.5)",
    "ax.plot(x, y, label='a line')",
    "ax.plot(x, y, linestyle='--')",
    "ax.plot(x, y, linestyle='dashed')",
    "ax.plot(x, y, linestyle=':')",
    "ax.plot(x, y, linestyle='dotted')",
    "ax.plot(x, y, linestyle='-.')",
    "ax.plot(x, y, linestyle='dashdot')",
    "ax.plot(x, y, marker='o', linestyle='none')",
    "ax.plot(x, y, linewidth=5)",
    "ax.plot(x, y, marker='o')",
    "ax.plot(x, y, marker='s')",
    "ax.plot(x, y, marker='o', markersize=12)",
    "ax.scatter(x, y)",
    "ax.scatter(x, y, s=80, color='#b3263e')",
    "ax.scatter(x, y, s=200, alpha=0.4)",
    "ax.scatter(x, y, s=200, zorder=3); ax.axhspan(2, 3, color='#b8500a', zorder=2.5)",
    "ax.scatter(x, y, label='points')",
    "ax.scatter(x, y, s=200)",
    "ax.scatter(x, y, s=120, marker='s')",
    "ax.fill_between(x, y)",
    "ax.fill_between(x, y, y2=low)",
    "ax.fill_between(x, y, low, color='#b3263e')",
    "ax.fill_between(x, y, low, alpha=0.4)",
    "ax.fill_between(x, y, low, zorder=3); ax.axvspan(2.5, 3.5, color='#b8500a', zorder=2.5)",
    "ax.fill_between(x, y, low, label='a band')",
    "ax.bar(x, y)",
    "ax.bar(x, y, width=0.4)",
    "ax.bar(x, y, bottom=low)",
    "ax.bar(x, y, color='#b3263e')",
    "ax.bar(x, y, alpha=0.4)",
    "ax.bar(x, y, zorder=3); ax.axhspan(1, 2, color='#b8500a', zorder=2.5)",
    "ax.bar(x, y, label='bars')",
    "ax.barh(x, y)",
    "ax.barh(x, y, height=0.4)",
    "ax.barh(x, y, left=low)",
    "ax.barh(x, y, color='#b3263e')",
    "ax.barh(x, y, alpha=0.4)",
    "ax.barh(x, y, zorder=3); ax.axvspan(0.5, 1, color='#b8500a', zorder=2.5)",
    "ax.barh(x, y, label='bars')",
    "ax.errorbar(x, y, linestyle='none', marker='o', yerr=low)",
    "ax.errorbar(x, y, linestyle='none', marker='o', yerr=[low, low / 2])",
    "ax.errorbar(x, y, low, linestyle='none', marker='o', color='#b3263e')",
    "ax.errorbar(x, y, low, linestyle='none', marker='o', alpha=0.4)",
    "ax.errorbar(x, y, low, linestyle='none', marker='o', zorder=3); ax.axhspan(2, 3, color='#b8500a', zorder=2.5)",
    "ax.errorbar(x, y, low, linestyle='none', marker='o', label='points')",
    "ax.errorbar(x, y, low, marker='o', linestyle='none')",
    "ax.errorbar(x, y, low, linestyle='none', marker='o', linewidth=5)",
    "ax.errorbar(x, y, low, linestyle='none', marker='s')",
    "ax.errorbar(x, y, low, linestyle='none', marker='o', markersize=12)",
    "ax.hlines(y, low, x)",
    "ax.hlines(y, 0, x, color='#b3263e')",
    "ax.hlines(y, 0, x, linewidth=5, alpha=0.4)",
    "ax.hlines(y, 0, x, linewidth=5, zorder=3); ax.axvspan(0.5, 1, color='#b8500a', zorder=2.5)",
    "ax.hlines(y, 0, x, label='lines')",
    "ax.hlines(y, 0, x, linestyle='--')",
    "ax.hlines(y, 0, x, linewidth=5)",
    "ax.vlines(x, low, y)",
    "ax.vlines(x, 0, y, color='#b3263e')",
    "ax.vlines(x, 0, y, linewidth=5, alpha=0.4)",
    "ax.vlines(x, 0, y, linewidth=5, zorder=3); ax.axhspan(0.5, 1, color='#b8500a', zorder=2.5)",
    "ax.vlines(x, 0, y, label='lines')",
    "ax.vlines(x, 0, y, linestyle=':')",
    "ax.vlines(x, 0, y, linewidth=5)",
    "ax.axhline(y=2)",
    "ax.axhline(2, color='#b3263e')",
    "ax.axhline(2, linewidth=5, alpha=0.4)",
    "ax.axhline(2, linewidth=5, zorder=3); ax.axvspan(2, 3, color='#b8500a', zorder=2.5)",
    "ax.axhline(2, label='a level')",
    "ax.axhline(2, linestyle='-.')",
    "ax.axhline(2, linewidth=5)",
    "ax.axvline(x=2)",
    "ax.axvline(2, color='#b3263e')",
    "ax.axvline(2, linewidth=5, alpha=0.4)",
    "ax.axvline(2, linewidth=5, zorder=3); ax.axhspan(2, 3, color='#b8500a', zorder=2.5)",
    "ax.axvline(2, label='a place')",
    "ax.axvline(2, linestyle='--')",
    "ax.axvline(2, linewidth=5)",
    "ax.axhspan(2, 3)",
    "ax.axhspan(2, 3, color='#b3263e')",
    "ax.axhspan(2, 3, alpha=0.4)",
    "ax.axhspan(2, 3, zorder=3); ax.axvspan(2, 3, color='#b8500a', zorder=2.5)",
    "ax.axhspan(2, 3, label='a range')",
    "ax.axvspan(2, 3)",
    "ax.axvspan(2, 3, color='#b3263e')",
    "ax.axvspan(2, 3, alpha=0.4)",
    "ax.axvspan(2, 3, zorder=3); ax.axhspan(2, 3, color='#b8500a', zorder=2.5)",
    "ax.axvspan(2, 3, label='a range')",
    "ax.imshow(cells, vmax=1, vmin=-1)",
    "ax.imshow(cells, vmin=0, vmax=2)",
    "ax.imshow(cells, vmin=0, vmax=1, extent=(1, 5, 1, 4), alpha=0.4)",
    "ax.imshow(cells, vmin=0, vmax=1, extent=(1, 5, 1, 4), zorder=3); ax.axhline(2, linewidth=5, zorder=2.5)",
    "ax.imshow(cells, vmin=0, vmax=1, label='share')",
    "ax.imshow(cells, vmin=0, vmax=1, cmap='cividis')",
    "ax.imshow(cells, vmin=0, vmax=1, extent=(1, 5, 1, 4))",
    "ax.imshow(cells, vmin=0, vmax=1, extent=(1, 5, 1, 4), origin='lower')",
    "ax.imshow(cells, vmin=0, vmax=1, extent=(1, 5, 1, 4), aspect='auto')",
    "ax.imshow(cells, vmin=0, vmax=1, extent=(1, 5, 1, 4), interpolation='nearest')",
    "ax.text(1, 3, 'Typed')",
    "ax.text(1, 3, 'Typed', fontsize=32, color='#b3263e')",
    "ax.text(1, 3, 'Typed', fontsize=32, alpha=0.4)",
    "ax.text(1, 3, 'Typed', fontsize=32, zorder=1); ax.axhspan(3, 4, color='#b8500a', zorder=2)",
    "ax.text(1, 3, 'Typed', fontsize=32)",
    "ax.text(3, 3, 'Typed', fontsize=32, ha='center')",
    "ax.text(5, 3, 'Typed', fontsize=32, ha='right')",
    "ax.text(1, 3, 'Typed', fontsize=32, va='top')",
    "ax.text(1, 3, 'Typed', fontsize=32, va='center')",
    "ax.text(1, 3, 'Typed', fontsize=32, va='center_baseline')",
    "ax.text(1, 3, 'Typed', fontsize=32, va='bottom')",
    "ax.text(0.1, 0.5, 'Typed', fontsize=32, transform=ax.transAxes)",
)
# What a page refuses, besides the calls of INSTEAD.
REFUSED = (
    "plot(x, y, 'r--')",
    "plot(x, y, lw=3)",
    "plot(x, y, drawstyle='steps')",
    "plot(x, y, color=(0, 0, 1, 0.5))",
    "plot(x, y, alpha=2)",
    "plot(x, y, zorder='top')",
    "plot(x, y, label='$x$')",
    "plot(x, y, linewidth=-1)",
    "plot(x, y, linestyle=(0, (1, 1)))",
    "plot(x, y, marker='^')",
    "plot(x, y, marker='o', markersize=-1)",
    "scatter(x, y, s=x)",
    "scatter(x, y, marker='none')",
    "bar(x, y, hatch='/')",
    "errorbar(x, y, low, linestyle='-')",
    "imshow(cells)",
    "imshow(cells, vmin=0, vmax=1, interpolation='bilinear')",
    "text(1, 3, '$x$')",
    "text(1, 3, 'Typed', ha='middle')",
    "text(1, 3, 'Typed', va='middle')",
    "text(1, 3, 'Typed', transform='figure')",
    "text(1, 3, 'Typed', rotation=90)",
    "get_xlim()",
    "quiver(x, y, x, y)",
)
# Where leaving the keyword out changes nothing in matplotlib's picture, what another value of it does is compared.
_OTHERWISE = {("imshow", "interpolation"): "bilinear"}


@dataclass(frozen=True)
class Example:
    """A line of code on axes ``ax``; it shows ``keyword`` ("" for none) of ``call``."""

    code: str

    @property
    def call(self) -> str:
        """The call that the example is of."""
        return self._first(ast.parse(self.code)).func.attr

    @property
    def keyword(self) -> str:
        """The call's last keyword."""
        keywords = self._first(ast.parse(self.code)).keywords
        return keywords[-1].arg if keywords else ""

    @property
    def value(self) -> Any:
        """What the keyword is given, where it is written out."""
        last = self._first(ast.parse(self.code)).keywords[-1].value
        return last.value if isinstance(last, ast.Constant) else None

    def without(self) -> "Example | None":
        """The example as it were if the keyword did nothing: without it, or the call where there is none."""
        tree = ast.parse(self.code)
        if not self.keyword:
            return None
        last = self._first(tree).keywords.pop()
        if (self.call, self.keyword) in _OTHERWISE:
            last.value = ast.Constant(_OTHERWISE[self.call, self.keyword])
            self._first(tree).keywords.append(last)
        return Example("; ".join(map(ast.unparse, tree.body)))

    def draw(self, ax: Any) -> None:
        """Draws it on axes that are not seen."""
        exec(self.code, {**ROWS, "ax": ax})
        ax.set(xlim=(0, 6), ylim=(0, 6))
        ax.set_axis_off()

    def shown(self, prefix: str) -> tuple[str, list[str]]:
        """The SVG that a page has of it, with ids that begin with ``prefix``, and the legend's labels."""
        with _plain():
            base, recorder = template.template(self.draw, prefix=prefix, size=(WIDTH / 72, HEIGHT / 72))
            return svg.written(base.filled(recorder)), [mark.label for _, mark in listed(recorder)]

    def by_matplotlib(self, scale: int) -> tuple[np.ndarray, list[str]]:
        """matplotlib's picture, (height, width, 3) uint8 with ``scale`` pixels a point, and its legend's labels."""
        with _plain(), matplotlib.rc_context({**settings.palette.matplotlib(), **_EXACT}):
            figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), layout="constrained")
            axes = figure.add_subplot()
            self.draw(axes)
            return _pixels(figure, scale), _labels(axes)

    @staticmethod
    def _first(tree: ast.Module) -> Any:
        return tree.body[0].value


EXAMPLES = tuple(map(Example, CODE))


def refusals() -> Iterator[tuple[str, str]]:
    """Each line of code that a page refuses, and the error; raises ``AssertionError`` where one is not refused."""
    for code in [*REFUSED, *(f"{name}()" for name in INSTEAD)]:
        try:
            exec(f"ax.{code}", {**ROWS, "ax": Recorder()})
        except Refused as wrong:
            yield code, str(wrong)
        else:
            raise AssertionError(f"{code} is not refused")


@functools.cache
def blank(scale: int) -> np.ndarray:
    """The paper alone."""
    return Example("ax.set_axis_off()").by_matplotlib(scale)[0]


def _pixels(figure: Figure, scale: int) -> np.ndarray:
    figure.draw_without_rendering()  # the layout, at a point for a pixel as a page has it
    figure.set_layout_engine("none")
    figure.set_dpi(72 * scale * _FINER)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB").reduce(_FINER))


def _labels(axes: Axes) -> list[str]:
    """What a legend lists; matplotlib's lists no images, which have their label from the same keyword."""
    images = [image.get_label() for image in axes.images if not image.get_label().startswith("_")]
    return [*axes.get_legend_handles_labels()[1], *images]


@contextlib.contextmanager
def _plain() -> Iterator[None]:
    """The package's own colours, whichever a book has set."""
    before, settings.palette = settings.palette, PALETTE
    try:
        yield
    finally:
        settings.palette = before
