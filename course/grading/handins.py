"""The hand-ins of a folder, run one by one, shut in; what was run is kept, so that a run that was stopped goes on."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from course.grading import warm
from course.grading.confine import Limits
from course.grading.plain import unpacked
from simulations.files import read_plain, write_whole

LARGEST = 20 << 20  # bytes of a notebook: pictures included, the book's own are far below
GRACE = 30  # seconds over its time after which the process that forks is given up


@dataclass(frozen=True)
class HandIn:
    """A notebook that was handed in: its ``path``, the ``metadata`` and ``cells`` of code in it, or its ``fault``."""

    path: Path
    metadata: dict[str, Any] = field(default_factory=dict)
    cells: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class Outcome:
    """What running it gave: ``answers`` by name, ``stops`` (a cell's place from 1, its error, words), and ``fault``."""

    answers: dict[str, Any]
    stops: tuple[tuple[int, str, str], ...] = ()
    fault: str = ""


def found(folder: Path) -> list[HandIn]:
    """The notebooks in a folder and those in it, in order. Raises ``ValueError`` where there is none."""
    if not folder.is_dir():
        raise ValueError(f"the hand-ins must be a folder that there is, not {folder}")
    paths = sorted(path for path in folder.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
    if not paths:
        raise ValueError(f"{folder} has no notebook (*.ipynb) in it")
    return [read(path) for path in paths]


def read(path: Path) -> HandIn:
    """One notebook, as far as it is one."""
    try:
        if path.stat().st_size > LARGEST:
            return HandIn(path, fault=f"the file is larger than {LARGEST >> 20} MB")
        held = json.loads(read_plain(path).decode("utf-8"))
        cells = [_source(cell) for cell in held["cells"] if cell["cell_type"] == "code"]
        metadata = held.get("metadata")
        return HandIn(path, metadata if isinstance(metadata, dict) else {}, tuple(cells))
    except OSError as error:
        return HandIn(path, fault=f"the file cannot be read: {error.strerror}")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return HandIn(path, fault="the file is no notebook")


def _source(cell: dict) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(map(str, source))


def run(
    hand_ins: Sequence[HandIn],
    names: Sequence[str],
    folder: Path,
    limits: Limits,
    *,
    at_once: int = 2,
    confined: bool = True,
    tell: Callable[[HandIn], None] = lambda hand_in: None,
) -> dict[Path, Outcome]:
    """Runs each and takes ``names`` out of it, ``at_once`` at a time; what each gave, by path.

    ``folder`` keeps what was run: the same hand-in with the same names and limits is not run again. ``tell`` is called
    after each that was.
    """
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)  # of a run that was stopped
    work.mkdir(parents=True)
    pool, forks = threading.local(), []

    def one(hand_in: HandIn) -> Outcome:
        kept = folder / f"{_fingerprint(hand_in, names, limits)}.json"
        if hand_in.fault:
            return Outcome({}, fault=hand_in.fault)
        if not kept.exists():
            if not hasattr(pool, "fork"):
                pool.fork = _Fork()
                forks.append(pool.fork)
            held = pool.fork.run(hand_in, names, work / kept.stem, limits, confined=confined)
            write_whole(kept, json.dumps(held).encode())
            tell(hand_in)
        return _outcome(json.loads(kept.read_text(encoding="utf-8")), limits)

    try:
        with ThreadPoolExecutor(at_once) as threads:
            return dict(zip([hand_in.path for hand_in in hand_ins], threads.map(one, hand_ins), strict=True))
    finally:
        for fork in forks:
            fork.end()
        shutil.rmtree(work, ignore_errors=True)


class _Fork:
    """The process that forks one for each hand-in; made anew where it was lost."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None

    def run(self, hand_in: HandIn, names: Sequence[str], work: Path, limits: Limits, *, confined: bool) -> dict:
        work.mkdir()
        (work / warm.CELLS).write_text(json.dumps(hand_in.cells), encoding="utf-8")
        asked = {"work": str(work.resolve()), "names": [*names], "limits": asdict(limits), "confined": confined}
        ended = self._asked(asked, limits.seconds + GRACE)
        held = {"ended": ended, "answers": _text(work / warm.ANSWERS), "stops": _text(work / warm.STOPS)}
        shutil.rmtree(work, ignore_errors=True)
        return held

    def _asked(self, asked: dict, seconds: float) -> str:
        if self.process is None or self.process.poll() is not None:
            quiet = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": "agg", "EXPLORER_HOST": "text"}
            command = [sys.executable, "-m", "course.grading.warm"]
            # Of a session of its own: a terminal's Ctrl-C is for the one that grades, which ends this one.
            self.process = subprocess.Popen(
                command,
                env=os.environ | quiet,
                start_new_session=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        guard = threading.Timer(seconds, self.process.kill)
        guard.start()
        try:
            there, back = _pipes(self.process)
            there.write(json.dumps(asked) + "\n")
            there.flush()
            return json.loads(back.readline() or '{"ended": "lost"}')["ended"]
        except (BrokenPipeError, ValueError):
            return "lost"
        finally:
            guard.cancel()

    def end(self) -> None:
        if self.process:
            there, back = _pipes(self.process)
            there.close()
            self.process.wait()
            back.close()


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    """Its input and its output, which were asked for as pipes."""
    if process.stdin is None or process.stdout is None:
        raise ValueError("process must have pipes")
    return process.stdin, process.stdout


def _text(path: Path) -> str:
    """What the hand-in left in a file; "" where it is not there or far too long."""
    try:
        return path.read_text(encoding="utf-8") if path.is_file() and path.stat().st_size < LARGEST else ""
    except (OSError, UnicodeDecodeError):
        return ""


def _outcome(held: dict, limits: Limits) -> Outcome:
    fault = {"time": f"it ran longer than {limits.seconds:g} seconds and was stopped", "": ""}.get(
        held["ended"], "it broke off"
    )
    try:
        answers = unpacked(held["answers"]) if held["answers"] else {}
        stops = tuple((int(place), str(kind), str(words)) for place, kind, words in json.loads(held["stops"] or "[]"))
    except (ValueError, TypeError):
        return Outcome({}, fault=fault or "what it left is no answer")
    return Outcome(answers, stops, fault or ("" if held["answers"] else "it broke off before its first cell ended"))


def _fingerprint(hand_in: HandIn, names: Sequence[str], limits: Limits) -> str:
    return hashlib.sha256(json.dumps([hand_in.path.name, hand_in.cells, [*names], asdict(limits)]).encode()).hexdigest()


def twice(hand_ins: Sequence[HandIn]) -> Iterator[tuple[Path, Path]]:
    """Hand-ins that have the same code in them: each with the first like it."""
    first: dict[tuple[str, ...], Path] = {}
    for hand_in in hand_ins:
        if hand_in.cells and first.setdefault(hand_in.cells, hand_in.path) != hand_in.path:
            yield hand_in.path, first[hand_in.cells]
