"""What a page's outputs came from: noted by its kernel, kept, and asked about."""

import json
import subprocess
import sys
from types import SimpleNamespace

import pytest
from conftest import ROOT

from extensions import used


@pytest.mark.parametrize(
    "path, name",
    [
        (ROOT / "simulations/check.py", "simulations/check.py"),
        (ROOT / "simulations/data", "simulations/data"),
        (ROOT / "everystate/explorer.py", "everystate/explorer.py"),
        (ROOT / "everystate/page.js", ""),
        (ROOT / "simulations", ""),
        (ROOT, ""),
        (ROOT / "_build/html/index.html", ""),
        (ROOT / ".venv/bin/python", ""),
        ("/etc/hostname", ""),
    ],
)
def test_outputs_come_from_the_books_own_files(path, name):
    assert used.own(str(path)) == name


def test_a_kernel_notes_what_it_imports_and_opens(tmp_path):
    noted = tmp_path / "a.running"
    script = f"""
import os
os.environ["BOOK_USED"] = {str(noted)!r}
import sys
from types import SimpleNamespace
sys.path.append("extensions")
import used
after = []
used.load_ipython_extension(SimpleNamespace(events=SimpleNamespace(register=lambda when, act: after.append(act))))
import simulations.words
open({str(ROOT / "references.bib")!r}).close()
after[0]()
"""
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
    names = json.loads(noted.read_text())
    assert {"simulations/words.py", "references.bib"} <= {*names}
    assert not {"simulations/streams.py", "extensions/used.py"} & {*names}


def test_nothing_is_noted_where_nobody_asks(monkeypatch):
    monkeypatch.delenv("BOOK_USED", raising=False)
    used.load_ipython_extension(SimpleNamespace())  # it has no events to register with


@pytest.fixture
def kept(tmp_path):
    (tmp_path / "tables").mkdir()
    for name in ("a.py", "b.py", "pins.txt", "tables/t.csv"):
        (tmp_path / name).write_text(name)
    (tmp_path / "page.running").write_text(json.dumps(["a.py", "tables"]))
    path = tmp_path / "page/used.json"
    used.keep(tmp_path / "page.running", path, ["pins.txt"], tmp_path)
    return path


def test_outputs_hold_until_what_they_came_from_changes(kept, tmp_path):
    assert not (tmp_path / "page.running").exists()
    (tmp_path / "b.py").write_text("not used")
    assert used.changed(kept, tmp_path) == []
    for name in ("a.py", "pins.txt"):
        (tmp_path / name).write_text("another")
    (tmp_path / "tables/u.csv").write_text("more")
    assert used.changed(kept, tmp_path) == ["a.py", "pins.txt", "tables"]
    (tmp_path / "a.py").unlink()
    assert "a.py" in used.changed(kept, tmp_path)


def test_a_second_run_adds_to_the_first(kept, tmp_path):
    (tmp_path / "page.running").write_text(json.dumps(["b.py"]))
    used.keep(tmp_path / "page.running", kept, [], tmp_path)
    assert json.loads(kept.read_text()).keys() == {"a.py", "b.py", "pins.txt", "tables"}


@pytest.mark.parametrize("content", [None, "", "[]", "nonsense"])
def test_outputs_of_nobody_knows_what_are_stale(tmp_path, content):
    if content is not None:
        (tmp_path / "used.json").write_text(content)
    assert used.changed(tmp_path / "used.json", tmp_path) == ["used.json"]
