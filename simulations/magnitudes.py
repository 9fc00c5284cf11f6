"""Large numbers as a reader says them."""

import numpy as np

_SUPERSCRIPT = str.maketrans("0123456789-.", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻·")


def power_of_ten(exponent: int) -> str:
    """A power of ten in plain letters, "10²¹", "10⁻²"."""
    return "10" + str(exponent).translate(_SUPERSCRIPT)


def powers(value: float) -> str:
    """Two digits and a power of ten, "3.1×10²¹"; "never" for infinity. Raises ``ValueError`` unless above 0."""
    if not value > 0:
        raise ValueError(f"value must be above 0, got {value}")
    if np.isinf(value):
        return "never"
    exponent = int(np.floor(np.log10(value)))
    digits = f"{value / 10.0**exponent:.2g}"
    if digits == "10":
        digits, exponent = "1", exponent + 1
    return f"{digits}×{power_of_ten(exponent)}"


def parameters_in_words(parameters: float) -> str:
    """A model's size, "31M", "2.4B"; "never" for infinity."""
    if np.isinf(parameters):
        return "never"
    for unit, letter in ((1e12, "T"), (1e9, "B"), (1e6, "M")):
        if parameters >= unit * 0.9995:
            return f"{parameters / unit:.3g}{letter}"
    return f"{parameters:.3g}"


def two_digits(value: float) -> str:
    """A number of which two digits are known: "0.012", "2.4", "29", "1,800"."""
    rounded = float(f"{value:.2g}")
    return f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:g}"


def one_in(rate: float) -> str:
    """A rare rate, "1 in 3,000" (two digits); "0" for none. Raises ``ValueError`` outside 0..1."""
    if not 0 <= rate <= 1:
        raise ValueError(f"rate must lie in 0..1, got {rate}")
    return "0" if rate == 0 else f"1 in {float(f'{1 / rate:.2g}'):,.0f}"


def share_in_words(share: float) -> str:
    """A share as a percentage that never rounds to certainty: "over 99.9%", "under 0.1%"."""
    if share >= 0.9995:
        return "over 99.9%"
    return "under 0.1%" if 0 < share < 0.001 else f"{share:.1%}"
