"""A command run in a fork of a process that has its modules already: what it says, how it ends, how long it takes."""

import contextlib
import importlib
import os
import random
import resource
import runpy
import signal
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

MEMORY = 2 << 30  # bytes that a command may have beyond what the modules take
SECONDS = 40
STATUSES = (0, 1, 2, 130)


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit ``status`` (negative: by this signal; None: still at work after its time)."""

    status: int | None
    out: str
    err: str
    seconds: float

    @property
    def fault(self) -> str:
        """What is wrong with how it ended, in words; nothing where it did well, or was still at work."""
        if "Traceback (most recent call last)" in self.err:
            return f"a traceback: {self.err.strip().splitlines()[-1][:200]}"
        if self.status is None:
            return ""
        if self.status not in STATUSES:
            return f"ended by {self.status}: {self.err.strip()[-200:]}"
        if self.status and not (self.out + self.err).strip():
            return f"no word, and the status {self.status}"
        said = [line for line in self.err.splitlines() if "Warning: " in line]
        return f"a warning: {said[0][:200]}" if said else ""


def begun(module: str, words: Sequence[str], at: Path, log: Path, limits: Callable[[], None] | None = None) -> int:
    """Starts ``python -m module words``, or a script by its path, in a folder; the process, whose group is its own."""
    child = os.fork()
    if child:
        with contextlib.suppress(OSError):  # whichever of the two comes first
            os.setpgid(child, child)
        return child
    status = 70
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)
        os.chdir(at)
        for stream, name in ((0, os.devnull), (1, f"{log}.out"), (2, f"{log}.err")):
            os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC if stream else os.O_RDONLY), stream)
        with open("/proc/self/statm", encoding="ascii") as file:
            most = int(file.read().split()[0]) * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if limits:
            limits()
        status = _main(module, words)
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)
    return 0


def _main(module: str, words: Sequence[str]) -> int:
    sys.argv = [module, *words]
    sys.stdout, sys.stderr = (open(fd, "w", encoding="utf-8", errors="backslashreplace") for fd in (1, 2))
    warnings.filterwarnings("ignore", "'.*' found in sys.modules after import", RuntimeWarning)
    try:
        if module.endswith(".py"):
            sys.path.insert(0, str(Path(module).parent))
            runpy.run_path(module, run_name="__main__")
        else:
            runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return int(end.code or 0) & 255
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


def ended(child: int, log: Path, seconds: float = SECONDS) -> Ended:
    """Waits for what was begun, and ends it, and all that it started, after its time."""
    began, pause = time.monotonic(), 0.002
    status: int | None = None
    while True:
        done, how = os.waitpid(child, os.WNOHANG)
        if done:
            status = os.waitstatus_to_exitcode(how)
            break
        if time.monotonic() - began > seconds:
            end(child)
            break
        time.sleep(pause)
        pause = min(2 * pause, 0.05)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # what it left behind
    texts = [Path(f"{log}.{kind}") for kind in ("out", "err")]
    out, err = (path.read_text(encoding="utf-8", errors="replace") if path.exists() else "" for path in texts)
    return Ended(status, out, err, time.monotonic() - began)


def end(child: int) -> None:
    """Kills a process and its group, as a machine that goes down does."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)


def made_ready(modules: Sequence[str]) -> None:
    """Imports what the commands import, once."""
    for name in modules:
        if not name.endswith(".py"):
            package = importlib.import_module(name)
            if hasattr(package, "__path__"):
                importlib.import_module(f"{name}.__main__")


class Attack:
    """What an attack has tried, and what failed; each group of attacks adds to it."""

    def __init__(self, folder: Path, seed: int, share: float = 1):
        self.folder, self.rng, self.share = folder, random.Random(seed), share
        self.tried, self.failed, self.at_work = 0, 0, 0
        self.log = folder / "said"

    def run(
        self,
        module: str,
        words: Sequence[str],
        *,
        at: Path | None = None,
        what: str = "",
        seconds: float = SECONDS,
        limits: Callable[[], None] | None = None,
        must_end: bool = True,
        refused: bool | None = None,
    ) -> Ended:
        """Runs a command. A fault, too: it does not end where it must, or is taken where it should be refused.

        Of those that are not wanted to end well only a share is run, where one was asked for.
        """
        if refused is not False and self.rng.random() >= self.share:
            return Ended(0, "", "", 0)
        one = ended(begun(module, words, at or self.folder, self.log, limits), self.log, seconds)
        fault = one.fault
        if one.status is None:
            self.at_work += 1
            fault = fault or ("does not end" if must_end else "")
        if not fault and refused is not None and refused != (one.status != 0):
            fault = f"status {one.status}: {(one.err or one.out).strip()[-200:]}"
        self.count(fault, f"{module} {' '.join(map(repr, words))}"[:300] + (f" [{what}]" if what else ""))
        return one

    def count(self, fault: str, what: str) -> None:
        """Counts one try, and says its fault where there is one."""
        self.tried += 1
        if fault:
            self.failed += 1
            print(f"FAILED {what}: {fault}", flush=True)
