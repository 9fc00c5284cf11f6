import numpy as np
import pytest

from simulations.examples import prompting


def test_palm_on_gsm8k_is_the_published_table():
    palm = prompting.chain_of_thought(family="PaLM")
    np.testing.assert_allclose(palm.standard.compressed(), [0.049, 0.096, 0.179])
    np.testing.assert_allclose(palm.chain.compressed(), [0.041, 0.299, 0.569])
    assert palm.parameters.mask.tolist() == [False] * 3 + [True] * 2
    assert (palm.helps_from, palm.hurts) == (62e9, 1)
    assert palm.worst == pytest.approx(0.008)


def test_small_models_lose_and_large_ones_gain_on_gsm8k():
    for family in ("LaMDA", "GPT", "PaLM"):
        gain = prompting.chain_of_thought(family=family).gain.compressed()
        assert gain[0] < 0 < gain[-1]
        changes = np.flatnonzero(np.diff(np.sign(gain)))
        assert len(changes) == 1  # the sign changes once, from loss to gain


def test_palm_gains_at_every_size_on_easier_problems():
    palm = prompting.chain_of_thought(family="PaLM", benchmark="MAWPS")
    assert (palm.hurts, palm.worst, palm.helps_from) == (0, 0, 8e9)


def test_two_sizes_are_fitted_exactly():
    two = prompting.codex(sizes=2)
    at = np.interp(np.log10(two.parameters[:2]), np.log10(two.line_parameters), two.line)
    np.testing.assert_allclose(at, two.pass_rate[:2], rtol=1e-3)  # interpolated between the line's points


def test_codex_is_the_published_table_and_the_line_overshoots():
    codex = prompting.codex(sizes=5)
    assert (codex.pass_rate[0], codex.measured) == (0.02, 0.2881)
    assert codex.fitted.tolist() == [True] * 5 + [False] * 3
    assert codex.predicted == pytest.approx(0.642, abs=5e-4)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: prompting.chain_of_thought(family="BERT"), "family must be one of LaMDA, GPT, PaLM"),
        (lambda: prompting.chain_of_thought(benchmark="MMLU"), "benchmark must be one of GSM8K, MAWPS"),
        (lambda: prompting.codex(samples=5), "samples must be one of 1, 10, 100"),
        (lambda: prompting.codex(sizes=1), "sizes must be a whole number, 2 to 8, not 1"),
        (lambda: prompting.codex(sizes=9), "sizes must be a whole number, 2 to 8, not 9"),
    ],
)
def test_bad_input_says_what_is_allowed(call, message):
    with pytest.raises(ValueError, match=message):
        call()
