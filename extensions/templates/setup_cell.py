# @title Set-up: run this cell first
# Where the book's package is at hand, this cell does nothing; elsewhere it installs what is missing.
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

BOOK = os.environ.get("BOOK_PACKAGE", "ADDRESS")


class SetUpError(Exception):
    """Stops the run with a sentence in place of a traceback."""

    def _render_traceback_(self):
        return [f"The set-up stopped: {self}"]


def missing(names):
    """Those of ``names`` that cannot be imported here; a mere folder of that name has no origin."""
    importlib.invalidate_caches()
    return [name for name in names if getattr(importlib.util.find_spec(name), "origin", None) is None]


def install(*what):
    """Installs with pip, and stops with what pip said where that fails."""
    print("Installing", *what, "(a minute or two) ...", flush=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-color"]
    done = subprocess.run([*command, *what], capture_output=True, text=True)
    if done.returncode:
        said = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()] or ["nothing"]
        reason = next((line for line in said if line.lower().startswith("error")), said[-1])
        raise SetUpError(
            f"{' '.join(what)} could not be installed. pip said:\n\n    {reason}\n\n"
            "Check the connection to the internet, and run this cell again.\nOr type in a terminal\n\n"
            f'    "{sys.executable}" -m pip install {" ".join(what)}\n\n'
            "and follow what it says; then restart the kernel."
        )


def set_up(needs):
    """Finds the book's package in the folders above, or installs it with what it needs."""
    folders = [Path.cwd(), *Path.cwd().parents]
    clone = next((at for at in folders if (at / "simulations").is_dir() and (at / "_toc.yml").is_file()), None)
    if clone:
        sys.path.insert(0, str(clone))
    colab = "google.colab" in sys.modules
    packages, book = missing(needs), missing(["simulations", "everystate"])
    if book and "/OWNER/" in BOOK:
        raise SetUpError(
            "this copy does not know where its book is published (its address still says OWNER).\n"
            "Take the notebook from the book's own page, or open it inside a copy of the whole repository."
        )
    if "torch" in packages:
        print(
            "This chapter trains with PyTorch, gigabytes on Linux; pytorch.org has a smaller build for the CPU alone."
        )
    if packages:
        install(*packages)
    if book:
        install(*(["--no-deps"] if colab else []), BOOK)
    if left := missing([*packages, *book]):
        raise SetUpError(f"{', '.join(left)} came, but this kernel does not see it. Restart it, and run all cells.")
    if not colab and {"anywidget", "ipywidgets"} & {*packages}:
        print("Now reload this page in the browser, once, and run all cells: else the simulations stand still.")


set_up(["NEEDS"])
