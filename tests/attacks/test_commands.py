"""The attack on commands finds them and their options, and sees a traceback, silence and an end by a signal."""

from tests.attacks import commands_arguments, commands_run
from tests.attacks.commands_run import Ended


def test_how_a_command_ends_is_judged():
    assert not Ended(0, "", "", 1).fault and not Ended(1, "", "error: no file", 1).fault
    assert Ended(1, "", "Traceback (most recent call last):\nKeyError: 'x'", 1).fault == "a traceback: KeyError: 'x'"
    assert Ended(1, "", "", 1).fault == "no word, and the status 1"
    assert Ended(-9, "", "", 1).fault.startswith("ended by -9")
    assert Ended(0, "", "x.py:1: RuntimeWarning: divide by zero", 1).fault.startswith("a warning")


def test_a_script_is_run_in_a_fork_and_ended_after_its_time(tmp_path):
    scripts = {
        "sound": ("print('done')", 0, "done"),
        "broken": ("{}['x']", 1, ""),
        "stops": ("raise SystemExit('no such thing')", 1, ""),
        "waits": ("import time\ntime.sleep(60)", None, ""),
    }
    for name, (code, status, out) in scripts.items():
        (tmp_path / f"{name}.py").write_text(code, encoding="utf-8")
        child = commands_run.begun(str(tmp_path / f"{name}.py"), [], tmp_path, tmp_path / "log")
        one = commands_run.ended(child, tmp_path / "log", 1.0 if name == "waits" else 30)
        assert (one.status, one.out.strip()) == (status, out), name
        assert bool(one.fault) == (name == "broken")


def test_the_commands_and_their_options_are_found():
    found = commands_arguments.commands()
    assert {"course", "simulations.laboratory", "extensions.build", "benchmarks"} <= {*found}
    options = {
        words: {one.dest for one in actions} for words, actions, _ in commands_arguments.leaves(_parser("course"))
    }
    assert {"items", "seed", "out"} <= options["exam",] and {"records", "out"} <= options["pool",]


def _parser(command):
    made = commands_arguments.parser_of(command)
    assert made is not None
    return made
