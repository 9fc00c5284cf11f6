import re
from pathlib import Path

import numpy as np
import pytest

from simulations.data import table
from simulations.examples import catalogue
from simulations.words import parameters_in_words


def test_the_pair_is_the_one_that_the_source_reports():
    pair = catalogue.pair()
    assert pair.parameters_ratio == 132
    # ryoungj/ObsScaling: 3-digit addition .054 and .678, GSM8K .017 and .163, HumanEval .012 and .116.
    np.testing.assert_allclose(pair.large_score[[0, 3, 4]], [0.054, 0.01668, 0.0122], atol=1e-9)
    np.testing.assert_allclose(pair.small_score[[0, 3, 4]], [0.678, 0.163, 0.11585], atol=1e-9)
    assert (pair.wins, pair.compared) == (4, 6)


def test_a_model_against_itself_wins_nothing():
    pair = catalogue.pair(large="phi-2", small="phi-2")
    assert (pair.wins, pair.parameters_ratio) == (0, 1)


def test_a_pair_of_unmeasured_models_is_masked_not_zero():
    pair = catalogue.pair(large="bloom", small="Qwen1.5-0.5B")
    assert pair.large_score.mask[0] and pair.compared == 3  # BLOOM: no arithmetic, no unscrambling
    assert not np.ma.is_masked(pair.small_score)


def comparison(account: str) -> list[tuple[str, str, str, str, str]]:
    """Rows of ``popular_thresholds.csv`` for one list, as the chapter's tables print them: ability, popular threshold,
    what the source says, open models that go against it (or "–"), verdict."""
    rows, models = table("popular_thresholds"), table("open_models")
    where = {name: i for i, name in enumerate(models["model"])}

    def against(task, *names):
        named = [f"{catalogue.shown_name(name)} {models[task][where[name]]:.1%}" for name in names if task]
        return ", ".join(named) or "–"

    columns = ("account", "ability", "popular_parameters", "sourced", "task", "large_model", "small_model", "verdict")
    return [
        (ability, parameters_in_words(popular), sourced, against(task, large, small), verdict)
        for kind, ability, popular, sourced, task, large, small, verdict in zip(
            *(rows[name].tolist() for name in columns), strict=True
        )
        if kind == account
    ]


def test_the_popular_table_has_eight_rows_and_the_verdicts_of_the_ledger():
    rows = comparison("language")
    assert [row[1] for row in rows] == ["60B", "100B", "60B", "10B", "30B", "50B", "70B", "100B"]
    verdicts = [row[4] for row in rows]
    assert {word: verdicts.count(word) for word in set(verdicts)} == {"wrong": 4, "partly": 2, "unverifiable": 2}
    assert rows[0][3] == "OPT-66B 5.4%, Qwen1.5-0.5B 67.8%"
    assert len(comparison("other")) == 7 and len(comparison("ladder")) == 3


@pytest.mark.parametrize("account", ["language", "other", "ladder"])
def test_the_chapter_prints_every_row_with_its_sources(account):
    chapter = (Path(__file__).parents[2] / "chapters/examples.md").read_text(encoding="utf-8")
    printed = [line for line in chapter.splitlines() if line.startswith("| ")]
    rows = table("popular_thresholds")
    keys = rows["source"][rows["account"] == account]
    for (ability, popular, sourced, against, verdict), cited in zip(comparison(account), keys, strict=True):
        wanted = f"| {ability} | {popular} | {sourced} {{cite:p}}`{','.join(cited.split())}` | {against} | {verdict} |"
        assert wanted in printed, f"the chapter does not print: {wanted}"
    assert len(re.findall(r"\{cite:p\}", "".join(printed))) == len(rows["source"])


def test_the_open_models_that_a_row_names_go_against_its_threshold():
    rows, models = table("popular_thresholds"), table("open_models")
    where = {name: i for i, name in enumerate(models["model"])}
    named = [row for row in zip(rows["task"], rows["large_model"], rows["small_model"], strict=True) if row[0]]
    assert len(named) == 6
    for task, large, small in named:
        assert models["parameters"][where[large]] > 4 * models["parameters"][where[small]]
        if large != "falcon-180B":  # there the point is that a model 22 times smaller scores the same
            assert models[task][where[large]] < models[task][where[small]]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: catalogue.pair(large="GPT-5"), "large must be one of"),
        (lambda: catalogue.pair(small="GPT-5"), "small must be one of"),
    ],
)
def test_bad_input_says_what_is_allowed(call, message):
    with pytest.raises(ValueError, match=message):
        call()
