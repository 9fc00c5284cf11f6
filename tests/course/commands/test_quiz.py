"""``python -m course quiz``: the files that are asked for, the same each time, and a sentence for what is wrong."""

import re
import zipfile

import pytest

from course import questions
from course.__main__ import main

PAGES = ["--pages", "https://book.example/emergence/"]
EVERY = {"gift/mirage.txt", "qti12/mirage.zip", "qti21/mirage.zip", "course.imscc"}


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_format_is_written_and_is_the_same_each_time(tmp_path, capsys):
    for name in ("one", "two"):
        assert main(["quiz", "--chapter", "mirage", *PAGES, "--out", str(tmp_path / name)]) == 0
    said = capsys.readouterr().out
    assert files(tmp_path / "one") == files(tmp_path / "two") and {*files(tmp_path / "one")} == EVERY
    assert all(str(tmp_path / "one" / name) in said for name in EVERY)
    assert "Not in the cartridge" not in said
    with zipfile.ZipFile(tmp_path / "one" / "course.imscc") as cartridge:
        assert b"mirage-3-one_decade" in cartridge.read("quizzes/mirage-exercises.xml")


def test_a_number_with_too_few_wrong_ones_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(questions, "mistaken", lambda *given: {})
    assert main(["quiz", "--chapter", "mirage", "--format", "cartridge", *PAGES, "--out", str(tmp_path)]) == 0
    left = re.findall(
        r"Not in the cartridge, since fewer than two wrong numbers are known: (.+)", capsys.readouterr().out
    )
    assert len(left) == 1 and "mirage-3-one_decade" in left[0]


@pytest.mark.parametrize("kind, made", [("gift", "gift/{}.txt"), ("qti12", "qti12/{}.zip"), ("qti21", "qti21/{}.zip")])
def test_one_format_of_some_chapters(kind, made, tmp_path, capsys):
    chosen = ["--chapter", "mirage", "--chapter", "safety", "--format", kind, "--out", str(tmp_path)]
    assert main(["quiz", *chosen, *PAGES]) == 0
    assert {*files(tmp_path)} == {made.format("mirage"), made.format("safety")}
    assert "cartridge" not in capsys.readouterr().out


def test_the_cartridge_alone_and_the_address_from_the_deploy(tmp_path, monkeypatch):
    monkeypatch.setenv("BOOK_URL", "https://deploy.example/book")
    assert main(["quiz", "--format", "cartridge", "--chapter", "safety", "--out", str(tmp_path)]) == 0
    [content] = files(tmp_path).values()
    assert b"https://deploy.example/book/chapters/safety.html" in content


def test_a_student_s_numbers_and_the_options(tmp_path):
    def made(*more):
        assert main(["quiz", "--chapter", "mirage", "--format", "qti21", *PAGES, "--out", str(tmp_path), *more]) == 0
        return files(tmp_path)["qti21/mirage.zip"]

    own = made()
    students = [made("--seed", "5", "--student", number) for number in ("1", "2", "1")]
    assert students[0] == students[2] and len({own, *students}) == 3
    assert made("--seed", "5", "--student", "0") == made("--seed", "5")
    assert made("--shuffle").count(b'shuffle="true"') == own.count(b'shuffle="false"') > 5
    assert len(made("--without-solutions")) < len(own)


@pytest.mark.parametrize(
    "arguments, said",
    [
        ([], "--pages must be where the book's pages are, as https://name.example/book/, not ''"),
        (["--pages", "book.example"], "--pages must be where the book's pages are, .*, not 'book.example'"),
        (["--pages", "https://b.example/?q=1"], "--pages must be where the book's pages are"),
        (["--chapter", "x", *PAGES], "--chapter must be one of intro, .*, not 'x'"),
        (["--student", "3", *PAGES], "--student must come with --seed"),
        (["--chapter", "mirage", "--seed", "-1", *PAGES], "seed must be a whole number, 0 or more, not -1"),
        (["--chapter", "mirage", "--seed", "1", "--student", "-2", *PAGES], "number must be a whole number, 0 or more"),
    ],
)
def test_what_is_asked_wrongly_is_said(arguments, said, tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("BOOK_URL", raising=False)
    assert main(["quiz", "--out", str(tmp_path), *arguments]) == 2
    assert re.search(said, capsys.readouterr().err)
    assert files(tmp_path) == {}
