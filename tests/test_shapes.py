"""Boxes and ways: where they stand, where a head points, and what stands out."""

import numpy as np
from matplotlib.figure import Figure

from everystate.record import Recorder
from simulations import shapes
from simulations.palette import BLUE, GREY, MUTED, ORANGE


def recorded(draw) -> list:
    recorder = Recorder(Figure().add_subplot())
    draw(recorder)
    return recorder.marks


def test_a_box_is_an_area_an_edge_and_words_in_the_middle():
    area, edge, words = recorded(lambda ax: shapes.box(ax, (3, 2), (4, 1), "MLP", colour=BLUE, label="a part"))
    assert (area.kind, area.label, area.style["color"]) == ("band", "a part", BLUE)
    assert (min(edge.channels["x"]), max(edge.channels["x"])) == (1, 5)
    assert (min(edge.channels["y"]), max(edge.channels["y"])) == (1.5, 2.5)
    assert (words.text, words.channels["x"], words.channels["y"]) == ("MLP", 3, 2)


def test_a_box_can_be_an_edge_alone():
    (edge,) = recorded(lambda ax: shapes.box(ax, (0, 0), (1, 1), filled=False, strong=True))
    assert edge.style["linewidth"] == shapes.STRONG


def test_a_way_ends_in_a_head_whose_tip_is_its_end():
    path, head = recorded(lambda ax: shapes.way(ax, (0, 0), (4, 0)))
    ends = [(path.channels["x"][i], path.channels["y"][i]) for i in (0, -1)]
    assert ends == [(0, 0), (4, 0)]
    np.testing.assert_allclose([head.channels["x"][1], head.channels["y"][1]], [4, 0])
    assert max(head.channels["x"][[0, 2]]) < 4, "the head points back"
    assert path.style["color"] == MUTED


def test_a_way_bends_to_its_left():
    path, _ = recorded(lambda ax: shapes.way(ax, (0, 0), (4, 0), bend=0.5))
    assert max(path.channels["y"]) > 0.9 and min(path.channels["y"]) == 0


def test_a_strong_way_is_orange_unless_it_has_a_colour():
    colours = [
        recorded(lambda ax, look=look: shapes.way(ax, (0, 0), (1, 1), head=0, **look))[0].style["color"]
        for look in ({"strong": True}, {"strong": True, "colour": GREY})
    ]
    assert colours == [ORANGE, GREY]
