"""How chapters are run: what their kernels are told, and when their outputs are stale.

Each page has a cache of its own. It is emptied when a file that the page's cells used is another one
(`extensions.used`), so a changed module or table runs the pages again that use it, and no others.
"""

import hashlib
import os
import shutil
from pathlib import Path

from sphinx.util import logging

from extensions import used, without_torch
from extensions.site import ROOT


def setup(app):
    """Tells kernels where they are, and ties outputs to the code that made them."""
    app.add_config_value("simulations_hash", "", "env")
    app.connect("config-inited", _prepare, priority=100)
    app.connect("source-read", _aim)
    app.connect("doctree-read", _keep)
    app.connect("build-finished", _say_what_is_kept)


def simulations_hash(root: Path) -> str:
    """A short hash of all that pages come from: the packages, the pins, and PyTorch or what is kept without it.

    Where it changes, every page is read again, but only those run again whose own files changed.

    Of the explorer these are its Python files: its scripts and styles stand in no output.
    """
    digest = hashlib.sha256(b"with PyTorch" if without_torch.wanted() else b"without")
    found = [*(root / "simulations").rglob("*"), *(root / "everystate").glob("*.py")]
    files = [path for path in found if path.is_file() and "__pycache__" not in path.parts]
    if not without_torch.wanted():
        files += [root / "extensions" / "without_torch.py", *(root / "chapters").glob("*.ipynb")]
    for path in sorted([*files, *root.glob("requirements*.txt")]):
        if path.exists():
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _prepare(app, config):
    root = ROOT
    config.simulations_hash = simulations_hash(root)
    config.nb_execution_cache_path = str(Path(app.outdir).parent / ".jupyter_cache" / _mode())
    os.environ["IPYTHONDIR"] = str(ROOT / "extensions" / "kernel")
    paths = [str(root), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(path for path in paths if path))


def _mode() -> str:
    return "with-torch" if without_torch.wanted() else "without-torch"


def _cache(app, docname: str) -> Path:
    return Path(app.config.nb_execution_cache_path) / docname.replace("/", "-")


def _aim(app, docname, source):
    """Points the cache at the page's own folder, and empties it where what its outputs came from has changed."""
    cache = _cache(app, docname)
    if used.changed(cache / "used.json"):
        shutil.rmtree(cache, ignore_errors=True)
    running = cache.with_suffix(".running")
    running.unlink(missing_ok=True)
    cache.parent.mkdir(parents=True, exist_ok=True)
    os.environ["BOOK_USED"] = str(running)
    app.env.mystnb_config = app.env.mystnb_config.copy(execution_cache_path=str(cache))


def _keep(app, doctree):
    """Keeps what the page's cells used, where they ran."""
    docname = app.env.docname
    cache = _cache(app, docname)
    running = cache.with_suffix(".running")
    if not running.exists():
        return
    always = [path.name for path in ROOT.glob("requirements*.txt")]
    if not without_torch.wanted():
        always += ["extensions/without_torch.py", f"{docname}.ipynb"]
    used.keep(running, cache / "used.json", always)


def _say_what_is_kept(app, error):
    """Names the pages that show kept outputs, because there is no PyTorch here."""
    if error or without_torch.wanted():
        return
    for name in sorted(app.env.found_docs):
        page = Path(app.builder.get_outfilename(name))
        if page.is_file() and without_torch.KEPT in page.read_text(encoding="utf-8"):
            logging.getLogger(__name__).info("without PyTorch: %s shows some outputs that its notebook keeps", name)
