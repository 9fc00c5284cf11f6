"""A build that has nothing to do does nothing, and anything that pages come from gives it something to do."""

import os

import pytest

from extensions import build, untouched


@pytest.fixture
def book(tmp_path):
    """A folder with a book, a virtual environment of an odd name, and pages built from what is there."""
    for name in ("chapters/one.md", "simulations/data/table.csv", "odd/pyvenv.cfg", "_build/html/one.html"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text", encoding="utf-8")
    untouched.keep(tmp_path / "_build", untouched.started_from(tmp_path))
    return tmp_path


def holds(book):
    return untouched.since_built(book / "_build", book)


@pytest.mark.parametrize("name", [".git/index", ".cache", "odd/lib/module.py", "node_modules/a.js", "_build/other"])
def test_what_no_page_comes_from_may_come_and_go(book, name):
    assert holds(book)
    (book / name).parent.mkdir(parents=True, exist_ok=True)
    (book / name).write_text("new", encoding="utf-8")
    assert holds(book)


@pytest.mark.parametrize("name", ["chapters/one.md", "simulations/data/table.csv", "_build/html/one.html"])
@pytest.mark.parametrize("how", ["longer", "later", "gone", "beside"])
def test_a_change_of_a_source_or_of_a_page_is_seen(book, name, how):
    path = book / name
    before = path.stat()
    if how == "longer":  # in the same instant
        path.write_text("longer text", encoding="utf-8")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    elif how == "later":
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    elif how == "gone":
        path.unlink()
    else:
        path.with_name("other.md").write_text("text", encoding="utf-8")
    assert not holds(book)


@pytest.mark.parametrize("name", ["BOOK_URL", "TORCH", "SOLUTIONS", "EXPLORER_HOST"])
def test_a_setting_in_the_environment_is_seen(book, monkeypatch, name):
    monkeypatch.setenv(name, "another")
    assert not holds(book)


def test_packages_that_were_installed_since_are_seen(book, monkeypatch, tmp_path):
    monkeypatch.setattr(untouched.sysconfig, "get_path", lambda _: str(tmp_path / "odd"))
    assert not holds(book)
    untouched.keep(book / "_build", untouched.started_from(book))
    assert holds(book)
    (tmp_path / "odd/numpy-9.0.dist-info").mkdir()
    assert not holds(book)


@pytest.mark.parametrize("stamp", ["", "{}", "[1", '["x", "y"]', None])
def test_without_a_sound_stamp_the_book_is_built(book, stamp):
    path = book / "_build/built.json"
    path.unlink() if stamp is None else path.write_text(stamp, encoding="utf-8")
    assert not holds(book)


def test_pages_are_stamped_where_nothing_was_wrong_and_by_what_they_started_from(tmp_path, monkeypatch):
    monkeypatch.setattr(untouched, "started_from", lambda: "before")
    monkeypatch.setattr(build, "contents", lambda *_: None)
    (tmp_path / "built.json").write_text("an older stamp", encoding="utf-8")
    seen = []

    def built(out, toc, *, chapter):
        seen.append((out / "built.json").exists())
        monkeypatch.setattr(untouched, "started_from", lambda: "after")  # somebody wrote on while it was at work
        return problems

    monkeypatch.setattr(build, "build", built)
    problems = ["a warning"]
    assert build.anew(tmp_path, None) == problems and not (tmp_path / "built.json").exists()
    monkeypatch.setattr(untouched, "started_from", lambda: "before")
    problems = []
    assert build.anew(tmp_path, None) == [] and seen == [False, False]
    assert '"before"' in (tmp_path / "built.json").read_text(encoding="utf-8")


def test_a_book_that_holds_is_not_built(monkeypatch, capsys):
    monkeypatch.setattr(untouched, "since_built", lambda _: True)
    monkeypatch.setattr(build, "anew", lambda *_: pytest.fail("it was built"))
    assert build.main([]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Nothing has changed since it was built") and "make serve" in said
