"""Tables of many states are cut in parts: each holds one block of values of every control, and is a table by itself.

The blocks follow the states' own order: all values of the last controls, few of the first ones'.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, prod


@dataclass(frozen=True)
class Cut:
    """The number of each control's values (``counts``), and how many of them a block has (``sizes``)."""

    counts: tuple[int, ...]
    sizes: tuple[int, ...]

    def __len__(self) -> int:
        return prod(self._blocks())

    def part(self, places: Sequence[int]) -> int:
        """The part that a state stands in, by the places of its values among their controls'."""
        number = 0
        for place, size, blocks in zip(places, self.sizes, self._blocks(), strict=True):
            number = number * blocks + place // size
        return number

    def box(self, part: int) -> list[range]:
        """The places of each control's values that a part has."""
        ranges: list[range] = []
        for count, size, blocks in zip(self.counts[::-1], self.sizes[::-1], self._blocks()[::-1], strict=True):
            part, block = divmod(part, blocks)
            ranges.insert(0, range(block * size, min(count, (block + 1) * size)))
        return ranges

    def _blocks(self) -> list[int]:
        return [ceil(count / size) for count, size in zip(self.counts, self.sizes, strict=True)]


def cut(counts: Sequence[int], most: int) -> Cut:
    """The cut into parts of at most ``most`` states, 1 or more; one part where there are no more than that."""
    sizes: list[int] = []
    for count in reversed(counts):
        size = ceil(count / ceil(count / most))
        most = max(1, most // size)
        sizes.insert(0, size)
    return Cut(tuple(counts), tuple(sizes))
