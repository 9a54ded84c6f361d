"""How far probabilities can be believed."""

import numpy as np
from numpy.typing import NDArray

BINS = 10


def calibration_error(probabilities: NDArray[np.floating], holds: NDArray[np.bool_]) -> float:
    """Return the expected calibration error in ten equal bins (Naeini et al., 2015), in [0, 1]; 0 is perfect.

    >>> calibration_error(np.array([0.9, 0.9, 0.1, 0.1]), np.array([True, True, False, False]))
    0.1
    """
    said, true = np.ravel(probabilities), np.ravel(holds)
    bins = np.minimum((said * BINS).astype(int), BINS - 1)
    gaps = [abs(said[bins == one].mean() - true[bins == one].mean()) * np.mean(bins == one) for one in np.unique(bins)]
    return float(sum(gaps))


def brier(probabilities: NDArray[np.floating], holds: NDArray[np.bool_]) -> float:
    """Return the mean squared distance between probabilities and what came out (Brier, 1950), in [0, 1].

    >>> brier(np.array([0.5, 1.0]), np.array([True, True]))
    0.125
    """
    return float(np.mean((np.ravel(probabilities) - np.ravel(holds)) ** 2))
