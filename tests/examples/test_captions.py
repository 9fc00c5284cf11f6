"""The captions of the chapter: what they say of results that are known."""

import numpy as np
import pytest

from simulations.examples import atlas, bigbench, captions, catalogue, joint, letters, pieces, prompting


def said(**view) -> dict:
    return captions.atlas(atlas.atlas(**view), **view)


def test_the_atlas_says_what_goes_against_a_threshold():
    by_size = said(task="truthfulqa", axis="parameters", family="OPT")
    assert by_size["contrast"] == "GPT-NeoX-20B scores 31.6%; Pythia-70M, with 286 times fewer parameters, scores 47.5%"
    by_compute = said(task="addition_3", axis="training FLOPs", family="OPT")
    assert "times less training compute, scores" in by_compute["contrast"]
    assert by_compute["note"] == atlas.TASKS["addition_3"].note


def test_the_atlas_says_how_a_family_scores():
    assert said(task="addition_3", axis="parameters", family="OPT")["family_words"] == (
        "OPT, 8 models, scores 0.0% to 5.4%"
    )
    unmeasured = said(task="gsm8k", axis="training FLOPs", family="RWKV")
    assert unmeasured["family_words"] == "RWKV was not measured"


def test_a_pair_is_said_task_by_task():
    words = captions.pair(catalogue.pair())["words"].split("; ")
    assert words[0] == "add: 5.4% against 67.8%" and words[3] == "word problems: 1.7% against 16.3%"
    assert len(words) == 6


def test_the_largest_step_and_what_stands_above_guessing():
    words = captions.curve(bigbench.curve(task="hindu_knowledge", looks=12))
    assert words == {"verdict": "only the largest size stands above guessing", "step": "from 27B to 128B"}


@pytest.mark.parametrize(
    ("above", "words"),
    [
        ([0] * 12, "no size can be told from guessing"),
        ([0] * 11 + [1], "only the largest size stands above guessing"),
        ([1] + [0] * 10 + [1], "the largest size stands above guessing, and 1 smaller besides"),
        ([0] * 8 + [1] * 4, "every size from 4B up stands above guessing"),
        ([1] * 12, "every size from 2M up stands above guessing"),
        ([1, 1] + [0] * 10, "2 of 12 sizes stand above guessing, but not the largest"),
    ],
)
def test_which_sizes_stand_above_guessing(above, words):
    assert captions.above_guessing(np.array(above, bool)) == words


def test_where_half_of_the_groups_are_right():
    some, none = (captions.digits(joint.digits(together=together)) for together in (20, 60))
    assert some["half"] == "from 1,810 parameters up" and none["half"] == "at no width"
    start, end = joint.digits(together=20).steepest
    assert some["steepest"] == f"from {start:,.0f} to {end:,.0f} parameters"


@pytest.mark.parametrize(
    ("family", "benchmark", "helps_from", "harm"),
    [
        ("PaLM", "GSM8K", "from 62B up", "at 1 size, by up to 0.8% of the problems"),
        ("LaMDA", "GSM8K", "from 68B up", "at 3 sizes, by up to 2.2% of the problems"),
        ("PaLM", "MAWPS", "from 8B up", "at no size"),
    ],
)
def test_where_a_chain_of_thought_helps_and_hurts(family, benchmark, helps_from, harm):
    words = captions.chain_of_thought(prompting.chain_of_thought(family=family, benchmark=benchmark))
    assert words == {"helps_from": helps_from, "harm": harm}


def test_a_chain_of_thought_that_never_helps():
    never = prompting.ChainOfThought(*[np.ma.array([0.1])] * 4, helps_from=np.inf, hurts=1, worst=0.1)
    assert captions.chain_of_thought(never)["helps_from"] == "at no size"


def test_the_largest_codex():
    assert captions.codex(prompting.codex()) == {"largest": "12B"}


def test_a_learner_that_never_gets_to_a_half_and_one_that_does():
    seen = dict(digits=4, seen=1000)
    able = captions.learning(pieces.learning(cut="digit by digit", **seen))
    assert able == {"cut_in_words": "digit by digit", "half": "half of them from 100 sums on"}
    never = captions.learning(pieces.learning(cut="threes from the left", **seen))
    assert never == {
        "cut_in_words": "in threes from the left",
        "half": "up to 1,000,000 sums it never has half of them",
    }


def test_a_familys_scores_in_both_forms():
    said = captions.forms(letters.asked(test="HellaSwag", form="letters", family="Pythia"))
    assert said == {"by_words": "26.6% to 50.7%", "by_form": "25.2% to 25.2%"}
    gap = captions.forms(letters.asked(test="HellaSwag", form="letters, after the same exercises", family="Qwen1.5"))
    assert gap["by_form"] == "34.7% to 83.6%"
