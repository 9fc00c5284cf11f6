"""The size to serve: how large a model of a given loss should be when the tokens it will write are paid for, too."""

from dataclasses import dataclass

import numpy as np

from simulations.check import at_least
from simulations.laws import scaling

SIZES = np.geomspace(1e9, 1e12, 121)  # parameters on the drawing's axis
SERVED_PER_PARAMETER = 2  # FLOPs a weight and token forward (kaplan2020scaling)


@dataclass(frozen=True)
class Serving:
    """Costs in FLOPs over model sizes ``parameters`` (K,), all trained to the same ``loss`` in nats a token.

    ``training``, ``use`` and ``total`` (K,) are masked where the size alone loses more than ``loss``. ``optimal`` has
    the least training, ``cheapest`` the least total, in parameters; ``least`` and ``least_total`` are the totals there,
    ``saving`` the share of the total that the cheaper size saves, and ``ratio`` its training tokens a parameter.
    """

    parameters: np.ndarray
    training: np.ma.MaskedArray
    use: np.ma.MaskedArray
    total: np.ma.MaskedArray
    loss: float
    optimal: float
    cheapest: float
    least: float
    least_total: float
    saving: float
    ratio: float


def serving(*, compute: float = 1e23, served: float = 1e12, law: scaling.ScalingLaw = scaling.REFIT) -> Serving:
    """Train a model as good as the best for ``compute`` FLOPs, smaller or larger, and let it write ``served`` tokens.

    Training costs 6ND, use 2N a token. The cheapest size is found on a grid of 40,000 sizes (sardana2024beyond asks the
    same of the published law). Raises ``ValueError`` for a negative ``served``.
    """
    at_least("served", served, 0, unit="tokens")
    best = scaling.optimum(law, compute=compute)
    loss, optimal = float(best.loss), float(best.parameters)
    fine = optimal * np.geomspace(0.02, 2, 40_000)
    costs = _total(law, fine, loss, served)
    at = int(np.argmin(costs))
    before = _total(law, np.array([optimal]), loss, served)[0]
    tokens = scaling.tokens_to_reach(law, parameters=SIZES, loss=loss)
    training = np.ma.masked_invalid(6 * SIZES * tokens)
    use = np.ma.masked_array(SERVED_PER_PARAMETER * SIZES * served, training.mask)
    return Serving(
        parameters=SIZES,
        training=training,
        use=use,
        total=training + use,
        loss=loss,
        optimal=optimal,
        cheapest=float(fine[at]),
        least=float(before),
        least_total=float(costs[at]),
        saving=max(0.0, float(1 - costs[at] / before)),  # the grid may miss the best size by a hair
        ratio=float(scaling.tokens_to_reach(law, parameters=fine[at], loss=loss) / fine[at]),
    )


def _total(law: scaling.ScalingLaw, parameters: np.ndarray, loss: float, served: float) -> np.ndarray:
    tokens = scaling.tokens_to_reach(law, parameters=parameters, loss=loss)
    return 6 * parameters * tokens + SERVED_PER_PARAMETER * parameters * served
