"""The attacks on the pages themselves: the same for the same seed, a red attack is told, and garbage is garbage."""

import gzip
import json
import random
import zlib
from types import SimpleNamespace

import pytest

from tests.attacks import pages, pages_files, pages_garbage as garbage
from tests.attacks.pages_arena import Report
from tests.attacks.pages_figures import OTHERS, unsafe

FIGURES = {"codex": {"metric": ["one", "two"], "size": [1, 2.5], "all": [True, False]}, "diagram": {}}


def packed(header: dict, blob: bytes = bytes(500)) -> bytes:
    words = json.dumps(header).encode()
    return gzip.compress(len(words).to_bytes(4, "little") + words + blob)


def many(seed: int) -> list:
    chance = random.Random(seed)
    good, table = pages_files.good_record(), packed({"version": 3, "name": "codex"})
    return [
        [garbage.fragment(chance, FIGURES, OTHERS) for _ in range(300)],
        [garbage.file(chance, good, [b"other"]) for _ in range(60)],
        [garbage.table(chance, table, [packed({"name": "other"})]) for _ in range(30)],
        [garbage.words(chance) for _ in range(100)],
    ]


def test_a_seed_makes_the_same_garbage_again_and_another_seed_other():
    assert many(1) == many(1) != many(2)


def test_what_must_lead_nowhere_names_no_state():
    chance = random.Random(3)
    for name, words, wanted in (garbage.fragment(chance, FIGURES, OTHERS) for _ in range(2000)):
        if words is None:
            assert set(wanted) == set(FIGURES[name])
        elif wanted == "same":
            pairs = {f"{control}={garbage.said(value)}" for control, all_ in FIGURES[name].items() for value in all_}
            head, _, rest = words.partition("?")
            assert head != name or not rest or not set(rest.split("&")) <= pairs


def test_a_bomb_is_a_whole_gzip_file_of_a_gigabyte():
    made = garbage.bomb(b"head")
    assert len(made) < 2**21
    unpacked = zlib.decompressobj(31)
    assert unpacked.decompress(made, 1000) == b"head" + bytes(996)
    assert int.from_bytes(made[-4:], "little") == garbage.BOMB + 4


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "@SUM(A1)", "-1+1", "\t=1", "NaN"])
def test_a_formula_in_a_file_is_seen(cell):
    assert unsafe(f'series,y\n"{cell}",1\n')
    assert unsafe("series,y\n'=1+1,-1\na,1e-7\n") == [] and unsafe("series,y\na\n")


def test_an_attack_that_fails_is_told_and_counted(capsys):
    def attack(arena, report: Report) -> None:
        report.tried += 3
        report.want(False, "a page", "it does not answer")
        report.want(True, "a page", "nothing")

    reports = [pages.attacked("new", attack, None), pages.attacked("well", lambda arena, report: None, None)]
    assert pages.told(reports, SimpleNamespace(seed=7, share=1.0)) == 1
    said = capsys.readouterr().out
    assert "FAILED a page: it does not answer" in said and "--seed 7 --only new\n" in said
    assert pages.told(reports[1:], SimpleNamespace(seed=7, share=1.0)) == 0


@pytest.mark.parametrize("share", ["0", "-1", "2", "nan"])
def test_a_share_that_is_none_is_refused(share, capsys):
    with pytest.raises(SystemExit):
        pages.asked(["--share", share])
    assert "--share must be above 0 and at most 1" in capsys.readouterr().err
