"""The explorer: one simulation, alive on the page, in a notebook, and as a picture where nothing runs."""

from everystate.explorer import Explorer, ExplorerError, Predict

__all__ = ["Explorer", "ExplorerError", "Predict"]
