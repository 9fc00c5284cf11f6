"""Pictures of the laboratory as files, for whoever trained a sweep or pools a class's."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulations import files, palette


def save(draw: Callable[[Axes], None], *paths: Path, legend: bool = False) -> None:
    """One panel, drawn by ``draw``, in each file by its name's end (``.svg``, ``.png``), whole or not at all."""
    settings: Any = palette.MATPLOTLIB
    with matplotlib.rc_context(settings):
        figure = Figure(figsize=(5.6, 3.4), layout="constrained")
        ax = figure.add_subplot()
        draw(ax)
        if legend:
            ax.legend(loc="upper left", frameon=False)
        for path in paths:
            picture, kind = io.BytesIO(), path.suffix.removeprefix(".")
            figure.savefig(picture, format=kind, dpi=160, metadata={"Date": None} if kind == "svg" else None)
            files.write_whole(path, picture.getvalue())
