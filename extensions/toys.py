"""The toys that train in the page, and the shipped weights that it asks: a script each below ``_static/toys``."""

from pathlib import Path

from everystate.sphinx import for_browsers
from simulations import files
from simulations.laboratory import asking
from simulations.tape import shipped


def setup(app):
    """Writes them once the layout has cleared the folder of assets."""
    app.connect("build-finished", _write, priority=910)


def write(folder: Path) -> None:
    """Write all of them."""
    shipped.write_scripts(folder)
    for name, text in asking.files().items():
        files.write_whole(folder / name, text.encode())


def _write(app, exception):
    if not exception and for_browsers(app):
        write(Path(app.outdir) / "_static" / "toys")
