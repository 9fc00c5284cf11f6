"""Where and how a source can be broken, by Cosmic Ray's operators: for ``mutant_sample.py``.

Left out is what ``mutants_left_out.py`` says, and the mutants of ``mutants_equivalent.toml``, which change nothing at
all.
"""

import ast
import random
import tomllib
from collections import defaultdict
from dataclasses import dataclass

import parso  # before cosmic_ray, whose own import of it is circular
from cosmic_ray.ast import ast_nodes
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from mirrored import ROOT
from mutants_left_out import left_out

BITS = ("BitOr", "BitAnd", "BitXor", "LShift", "RShift")  # of numbers' operators: a mere TypeError, mostly


@dataclass(frozen=True)
class Mutant:
    """A file of the repository with one thing changed: its lines ``before`` and ``after``, and its whole ``text``."""

    file: str
    line: int
    before: str
    after: str
    text: str

    def __str__(self):
        return f"{self.file}:{self.line}\n      {self.before}\n      {self.after}"


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
