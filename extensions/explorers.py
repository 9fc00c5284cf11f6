"""The explorer's files: copied into the book once, linked from the pages that have an explorer."""

import hashlib
import re
import shutil
from pathlib import Path

from extensions.site import ROOT

EXPLORER = re.compile(r'class="explorer[ "]')


def setup(app):
    """Links and copies the explorer's files."""
    app.connect("html-page-context", _link)
    app.connect("build-finished", _copy)


def front_end(root: Path) -> tuple[str, list[Path]]:
    """The folder of the explorer's files in the book, named by their content, and the files."""
    files = sorted(path for path in (root / "simulations/explorer").glob("*") if path.suffix in {".js", ".css"})
    digest = hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()[:10]
    return f"_static/explorer-{digest}", files


def _link(app, pagename, templatename, context, doctree):
    if not EXPLORER.search(context.get("body", "")):
        return
    folder, files = front_end(ROOT)
    address = {path.name: context["pathto"](f"{folder}/{path.name}", 1) for path in files}
    tags = [f'<link rel="stylesheet" href="{at}">' for name, at in address.items() if name.endswith(".css")]
    if "page.js" in address:
        tags += [f'<link rel="modulepreload" href="{at}">' for name, at in address.items() if name.endswith(".js")]
        tags.append(f'<script type="module" async src="{address["page.js"]}"></script>')
    context["explorer_head"] = "\n".join(tags)


def _copy(app, exception):
    if exception or app.builder.format != "html":
        return
    folder, files = front_end(ROOT)
    target = Path(app.outdir) / folder
    for old in target.parent.glob("explorer-*"):
        if old != target:
            shutil.rmtree(old)
    if files:
        target.mkdir(parents=True, exist_ok=True)
    for path in files:
        shutil.copy2(path, target / path.name)
