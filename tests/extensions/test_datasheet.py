"""The datasheet: every file of figures has its sheet, and a note that lacks a part is named."""

import numpy as np
import pytest
from conftest import ROOT

from extensions import datasheet
from simulations import data

SOURCE = "# Source: counted in x.csv (wei2022emergent, brown2020language).\n"
NOTE = f"# Shares of things.\n{SOURCE}# Licence: MIT. Derived by: f.py\n"


def test_every_file_has_a_sheet():
    there = {path.name for path in (ROOT / datasheet.FOLDER).iterdir() if path.suffix in (".csv", ".npz")}
    found = datasheet.sheets()
    assert [one.name for one in found] == sorted(there)
    for one in found:
        if one.rows:
            columns = data.table(one.name.removesuffix(".csv"))
            assert one.columns == tuple(columns) and one.rows == len(next(iter(columns.values())))


def test_a_sheet_says_what_the_note_says(tmp_path):
    (tmp_path / "t.csv").write_text(f"{NOTE}a,b\n1,2\n3,4\n")
    assert datasheet.sheet(tmp_path / "t.csv") == datasheet.Sheet(
        name="t.csv",
        holds="Shares of things.",
        source="counted in `x.csv` {cite:p}`wei2022emergent,brown2020language`",
        licence="MIT",
        made="`f.py`",
        columns=("a", "b"),
        rows=2,
    )


def test_an_archive_has_its_note_in_an_array(tmp_path):
    note = np.array("Pictures.\nSource: trained by this project\nMade by: python -m simulations.x all\nLicence: MIT")
    np.savez(tmp_path / "t.npz", note=note, pictures=np.zeros((2, 3)))
    sheet = datasheet.sheet(tmp_path / "t.npz")
    assert (sheet.made, sheet.columns, sheet.rows) == ("`python -m simulations.x all`", ("pictures (2, 3)",), None)


@pytest.mark.parametrize(
    "part, lacks",
    [
        ("# Shares of things.\n", "what it holds"),
        (SOURCE, "source"),
        ("Licence: MIT. ", "licence"),
        ("Derived by: f.py", "the deriving script or command"),
    ],
)
def test_a_note_that_lacks_a_part_is_named(tmp_path, part, lacks):
    assert part in NOTE
    (tmp_path / "t.csv").write_text(f"{NOTE.replace(part, '')}a,b\n1,2\n")
    with pytest.raises(ValueError, match=rf"t\.csv: its note must say {lacks}$"):
        datasheet.sheets(tmp_path)


def test_a_field_goes_on_to_the_next():
    found = datasheet.fields("Of two\nlines.\nSources: a:\nb; c.\nDeriving script: none, by hand.\nOn: a machine")
    assert found == {"holds": "Of two lines.", "source": "a: b; c", "made": "none, by hand", "machine": "a machine"}


def test_keys_and_names_become_citations_and_code():
    said = datasheet.words("wei2022emergent, Table 1, by derive_a.py; after (chen2021evaluating)")
    assert said == "{cite:t}`wei2022emergent`, Table 1, by `derive_a.py`; after {cite:p}`chen2021evaluating`"
