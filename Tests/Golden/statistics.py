"""Prints the numbers of SciPy and scikit-learn that StatisticsTests and CalibrationTests compare with.

    pip install scipy==1.17.1 scikit-learn numpy
    python Tests/Golden/statistics.py

The answers are 400 draws: confidence 0.05 + 0.94 u, right if a second draw is below its square root, both by SplitMix64
from the seed 3.
"""

import numpy as np
import scipy.optimize
import scipy.special
import scipy.stats
from sklearn.calibration import calibration_curve
from sklearn.metrics import log_loss


def uniform(seed, count):
    """The first `count` numbers of SplitMix64 from `seed`, in [0, 1)."""
    with np.errstate(over="ignore"):
        bits = np.uint64(seed) + np.uint64(0x9E3779B97F4A7C15) * np.arange(1, count + 1, dtype=np.uint64)
        bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        bits ^= bits >> np.uint64(31)
    return (bits >> np.uint64(11)).astype(np.float64) * 2.0**-53


def errors(confidence, right, bins):
    """ECE over bins of equal width and of equal count."""
    order = np.argsort(confidence, kind="stable")
    parts = [order[n * len(order) // bins : (n + 1) * len(order) // bins] for n in range(bins)]
    mass = sum(abs(right[part].sum() - confidence[part].sum()) for part in parts) / len(order)
    place = np.clip(np.ceil(confidence * bins).astype(int) - 1, 0, bins - 1)
    width = sum(
        abs(right[place == n].sum() - confidence[place == n].sum()) for n in range(bins)) / len(order)
    return width, mass


def main():
    for level, degrees in [(0.95, 1), (0.95, 4), (0.9875, 9), (0.99, 299)]:
        print("t", level, degrees, repr(float(scipy.stats.t.ppf((1 + level) / 2, degrees))))
    first = np.array([0.4, 0.5, 0.45, 0.7, 0.3])
    second = np.array([0.35, 0.52, 0.4, 0.6, 0.28])
    print("paired", *scipy.stats.ttest_rel(first, second).confidence_interval(0.95))
    for right, count in [(0, 5), (3, 10), (10, 10), (377, 400)]:
        print("wilson", right, count, *scipy.stats.binomtest(right, count).proportion_ci(0.95, "wilson"))
    draws = uniform(3, 800)
    confidence = 0.05 + 0.94 * draws[0::2]
    right = (draws[1::2] < np.sqrt(confidence)).astype(float)
    print("right", right.sum(), "confidence", repr(float(confidence.mean())))
    shares, means = calibration_curve(right, confidence, n_bins=10, strategy="quantile")
    print("quantile shares", *(repr(float(v)) for v in shares))
    print("quantile confidences", *(repr(float(v)) for v in means))
    print("errors", *map(repr, map(float, errors(confidence, right, 10))))
    odds = scipy.special.logit(confidence)
    found = scipy.optimize.minimize_scalar(
        lambda t: log_loss(right, scipy.special.expit(odds / t)), bounds=(0.05, 20), method="bounded",
        options={"xatol": 1e-10})
    print("temperature", repr(float(found.x)))
    print("errors scaled", *map(repr, map(float, errors(scipy.special.expit(odds / found.x), right, 10))))


if __name__ == "__main__":
    main()
