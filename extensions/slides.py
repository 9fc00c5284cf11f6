"""The decks of slides, written into the built book: ``slides/NAME.html`` for each of ``course/slides/decks``."""

import hashlib
from pathlib import Path

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from everystate.sphinx import for_browsers
from extensions.site import ROOT
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


def _stamp(app) -> str:
    """A hash of all that the decks are made of: their text, the package that makes them, the figures, the exercises."""
    digest = hashlib.sha256(f"{app.config.simulations_hash} {app.config.html_title} {app.config.whole_page}".encode())
    course = [path for path in (ROOT / "course").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    for path in sorted([*course, *(Path(app.outdir) / app.config.everystate_embeds).glob("*.html")]):
        digest.update(path.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _publish(app, exception):
    if exception or not for_browsers(app) or Path(app.srcdir) != ROOT:
        return
    stamp, kept = _stamp(app), Path(app.doctreedir) / "slides.stamp"
    if kept.exists() and kept.read_text(encoding="utf-8") == stamp and (Path(app.outdir) / "slides").is_dir():
        return
    from course.slides import folder  # it stands on this package

    whole = app.config.whole_page
    chapters = [name for name in folder.names() if f"chapters/{name}" in (whole and [whole] or app.env.found_docs)]
    try:
        folder.publish(Path(app.outdir), chapters, site=app.config.html_title)
        kept.write_text(stamp, encoding="utf-8")
    except ValueError as wrong:
        LOGGER.warning(str(wrong))
