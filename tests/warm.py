"""Runs pytest again and again in forks of one process that has imported what takes seconds: for ``mutant_sample.py``.

Each line of its input is a list: the seconds allowed, pytest's words, and what is otherwise in its environment. Each
line of its output is the exit status, a negative one where time ran out.
The code under test is imported anew in each fork.
"""

import contextlib
import importlib
import json
import os
import signal
import sys

LIBRARIES = ("numpy", "scipy.optimize", "scipy.stats", "matplotlib.pyplot", "playwright.sync_api", "pytest", "torch")


def forked(seconds: int, words: list[str], surroundings: dict[str, str]) -> int:
    """The exit status of pytest with these words, in a fork; what it started and left is ended."""
    if (child := os.fork()) == 0:
        os.setsid()
        os.environ.update(surroundings)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        signal.alarm(seconds)
        os._exit(importlib.import_module("pytest").main(words))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    return status


if __name__ == "__main__":
    for name in LIBRARIES:
        importlib.import_module(name)
    for line in sys.stdin:
        print(forked(*json.loads(line)), flush=True)
