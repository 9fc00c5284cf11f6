"""Whether the tests see what a reader would, in breaks that nobody chose: the second half of `make mutants`.

    make mutants [SAMPLE=240] [SEED=1]

Cosmic Ray's operators make the mutants, as a library: its own runner has one test command for a whole package, and
here each file has tests of its own, so that a mutant takes seconds. As many are drawn from each room (a chapter's
folder, laws, what all share, the explorer, the extensions). A mutant goes into a copy of the last commit and is tried
against the tests that the layout gives its file, then against its chapter's notebook.
"""

import argparse
import json
import os
import queue
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import chromium
import mutants
from mirrored import ROOT, files, notebook_of, room, tests_of
from mutant_places import Mutant, mutant_at, places

AT_ONCE = 2
# What the other tests let live is looked at in a browser, where that is what its room is for: slow, and for few.
BY_EYE = {"everystate": "tests/everystate/test_honoured.py", "extensions": "tests/extensions/test_new.py"}


def sample(number: int, seed: int) -> list[Mutant]:
    """About ``number`` mutants, as many from each room, each at another place."""
    rng = random.Random(seed)
    rooms = defaultdict(list)
    for file in files():
        source = (ROOT / file).read_text(encoding="utf-8")
        rooms[room(file)] += [(file, source, ways) for ways in places(source)]
    drawn = []
    for found in rooms.values():
        rng.shuffle(found)
        made = (mutant for place in found if (mutant := mutant_at(*place, rng)))
        drawn += [mutant for mutant, _ in zip(made, range(round(number / len(rooms))), strict=False)]
    rng.shuffle(drawn)
    return drawn


class Tree:
    """A copy of the last commit, and a process that runs its tests (``warm.py``); those in a browser are left out, but
    for BY_EYE."""

    def __init__(self, folder: Path):
        self.folder = folder
        subprocess.run(["git", "clone", "--quiet", "--shared", ROOT, folder], check=True)
        (folder / ".venv").symlink_to((ROOT / ".venv").resolve())
        surroundings = {
            **os.environ,
            "PYTHONPATH": str(folder),
            "IPYTHONDIR": str(folder / "extensions" / "kernel"),
            "EXPLORER_HOST": "text",
            "WITHOUT_BROWSER": "1",  # what looks at a built book would see nothing
            "PYTHONDONTWRITEBYTECODE": "1",  # two breaks of one size in one second would share their bytecode
        }
        command = [folder / ".venv" / "bin" / "python", folder / "tests" / "warm.py"]
        ends = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.warm = subprocess.Popen(command, cwd=folder, env=surroundings, text=True, **ends)

    def passes(self, file: str, seconds: float) -> bool:
        """Whether the tests of a file pass, and then its chapter's notebook, each within a time."""
        runs = [words for words in (tests_of(file), notebook_of(file)) if words]
        return all(self._status(words, seconds) in (0, 5) for words in runs)  # 5: all of them want a browser

    def looks_sound(self, file: str) -> bool:
        """Whether the tests in a browser pass that a file's room has for what the others let live."""
        words, seen = BY_EYE.get(room(file)), chromium.find()
        return not (words and seen) or self._status([words], 600, WITHOUT_BROWSER="", CHROMIUM=seen) == 0

    def _status(self, words: list[str], seconds: float, **surroundings: str) -> int:
        line = json.dumps([int(seconds), ["-x", "-q", "-p", "no:cacheprovider", *words], surroundings])
        self.warm.stdin.write(f"{line}\n")
        self.warm.stdin.flush()
        return int(self.warm.stdout.readline())

    def lets_live(self, mutant: Mutant, seconds: float) -> bool:
        """Whether the tests pass with the mutant in the tree, which is afterwards as it was."""
        path = self.folder / mutant.file
        sound = path.read_text(encoding="utf-8")
        try:
            path.write_text(mutant.text, encoding="utf-8")
            return self.passes(mutant.file, seconds) and self.looks_sound(mutant.file)
        finally:
            path.write_text(sound, encoding="utf-8")


def try_room(drawn: list[Mutant], trees: queue.Queue) -> tuple[list[Mutant], list[Mutant]]:
    """The survivors among one room's mutants, and those that could not be tried: the tests fail without a break."""
    alive, untried = [], []
    tree, limits = trees.get(), {}
    for mutant in sorted(drawn, key=lambda mutant: mutant.file):
        if mutant.file not in limits:
            began = time.monotonic()
            well = tree.passes(mutant.file, 1800)
            limits[mutant.file] = 60 + 5 * (time.monotonic() - began) if well else None
        if (seconds := limits[mutant.file]) is None:
            untried.append(mutant)
        elif tree.lets_live(mutant, seconds):
            alive.append(mutant)
        mark = {id(mutant): "SURVIVES" for mutant in alive} | {id(mutant): "not tried" for mutant in untried}
        print(f"{mark.get(id(mutant), 'seen'):9} {mutant}", flush=True)
    trees.put(tree)
    return alive, untried


def main(arguments: list[str] | None = None) -> int:
    """Tries a sample (of some rooms only, where they are named); 1 where too many survive."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("sample", type=_whole, nargs="?", default=240, metavar="SAMPLE")
    parser.add_argument("seed", type=_whole, nargs="?", default=1, metavar="SEED")
    parser.add_argument("rooms", nargs="*", metavar="ROOM")
    chosen = parser.parse_args(arguments)
    known = sorted({room(file) for file in files()})
    if unknown := [name for name in chosen.rooms if name not in known]:
        parser.error(f"ROOM must be some of {', '.join(known)}, not {', '.join(unknown)}")
    rooms = defaultdict(list)
    for mutant in sample(chosen.sample, chosen.seed):
        if not chosen.rooms or room(mutant.file) in chosen.rooms:
            rooms[room(mutant.file)].append(mutant)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        trees = queue.Queue()
        for i in range(AT_ONCE):
            trees.put(Tree(Path(folder) / str(i)))
        tried = list(pool.map(try_room, rooms.values(), [trees] * len(rooms)))
        while not trees.empty():
            trees.get().warm.communicate()
    return account({name: (drawn, *outcome) for (name, drawn), outcome in zip(rooms.items(), tried, strict=True)})


def _whole(text: str) -> int:
    """A whole number of one digit to six."""
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"must be a whole number, 0 to 999,999, not {text!r}")
    return int(text)


def account(rooms: dict[str, tuple[list[Mutant], list[Mutant], list[Mutant]]]) -> int:
    """Prints what each room's tests saw, the survivors and what was not tried; 1 where that is too much."""
    print()
    for name, (drawn, alive, untried) in sorted(rooms.items()):
        tried = len(drawn) - len(untried)
        print(f"{name:12} {tried - len(alive)} of {tried}")
    drawn, alive, untried = (sum(lists, []) for lists in zip(*rooms.values(), strict=True))
    tried = len(drawn) - len(untried)
    print(f"{tried - len(alive)} of {tried} mutants of the sample were seen", *alive, sep="\n  not seen: ")
    if untried:
        print("Their tests fail without a break:", *sorted({mutant.file for mutant in untried}), sep="\n  ")
    return int(bool(untried) or len(alive) > mutants.SURVIVORS_ALLOWED * tried)


if __name__ == "__main__":
    sys.exit(main())
