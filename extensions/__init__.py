"""The book's own Sphinx extension: its boxes, its mathematics, its lean pages and what its kernels are told."""

import hashlib
import sys
from pathlib import Path

# Where it finds this package, jsonschema compiles 38 grammars for formats of addresses, in a second or two. No schema
# that a build checks (notebooks, and their metadata) names such a format.
sys.modules.setdefault("rfc3987_syntax", None)

from extensions import (  # noqa: E402
    boxes,
    checks,
    citations,
    claims,
    datasheet,
    execution,
    hub,
    mathml,
    outline,
    pages,
    paper,
    plans,
    record,
    set_up,
    site,
    slides,
    state_links,
    states,
    still,
    toys,
)

PARTS = (boxes, checks, citations, claims, datasheet, execution, hub, mathml, outline, pages, paper, plans, record)
PARTS += (set_up, site, slides, state_links, states, still, toys)


def setup(app):
    """Registers every part of the extension; when one of them changes, every page is read again."""
    for part in PARTS:
        part.setup(app)
    sources = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    return {
        "version": "1.0",
        "env_version": hashlib.sha256(sources).hexdigest(),
        "parallel_read_safe": False,
        "parallel_write_safe": True,
    }
