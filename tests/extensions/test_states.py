"""Links to states: to a chapter that is there and a simulation that it has."""

import pytest
from conftest import ROOT

from extensions import states


def test_a_state_has_its_page_and_its_fragment():
    state = "mirage#metric-effect?token_accuracy=0.9&answer_length=12"
    assert states.address(state, ROOT) == ("chapters/mirage", "metric-effect?token_accuracy=0.9&answer_length=12")
    assert states.address("mirage#metric-effect", ROOT) == ("chapters/mirage", "metric-effect")


@pytest.mark.parametrize(
    "state, said",
    [
        ("mirage", "a state must be like mirage#metric-effect"),
        ("mirage#metric effect", "a state must be like"),
        ("miracle#metric-effect", "the chapter of .* must be one of .*mirage"),
        ("mirage#metric", "the simulation of .* must be one of .*metric-effect"),
    ],
)
def test_another_is_refused(state, said):
    with pytest.raises(ValueError, match=said):
        states.address(state, ROOT)
