"""The book's own Sphinx extension: its boxes, its mathematics, its lean pages and what its kernels are told."""

import hashlib
import sys
from pathlib import Path

# Where it finds this package, jsonschema compiles 38 grammars for formats of addresses, in a second or two. No schema
# that a build checks (notebooks, and their metadata) names such a format.
sys.modules.setdefault("rfc3987_syntax", None)


def setup(app):
    """Registers every part of the extension; when one of them changes, every page is read again."""
    from extensions import (  # here, since most commands need few of them
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

    parts = (boxes, checks, citations, claims, datasheet, execution, hub, mathml, outline, pages, paper, plans, record)
    for part in (*parts, set_up, site, slides, state_links, states, still, toys):
        part.setup(app)
    sources = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    return {
        "version": "1.0",
        "env_version": hashlib.sha256(sources).hexdigest(),
        "parallel_read_safe": False,
        "parallel_write_safe": True,
    }
