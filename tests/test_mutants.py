"""The list of small breaks fits the code that it breaks."""

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
