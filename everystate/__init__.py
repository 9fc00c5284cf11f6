"""The explorer: one simulation, alive on the page, in a notebook, and as a picture where nothing runs."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from everystate.errors import ExplorerError
    from everystate.explorer import Draw, Explorer, Predict
    from everystate.settings import Palette, Words, stylesheet

_HOMES = {
    "Draw": "predict",
    "Explorer": "explorer",
    "ExplorerError": "errors",
    "Palette": "settings",
    "Predict": "predict",
    "Words": "settings",
    "stylesheet": "settings",
}


def __getattr__(name: str) -> Any:
    """Imports when asked: whoever only sets the colours needs no widgets."""
    if name not in _HOMES:
        raise AttributeError(f"module 'everystate' has no attribute {name!r}")
    return getattr(import_module(f"everystate.{_HOMES[name]}"), name)


__all__ = ["Draw", "Explorer", "ExplorerError", "Palette", "Predict", "Words", "stylesheet"]
