"""What a card's makers publish of it, and what a step measured on one card would take on another, reckoned."""

from dataclasses import dataclass

from benchmarks.lab_steps import PRODUCTS


@dataclass(frozen=True)
class Card:
    """Published peaks: ``bandwidth`` of its memory (GB/s), and float32 operations outside its tensor cores
    (``tflops``, 10¹² a second)."""

    name: str
    bandwidth: float
    tflops: float


# By the names that PyTorch gives them. Figures: NVIDIA's datasheets of T4, L4, A100 and H200.
PUBLISHED = {
    card.name: card
    for card in (
        Card("Tesla T4", bandwidth=320, tflops=8.1),
        Card("NVIDIA L4", bandwidth=300, tflops=30.3),
        Card("NVIDIA A100-SXM4-40GB", bandwidth=1_555, tflops=19.5),
        Card("NVIDIA H200", bandwidth=4_800, tflops=67),
    )
}
RECKONING = (
    "reckoned, not measured: a step's time without a kernel is unchanged; its kernels take as long (the least), or "
    "longer (the most), matrix products by the ratio of published float32 rates, all else by that of memory bandwidths"
)


def reckoned(idle: float, kinds: dict[str, float], *, here: Card, there: Card) -> tuple[float, float]:
    """The least and the most seconds of a step ``there``: ``idle`` seconds in which no kernel ran ``here``, and the
    seconds of its kernels by kind.

    Small kernels wait more than they compute, so the truth lies nearer the least; a slower processor beside the card
    makes it more, and is not reckoned.
    """
    rates, bandwidths = here.tflops / there.tflops, here.bandwidth / there.bandwidth
    most = sum(spent * (rates if kind == PRODUCTS else bandwidths) for kind, spent in kinds.items())
    least, most = sorted((idle + sum(kinds.values()), idle + most))  # the card here may be the slower one
    return least, most
