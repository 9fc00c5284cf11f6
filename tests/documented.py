"""The shapes that a result's docstring gives its fields, held against the result: ``name`` (61,), or ``name`` [seeds].

A number is that length. A word is a length of its own, the same wherever it stands in one docstring.
"""

import re
from fnmatch import filter as matching

import numpy as np

SHAPE = re.compile(r"((?:``[\w*]+``[,:]?\s+(?:and\s+)?)+)(\((?:\w+,|\w+(?:, \w+)+)\)|\[\w+(?:, \w+)*\])")


def shapes(result) -> dict[str, list[str]]:
    """The fields of a result whose shape its docstring gives, with their lengths as written there."""
    found = {}
    for names, lengths in SHAPE.findall(type(result).__doc__):
        for name in re.findall(r"[\w*]+", names.replace("and", "")):
            found |= dict.fromkeys(matching(vars(result), name), re.findall(r"\w+", lengths))
    return found


def assert_shapes(result, *, at_least: int = 1) -> None:
    """Assert that so many fields have a shape in the docstring, and that each has it."""
    documented, sizes = shapes(result), {}
    assert len(documented) >= at_least, f"only {[*documented]} have a shape"
    for name, lengths in documented.items():
        actual = np.shape(getattr(result, name))
        wanted = tuple(
            int(length) if length.isdigit() else sizes.setdefault(length, size)
            for length, size in zip(lengths, actual, strict=False)
        )
        assert actual == wanted and len(actual) == len(lengths), f"{name}: {actual}, not {', '.join(lengths)}"
