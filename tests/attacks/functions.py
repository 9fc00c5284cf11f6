"""Wrong calls of the public functions: ``python -m tests.attacks.functions [--seed N] [--calls N] [--only WORD ...]``.

A right call of each function (see ``functions_found``), with one argument, or two, replaced by wrong ones (see
``functions_wrong``), in a process of its own that may take SECONDS a call and MEMORY more than it had. All calls with
one wrong argument are made, or as many as ``--calls`` says, drawn by the seed; one in ten has a second wrong argument.
Half of the wrong arguments are of a table, half hypothesis makes: the same for a seed and an argument, with ``--only``
too, so that a fault is met again by it.

A call does well where its answer holds no NaN that it was not given, that the right call did not hold and of which the
result's class says nothing, without a warning, or where it is refused by a sentence of ours: ``ValueError`` or
``TypeError`` that names the argument, or what is made of it and must be otherwise. What is not so is a fault in a
function that a chapter's cells call, for there a student meets it; elsewhere only what is too slow, too large, or ends
its process. ``--all`` holds every function to the first rule. No fault, by contract, are

- Python's own words for an argument of another kind: text, nothing or a list for a number, 2.5 for a whole one;
- a warning beyond 1e±150, where squares are past what floats hold;
- a billion of something: numpy's word that it cannot have the memory, or the time that it takes;
- what a drawing or a caption says to a word that no control offers: the idea that it shows has checked it.
"""

import argparse
import dataclasses
import gc
import inspect
import json
import os
import random
import re
import resource
import select
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from everystate.errors import ExplorerError, Refused
from tests.attacks import functions_found as found, functions_wrong as wrongs

SECONDS, MEMORY = 5, 1 << 30
CALLS = 5_000
DRAWN = 5  # wrong arguments in the place of each, made by hypothesis
DEEP = 4  # how far into a result is looked
GOOD = {"answered", "refused", "refused by its kind", "past what floats hold", "long, as asked", "no memory, as asked"}
SHOWN = ("drawings", "diagrams", "captions")
LETHAL = {"too slow", "too large", "ended its process"}
ALARM = 3 * SECONDS  # until a process is ended that does not hear its own alarm


@dataclasses.dataclass(frozen=True)
class Case:
    """One wrong call: from which right call, and what stands in which place."""

    base: int
    changes: tuple[tuple[str, str, Any], ...]  # parameter, words, value
    drawn: bool = False  # whether hypothesis made one

    @property
    def words(self) -> str:
        return ", ".join(f"{name}={words}" for name, words, _ in self.changes)


class TooSlow(BaseException):
    """A call took longer than it may. No ``Exception``, so that no function catches it."""


def cases(bases: list[dict[str, Any]], seed: str) -> list[Case]:
    """Every call with one wrong argument, of the table and of hypothesis, and some with two."""
    rng = random.Random(seed)
    single = [
        Case(number, ((name, words, value),), drawn)
        for number, base in enumerate(bases)
        for name, right in base.items()
        if wrongs.attacked(right)
        for drawn, values in ((False, wrongs.wrong(right)), (True, wrongs.drawn(right, f"{seed} {name}", DRAWN)))
        for words, value in values
    ]
    pairs = [(rng.choice(single), rng.choice(single)) for _ in range(len(single) // 10)]
    double = [
        Case(one.base, one.changes + other.changes, one.drawn or other.drawn)
        for one, other in pairs
        if one.base == other.base and one.changes[0][0] != other.changes[0][0]
    ]
    return single + double


def call(one: Callable, base: dict[str, Any]) -> Any:
    """The call with arguments by name, and by place where they must be."""
    by_place, by_name = [], {}
    for parameter in inspect.signature(one).parameters.values():
        if parameter.name not in base:
            continue
        if parameter.kind is parameter.VAR_POSITIONAL:
            by_place += base[parameter.name]
        elif parameter.kind is parameter.VAR_KEYWORD:
            by_name |= base[parameter.name]
        elif parameter.kind is parameter.POSITIONAL_ONLY or (
            not by_name and parameter.kind is not parameter.KEYWORD_ONLY
        ):
            by_place.append(base[parameter.name])
        else:
            by_name[parameter.name] = base[parameter.name]
    return one(*by_place, **by_name)


def has_nan(value: Any, depth: int = DEEP) -> bool:
    """Whether NaN is in a result: in its fields, its elements, what it yields; not where an array is masked."""
    if isinstance(value, np.ma.MaskedArray):
        value = value.compressed()
    if isinstance(value, float | complex | np.number | np.ndarray):
        array = np.asarray(value)
        return array.dtype.kind in "fc" and bool(np.isnan(array).any())
    if depth == 0 or isinstance(value, str | bytes):
        return False
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return any(has_nan(getattr(value, one.name), depth - 1) for one in dataclasses.fields(value))
    if isinstance(value, Mapping):
        return any(has_nan(one, depth - 1) for one in value.values())
    return isinstance(value, list | tuple) and any(has_nan(one, depth - 1) for one in value)


def judged(one: Callable, case: Case, base: dict[str, Any], *, nan_before: bool) -> tuple[str, str]:
    """What comes of a wrong call: "answered", "refused" or a fault, and what was said."""
    changed = base | {name: value for name, _, value in case.changes}
    given_nan = any(wrongs.not_finite(value) or has_nan(value) for _, _, value in case.changes)
    foreign = any(wrongs.of_another_kind(base[name], value) for name, _, value in case.changes)
    asked_for_much = any(wrongs.much(value) for _, _, value in case.changes)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            signal.setitimer(signal.ITIMER_REAL, SECONDS)
            result = call(one, changed)
            if inspect.isgenerator(result):
                result = [item for item, _ in zip(result, range(100), strict=False)]
            nan = has_nan(result) and not _tells_of_nan(result)
        except TooSlow:
            return ("long, as asked" if asked_for_much else "too slow"), f"longer than {SECONDS} s"
        except MemoryError as error:
            return ("no memory, as asked" if asked_for_much else "too large"), str(error)
        except (ValueError, TypeError) as error:
            names = [re.escape(part) for name, _, _ in case.changes for part in {name, *name.split("_")}]
            ours = re.search(rf"\b({'|'.join(names)})", str(error), re.I) and _is_ours(error)
            ours = ours or (re.search(r"\bmust\b", str(error)) and _is_ours(error))  # of what is made of the argument
            outcome = "refused" if ours else "refused by its kind" if foreign else "refused without its name"
            outcome = "refused" if isinstance(error, ExplorerError | Refused) else outcome
            too_big = asked_for_much and re.search("array is too big|[Mm]aximum allowed (dimension|size)", str(error))
            outcome = "no memory, as asked" if too_big and outcome not in GOOD else outcome  # numpy's other word for it
            return outcome, f"{type(error).__name__}: {error}"[:200]
        except BaseException as error:
            ends = isinstance(error, ArithmeticError) and any(wrongs.at_the_ends(value) for _, _, value in case.changes)
            by_kind = foreign and isinstance(error, AttributeError | LookupError | OverflowError)
            kind = "past what floats hold" if ends else "refused by its kind" if by_kind else type(error).__name__
            return kind, str(error)[:200]
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    said = [str(one.message) for one in warned if issubclass(one.category, RuntimeWarning)]
    if given_nan or foreign:
        return "answered", ""
    bad = "NaN without a word" if nan and not nan_before else "a warning alone" if said else ""
    if not bad:
        return "answered", ""
    ends = any(wrongs.at_the_ends(value) for _, _, value in case.changes)
    return "past what floats hold" if ends else bad, said[0][:200] if said else ""


def _tells_of_nan(result: Any) -> bool:
    """Whether it is a result whose class says what NaN is there for: "NaN where too few are seen"."""
    return dataclasses.is_dataclass(result) and "NaN" in (type(result).__doc__ or "")


def _is_ours(error: BaseException) -> bool:
    """Whether the book's own code, or Python for a call that does not fit, raised it, and no library from inside."""
    last = traceback.extract_tb(error.__traceback__)[-1].filename
    return f"{os.sep}simulations{os.sep}" in last or f"{os.sep}everystate{os.sep}" in last or last == __file__


def _limit() -> None:
    """A call may have MEMORY more than there is now, and write no file; the alarm is heard."""
    with open("/proc/self/statm", encoding="ascii") as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, now + MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def alarm(*_: Any) -> None:
        raise TooSlow

    signal.signal(signal.SIGALRM, alarm)


def _serve(one: Callable, bases: list[dict[str, Any]], todo: list[Case], start: int, out: int) -> None:
    """In the process of its own: the right calls first, then the wrong ones from ``start``, a line each."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    gc.freeze()  # what there was is not gone through within a call's time
    _limit()

    def say(*words: Any) -> None:
        os.write(out, json.dumps(words).encode() + b"\n")

    nan, right = {}, set()
    for number, base in enumerate(bases):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                signal.setitimer(signal.ITIMER_REAL, SECONDS)
                nan[number] = has_nan(call(one, base))
                right.add(number)
        except BaseException as error:
            say("wrong from the start", number, f"{type(error).__name__}: {error}"[:200])
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    for number in range(start, len(todo)):
        case = todo[number]
        if case.base in right:
            say("try", number)
            say("done", number, *judged(one, case, bases[case.base], nan_before=nan[case.base]))
    say("end")


def attack(one: Callable, bases: list[dict[str, Any]], todo: list[Case]) -> Iterator[tuple[Any, ...]]:
    """The outcome of each case, by its number; ("wrong from the start", base, why) for a right call that fails."""
    start = 0
    while start < len(todo):
        read, write = os.pipe()
        child = os.fork()
        if not child:
            try:
                os.close(read)
                _serve(one, bases, todo, start, write)
            finally:
                os._exit(0)
        os.close(write)
        at, ended = None, False
        with os.fdopen(read, "rb") as lines:
            rest = b""
            while True:
                ready, _, _ = select.select([lines], [], [], ALARM)
                more = os.read(lines.fileno(), 1 << 16) if ready else b""
                if not more:
                    break
                *whole, rest = (rest + more).split(b"\n")
                for kind, *words in map(json.loads, whole):
                    if kind == "try":
                        at = words[0]
                    elif kind == "done":
                        at, start = None, words[0] + 1
                        yield ("done", *words)
                    elif kind == "end":
                        ended = True
                    elif start == 0:
                        yield (kind, *words)
        if not ended:
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if ended:
            return
        if at is None:  # a right call that does not come back
            yield "wrong from the start", 0, "it does not come back"
            return
        yield "done", at, *(("too slow", "it hears no alarm") if not ready else ("ended its process", ""))
        start = at + 1


def main(arguments: list[str] | None = None) -> int:
    """Attacks what is named; the exit status, 1 where something is at fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks.functions", description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--calls", type=int, default=CALLS, help=f"how many, drawn by the seed; 0: all ({CALLS})")
    parser.add_argument(
        "--only", nargs="*", default=[], metavar="WORD", help="functions whose full name has one of them"
    )
    parser.add_argument("--all", action="store_true", help="hold those that no cell calls to the same rule")
    parser.add_argument("--answered", action="store_true", help="list the wrong calls that were answered, too")
    chosen = parser.parse_args(arguments)
    began, rng = time.monotonic(), random.Random(chosen.seed)
    os.environ.setdefault("EXPLORER_HOST", "text")
    known = {name: one for name, one in found.functions().items() if _chosen(name, chosen.only)}
    rooms = {name.split(".")[1] for name in known}
    chapters = [one for one in found.chapter_cells.WITH_EXPLORERS if not chosen.only or one in rooms]
    calls, met = found.seen(known, chapters or found.chapter_cells.WITH_EXPLORERS), found.met()
    plans, without = {}, []
    for name, one in known.items():
        bases = found.right_calls(one, calls.get(name, []))
        plans[name] = bases, cases(bases, f"{chosen.seed} {name}")
        if not bases:
            without.append(name)
    if chosen.calls:
        kept: set[tuple[str, int]] = set()
        for drawn in (True, False):  # half of them, and what the other half has too few of
            those = [
                (name, at) for name, (_, todo) in plans.items() for at, one in enumerate(todo) if one.drawn is drawn
            ]
            kept |= {*rng.sample(those, min(chosen.calls - len(kept) if not drawn else chosen.calls // 2, len(those)))}
        plans = {
            name: (bases, [case for number, case in enumerate(todo) if (name, number) in kept])
            for name, (bases, todo) in plans.items()
        }
    count, tried, failed, unsound = Counter(), 0, 0, []
    faults: dict[tuple[str, str], list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, (bases, todo) in plans.items():
            strict = chosen.all or (name in met and name.split(".")[-2] not in SHOWN)
            for kind, number, *words in attack(known[name], bases, todo):
                if kind != "done":
                    unsound.append(f"{name}: {words[0]}")
                    continue
                outcome, said = words
                tried += 1
                count[outcome] += 1
                good = outcome in GOOD
                at_fault = not good and (strict or outcome in LETHAL)
                failed += at_fault
                if at_fault or (chosen.answered and outcome == "answered"):
                    where = f"{name.partition('.')[2]}({', '.join(one for one, _, _ in todo[number].changes)})"
                    faults.setdefault((outcome, where), []).append(f"{todo[number].words}: {said}")
            while faults:
                (outcome, where), cases_of_it = faults.popitem()
                more = f" (and {len(cases_of_it) - 1} more)" if len(cases_of_it) > 1 else ""
                line = f"{outcome}: {where}: {cases_of_it[0]}{more}".replace("\n", " ")[:300]
                print(line.encode(errors="backslashreplace").decode(), flush=True)
        os.chdir(found.chapter_cells.ROOT)
    print(*(f"{words}: {number}" for words, number in count.most_common()), sep="\n")
    print(f"{len(without)} functions take what only the book makes: {', '.join(without)}")
    print(*(f"no right call: {line}" for line in unsound), sep="\n")
    print(
        f"{tried} wrong calls of {len(known) - len(without)} functions, {failed} at fault, seed {chosen.seed}, "
        f"{time.monotonic() - began:.0f} s"
    )
    return 1 if failed else 0


def _chosen(name: str, only: list[str]) -> bool:
    return not only or any(word in name for word in only)


if __name__ == "__main__":
    sys.exit(main())
