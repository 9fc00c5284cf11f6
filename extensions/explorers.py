"""The explorer's files: copied into the book once, linked from the pages that have an explorer.

The script is a classic one: a browser loads no module from a disk, where a copy of the book must be alive as well.
"""

import hashlib
import re
import shutil
from pathlib import Path

from extensions.site import ROOT

EXPLORER = re.compile(r'class="explorer[ "]')
SCRIPT, STYLE = "page.js", "explorer.css"


def setup(app):
    """Links and copies the explorer's files."""
    app.connect("html-page-context", _link)
    app.connect("build-finished", _copy)


def front_end(root: Path) -> tuple[str, dict[str, str]]:
    """The folder of the explorer's files in the book, named by their content, and each file's text by its name."""
    folder = root / "everystate"
    files = {name: (folder / name).read_text(encoding="utf-8") for name in (SCRIPT, STYLE)}
    digest = hashlib.sha256("".join(files.values()).encode()).hexdigest()[:10]
    return f"_static/explorer-{digest}", files


def _link(app, pagename, templatename, context, doctree):
    if not EXPLORER.search(context.get("body", "")):
        return
    folder, files = front_end(ROOT)
    address = {name: context["pathto"](f"{folder}/{name}", 1) for name in files}
    style = f'<link rel="stylesheet" href="{address[STYLE]}">'
    context["explorer_head"] = f'{style}\n<script async src="{address[SCRIPT]}"></script>'


def _copy(app, exception):
    if exception or app.builder.format != "html":
        return
    folder, files = front_end(ROOT)
    target = Path(app.outdir) / folder
    for old in target.parent.glob("explorer-*"):
        if old != target:
            shutil.rmtree(old)
    target.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (target / name).write_text(text, encoding="utf-8")
