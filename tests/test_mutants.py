"""The list of small breaks fits the code that it breaks, and each file that a sample breaks has tests."""

import mirrored
import mutants
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
            "tests/circuits/test_training.py",
            "tests/circuits/test_drawings.py",
        ),
        ("simulations/laws/zipf.py", "tests/laws/test_zipf.py", "tests/laws/test_zipf.py"),
        ("simulations/words.py", "tests/test_words.py", "tests/test_words.py"),
        ("extensions/minutes.py", "tests/extensions/test_minutes.py", "tests/extensions/test_extension.py"),
    ],
)
def test_a_file_is_held_by_the_tests_that_mirror_it(file, first, other):
    tests = mirrored.tests_of(file)
    assert tests[0] == first and other in tests


def test_every_room_is_sampled():
    chapters = {path.stem for path in (ROOT / "chapters").glob("*.ipynb")}
    assert chapters <= {mirrored.room(file) for file in mirrored.files()}
    assert all(mirrored.tests_of(file) for file in mirrored.files())
