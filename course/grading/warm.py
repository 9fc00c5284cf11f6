"""A process that has Python's packages loaded, and forks one for each hand-in, which runs it shut in.

    python -m course.grading.warm

reads a line of JSON for each from its input: ``work``, a folder that has the hand-in's code cells in ``cells.json``;
``names``, what is to be taken out of it; ``limits``; ``confined``. When it is over, a line of JSON says how it
``ended``: "" or "time". The answers lie in the folder, as they stood after the last cell that came to its end.
"""

import contextlib
import io
import json
import os
import select
import signal
import sys
import time
from pathlib import Path
from typing import Any

from course.grading.confine import Limits, shut_in
from course.grading.plain import packed

CELLS, ANSWERS, STOPS = "cells.json", "answers.json", "stops.json"
BOOK = ("everystate", "simulations.exercises")


def main() -> None:
    """Answers line by line, until its input ends."""
    _load()
    for line in sys.stdin:
        asked = json.loads(line)
        ended = run(Path(asked["work"]), asked["names"], Limits(**asked["limits"]), confined=asked["confined"])
        print(json.dumps({"ended": ended}), flush=True)


def run(work: Path, names: list[str], limits: Limits, *, confined: bool) -> str:
    """Runs one hand-in in a process of its own, and waits for it: "" at its end, "time" where its time was over."""
    child = os.fork()
    if child == 0:
        try:
            _hand_in(work, names, limits, confined=confined)
        finally:
            os._exit(1)
    over = time.monotonic() + limits.seconds
    watch = os.pidfd_open(child)
    ready = select.select([watch], [], [], max(0.0, over - time.monotonic()))[0]
    os.close(watch)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)  # whatever it has started, too
    os.waitpid(child, 0)
    return "" if ready else "time"


def _load() -> None:
    """Imports what a hand-in does, so that each fork has it at once.

    The book's own two packages are there before it is shut in: it may read them, but not list the folder they lie in,
    and its set-up, which looks for them there, would want to install them.
    """
    for name in ("numpy", "scipy.stats", "matplotlib.pyplot", "IPython.core.interactiveshell", *BOOK):
        __import__(name)


def _hand_in(work: Path, names: list[str], limits: Limits, *, confined: bool) -> None:
    """In the fork: shut in, and cell by cell. It never returns."""
    os.setsid()
    os.chdir(work)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    cells = json.loads((work / CELLS).read_text(encoding="utf-8"))
    os.environ |= {"HOME": str(work), "TMPDIR": str(work), "MPLCONFIGDIR": str(work), "IPYTHONDIR": str(work)}
    if confined:
        shut_in(work, limits)
    shell, stops = _shell(), []
    for place, source in enumerate(cells, 1):
        result = shell.run_cell(source, store_history=False, silent=True)
        if error := result.error_before_exec or result.error_in_exec:
            stops.append([place, type(error).__name__, str(error)[:200]])
        _keep(work / ANSWERS, packed({name: shell.user_ns[name] for name in names if name in shell.user_ns}))
        _keep(work / STOPS, json.dumps(stops))
    os._exit(0)


def _shell() -> Any:
    """IPython without a kernel: it knows magics, keeps no history, and prints where nobody reads."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    shell = InteractiveShell(
        config=Config({"HistoryManager": {"enabled": False}, "HistoryAccessor": {"enabled": False}})
    )
    for name in ("showtraceback", "showsyntaxerror", "enable_gui", "ask_exit"):
        setattr(shell, name, lambda *_, **__: None)
    sys.stdout = sys.stderr = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), write_through=True)
    return shell


def _keep(path: Path, text: str) -> None:
    beside = path.with_suffix(".part")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)


if __name__ == "__main__":
    main()
