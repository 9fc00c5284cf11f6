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
from matplotlib.patches import Rectangle
from PIL import Image

from everystate import template
from everystate.hidden import Hidden
from everystate.record import Recorder
from everystate.settings import settings
from everystate.states import States

DPI = 96
COLOURS = 64  # a palette takes a third of what 24 bits take, and there is no less to see
LINE = 0.19  # inches that a line of words takes
LETTERS = 13  # letters of the words around the axes that fit into an inch


def png(states: States, *, words: str, covered: Hidden | bool | None = None) -> bytes:
    """The first state of ``states`` as a PNG: title, panels, legends and ``words`` below.

    ``covered``: axes without marks, or with those alone that are seen while something is hidden.
    """
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
            _cover(axes, recorders, covered if isinstance(covered, Hidden) else None)
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


def _cover(axes: Sequence[Axes], recorders: Sequence[Recorder], hidden: Hidden | None) -> None:
    """Takes from the axes what is not seen while the figure is covered, and leaves their scales and words."""
    for p, (panel, recorder) in enumerate(zip(axes, recorders, strict=True)):
        for m, mark in enumerate(recorder.marks):
            if hidden and (p, m) in hidden.seen:
                continue
            for artist in mark.artist if isinstance(mark.artist, list | tuple) else [mark.artist]:
                if hidden and hidden.begins and p == hidden.panel and mark.kind != "text":
                    artist.set_clip_path(_until(panel, float(hidden.x[0])))
                else:
                    artist.set_visible(False)


def _until(panel: Axes, x: float) -> Rectangle:
    """The part of a panel that is left of ``x``."""
    place = panel.transData.transform((x, panel.get_ylim()[0]))
    return Rectangle((0, 0), panel.transAxes.inverted().transform(place)[0], 1, transform=panel.transAxes)
