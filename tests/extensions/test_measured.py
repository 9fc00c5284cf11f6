"""The ledger tests itself: what its rows measure, and what is said when the tables no longer bear a verdict out."""

import re

import numpy as np
import pytest
from conftest import ROOT

from extensions import claims, measured
from simulations.definition import ledger as definition_ledger
from simulations.examples import ledger as examples_ledger
from simulations.mirage import annotation, ledger as mirage_ledger, paired_metrics
from simulations.safety import faking, ledger as safety_ledger

ROWS = claims.read_claims(ROOT / claims.CLAIMS)
TESTED = {name: row for name, row in ROWS.items() if "test" in row}
TEST = {
    "measure": "mirage.ledger:share_of_the_67",
    "says": "@{measured:.1%} of the tasks",
    "holds": "> 0.9",
    "bound": "nine in ten",
    "seen": "mirage#base-rate?as_printed=true",
}


def test_the_ledger_has_its_rows_and_measures_many():
    assert len(ROWS) >= 60 and len(TESTED) >= 25


@pytest.mark.parametrize("name", TESTED)
def test_the_tables_bear_the_verdict_out(name):
    row = TESTED[name]
    number = measured.measured(name, row["verdict"], row["test"])
    assert np.isfinite(number.value) and "@" not in number.says
    assert not number.says.endswith(".") and not number.bound.endswith(".")


def test_every_row_is_dated_and_says_what_would_change_it():
    for name, row in ROWS.items():
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", str(row["date"])), name
        assert row["would_change"].endswith("."), name


def test_the_page_lists_the_rows_of_every_chapter():
    page = (ROOT / "chapters/ledger.md").read_text(encoding="utf-8")
    listed = re.findall(r"```\{claim-ledger\} (\w+)", page)
    assert sorted(listed) == sorted({row["chapter"] for row in ROWS.values()} | {claims.SUMMARY})


def test_a_number_is_said_with_its_bound_and_the_way_to_its_figure():
    number = measured.measured("a-row", "partly", TEST)
    assert number.says == "92.5% of the tasks" and number.bound == "nine in ten"
    assert (number.page, number.state) == ("mirage", "#base-rate?as_printed=true")


def fewer_hard_metrics(name):
    rows = dict(mirage_table(name))
    rows["metric"] = np.where(rows["metric"] == "multiple_choice_grade", "bleu", rows["metric"])
    return rows


def no_small_adder(name):
    rows = dict(examples_table(name))
    rows["addition_3"] = np.where(rows["parameters"] < 10e9, 0.0, rows["addition_3"])
    return rows


def no_gap(name):
    rows = dict(faking_table(name))
    rows["refused_training"] = rows["refused_unmonitored"]
    return rows


def a_shorter_list(name):
    rows = definition_table(name)
    return {column: values[:10] for column, values in rows.items()}


mirage_table, examples_table = mirage_ledger.table, examples_ledger.table
faking_table, definition_table = faking.table, definition_ledger.table


@pytest.mark.parametrize(
    ("claim", "module", "broken"),
    [
        ("mirage-92-percent", mirage_ledger, fewer_hard_metrics),
        ("examples-ten-and-a-hundred", examples_ledger, no_small_adder),
        ("deception-emerges", faking, no_gap),
        ("definition-dozens", definition_ledger, a_shorter_list),
    ],
)
def test_a_broken_table_stops_the_build_with_a_sentence(monkeypatch, claim, module, broken):
    row = ROWS[claim]
    monkeypatch.setattr(module, "table", broken)
    said = rf"claim '{claim}': the data no longer say '{row['verdict']}': .* is .*, and must be .* for the verdict"
    with pytest.raises(ValueError, match=said):
        measured.measured(claim, row["verdict"], row["test"])


@pytest.mark.parametrize(
    ("holds", "inside", "outside"),
    [("> 0.9", 0.91, 0.9), ("< 1e-3", 9e-4, 1e-3), ("= 3", 3.0, 2.0), ("0.2 to 0.4", 0.4, 0.41), ("-2 to 2", -2, -2.1)],
)
def test_a_bound_holds_on_one_side(holds, inside, outside):
    assert measured.within(inside, holds) and not measured.within(outside, holds)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"holds": "about 3"}, "holds must be such as '> 0.9', '= 3' or '0.2 to 0.4', not 'about 3'"),
        ({"measure": "mirage:share"}, "measure must be ROOM.ledger:FUNCTION, not 'mirage:share'"),
        ({"measure": "mirage.ledger:nothing"}, "there is no nothing in simulations.mirage.ledger"),
        ({"seen": "base-rate"}, "seen must be PAGE#FIGURE?STATE, not 'base-rate'"),
        ({"says": "@{share}"}, "must name one of measured"),
    ],
)
def test_a_test_that_is_not_whole_is_refused(change, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        measured.measured("a-row", "partly", TEST | change)


def test_a_field_that_is_missing_is_named():
    with pytest.raises(ValueError, match="claim 'a-row': its test misses says, seen"):
        measured.measured("a-row", "partly", {k: v for k, v in TEST.items() if k not in ("says", "seen")})


def test_what_the_rows_measure_is_what_the_chapters_functions_say():
    assert mirage_ledger.ladder_tasks_that_hide() == sum(
        share > 0 for _, share in paired_metrics.hidden_progress(mirage_table("ladder_tasks")).values()
    )
    assert mirage_ledger.share_of_the_67() == pytest.approx(62 / 67)
    assert set(annotation.EMERGENT) == set(definition_ledger.EMERGENT)
    assert safety_ledger.faking_gap_of_the_largest() == 14.25
