"""The list of small breaks fits the code that it breaks, and each file that a sample breaks has tests."""

import mirrored
import mutants
import mutants_left_out
import parso
import pytest
from conftest import ROOT


@pytest.mark.parametrize("name", mutants.mutants())
def test_every_break_has_its_place(name):
    mutant = mutants.mutants()[name]
    text = (ROOT / mutant["file"]).read_text(encoding="utf-8")
    assert mutants.mutated(text, mutant) != text
    files = [word.split("::")[0] for word in mutant["tests"] if word.startswith(("tests/", "chapters/"))]
    assert files and all((ROOT / file).exists() for file in files)


@pytest.mark.parametrize(
    ("file", "first", "other"),
    [
        ("simulations/mirage/metrics.py", "tests/mirage/test_metrics.py", "tests/mirage/test_drawings.py"),
        (
            "simulations/circuits/parity_network.py",
            "tests/circuits/test_toys.py",
            "tests/circuits/test_training.py",
        ),
        ("simulations/laws/zipf.py", "tests/laws/test_zipf.py", "tests/laws/test_zipf.py"),
        ("simulations/words.py", "tests/test_words.py", "tests/test_words.py"),
        ("extensions/minutes.py", "tests/extensions/test_minutes.py", "tests/extensions/test_extension.py"),
    ],
)
def test_a_file_is_held_by_the_tests_that_mirror_it(file, first, other):
    tests = mirrored.tests_of(file)
    assert tests[0] == first and other in tests


def test_a_file_of_a_chapter_is_held_by_its_figures_other_states_and_exercises_and_one_of_all_by_their_states():
    other = "tests/test_states.py::test_the_other_states_are_as_they_were"
    asked = "tests/test_states.py::test_the_exercises_are_as_they_were"
    ledger = "tests/test_states.py::test_what_the_ledger_measures_is_as_it_was"
    alone = "tests/test_states.py::test_what_a_function_takes_by_itself_is_what_its_figure_offers"
    own = [f"{test}[mirage]" for test in (other, alone, asked, ledger)]
    assert mirrored.tests_of("simulations/mirage/drawings.py")[-4:] == own
    several = [f"{test}[{name}]" for name in ("mirage", "theories") for test in (other, alone)]
    assert mirrored.states_of("simulations/laws/popular.py") == several
    assert mirrored.states_of("extensions/build.py") == mirrored.states_of("everystate/svg.py") == []


BROKEN_ANYWHERE = """
import functools
from dataclasses import dataclass
from functools import cache

@cache
def one(): ...

@functools.lru_cache(maxsize=9)
def two(): ...

@functools.cached_property
def three(): ...

@dataclass(frozen=True)
class Four:
    size = 7

five = dict(frozen_size=8)
six = zip([9], [9], strict=True)
"""


def nodes(tree):
    yield tree
    for child in getattr(tree, "children", ()):
        yield from nodes(child)


def test_caches_and_what_only_guards_are_not_broken_and_what_looks_like_them_is():
    found = [node for node in nodes(parso.parse(BROKEN_ANYWHERE)) if not mutants_left_out.left_out(node)]
    decorators = [node.get_code(include_prefix=False).strip() for node in found if node.type == "decorator"]
    assert decorators == ["@functools.cached_property", "@dataclass(frozen=True)"]
    values = [node.value for node in found if node.type in ("number", "keyword") and node.value in "7 8 9 True False"]
    assert values == ["7", "8", "9", "9"]


def test_every_room_is_sampled():
    chapters = {path.stem for path in (ROOT / "chapters").glob("*.ipynb")}
    assert chapters <= {mirrored.room(file) for file in mirrored.files()}
    assert all(mirrored.tests_of(file) for file in mirrored.files())
