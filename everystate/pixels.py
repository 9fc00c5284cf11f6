"""Cells of colour as a picture that a page has in itself."""

import base64
import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.image import imsave


def address(colours: Sequence[Sequence[str]] | np.ndarray) -> str:
    """Rows of colours like ``#0b62a8``, the first on top, as a PNG in a data address."""
    cells = [[[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in row] for row in colours]
    file = io.BytesIO()
    unsigned: dict[str, Any] = {"Software": None}  # the same picture from every matplotlib
    imsave(file, np.array(cells, np.uint8), format="png", metadata=unsigned)
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
