"""The table of frameworks and laws: the chapter prints its rows, and they are read again in time."""

import datetime
from pathlib import Path

import numpy as np
import pytest

from simulations.data import table

MONTHS = 6
CHAPTER = Path(__file__).parents[2] / "chapters/safety.md"
AGAIN = (
    "simulations/data/frameworks.csv was last read against its sources on {oldest}, more than {months} months ago "
    "({names}). Read each of these rows again: is the version still the latest, and does it still ask for this? "
    "Correct the row there and in chapters/safety.md (a table and its Sources), put a correction into "
    "chapters/changes.md, and set the row's date"
)


def overdue(rows: dict[str, np.ndarray], today: datetime.date) -> str:
    """What to do where a current row was read too long before ``today``; empty where none was."""
    dates = {
        f"{name}, {dated}": datetime.date.fromisoformat(read)
        for name, dated, read, current in zip(*(rows[c] for c in ("name", "dated", "read", "current")), strict=True)
        if float(current)
    }
    late = [name for name, read in dates.items() if (today - read).days > 365 * MONTHS / 12]
    return AGAIN.format(oldest=min(dates.values()), months=MONTHS, names="; ".join(late)) if late else ""


def test_the_current_rows_were_read_in_the_last_six_months():
    said = overdue(table("frameworks"), datetime.date.today())
    assert not said, said


@pytest.mark.parametrize(("date", "late"), [("2026-12-24", 0), ("2027-05-31", 0), ("2027-06-02", 1)])
def test_it_complains_in_time_and_names_the_rows(date, late):
    rows = table("frameworks")
    rows = rows | {"read": np.full(len(rows["read"]), "2026-11-30")}
    said = overdue(rows, datetime.date.fromisoformat(date))
    assert bool(said) == bool(late)
    assert not late or ("version 3.4, 8 Jul 2026" in said and "19 Sep 2023" not in said)


def test_the_chapter_prints_every_row():
    printed = CHAPTER.read_text(encoding="utf-8").splitlines()
    rows = table("frameworks")
    for name, source, dated, when, then in zip(
        *(rows[column] for column in ("name", "source", "dated", "when", "then")), strict=True
    ):
        wanted = f"| {name} {{cite:p}}`{source}` | {dated} | {when} | {then} |"
        assert wanted in printed, f"the chapter does not print: {wanted}"


def test_no_day_of_reading_lies_ahead():
    assert max(table("frameworks")["read"]) <= datetime.date.today().isoformat()
