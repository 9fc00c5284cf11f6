"""The book on paper: one PDF for the printer, printed from the built pages, and one EPUB for readers of e-books.

    python -m extensions.paper pdf [CHAPTER] [--letter]    # make pdf
    python -m extensions.paper epub                        # make epub

``figures`` makes a simulation stand still, ``questions`` takes answers to the end, ``pages`` puts a page on paper with
both; ``whole`` makes one document of all pages, ``printing`` prints it; ``epub`` is Sphinx's builder, fed with such
pages.
"""

from extensions.paper import epub


def setup(app):
    """Registers the EPUB's builder."""
    epub.setup(app)
