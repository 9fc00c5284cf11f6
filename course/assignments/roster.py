"""A course's roster: who is in it, by number, from a table that any spreadsheet writes."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from simulations.check import require
from simulations.files import read_plain

COLUMNS = ("number", "name", "email")
SEPARATORS = ",;\t"
LONGEST = 18  # digits of a number
ONE = "a row for each student under the heading number (name and email may stand beside it)"


@dataclass(frozen=True, order=True)
class Student:
    """One of a course: a whole ``number``, 0 or more; the rest may be empty.

    ``name`` is for the instructor's tables alone; by ``email`` Gradescope says who hands in.
    """

    number: int
    name: str = ""
    email: str = ""


def read_roster(path: Path) -> tuple[Student, ...]:
    """The students of a CSV file, by number.

    Its first line names the columns: ``number``, and perhaps ``name`` and ``email``; others are left unread. Commas,
    semicolons and tabs separate, and the mark that Excel puts first is taken. Raises ``ValueError`` that names the file
    and the line for what cannot be: no such file, no student, no column ``number``, a number that is none or is twice,
    an email that is twice, a row that is longer than the heading.
    """
    try:
        text = read_plain(path).decode("utf-8-sig")
    except OSError as error:
        raise ValueError(f"the roster {path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ValueError(
            f"the roster {path} must be text in UTF-8: save it as CSV UTF-8, not in another form"
        ) from None
    lines = text.splitlines()
    if not text.strip():
        raise ValueError(f"the roster {path} must hold {ONE}, and it is empty")
    separator = max(SEPARATORS, key=lines[0].count)
    rows = _rows(path, lines, separator)
    _, heading = next(rows)
    places = _columns(heading, path)
    students: dict[int, Student] = {}
    seen: dict[object, int] = {}
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        where = f"{path}, line {line}"
        fits = not any(cell.strip() for cell in row[len(heading) :])
        require(fits, f"{where}: a row", "be no longer than the heading", separator.join(row))
        student = _student(row, places, where)
        for kind, value in (("number", student.number), ("email", student.email.casefold())):
            if value != "" and (kind, value) in seen:
                raise ValueError(f"{where}: the {kind} {value} stands in line {seen[kind, value]} already")
            seen[kind, value] = line
        students[student.number] = student
    if not students:
        raise ValueError(f"the roster {path} must hold {ONE}, and there is only the heading")
    return tuple(sorted(students.values()))


def _rows(path: Path, lines: list[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table, each with the number of the line that it ends on."""
    reader = csv.reader(lines, delimiter=separator)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise ValueError(f"{path}, line {reader.line_num}: a cell must be a name or a number: {error}") from None


def _columns(heading: list[str], path: Path) -> dict[str, int]:
    """Where the columns stand that are read."""
    names = [name.strip().casefold() for name in heading]
    if "number" not in names:
        found = ", ".join(name for name in names if name) or "nothing"
        raise ValueError(f"{path}, line 1: the heading must name the column number, and it names {found}")
    if twice := [name for name in COLUMNS if names.count(name) > 1]:
        raise ValueError(f"{path}, line 1: the heading must name {twice[0]} once, not {names.count(twice[0])} times")
    return {name: names.index(name) for name in COLUMNS if name in names}


def _student(row: list[str], places: dict[str, int], where: str) -> Student:
    cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
    number = cells["number"]
    fits = number.isascii() and number.isdigit() and len(number) <= LONGEST
    require(fits, f"{where}: number", f"be a whole number, 0 or more, of {LONGEST} digits at most", number)
    return Student(int(number), cells.get("name", ""), cells.get("email", ""))
