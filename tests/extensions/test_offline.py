"""The book as one zip: what is in it, and that the same pages make the same file."""

import os
import zipfile

import pytest

from extensions import offline

PAGES = {
    "index.html": b"<h1>Here</h1>",
    "chapters/a.html": b"a",
    "chapters/a.ipynb": b"{}",
    "_static/toys/toy.js": b"toy()",
    "404.html": b"gone",
    "sitemap.xml": b"<urlset/>",
    "_static/preview-1a2b.png": b"picture",
}


@pytest.fixture
def pages(tmp_path):
    for name, content in PAGES.items():
        path = tmp_path / "_build/html" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "_build/html"


def test_the_zip_has_the_pages_and_a_readme_in_one_folder(pages, tmp_path, monkeypatch):
    monkeypatch.setenv("BOOK_URL", "https://someone.example/book")
    offline.write(pages, tmp_path / "book.zip")
    with zipfile.ZipFile(tmp_path / "book.zip") as archive:
        assert archive.testzip() is None
        held = {name.removeprefix("emergence-measured/"): archive.read(name) for name in archive.namelist()}
    readme = held.pop("README.txt").decode()
    assert "open index.html" in readme and "The book on the web: https://someone.example/book/" in readme
    assert held == {name: PAGES[name] for name in [*PAGES][:4]}


def test_the_same_pages_make_the_same_file(pages, tmp_path):
    offline.write(pages, tmp_path / "one.zip")
    os.utime(pages / "index.html", (0, 0))
    (pages / "chapters/a.html").chmod(0o600)
    offline.write(pages, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_the_command_tells_the_size_or_that_there_is_no_book(pages, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(offline, "ROOT", tmp_path)
    monkeypatch.setattr(offline, "_where", lambda: "")
    assert offline.main() == 0
    said = capsys.readouterr().out
    assert said.startswith("The book for a disk is _build/emergence-measured.zip: 0.0 MB, 4 files of")
    (pages / "index.html").unlink()
    assert offline.main() == 1
    assert capsys.readouterr().err == "There is no book yet: make book\n"
