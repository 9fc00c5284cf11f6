"""Otter's autograder: the same bytes for the same assignment, and the same points as the book's own judge."""

import json
import os
import subprocess
import sys
import zipfile

import pytest
from conftest import ROOT
from handed_in import filled

from course import archive
from course.assignments import notebook as notebooks, otter
from course.assignments.keys import Key
from course.assignments.notebook import Notebooks
from course.assignments.roster import Student
from course.assignments.wheel import wheel

NAMES = ("mirage-1", "mirage-2", "mirage-5", "mirage-7")
KEY = Key("mirage", 918273645, NAMES, (Student(7), Student(12)))
WRONG = {"fewest": 900, "places": [0, 1], "needed": 7, "by_rule": 25}  # the last cannot be read
HAND_INS = {
    "right": lambda exercise: KEY.expected(12, exercise),
    "wrong": lambda exercise: {name: WRONG.get(name, 0.123456) for name in KEY.expected(12, exercise)},
    "partly": lambda exercise: KEY.expected(12, exercise) if exercise in ("mirage-1", "mirage-5") else {},
}


@pytest.fixture(scope="module")
def books():
    return Notebooks(KEY)


@pytest.fixture(scope="module")
def autograder(books, tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "autograder.zip"
    otter.autograder(books, path, proved=False)
    return path


def test_otter_gives_the_points_that_the_judge_gives(books, autograder, tmp_path):
    began = {}
    for name, answers in HAND_INS.items():
        notebooks.write(tmp_path / f"{name}.ipynb", filled(books.student(12), answers))
        command = [sys.executable, "-m", "otter", "run", "-a", autograder, "-o", tmp_path / name, f"{name}.ipynb"]
        (tmp_path / name).mkdir()
        world = os.environ | {"PYTHONPATH": str(ROOT)}
        began[name] = subprocess.Popen(command, cwd=tmp_path, env=world, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    for name, run in began.items():
        _, said = run.communicate(timeout=300)
        assert run.returncode == 0, said.decode()
        tests = json.loads((tmp_path / name / "results.json").read_text(encoding="utf-8"))["tests"]
        points = {test["name"]: test["score"] for test in tests if "score" in test}
        ours = {exercise: KEY.judged(12, exercise, HAND_INS[name](exercise)).points for exercise in NAMES}
        assert points == ours | {"student": 0}, name
        assert name != "right" or sum(points.values()) == KEY.points_by_machine
        told = "\n".join(test["output"] for test in tests if test["visibility"] == "visible")
        assert ("it is above 1, and a share is asked for" in told) == (name == "wrong")
        assert ("not assigned yet" in told) == (name == "partly")
        hidden = "\n".join(test["output"] for test in tests if test["visibility"] == "after_published")
        assert ("The hint says where to begin" in hidden) == (name == "wrong")
        assert "The hint says" not in told, "what is right is said when grades are out"


def test_the_same_assignment_gives_the_same_zip_and_another_seed_another(books, autograder, tmp_path):
    otter.autograder(books, tmp_path / "again.zip", proved=False)
    assert (tmp_path / "again.zip").read_bytes() == autograder.read_bytes()
    other = Key("mirage", 1, NAMES, KEY.students)
    assert otter.files(other) != otter.files(KEY)


def test_the_zip_has_what_gradescope_needs_and_no_answer(autograder):
    with zipfile.ZipFile(autograder) as made:
        names = made.namelist()
        inside = {name: made.read(name) for name in names}
        assert {one.date_time for one in made.infolist()} == {archive.NO_DATE} and names == sorted(names)
        assert all(made.getinfo(name).external_attr >> 16 == 0o755 for name in otter.PROGRAMS)
    (package,) = [name for name in names if name.endswith(".whl")]
    assert f"emergence-measured @ file:///autograder/source/{package}" in inside["environment.yml"].decode()
    assert {f"tests/{name}.py" for name in (*NAMES, "student")} == {name for name in names if name.startswith("tests/")}
    for name, content in inside.items():
        for exercise in NAMES if not name.endswith(".whl") else ():
            for answer, value in KEY.expected(7, exercise).items():
                assert not isinstance(value, float) or str(value)[:6] not in content.decode(), answer


def test_a_chapter_that_trains_brings_its_packages(books, monkeypatch):
    assert "emergence-measured @ file" in otter.master(books, "book.whl").cells[0].source
    monkeypatch.setattr(books, "trains", True)
    assert "emergence-measured[lab] @ file" in otter.master(books, "book.whl").cells[0].source


def test_where_otter_refuses_it_is_said_in_its_words(books, monkeypatch, tmp_path):
    refusing = tmp_path / "python"
    refusing.write_text("#!/bin/sh\necho a line\necho KeyError: no such question >&2\nexit 1\n")
    refusing.chmod(0o755)
    monkeypatch.setattr(otter, "wheel", lambda folder: folder / "book.whl")
    monkeypatch.setattr(sys, "executable", str(refusing))
    with pytest.raises(ValueError, match="Assign did not make the autograder, and said:\na line\nKeyError: no such"):
        otter.autograder(books, tmp_path / "autograder.zip")
    assert not (tmp_path / "autograder.zip").exists()
    monkeypatch.setattr(otter, "available", lambda: False)
    with pytest.raises(ValueError, match="Otter-Grader is not here: .* --no-otter does without"):
        otter.autograder(books, tmp_path / "autograder.zip")


def test_the_wheel_has_all_of_the_package_and_its_tables(tmp_path):
    with zipfile.ZipFile(wheel(tmp_path)) as made:
        inside = {name for name in made.namelist() if ".dist-info/" not in name}
    kinds = {".py", ".csv", ".json", ".js", ".css", ".npz"}
    files = [*(ROOT / "simulations").rglob("*"), *(ROOT / "everystate").glob("*")]
    ours = {path.relative_to(ROOT).as_posix() for path in files if path.suffix in kinds}
    assert "simulations/mirage/exercises.py" in ours and ours - inside == set()
