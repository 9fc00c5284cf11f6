"""The decks of slides, written into the built book: ``slides/NAME.html`` for each of ``course/slides/decks``."""

from pathlib import Path

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from extensions.site import ROOT, for_browsers
from simulations.check import one_of

LOGGER = logging.getLogger(__name__)


def setup(app):
    """Writes the decks when the pages and their figures are there; registers the role ``deck``."""
    app.add_role("deck", Deck())
    app.connect("build-finished", _publish, priority=950)


class Deck(SphinxRole):
    """A chapter's name as a link to its deck, beside the book's pages."""

    def run(self):
        from course.slides import folder

        try:
            one_of("the deck", self.text, folder.names())
        except ValueError as error:
            message = self.inliner.reporter.error(str(error), line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        up = "../" * self.env.docname.count("/")
        return [nodes.reference(self.rawtext, self.text, refuri=f"{up}slides/{self.text}.html")], []


def _publish(app, exception):
    from course.slides import folder  # it stands on this package

    if exception or not for_browsers(app) or Path(app.srcdir) != ROOT:
        return
    whole = app.config.whole_page
    chapters = [name for name in folder.names() if f"chapters/{name}" in (whole and [whole] or app.env.found_docs)]
    try:
        folder.publish(Path(app.outdir), chapters, site=app.config.html_title)
    except ValueError as wrong:
        LOGGER.warning(str(wrong))
