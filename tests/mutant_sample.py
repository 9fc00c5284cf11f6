"""Whether the tests see what a reader would, in breaks that nobody chose: the second half of `make mutants`.

    make mutants [SAMPLE=240] [SEED=1]

Cosmic Ray's operators make the mutants, as a library: its own runner has one test command for a whole package, and
here each file has tests of its own, so that a mutant takes seconds. As many are drawn from each room (a chapter's
folder, laws, what all share, the explorer, the extensions). A mutant goes into a copy of the last commit and is tried
against the tests that the layout gives its file, then against its chapter's notebook. Left out are annotations, what
only looks different (``LOOKS``), and the mutants of ``mutants_equivalent.toml``, which change nothing at all.
"""

import ast
import json
import os
import queue
import random
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import mutants
import parso  # before cosmic_ray, whose own import of it is circular
from cosmic_ray.ast import ast_nodes
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = mutants.ROOT
AT_ONCE = 2
LOOKS = {"linewidth", "alpha", "margin", "s", "markersize", "fontsize", "zorder", "pad", "labelpad", "frameon"}
BROAD = ("test_drawings.py", "test_captions.py", "test_explorer.py", "test_extension.py")  # of a folder's every file
BITS = ("BitOr", "BitAnd", "BitXor", "LShift", "RShift")  # of numbers' operators: a mere TypeError, mostly
LARGE = 1000  # numbers from here on are not changed by one, which nobody would notice


@dataclass(frozen=True)
class Mutant:
    """A file of the repository with one thing changed: its lines ``before`` and ``after``, and its whole ``text``."""

    file: str
    line: int
    before: str
    after: str
    text: str

    @property
    def room(self) -> str:
        return room(self.file)

    def __str__(self):
        return f"{self.file}:{self.line}\n      {self.before}\n      {self.after}"


def files() -> list[str]:
    """What is broken: the package without its tables, the explorer and the extensions."""
    found = [
        *(ROOT / "simulations").rglob("*.py"),
        *(ROOT / "everystate").glob("*.py"),
        *(ROOT / "extensions").glob("*.py"),
    ]
    names = sorted(path.relative_to(ROOT).as_posix() for path in found if path.stem != "__init__")
    return [name for name in names if not name.startswith("simulations/data/")]


def room(file: str) -> str:
    """A chapter's folder, ``laws``, ``everystate`` or ``extensions``; ``simulations`` for what all chapters share."""
    return Path(file).parent.name


def tests_of(file: str) -> list[str]:
    """The tests of a file: its own, the folder's that import it (all where none does), broad ones."""
    name = Path(file).stem
    folder = ROOT / "tests" / (Path(file).parent.relative_to("simulations") if "simulations/" in file else room(file))
    there = sorted(folder.glob("test_*.py"))
    importing = rf"^\s*(?:from|import) .*\b{name}\b"
    naming = [path for path in there if re.search(importing, path.read_text(encoding="utf-8"), re.MULTILINE)]
    own = [path for path in there if path.name == f"test_{name}.py"]
    broad = [path for path in there if path.name in BROAD]
    chosen = dict.fromkeys([*own, *(naming or there), *broad])
    return [path.relative_to(ROOT).as_posix() for path in chosen]


def notebook_of(file: str) -> list[str]:
    """pytest's words for the notebook of a file's chapter; none where it is no chapter's."""
    path = f"chapters/{room(file)}.ipynb"
    return ["--nbval", path] if (ROOT / path).exists() else []


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


def places(source: str) -> list[list[tuple[str, int]]]:
    """Where a source can be broken: for each place the ways, Cosmic Ray's operators and which of their occurrences."""
    found = defaultdict(list)
    nodes = list(ast_nodes(parso.parse(source)))
    for name in filter(used, sorted(operator_names())):
        operator, occurrence = get_operator(name)(), 0
        for node in nodes:
            for position in operator.mutation_positions(node):
                if not left_out(node):
                    found[position].append((name, occurrence))
                occurrence += 1
    return [found[position] for position in sorted(found)]


def used(operator: str) -> bool:
    """Whether an operator is: not those that want names, nor those that put an operator of bits for one of numbers."""
    _, *between = operator.split("_")
    return "Variable" not in operator and len({name in BITS for name in between}) < 2


def left_out(node) -> bool:
    """Whether a node is a large number, or stands in an annotation, a mere look, or what runs a module as a command."""
    if node.type == "number" and abs(ast.literal_eval(node.value)) >= LARGE:
        return True
    while node.parent:
        above, first = node.parent, node.parent.children[0]
        if above.type == "annassign" and node is above.children[1]:
            return True
        if above.type in ("tfpdef", "param", "funcdef") and getattr(node.get_previous_sibling(), "value", "") in (
            ":",
            "->",
        ):
            if node.type != "suite":
                return True
        if above.type == "argument" and getattr(first, "value", "") in LOOKS:
            return True
        if above.type == "if_stmt" and "__main__" in above.children[1].get_code():
            return True
        node = above
    return False


def mutant_at(file: str, source: str, ways: list[tuple[str, int]], rng: random.Random) -> Mutant | None:
    """The source broken at a place in one of its ways; nothing where that is no Python, no change, or a known one."""
    name, occurrence = rng.choice(ways)
    text = mutate_code(source, get_operator(name)(), occurrence)
    try:
        if text is None or ast.dump(ast.parse(text)) == ast.dump(ast.parse(source)):
            return None
        compile(text, file, "exec")
    except SyntaxError:
        return None
    old, new = source.splitlines(), text.splitlines()
    at = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)) - 1)
    mutant = Mutant(file, at + 1, old[at].strip(), new[at].strip(), text)
    return None if [mutant.file, mutant.before, mutant.after] in equivalents() else mutant


def equivalents() -> list[list[str]]:
    """The mutants that are known to change nothing: their file and their lines, before and after."""
    read = tomllib.loads((ROOT / "tests" / "mutants_equivalent.toml").read_text(encoding="utf-8"))
    return [[one["file"], one["before"], one["after"]] for one in read.get("equivalent", [])]


class Tree:
    """A copy of the last commit, and a process that runs its tests (``warm.py``); those in a browser are left out."""

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

    def _status(self, words: list[str], seconds: float) -> int:
        line = json.dumps([int(seconds), ["-x", "-q", "-p", "no:cacheprovider", *words]])
        self.warm.stdin.write(f"{line}\n")
        self.warm.stdin.flush()
        return int(self.warm.stdout.readline())

    def lets_live(self, mutant: Mutant, seconds: float) -> bool:
        """Whether the tests pass with the mutant in the tree, which is afterwards as it was."""
        path = self.folder / mutant.file
        sound = path.read_text(encoding="utf-8")
        try:
            path.write_text(mutant.text, encoding="utf-8")
            return self.passes(mutant.file, seconds)
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


def main(number: str = "240", seed: str = "1", *only: str) -> int:
    """Tries a sample (of some rooms only, where they are named); 1 where too many survive."""
    rooms = defaultdict(list)
    for mutant in sample(int(number), int(seed)):
        if not only or mutant.room in only:
            rooms[mutant.room].append(mutant)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        trees = queue.Queue()
        for i in range(AT_ONCE):
            trees.put(Tree(Path(folder) / str(i)))
        tried = list(pool.map(try_room, rooms.values(), [trees] * len(rooms)))
        while not trees.empty():
            trees.get().warm.communicate()
    return account({name: (drawn, *outcome) for (name, drawn), outcome in zip(rooms.items(), tried, strict=True)})


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
    sys.exit(main(*sys.argv[1:]))
