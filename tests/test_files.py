"""Files that are whole or not there, and tables as they are shipped."""

import os
from pathlib import Path

import numpy as np
import pytest

from simulations import data, files


class Killed(BaseException):
    pass


@pytest.mark.parametrize("ends", [OSError(28, "No space left on device"), Killed()])
def test_a_write_that_fails_keeps_what_was_there(tmp_path, monkeypatch, ends):
    path = tmp_path / "table.csv"
    files.write_whole(path, b"old")

    def fails(descriptor):
        raise ends

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(type(ends), match="No space left on device.*is kept" if ends.args else None):
        files.write_whole(path, b"new")
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


def test_what_is_no_plain_file_is_not_replaced(tmp_path):
    """A pipe stands for what a user with all rights must not lose: /dev/full, a device."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        with pytest.raises(OSError, match=f"{path} must be a plain file, or not there yet"):
            files.write_whole(path, b"new")
    assert (tmp_path / "pipe").is_fifo() and list(tmp_path.iterdir()) == [tmp_path / "pipe"]


def test_what_is_no_plain_file_is_not_read(tmp_path):
    """A pipe that no one writes to would be waited for, and /dev/zero has no end."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
        with pytest.raises(OSError, match="it is a device, a pipe or a folder, no plain file"):
            files.read_plain(path)
    (tmp_path / "plain").write_bytes(b"content")
    assert files.read_plain(tmp_path / "plain") == b"content"
    with pytest.raises(FileNotFoundError):
        files.read_plain(tmp_path / "absent")


def test_files_are_set_aside_under_names_of_their_own(tmp_path):
    for number in (1, 2):
        (tmp_path / "run").write_text(f"{number}")
        assert files.set_aside(tmp_path / "run").name == f"run.damaged-{number}"
    assert (tmp_path / "run.damaged-1").read_text() == "1" and not (tmp_path / "run").exists()


def test_a_table_holds_its_note_and_its_numbers(tmp_path):
    columns = {"step": [0, 500_000], "loss": [0.123456789, np.nan], "at": [None, -0.0], "of": ["a, b", "c"]}
    files.write_table(tmp_path / "small.csv", columns, note=["what", "how"])
    text = (tmp_path / "small.csv").read_text()
    assert text == '# what\n# how\nstep,loss,at,of\n0,0.12346,,"a, b"\n500000,,0,c\n'


def test_what_cannot_stand_in_a_table_is_refused(tmp_path):
    with pytest.raises(ValueError, match="column loss must hold numbers or nothing, not inf: train with a lower"):
        files.write_table(tmp_path / "t.csv", {"loss": [np.inf]}, note=[])
    with pytest.raises(ValueError, match="one length"):
        files.write_table(tmp_path / "t.csv", {"a": [1], "b": [1, 2]}, note=[])
    assert not (tmp_path / "t.csv").exists()


def test_a_folder_that_takes_nothing_is_refused_before_anything_is_done(tmp_path, monkeypatch):
    files.must_take(tmp_path / "new/deep")
    assert (tmp_path / "new/deep").is_dir()
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        files.must_take(tmp_path / "file")
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)  # root may write where modes forbid it
    with pytest.raises(PermissionError, match="nothing may be written into it"):
        files.must_take(tmp_path)


@pytest.mark.parametrize("name", [name for name in data.names() if "python -m simulations" in data.note(name)])
def test_a_trained_table_is_written_as_it_is_shipped(tmp_path, name):
    files.write_table(tmp_path / "again.csv", data.table(name), note=data.note(name).splitlines())
    shipped = (data.folder() / f"{name}.csv").read_text(encoding="utf-8")
    assert (tmp_path / "again.csv").read_text(encoding="utf-8") == shipped
