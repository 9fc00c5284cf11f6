"""What the phase diagram of superposition is trained at: ``DENSITIES``, and the second feature's ``IMPORTANCES``."""

import numpy as np

DENSITIES = np.geomspace(0.02, 1.0, 21)
IMPORTANCES = np.geomspace(0.1, 10.0, 21)
