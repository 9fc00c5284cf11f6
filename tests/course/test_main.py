"""The commands are found, and what is asked wrongly is said in a sentence."""

import pytest

from course import __main__ as course, commands


def test_each_module_of_the_folder_is_a_command():
    assert {"quiz"} <= {*course.found()}
    for name, module in course.found().items():
        assert module.HELP and module.arguments and module.run, name
        assert module.__name__ == f"{commands.__name__}.{name}"


def test_help_lists_the_commands(capsys):
    with pytest.raises(SystemExit, match="0"):
        course.main(["--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert all(f"{name} " in said and module.HELP in said for name, module in course.found().items())


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["quiz", "--format", "word"]])
def test_a_command_or_an_option_that_is_none_is_refused(arguments, capsys):
    with pytest.raises(SystemExit, match="2"):
        course.main(arguments)
    assert "usage: python -m course" in capsys.readouterr().err


def test_what_cannot_be_written_is_a_sentence_too(capsys):
    words = ["exam", "--items", "1", "--seed", "1", "--tags", "origin=bank", "--out", "/dev/null/exam"]
    assert course.main(words) == 2
    said = capsys.readouterr().err
    assert said.startswith("python -m course exam: ") and "/dev/null/exam" in said and "Traceback" not in said


def test_a_value_error_is_a_sentence_and_no_traceback(capsys):
    assert course.main(["quiz", "--chapter", "mirge", "--pages", "https://book.example/"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("python -m course quiz: --chapter must be one of") and "not 'mirge'" in said
    assert "Traceback" not in said
