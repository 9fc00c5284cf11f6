"""Two hundred hand-ins, right, wrong, partly right and hostile: each costs its own grade alone."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT

from course.__main__ import main
from course.assignments.keys import Key, notebook_name
from course.assignments.notebook import Notebooks, write
from course.assignments.roster import Student
from course.grading.confine import can_be_shut_in
from extensions.exercises import answer_cell, check_cell, solution_cell
from simulations.exercises import find

NAMES = ("mirage-1", "mirage-2", "mirage-4")
RIGHT, PARTLY, WRONG = range(1, 101), range(101, 141), range(141, 171)
SECONDS = 4
KEY = Key("mirage", 7, NAMES, tuple(Student(number, f"S{number}") for number in range(1, 202)))
BEST = KEY.points_by_machine
pytestmark = pytest.mark.skipif(
    bool(can_be_shut_in()) and "CI" not in os.environ, reason=f"hand-ins cannot be shut in here: {can_be_shut_in()}"
)

# What a hostile hand-in does, after one right answer was given (except where its file is the trouble).
HOSTILE = {
    "loops for ever": "while True: pass",
    "prints a gigabyte": "for i in range(10**6): print('x' * 1000)",
    "fills the disk": "open('much', 'wb').write(bytes(200 << 20))",
    "takes all memory": "much = bytearray(10**11)",
    "forks without end": "import os\nwhile True: os.fork()",
    "recurses without end": "def f(): f()\nf()",
    "imports what is not there": "import nothing_of_this_name",
    "leaves": "import os; os._exit(0)",
    "leaves politely": "exit()",
    "raises the system's exit": "import sys; sys.exit(7)",
    "crashes": "import ctypes; ctypes.string_at(0)",
    "kills its parent": "import os, signal; os.kill(os.getppid(), signal.SIGKILL)",
    "kills everything": "import os, signal; os.kill(-1, signal.SIGKILL)",
    "deletes what it finds": "import shutil; shutil.rmtree('{folder}', ignore_errors=True)",
    "deletes the book": "import shutil; shutil.rmtree('{root}/simulations', ignore_errors=True)",
    "reads the key": "rare_accuracy = open('{folder}/key/key.json').read()",
    "reads the others": "import glob; rare_accuracy = str(glob.glob('{folder}/handins/*')) ",
    "writes the grades": "open('{folder}/graded/grades.csv', 'w').write('me,100')",
    "calls home": "import socket; rare_accuracy = str(socket.create_connection(('127.0.0.1', {port}), 2))",
    "changes the judge": "import simulations.exercises.judge as j\nj.judged = None\nrare_accuracy = 0.5",
    "answers with a trap": "class T:\n  def __getattr__(s, n): raise SystemExit\nrare_accuracy = T()",
    "answers with itself": "rare_accuracy = []\nrare_accuracy.append(rare_accuracy)",
    "answers with much": "rare_accuracy = list(range(10**6))",
    "forges its answers": "open('answers.json', 'w').write('{{\"common_accuracy\": ')\nimport os; os._exit(0)",
    "stays behind": "import subprocess\nsubprocess.Popen(['sleep', '1000'])",
    "has no syntax": "this is no Python",
}
FILES = {"no notebook": "{", "nothing": "", "a list": "[]", "no cells": '{"cells": 3}'}


def notebook(cells: list[str], student: int | None) -> str:
    metadata = {} if student is None else {"assignment": {"chapter": "mirage", "student": student}}
    made = [{"cell_type": "code", "metadata": {}, "source": cell, "outputs": []} for cell in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": made})


def solved(student: int, names=NAMES) -> list[str]:
    given = {name: KEY.given(student, name) for name in NAMES}
    cells = []
    for name in NAMES:
        answered = solution_cell if name in names else answer_cell
        cells += [answered(find(name), given[name]), check_cell(find(name), given[name])]
    return cells


@pytest.fixture(scope="module")
def round_(tmp_path_factory):
    """The folder of the round, after it: handins, key, graded; and its exit status."""
    folder = tmp_path_factory.mktemp("round")
    KEY.write(folder / "key")
    hand_ins = folder / "handins"
    hand_ins.mkdir()
    listener = __import__("socket").create_server(("127.0.0.1", 0))
    places = {"folder": folder, "root": ROOT, "port": listener.getsockname()[1]}
    for student in RIGHT:
        (hand_ins / notebook_name("mirage", student)).write_text(notebook(solved(student), student))
    for student in PARTLY:
        (hand_ins / notebook_name("mirage", student)).write_text(notebook(solved(student, NAMES[:1]), student))
    for student in WRONG:
        cells = [f"common_accuracy, rare_accuracy, needed = 0.5, 0.5, {student}; by_rule = float('nan')"]
        (hand_ins / notebook_name("mirage", student)).write_text(notebook(cells, student))
    for student, code in enumerate(HOSTILE.values(), 171):
        cells = [*solved(student, NAMES[:1])[:1], code.format(**places)]
        (hand_ins / notebook_name("mirage", student)).write_text(notebook(cells, student))
    for student, text in enumerate(FILES.values(), 171 + len(HOSTILE)):
        (hand_ins / notebook_name("mirage", student)).write_text(text)
    options = ["--key", str(folder / "key"), "--out", str(folder / "graded"), "--seconds", str(SECONDS)]
    status = main(["grade", str(hand_ins), *options])
    listener.close()
    return folder, status


@pytest.fixture(scope="module")
def rows(round_) -> dict[int, dict]:
    with (round_[0] / "graded/grades.csv").open(encoding="utf-8") as file:
        return {int(row["student"]): row for row in csv.DictReader(file)}


def test_each_of_two_hundred_has_a_row(round_, rows):
    assert len(list((round_[0] / "handins").iterdir())) == 200 == len(rows) - 1
    assert round_[1] == 1, "the odd ones are told by the exit status"
    assert rows[201]["status"] == "no hand-in" and rows[201]["points"] == "0"


def test_right_and_partly_and_wrong_have_their_points(rows):
    assert {rows[student]["points"] for student in RIGHT} == {str(BEST)}
    assert {rows[student]["points"] for student in PARTLY} == {"2"}
    assert {rows[student]["points"] for student in WRONG} == {"0"}
    assert {rows[student]["status"] for student in (*RIGHT, *PARTLY)} == {"graded"}
    assert {row["of"] for row in rows.values()} == {str(BEST)}


@pytest.mark.parametrize(("student", "what"), [*enumerate(HOSTILE, 171)], ids=[*HOSTILE])
def test_a_hostile_one_costs_its_own_grade_alone(rows, student, what):
    row = rows[student]
    assert int(row["points"]) <= 2, "nothing but its own answers counts"
    kept = {"forges its answers": 0, "leaves": 2, "loops for ever": 2, "prints a gigabyte": 2}.get(what)
    assert kept is None or int(row["points"]) == kept, row["status"]
    if what in ("loops for ever", "forks without end"):
        assert "longer than 4 seconds" in row["status"]


@pytest.mark.parametrize("student", range(171 + len(HOSTILE), 171 + len(HOSTILE) + len(FILES)))
def test_a_file_that_is_no_notebook_is_said(rows, student):
    assert rows[student]["status"] == "the file is no notebook" and rows[student]["points"] == "0"


def test_what_hostile_ones_reached_for_is_whole(round_):
    folder, _ = round_
    assert Key.read(folder / "key") == KEY and len(list((folder / "handins").iterdir())) == 200
    assert (ROOT / "simulations/exercises/judge.py").exists()
    told = "\n".join(path.read_text(encoding="utf-8") for path in (folder / "graded/feedback").iterdir())
    assert KEY.fingerprint not in told and "Permission denied" in told
    assert not (folder / "graded/kept/work").exists()


def test_nothing_is_left_running():
    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert "sleep 1000" not in left and "course.grading.warm" not in left


def test_feedback_says_what_kind_of_wrong_and_no_answer(round_):
    text = (round_[0] / "graded/feedback/mirage_student141.md").read_text(encoding="utf-8")
    assert text.startswith(f"# mirage: 0 of {BEST} points")
    assert "- ! by_rule: it is NaN" in text and "- … exact: not assigned yet" in text
    for name in NAMES:
        for answer, expected in KEY.expected(141, name).items():
            kind = next(one.kind for one in find(name).answers if one.name == answer)
            assert kind.said(expected) not in text
    assert "\n**Hint.** " in text


def test_a_notebook_as_it_was_handed_out_runs_from_its_set_up_to_its_end(tmp_path):
    KEY.write(tmp_path / "key")
    write(tmp_path / "handins" / notebook_name("mirage", 1), Notebooks(KEY).instructor(1))
    assert main(["grade", str(tmp_path / "handins"), "--key", str(tmp_path / "key"), "--out", str(tmp_path)]) == 0
    text = (tmp_path / "feedback/mirage_student1.md").read_text(encoding="utf-8")
    assert text.startswith(f"# mirage: {BEST} of {BEST} points") and "stopped with" not in text


def test_two_hand_ins_of_one_student_and_a_copied_one_are_named(tmp_path, capsys):
    hand_ins = tmp_path / "handins"
    hand_ins.mkdir()
    KEY.write(tmp_path / "key")
    for place, (name, student) in enumerate([("early", 1), ("late", 1), ("copy", 2), ("whose", None), ("far", 999)]):
        cells = solved(1)[: 2 if name == "early" else None] if student else ["x = 1"]
        path = hand_ins / f"{name}.ipynb"
        path.write_text(notebook(cells, student))
        os.utime(path, (1000 + place, 1000 + place))
    assert main(["grade", str(hand_ins), "--key", str(tmp_path / "key"), "--out", str(tmp_path / "out")]) == 1
    told = capsys.readouterr().out
    assert "early.ipynb: not counted: late.ipynb is later" in told
    assert "the same code as" in told and "says of nobody that it is theirs" in told and "not 999" in told
    with (tmp_path / "out/grades.csv").open(encoding="utf-8") as file:
        found = {(row["student"], row["file"]): row["points"] for row in csv.DictReader(file)}
    assert found["1", "late.ipynb"] == str(BEST) and found["1", "early.ipynb"] == "0"
    told = (tmp_path / "out/feedback/mirage_student2.md").read_text(encoding="utf-8")
    assert "late.ipynb" not in told, "whose code it is like is for who grades alone"
    assert int(found["2", "copy.ipynb"]) < BEST, "another student's numbers are no answer to one's own"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_was_stopped_goes_on_where_it_was(tmp_path, how):
    hand_ins = tmp_path / "handins"
    hand_ins.mkdir()
    KEY.write(tmp_path / "key")
    for student in range(1, 9):
        cells = ["import time; time.sleep(0.4)", *solved(student)]
        (hand_ins / notebook_name("mirage", student)).write_text(notebook(cells, student))
    command = [sys.executable, "-m", "course", "grade", hand_ins, "--key", tmp_path / "key", "--at-once", "1"]
    command += ["--out", tmp_path / "out"]
    heard = {
        "preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
    }  # what runs behind a shell is deaf to it
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True, **heard)
    kept = tmp_path / "out/kept"
    for _ in range(2400):
        if len(list(kept.glob("*.json"))) >= 2:
            break
        time.sleep(0.05)
    os.killpg(process.pid, how)  # as a terminal does
    said = process.communicate()[1]
    assert process.returncode == (-how if how == signal.SIGKILL else 130)
    assert how == signal.SIGKILL or ("the same command goes on" in said and "Traceback" not in said)
    before = {path.name: path.stat().st_mtime_ns for path in kept.glob("*.json")}
    assert 2 <= len(before) < 8 and not (tmp_path / "out/grades.csv").exists()
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    after = {path.name: path.stat().st_mtime_ns for path in kept.glob("*.json")}
    assert len(after) == 8 and before.items() <= after.items()
    with (tmp_path / "out/grades.csv").open(encoding="utf-8") as file:
        assert {row["points"] for row in csv.DictReader(file) if row["status"] == "graded"} == {str(BEST)}


def test_a_key_that_fits_no_notebook_is_said_before_any_is_run(tmp_path, capsys):
    Key("laboratory", 7, ("laboratory-2",), KEY.students).write(tmp_path / "key")
    (tmp_path / "handins").mkdir()
    (tmp_path / "handins/mine.ipynb").write_text(notebook(["x = 1"], 1))
    assert main(["grade", str(tmp_path / "handins"), "--key", str(tmp_path / "key")]) == 2
    assert "of mine.ipynb: the hand-in must be of the chapter laboratory, not 'mirage'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["nowhere"], "the hand-ins must be a folder that there is"),
        (["."], "has no notebook"),
        ([".", "--seconds", "0"], "seconds must be above 0"),
        ([".", "--at-once", "0"], "at-once must be a whole number"),
        ([".", "--key", "nokey"], "the key nokey cannot be read"),
        ([".", "--out", str(ROOT / "simulations/graded")], "which every notebook may read: move it"),
    ],
)
def test_what_was_asked_wrongly_is_said(tmp_path, monkeypatch, capsys, options, words):
    KEY.write(tmp_path / "key")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    given = options if "--key" in options else [*options, "--key", str(tmp_path / "key")]
    assert main(["grade", *given]) == 2
    assert words in capsys.readouterr().err


def test_where_nothing_can_be_shut_in_it_stops_and_says_so(tmp_path, monkeypatch, capsys):
    from course.commands import grade as command

    KEY.write(tmp_path / "key")
    monkeypatch.setattr(command, "can_be_shut_in", lambda: "Darwin has no Landlock")
    assert main(["grade", str(tmp_path), "--key", str(tmp_path / "key")]) == 2
    assert "notebooks cannot be shut in here: Darwin has no Landlock. Grade on Linux" in capsys.readouterr().err


def test_a_spreadsheet_takes_no_word_for_a_formula(tmp_path):
    from course.grading import grade

    key = Key("mirage", 7, NAMES[:1], (Student(1, "=cmd()", "+a@b.example"),))
    assert "1,'=cmd(),'+a@b.example,," in grade.table(key, [grade.Grade(1, None, grade.MISSING)])
    assert Path(grade.__file__).exists()
