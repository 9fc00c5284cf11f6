"""The schematic of carries: the digits of the sum, what each column does, and how far a carry has come."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from everystate.record import Recorder
from simulations.theories import captions, diagrams, schematic
from simulations.theories.schematic import MAKES, PASSES, STOPS


@pytest.mark.parametrize(("first", "second"), [*schematic.ADDITIONS.values(), (0, 0), (999, 1), (5, 5)])
def test_the_columns_add_up_to_the_sum(first, second):
    found = schematic.added(first, second)
    powers = 10 ** np.arange(len(found.total))
    assert [int(digits @ powers) for digits in (found.first, found.second, found.total)] == [
        first,
        second,
        first + second,
    ]
    arrives = (found.chain > 0).astype(int)
    np.testing.assert_array_equal((found.first + found.second + arrives) % 10, found.total)


def test_each_column_does_what_its_digits_say():
    found = schematic.carried(addition="4,999 + 1")
    assert found.kinds == (MAKES, PASSES, PASSES, STOPS)
    assert found.chain.tolist() == [0, 1, 2, 3, 0]
    assert (found.longest, found.made) == (3, 0)


def test_an_addition_without_a_carry_has_no_chain():
    found = schematic.carried(addition="630,271 + 248,516")
    assert {*found.kinds} == {STOPS} and found.made is None
    assert captions.carried(found)["longest"].startswith("No column makes a carry")


def test_the_captions_say_how_far_one_must_look():
    said = {name: captions.carried(schematic.carried(addition=name))["longest"] for name in schematic.ADDITIONS}
    assert said["4,999 + 1"].startswith("The carry of the units enters 3 columns")
    assert "stopped by the column that it enters" in said["58,347 + 26,185"]
    assert captions.carried(schematic.added(5_550, 4_450))["longest"].startswith(
        "The carry of the second column enters 3"
    )


def test_another_addition_is_refused():
    with pytest.raises(ValueError, match="addition must be one of 4,999 . 1, .*, not '1 . 1'"):
        schematic.carried(addition="1 + 1")


def test_a_way_leads_over_each_column_that_a_carry_enters():
    result = schematic.carried(addition="58,347 + 26,185")
    recorder = Recorder(Figure().add_subplot())
    diagrams.draw_carried(result, recorder)
    ways = [mark.channels["x"][-1] for mark in recorder.marks if mark.kind == "line" and len(mark.channels["x"]) == 17]
    places = [diagrams.LAST - diagrams.STEP * column for column in np.flatnonzero(result.chain)]
    np.testing.assert_allclose(ways, places, atol=0.5)
    labels = [mark.label for mark in recorder.marks if mark.label]
    assert sorted(labels) == sorted({*result.kinds}), "each kind stands in the legend once"
