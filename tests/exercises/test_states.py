"""A link is read as it is written, and as the page's own button writes it."""

import math

import pytest

from simulations.exercises.kinds import State
from simulations.exercises.states import link, number


def test_a_link_is_read_as_it_is_written():
    controls = State(figure="growth", fault=lambda controls, given: "").read(link("growth", rate=0.5, name="PaLM, 3"))
    assert controls == {"rate": "0.5", "name": "PaLM, 3"} and number(controls, "rate") == 0.5
    assert math.isnan(number(controls, "name")) and math.isnan(number(controls, "size"))


@pytest.mark.parametrize(
    ("value", "written"),
    [(2.0, "2"), (3, "3"), (0.25, "0.25"), (1e10, "10000000000"), (5.76e23, "5.76e%2B23"), (True, "true"), ("a", "a")],
)
def test_a_value_is_written_as_the_page_writes_it(value, written):
    assert link("growth", x=value) == f"#growth?x={written}"
