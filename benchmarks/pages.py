"""Pages of one simulation, the metric effect, that are built: ours, a stock Jupyter Book's, Pyodide's.

What they are compared by is in ``benchmarks/peers.py``.
"""

import contextlib
import gzip
import http.server
import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from playwright.sync_api import CDPSession, Page

ROOT = Path(__file__).resolve().parents[1]
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"  # nothing stands between page and server
SETTINGS = {"localhost": (None, 1), "10 Mbit/s, 4× slower processor": (10e6 / 8, 4)}

OURS = """
import os
os.environ["EXPLORER_HOST"] = "page"
from simulations.mirage import metrics
from everystate import Explorer
from simulations.mirage import drawings
made = Explorer(metrics.metric_effect, drawings.draw_metric_effect, name="metric-effect", title="The metric effect",
    caption="{answer_length} tokens at {token_accuracy}: {exact_match:.1%} of answers are right.",
    controls=dict(token_accuracy=(0.05, 1.0, 0.05), answer_length=(1, 20)))
print(made._repr_mimebundle_()["text/html"])
"""
STOCK = """
import ipywidgets, matplotlib.pyplot as plt, numpy as np
def metric_effect(token_accuracy=0.9, answer_length=5):
    x = np.linspace(0.01, 1, 100)
    plt.plot(x, x**answer_length); plt.plot([token_accuracy], [token_accuracy**answer_length], "o"); plt.show()
ipywidgets.interact(metric_effect, token_accuracy=(0.05, 1.0, 0.05), answer_length=(1, 20))
"""
PYODIDE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Metric effect</title></head><body>
<label>answer length <input type="range" min="1" max="20" value="5"></label>
<svg viewBox="0 0 400 250" width="560"><path id="curve" fill="none" stroke="#0b62a8"/></svg>
<script type="module">
import { loadPyodide } from "./pyodide.mjs";
const pyodide = await loadPyodide();
pyodide.runPython(`
def curve(length):
    return "M" + "L".join(f"{40 + 3.5 * i},{230 - 220 * (i / 100) ** length:.1f}" for i in range(1, 101))
`);
const curve = pyodide.globals.get("curve");
const input = document.querySelector("input");
const show = () => document.getElementById("curve").setAttribute("d", curve(Number(input.value)));
input.addEventListener("input", show);
show();
</script></body></html>"""


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files gzipped, as a web host does, and says nothing."""

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self.send_error(404)
        body = gzip.compress(path.read_bytes(), 6, mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", "application/wasm" if path.suffix == ".wasm" else self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def served(folder: Path):
    """The address of a gzipping server of a folder."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), lambda *a: Handler(*a, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


def our_page(folder: Path) -> str:
    """A page of this book with the one simulation."""
    chapter = "---\njupytext:\n  text_representation: {extension: .md, format_name: myst}\n"
    chapter += (
        "kernelspec: {name: python3, display_name: Python 3}\n---\n# The metric effect\n\n```{code-cell} ipython3\n"
    )
    lines = [line for line in OURS.strip().splitlines() if not line.startswith(("import os", "os.", "print"))]
    source = folder / "book"
    for name in ("extensions", "assets", "everystate", "simulations"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "_config.yml", source)
    shutil.copy(ROOT / "references.bib", source)
    (source / "metric.md").write_text(chapter + "\n".join([*lines, "made"]) + "\n```\n", encoding="utf-8")
    (source / "_toc.yml").write_text("format: jb-book\nroot: metric\n", encoding="utf-8")
    _build(source)
    return "book/_build/html/metric.html"


def stock_page(folder: Path, packages: Path) -> str:
    """A Jupyter Book as it comes, with ``interact``; its scripts are served from here instead of from a CDN."""
    source = folder / "stock"
    (source / "static").mkdir(parents=True)
    shutil.copy(packages / "requirejs/require.js", source / "static/require.js")
    shutil.copy(packages / "@jupyter-widgets/html-manager/dist/embed-amd.js", source / "static/embed-amd.js")
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": None, "source": STOCK}
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    head = {"cell_type": "markdown", "id": "b", "metadata": {}, "source": "# The metric effect"}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": [head, cell]}
    (source / "index.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (source / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    settings = {
        "title": "Stock",
        "execute": {"execute_notebooks": "force"},
        "sphinx": {
            "config": {
                "html_static_path": ["static"],
                "nb_ipywidgets_js": {"require.js": {}, "embed-amd.js": {"data-jupyter-widgets-cdn-only": "true"}},
            }
        },
    }
    (source / "_config.yml").write_text(json.dumps(settings), encoding="utf-8")
    _build(source)
    return "stock/_build/html/index.html"


def pyodide_page(folder: Path, packages: Path) -> str:
    """A bare page in which Pyodide runs the formula, without numpy (no registry of packages has a build of it)."""
    shutil.copytree(packages / "pyodide", folder / "pyodide")
    (folder / "pyodide/index.html").write_text(PYODIDE, encoding="utf-8")
    return "pyodide/index.html"


def _build(source: Path) -> None:
    command = [str(Path(sys.executable).parent / "jupyter-book"), "build", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=source)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)


def slowed(page: Page, setting: str) -> tuple[CDPSession, list[int]]:
    """The devtools of a page that is slowed down as the setting says, and the bytes that come, answer by answer."""
    rate, slower = SETTINGS[setting]
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    received: list[int] = []
    devtools.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    if rate:
        limits = {"offline": False, "latency": 40, "downloadThroughput": rate, "uploadThroughput": rate}
        devtools.send("Network.emulateNetworkConditions", limits)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    return devtools, received
