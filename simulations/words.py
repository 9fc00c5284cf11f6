"""Large numbers as a reader says them."""

import numpy as np

from simulations import check

MOST_DIGITS = 17  # that a float has
_SUPERSCRIPT = str.maketrans("0123456789-.", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻·")


def power_of_ten(exponent: float) -> str:
    """A power of ten in plain letters, "10²¹", "10⁻²", "10²⁰·⁵"."""
    return "10" + str(exponent).translate(_SUPERSCRIPT)


def powers(value: float, *, digits: int = 2) -> str:
    """So many ``digits`` and a power of ten, "3.1×10²¹"; "never" for infinity.

    Raises ``ValueError`` unless above 0, and for other than 1 to 17 digits.
    """
    check.above("value", value)
    check.whole("digits", digits, 1, MOST_DIGITS)
    if np.isinf(value):
        return "never"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return f"{float(mantissa):g}×{power_of_ten(int(exponent))}"


def scientific(value: float, *, digits: int = 3) -> str:
    """The same with room about the times, and a bare power where nothing stands before it: "5.76 × 10²³", "10¹⁸"."""
    *mantissa, power = powers(value, digits=digits).split("×")
    return power if mantissa in ([], ["1"]) else f"{mantissa[0]} × {power}"


def parameters_in_words(parameters: float, *, digits: int = 3) -> str:
    """A number of parameters or tokens to so many ``digits``: "4,200", "31M", "2.4B", "1.33T".

    Beyond 999T it is "over 1,000T", and infinity is "never". Raises ``ValueError`` unless above 0, and for other than 1
    to 17 digits.
    """
    check.above("parameters", parameters)
    check.whole("digits", digits, 1, MOST_DIGITS)
    if np.isinf(parameters):
        return "never"
    rounded = float(f"{parameters:.{digits}g}")
    if rounded >= 1e15:
        return "over 1,000T"
    for unit, letter in ((1e12, "T"), (1e9, "B"), (1e6, "M")):
        if rounded >= unit:
            return f"{rounded / unit:g}{letter}"
    return f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:g}"


def number(value: float, *, digits: int) -> str:
    """A number to so many ``digits`` as a reader says it: "0.012", "2.4", "1,800", "5.1×10⁻⁹", "0".

    Raises ``ValueError`` for what is no finite number, and for other than 1 to 17 digits.
    """
    check.require(np.isfinite(value), "value", "be a finite number", value)
    check.whole("digits", digits, 1, MOST_DIGITS)
    if value == 0:
        return "0"
    if abs(value) < 1e-4:
        return ("−" if value < 0 else "") + powers(abs(value), digits=digits)
    rounded = float(f"{value:.{digits}g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 10 ** (digits - 1) else f"{rounded:g}"


def formatted(value: float, spec: str) -> str:
    """A number by Python's format ``spec``, with a minus sign in place of the hyphen: "−0.25" for -0.25 by ".2f"."""
    return format(value, spec).replace("-", "−")


def two_digits(value: float) -> str:
    """A number of which two digits are known: "0.012", "2.4", "29", "1,800"."""
    return number(value, digits=2)


def one_in(rate: float) -> str:
    """A rare rate, "1 in 3,000" (two digits); "0" for none. Raises ``ValueError`` outside 0..1."""
    check.within("rate", rate, 0, 1)
    return "0" if rate == 0 else f"1 in {float(f'{1 / rate:.2g}'):,.0f}"


def duration(minutes: float) -> str:
    """A time of which two digits are known, in seconds, minutes or hours: "14 seconds", "1 minute", "5.3 hours".

    Raises ``ValueError`` unless above 0.
    """
    check.above("minutes", minutes)
    unit, scale = ("second", 60) if minutes < 1 else ("minute", 1) if minutes < 60 else ("hour", 1 / 60)
    said = two_digits(minutes * scale)
    return f"{said} {unit}{'' if said == '1' else 's'}"


def plain(value: float) -> str:
    """A number with what digits it has: "0.25", "−2", "10,000"."""
    return formatted(value, ",.10g")


def percent(share: float) -> str:
    """A share as a percentage, without zeros that say nothing: "90%", "99.5%", "0.04%", "−2%"."""
    return f"{plain(100 * share)}%"


def share_in_words(share: float) -> str:
    """A share as a percentage that never rounds to certainty: "over 99.9%", "under 0.1%"."""
    if share >= 0.9995:
        return "over 99.9%"
    return "under 0.1%" if 0 < share < 0.001 else f"{share:.1%}"
