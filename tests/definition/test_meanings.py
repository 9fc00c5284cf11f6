import numpy as np
import pytest

from simulations.data import table
from simulations.definition import captions, meanings
from simulations.definition.meanings import NO, OPEN, YES, Definition

BOTH = Definition("both", {"absent": True, "foreseen": False}, "none")


@pytest.mark.parametrize(
    ("absent", "foreseen", "verdict", "turning"),
    [
        (YES, NO, YES, ("absent", "foreseen")),
        (YES, YES, NO, ("foreseen",)),
        (NO, YES, NO, ()),
        (YES, OPEN, OPEN, ("absent", "foreseen")),
        (NO, OPEN, NO, ("absent",)),
        (OPEN, OPEN, OPEN, ("absent", "foreseen")),
    ],
)
def test_the_logic_of_three_values(absent, foreseen, verdict, turning):
    known = {"absent": absent, "foreseen": foreseen}
    assert meanings.verdict(BOTH, known) == verdict
    assert meanings.turning(BOTH, known) == turning


def test_every_case_has_every_fact_once_with_a_ground():
    rows = table("emergence_cases")
    assert set(rows["holds"]) == {"yes", "no", ""}
    for case in meanings.cases():
        facts = rows["fact"][rows["case"] == case].tolist()
        assert sorted(facts) == sorted(meanings.FACTS), case
    assert all(ground and not ground.endswith(".") for ground in rows["ground"])


def test_definitions_ask_for_facts_that_there_are():
    for definition in meanings.DEFINITIONS:
        assert definition.asks and set(definition.asks) <= set(meanings.FACTS)


def verdicts(case: str) -> dict[str, str]:
    return {one.name: meanings.verdict(one, meanings.facts(case)) for one in meanings.DEFINITIONS}


def test_what_the_chapter_says_of_the_cases():
    lattice, loss = verdicts("a lattice spans"), verdicts("the loss falls with scale")
    assert lattice["Steinhardt: emergence"] == lattice["Krakauer: complexity"] == YES and lattice["Wei: ability"] == NO
    assert loss["Chalmers: weak"] == YES and loss["Wei: ability"] == NO
    turned = meanings.judged(case="a lattice spans", definition="Wei: ability", change="foreseen from less: no")
    assert (turned.before, turned.after) == (NO, YES)
    for case in ("GPT-3 adds three digits", "BIG-G knows Hindu myths"):
        assert verdicts(case)["Bedau: weak"] == verdicts(case)["Krakauer: complexity"] == OPEN
    counts = {case: [*verdicts(case).values()].count(YES) for case in meanings.cases()}
    assert max(counts.values()) == counts["an induction head forms"] == 6
    assert all(verdicts(case)["Chalmers: strong"] == NO for case in meanings.cases())


def test_wei_agrees_with_the_conditions_of_the_chapter():
    asks = next(one for one in meanings.DEFINITIONS if one.name == "Wei: ability").asks
    assert asks == {"absent": True, "present": True, "foreseen": False}


def test_a_change_moves_those_who_ask_for_the_fact_and_nobody_else():
    before = meanings.judged(case="a lattice spans", definition="Bedau: weak", change=meanings.NOTHING)
    after = meanings.judged(case="a lattice spans", definition="Bedau: weak", change="a shortcut exists: no")
    np.testing.assert_array_equal(before.verdict, before.changed)
    moved = np.flatnonzero(after.verdict != after.changed)
    assert [meanings.NAMES[one] for one in moved] == ["Bedau: weak"] and after.moved == 1
    assert np.flatnonzero(after.fact != after.fact_changed).tolist() == [[*meanings.FACTS].index("shortcut")]
    assert after.at_definition == meanings.NAMES.index("Bedau: weak") and after.at_verdict == 0
    assert [*np.array([*meanings.FACTS])[after.asked]] == ["deducible", "shortcut"]


def said(**state) -> dict:
    return captions.meaning(meanings.judged(**state), change=state["change"])


def test_the_caption_gives_the_verdict_its_ground_and_what_would_turn_it():
    words = said(case="a lattice spans", definition="Wei: ability", change="nothing")
    assert words["said"] == "the verdict is “no”"
    assert words["why"].startswith("Against it: “foreseen from less” (strips of 21")
    assert words["turns"] == "One fact alone would turn it: “foreseen from less”"


def test_the_caption_says_what_a_change_did():
    words = said(case="a lattice spans", definition="Wei: ability", change="foreseen from less: no")
    assert "turns from “no” to “yes” (one definition moves)" in words["said"]
    assert "; not “foreseen from less” (as you changed it)" in words["why"]
    assert words["why"].startswith("For it: “absent with less” (")
    still = said(case="a lattice spans", definition="Bedau: weak", change="foreseen from less: no")
    assert "stays “no”" in still["said"]
    idle = said(case="a lattice spans", definition="Bedau: weak", change="foreseen from less: yes")
    assert "no definition moves" in idle["said"]


def test_the_caption_of_what_is_open_and_of_what_one_fact_does_not_turn():
    assert said(case="GPT-3 adds three digits", definition="Bedau: weak", change="nothing")["why"].startswith("Open: ")
    loss = said(case="the loss falls with scale", definition="Wei: ability", change="nothing")
    assert loss["turns"] == "It would take more than one fact to turn it"


@pytest.mark.parametrize("changed", [dict(case="x"), dict(definition="x"), dict(change="x")])
def test_what_is_no_state_is_refused(changed):
    state = dict(case="a lattice spans", definition="Wei: ability", change="nothing")
    with pytest.raises(ValueError, match="must be one of"):
        meanings.judged(**state | changed)
