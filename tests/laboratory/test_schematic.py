"""The adder's schematics: the sizes are those of the model, and the symbols those that a digit depends on."""

import pytest
from matplotlib.figure import Figure

from everystate.record import Recorder
from simulations.laboratory import captions, diagrams
from simulations.laboratory.model import Adders
from simulations.laboratory.parts import parts
from simulations.laboratory.presets import WIDTHS
from simulations.laboratory.schematic import reads
from simulations.laboratory.task import Task
from simulations.palette import BLUE, ORANGE


def words(draw, result) -> list[str]:
    return [mark.text for mark in recorded(draw, result) if mark.kind == "text"]


def recorded(draw, result) -> list:
    recorder = Recorder(Figure().add_subplot())
    draw(result, recorder)
    return recorder.marks


@pytest.mark.parametrize("width", WIDTHS)
def test_the_parts_have_all_weights_of_the_model(width):
    found = parts(width=width)
    assert sum(found.weights.values()) == found.total == Adders(Task(), width=width, seeds=(0,)).parameters_each
    assert sum(found.shares.values()) == pytest.approx(1)


def test_the_sizes_are_those_of_the_matrices():
    found = parts(width=8)
    assert (found.per_head, found.hidden, found.read, found.kinds) == (4, 32, 26, 36)
    # 12 symbols and 3 numbers; four square matrices and 26 distances for 2 heads; two of 8 by 32; 8 by 10.
    expected = {"table": 15 * 8, "attention": 4 * 64 + 2 * 26, "MLP": 2 * 256, "readout": 80}
    assert found.weights == expected


def test_the_drawing_says_the_sizes_of_its_width():
    said = words(diagrams.draw_parts, parts(width=24))
    assert {"MLP: 24 to 96 to 24", "readout: 24 to 10", "26 symbols", "table: 36 kinds", "4,608", "240"} <= {*said}
    assert said.count("query 12") == said.count("key 12") == said.count("value 12") == 2


def test_the_bars_are_the_shares_of_the_weights():
    found = parts(width=8)
    bars = [mark.channels["x"] for mark in recorded(diagrams.draw_parts, found) if mark.style.get("linewidth") == 5]
    left, right = diagrams.BAR
    assert [(end - start) / (right - left) for start, end in bars] == pytest.approx([*found.shares.values()])


@pytest.mark.parametrize("digit", range(1, 10))
def test_a_digit_is_what_the_symbols_named_for_it_make(digit):
    found = reads(digit=digit)
    above = [
        int(symbol) if symbol.isdigit() else 0 for symbol in (found.rows[row][column] for row, column in found.above)
    ]
    assert int(found.digit) == (sum(above) + found.carry) % 10
    if found.before:
        first, second, written = (int(found.rows[row][column]) for row, column in found.before)
        assert found.carry == (written < max(first, second) or (first == second == written == 9))


def test_the_symbols_above_stand_as_far_back_as_is_said():
    found = reads(digit=4)
    written = "".join(found.rows)
    at = 2 * len(found.rows[0]) + found.place
    assert [written[at - back] for back in found.back] == [found.rows[row][column] for row, column in found.above]
    assert found.back == (18, 9)


def test_what_comes_after_the_digit_is_not_written_yet():
    found = reads(digit=4)
    said = words(diagrams.draw_reads, found)
    assert said.count("9") == "".join(found.rows[:2]).count("9") and len(said) == 3 + 18 + 4


def test_orange_is_what_stands_above_and_blue_what_tells_the_carry():
    bands = [mark.style["color"] for mark in recorded(diagrams.draw_reads, reads(digit=4)) if mark.kind == "band"]
    assert (bands.count(ORANGE), bands.count(BLUE)) == (2, 3)


def test_each_way_goes_on_where_it_bends_and_ends_at_the_digits_box():
    found = reads(digit=4)
    marks = recorded(diagrams.draw_reads, found)
    lines = [list(zip(mark.channels["x"], mark.channels["y"], strict=True)) for mark in marks if mark.kind == "line"]
    boxes, ways = [one for one in lines if len(one) == 5], [one for one in lines if len(one) < 5]
    bent = [i for i, one in enumerate(ways) if len(one) == 3 and one[1][0] == one[2][0] and one[0][1] == one[1][1]]
    assert len(bent) == 3  # two symbols of the column before, and the first number's of the digit's own
    for i in bent:
        assert ways[i + 1][0] == ways[i][-1] and ways[i][-1][1] > ways[i + 1][-1][1]
    heads = [one[1] for one in ways if len(one) == 3 and one not in [ways[i] for i in bent]]
    digit = boxes[2 * len(found.rows[0]) + found.place]
    (left, right), (low, high) = ((min(side), max(side)) for side in zip(*digit, strict=True))
    assert len(heads) == 5 and all(left <= x <= right and low <= y <= high + 1e-9 for x, y in heads)


def test_the_captions_say_where_no_digit_stands_above_and_no_carry_arrives():
    assert "no digits any more" in captions.reads(reads(digit=9))["above"]
    assert captions.reads(reads(digit=1))["before"].startswith("Nothing comes before")
    assert captions.reads(reads(digit=3))["before"].endswith("say that no carry arrives.")
    assert captions.parts(parts(width=2))["each"] == "one number"


def test_a_place_that_no_answer_has_is_refused():
    with pytest.raises(ValueError, match="digit must be a whole number, 1 to 9, not 10"):
        reads(digit=10)
