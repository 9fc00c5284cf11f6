"""The book's own Sphinx extension: its boxes, its mathematics, its lean pages and what its kernels are told."""

from extensions import boxes, checks, citations, claims, execution, explorers, mathml, outline, pages, site


def setup(app):
    """Registers every part of the extension."""
    for part in (boxes, checks, citations, claims, execution, explorers, mathml, outline, pages, site):
        part.setup(app)
    return {"version": "1.0", "parallel_read_safe": False, "parallel_write_safe": True}
