"""How chapters are run: what their kernels are told, and when their outputs are stale.

Each page has a cache of its own. It is emptied when a file that the page's cells used is another one
(`extensions.used`), so a changed module or table runs the pages again that use it, and no others.
"""

import contextlib
import hashlib
import multiprocessing
import os
import shutil
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from sphinx.util import logging

from extensions import used, without_torch
from extensions.site import ROOT


def setup(app):
    """Tells kernels where they are, and ties outputs to the code that made them."""
    app.add_config_value("simulations_hash", "", "env")
    app.connect("config-inited", _prepare, priority=100)
    app.connect("env-before-read-docs", _run_at_once)
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


def _run_at_once(app, env, docnames):
    """Runs as many pages at a time as there are processors, each in a process that reads the page and is gone.

    What it leaves is the page's cache. A page whose cells fail leaves none: it is run again when Sphinx reads it, which
    says what is wrong.
    """
    stale = [
        name for name in docnames if _has_cells(env.doc2path(name)) and used.changed(_cache(app, name) / "used.json")
    ]
    stale.sort(key=lambda name: -Path(env.doc2path(name)).stat().st_size)  # the longest first
    at_once = min(AT_ONCE, len(os.sched_getaffinity(0)), len(stale)) if sys.platform == "linux" else 1
    if at_once < 2:
        return
    READ.append(app.builder)
    forked = multiprocessing.get_context("fork")
    processes = ProcessPoolExecutor(at_once, forked, signal.signal, (signal.SIGINT, signal.SIG_DFL))
    try:
        for _ in processes.map(_read, stale):
            pass
    except BrokenProcessPool:  # one had no memory: what is not there yet is run page by page
        pass
    finally:
        processes.shutdown(cancel_futures=True)
        READ.clear()


AT_ONCE = 4  # a kernel has half a gigabyte
READ: list = []  # the builder that reads a page: a process that was forked has it, and it could not be sent to one


def _read(docname: str) -> None:
    """Reads a page in a process of its own; what is wrong is said when the page is read again.

    What an earlier build knew of the page is forgotten first, as Sphinx does: else its names would be there twice, the
    reading would end before what it used is kept, and the page would run once more.
    """
    builder = READ[0]
    with contextlib.suppress(Exception), contextlib.redirect_stderr(None):
        builder.events.emit("env-purge-doc", builder.env, docname)
        builder.env.clear_doc(docname)
        builder.read_doc(docname)


def _has_cells(path: str) -> bool:
    return "\n```{code-cell}" in Path(path).read_text(encoding="utf-8")


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
