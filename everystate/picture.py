"""The still picture of a simulation: what a notebook shows where nothing runs."""

import io
import textwrap
from collections.abc import Sequence

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from PIL import Image

from everystate import template
from everystate.record import Recorder
from everystate.settings import settings
from everystate.states import States

DPI = 96
COLOURS = 64  # a palette takes a third of what 24 bits take, and there is no less to see
LINE = 0.19  # inches that a line of words takes
LETTERS = 13  # letters of the words around the axes that fit into an inch


def png(states: States, *, words: str, covered: bool = False) -> bytes:
    """The first state of ``states`` as a PNG: title, panels, legends and ``words`` below; ``covered``, empty axes."""
    across = min(states.panels, 2)
    down = -(-states.panels // across)
    width, height = states.size[0] * across, states.size[1] * down
    words = textwrap.fill(words, int(width * LETTERS))
    with matplotlib.rc_context(settings.palette.matplotlib()):
        figure = Figure(figsize=(width, height), dpi=DPI, layout=ConstrainedLayoutEngine(w_pad=0.09, h_pad=0.09))
        axes = [figure.add_subplot(down, across, i + 1) for i in range(states.panels)]
        recorders = states.recorded(states.default, axes=axes)
        for panel in axes:
            template.plain_powers(panel)
        rows = 0 if covered else max(_key(*pair, states.size[0]) for pair in zip(axes, recorders, strict=True))
        if covered:
            _cover(axes)
        figure.suptitle(states.title, x=0.02, ha="left", weight="bold", size=11, parse_math=False)
        figure.supxlabel(words, x=0.02, ha="left", size=10, parse_math=False)
        figure.set_figheight(height + LINE * (2 + rows * down + words.count("\n") + 1))
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
    image = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    file = io.BytesIO()
    image.save(file, "png", optimize=True)
    return file.getvalue()


def _key(axes: Axes, recorder: Recorder, width: float) -> int:
    """Puts a legend below the axes, and a colour bar beside them where there is an image; returns the legend's rows."""
    for mark in recorder.marks:
        if mark.kind == "image" and mark.label:
            axes.figure.colorbar(mark.artist, ax=axes, label=textwrap.fill(mark.label, 34), shrink=0.8)
    handles, labels = axes.get_legend_handles_labels()
    if not labels:
        return 0
    labels = [textwrap.fill(label, int(width * LETTERS) - 8) for label in labels]
    columns = 2 if max(map(len, labels)) < width * LETTERS / 2 - 8 and len(labels) > 1 else 1
    axes.legend(handles, labels, loc="upper left", bbox_to_anchor=(0, -0.2), ncols=columns, frameon=False, fontsize=9)
    return -(-sum(1 + label.count("\n") for label in labels) // columns)


def _cover(axes: Sequence[Axes]) -> None:
    """Takes everything drawn from the axes, and leaves their scales and words."""
    for panel in axes:
        for artist in [*panel.lines, *panel.collections, *panel.patches, *panel.texts, *panel.images]:
            artist.set_visible(False)
