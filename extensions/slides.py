"""The decks of slides, written into the built book: ``slides/NAME.html`` for each of ``course/slides/decks``."""

from pathlib import Path

from sphinx.util import logging

from extensions.site import ROOT

LOGGER = logging.getLogger(__name__)


def setup(app):
    """Writes the decks when the pages and their figures are there."""
    app.connect("build-finished", _publish, priority=950)


def _publish(app, exception):
    from course.slides import folder  # it stands on this package

    if exception or app.builder.format != "html" or Path(app.srcdir) != ROOT:
        return
    whole = app.config.whole_page
    chapters = [name for name in folder.names() if f"chapters/{name}" in (whole and [whole] or app.env.found_docs)]
    try:
        folder.publish(Path(app.outdir), chapters, site=app.config.html_title)
    except ValueError as wrong:
        LOGGER.warning(str(wrong))
