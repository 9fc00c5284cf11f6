"""Strict pages: each says in its head what it may load, and nothing in it is written inline.

What cells and authors write inline is put into files beside the page; what cannot be is told, and stops the build.
"""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from sphinx.util import logging

LOGGER = logging.getLogger(__name__)
FOLDER = "inline"  # below _static
# A script without src is inline; one of a type of its own is data, which no browser runs.
INLINE = re.compile(r'<(?P<tag>style|script)(?P<type>| type="module")>(?P<text>.*?)</(?P=tag)>', re.DOTALL)
ATTRIBUTE = re.compile(r'<\w[^<>]*?\s(style|on[a-z]+)="[^"]*"')
# Blobs are what a page from a disk makes its workers of (simulations/tape/trainer.js).
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'"
TRAINS = "; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:"


def policy(body: str) -> str:
    """The Content-Security-Policy of a page with this body: no other host, nothing inline; kernels where it trains."""
    return POLICY + (TRAINS if 'class="trainer"' in body else "")


def outside(body: str, place: Callable[[str, str], str]) -> str:
    """A page's body with its inline styles and scripts in files.

    ``place`` is given a file's ending, ``css`` or ``js``, and its text, and gives the address.
    """

    def moved(found: re.Match[str]) -> str:
        if found["tag"] == "style":
            return f'<link rel="stylesheet" href="{place("css", found["text"])}">'
        if not found["type"]:
            return f'<script src="{place("js", found["text"])}"></script>'
        # A browser loads no module from a disk; in a block of its own a module's names stay its own as well.
        text = f'"use strict";\n{{\n{found["text"]}\n}}'
        return f'<script defer src="{place("js", text)}"></script>'

    return INLINE.sub(moved, body)


def inline(body: str) -> list[str]:
    """What a body has inline that no file can take: attributes that hold a style or a script."""
    return [
        f"{found[0][:90]}: {found[1]} is inline, which the page's policy forbids" for found in ATTRIBUTE.finditer(body)
    ]


def dress(app, pagename: str, context: dict) -> str:
    """Puts a page's inline parts into files of its own, below ``_static/inline``; its policy."""
    folder = Path(app.outdir) / "_static" / FOLDER
    own = pagename.replace("/", "-")
    for old in folder.glob(f"{own}.*"):
        old.unlink()
    written: list[str] = []

    def place(ending: str, text: str) -> str:
        name = f"{own}.{len(written)}.{ending}"
        written.append(name)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        stamp = hashlib.sha256(text.encode()).hexdigest()[:8]
        return f"{context['pathto'](f'_static/{FOLDER}/{name}', 1)}?{stamp}"

    body = context.get("body") or ""
    context["body"] = outside(body, place)
    for words in inline(body):
        LOGGER.error(words, location=pagename)
    return policy(body)
