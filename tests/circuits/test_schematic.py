"""The induction head's schematic: it looks where the chapter's own mask does, and finds what follows."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from everystate.record import Recorder
from simulations.circuits import captions, diagrams, induction, schematic
from simulations.palette import ORANGE

WALK = induction.shown_walk()


def strong(part: str, place: int = 16) -> list:
    recorder = Recorder(Figure().add_subplot())
    diagrams.draw_look_up(schematic.look_up(place=place), recorder, part=part)
    return [mark for mark in recorder.marks if mark.kind == "line" and mark.style["color"] == ORANGE]


@pytest.mark.parametrize("place", schematic.places())
def test_every_match_follows_an_earlier_copy(place):
    found = schematic.look_up(place=place)
    token = found.letters[found.place]
    assert found.matches and all(found.letters[match - 1] == token for match in found.matches)
    assert all(found.before[match] == token for match in found.matches)
    assert found.copied == "".join(found.letters[match] for match in found.matches)


def test_the_answers_are_those_of_the_walk():
    answers = {place: schematic.look_up(place=place).answer for place in schematic.places()}
    expected = induction.letters(WALK.answers[0])
    assert answers == {place: expected[place - 1] for place in schematic.places()}
    assert len(answers) == int(WALK.answerable[0].sum())


def test_a_place_without_an_earlier_copy_is_refused():
    with pytest.raises(ValueError, match="place must be one of 6, 7, .*, not 2"):
        schematic.look_up(place=2)


def test_the_part_that_is_told_of_alone_stands_out():
    edges = 1  # the token that asks
    assert len(strong("previous-token look")) == edges + 2 * 15
    assert len(strong("matching")) == edges + 3 + 2 * 3
    assert len(strong("copying")) == edges + 3 + 1 + 2 * 3


def test_copying_leads_from_the_places_found_to_the_answer():
    paths = [mark.channels for mark in strong("copying") if len(mark.channels["x"]) == 17]
    starts = [path["x"][0] - diagrams.START for path in paths]
    np.testing.assert_allclose(starts, schematic.look_up(place=16).matches)
    assert all(path["y"][-1] == diagrams.ANSWER for path in paths)


def test_the_captions_count_what_is_found():
    found = schematic.look_up(place=16)
    assert "three places have it" in captions.look_up(found, part="matching")["told"]
    assert "to the answer: X (three times in three)" in captions.look_up(found, part="copying")["told"]
    assert "one place has it" in captions.look_up(schematic.look_up(place=6), part="matching")["told"]
