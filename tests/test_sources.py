"""Every table of figures says where its numbers are from, and every source that it names is in the bibliography."""

import re
from pathlib import Path

import pytest
import yaml

from simulations import data

ROOT = Path(__file__).parents[1]
KEY = re.compile(r"\b[a-z]+(?:19|20)\d\d[a-z0-9]+\b")
# Tables of runs made for this book: they cite what they follow, if anything.
OWN = re.compile(
    r"(trained|made|run|computed) (for|by|in) (this|the) (book|project)|made by: python -m simulations", re.I
)


def bibliography() -> set[str]:
    return set(re.findall(r"^@\w+\{\s*([^,\s]+)", (ROOT / "references.bib").read_text(encoding="utf-8"), re.MULTILINE))


def cited() -> set[str]:
    """Keys that a chapter, the ledger's table, a data table or a module names."""
    files = [*ROOT.glob("*.md"), *ROOT.glob("chapters/*.md"), ROOT / "chapters/claims.yml"]
    files += [*ROOT.glob("simulations/**/*.py"), *ROOT.glob("simulations/data/*.csv")]
    return {key for file in files for key in KEY.findall(file.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("name", data.names())
def test_a_table_names_its_source_licence_and_how_it_was_made(name):
    note = data.note(name)
    for wanted in (
        r"^(sources?|made by):",
        r"\blicence\b|\bMIT\b|\bApache-2|\bCC BY\b",
        r"^(deriving script|derived by|made by):",
    ):
        assert re.search(wanted, note, re.IGNORECASE | re.MULTILINE), f"{name}.csv: nothing like {wanted}"
    assert KEY.search(note) or OWN.search(note) or "source" in data.table(name), f"{name}.csv cites nothing"


@pytest.mark.parametrize("name", data.names())
def test_the_keys_in_a_tables_note_are_in_the_bibliography(name):
    missing = set(KEY.findall(data.note(name))) - bibliography()
    assert not missing, f"{name}.csv cites {', '.join(sorted(missing))}"


@pytest.mark.parametrize("name", [name for name in data.names() if "source" in data.table(name)])
def test_each_row_of_a_table_with_a_source_column_cites_the_bibliography(name):
    for row, keys in enumerate(data.table(name)["source"], 1):
        assert keys.split(), f"{name}.csv, row {row}, cites nothing"
        missing = set(keys.split()) - bibliography()
        assert not missing, f"{name}.csv, row {row}, cites {', '.join(sorted(missing))}"


def test_the_claims_cite_the_bibliography():
    for claim in yaml.safe_load((ROOT / "chapters/claims.yml").read_text(encoding="utf-8")) or []:
        missing = set(claim["sources"]) - bibliography()
        assert claim["sources"] and not missing, f"claim {claim['id']} cites {', '.join(sorted(missing)) or 'nothing'}"


def test_every_entry_of_the_bibliography_is_used():
    unused = bibliography() - cited()
    assert not unused, f"in references.bib, cited nowhere: {', '.join(sorted(unused))}"


def test_a_deriving_script_that_a_table_names_is_there():
    for name in data.names():
        for script in re.findall(r"derive_\w+\.py", data.note(name)):
            assert (ROOT / "simulations/data" / script).is_file(), f"{name}.csv names {script}"
