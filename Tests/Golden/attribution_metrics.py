"""Writes the metrics that grad-cam and the papers' formulas give for maps of a seeded network.

    pip install torch==2.13.0 timm==1.0.31 grad-cam==1.5.7 scikit-image==0.26.0 scipy==1.17.1 numpy
    python Tests/Golden/attribution_metrics.py

Output: Tests/AttributionTests/Fixtures/metrics.csv, rows `name,value,value…`.

The network is lite0 with seeded weights, the image is that of attribution_gradients.py at 48 x 64 pixels, the
class is the most probable one. Two maps are evaluated:

- `cone`, which both sides compute without a file: the rank of each pixel by descending distance from row 20,
  column 40, divided by the number of pixels minus one. No two pixels have the same value, so all implementations
  remove the same pixels.
- `grad-cam`, the library's map of the head convolution.

These values follow the library: ROAD's imputation (without its noise), MoRF, LeRF and combined scores, the change
of confidence, complexity and coherency. These do not:

- The library's `DropInConfidence` is not divided by the original score; Grad-CAM++ defines it with this division,
  which is done here.
- The library has no insertion, deletion or ADCC (its ARCC uses ROAD instead of the drop). They are computed here
  from the papers: RISE's published evaluation, Poppi et al. equation 6.
- The library's ROAD compares a map with a threshold. If more pixels are zero than a percentile keeps, which is usual
  after a ReLU, no pixel is below the threshold, every pixel is removed, and the matrix of the imputation is
  singular. The rows `road-ties-…` record the result: the fraction removed at percentile 10 is 1, the image is zero.
"""

import pathlib
import warnings

import numpy as np
import skimage.metrics
import timm
import torch
from pytorch_grad_cam import GradCAM
from pytorch_grad_cam.metrics.arcc import Coherency, Complexity
from pytorch_grad_cam.metrics.cam_mult_image import CamMultImageConfidenceChange
from pytorch_grad_cam.metrics.perturbation_confidence import (
    PerturbationConfidenceMetric,
    RemoveLeastRelevantFirst,
    RemoveMostRelevantFirst,
)
from pytorch_grad_cam.metrics.road import NoisyLinearImputer
from pytorch_grad_cam.utils.model_targets import ClassifierOutputSoftmaxTarget, ClassifierOutputTarget
from scipy.ndimage import gaussian_filter

import seeded_weights

torch.set_num_threads(1)
FIXTURE = pathlib.Path(__file__).resolve().parents[1] / "AttributionTests" / "Fixtures" / "metrics.csv"
SEED, HEIGHT, WIDTH, STEP = 11, 48, 64, 96
PERCENTILES = list(range(10, 100, 10))


def image():
    values = seeded_weights.tensor("image.running_var", (1, 3, HEIGHT, WIDTH), SEED)
    return torch.from_numpy((values - np.float32(1)) * np.float32(4))


def cone():
    """1 at the centre, 0 at the most distant pixel; of two equal distances, the later pixel gets the lower value."""
    rows, columns = np.divmod(np.arange(HEIGHT * WIDTH), WIDTH)
    distance = (rows - 20) ** 2 + (columns - 40) ** 2
    order = np.lexsort((np.arange(HEIGHT * WIDTH), distance))[::-1]
    ranks = np.empty(HEIGHT * WIDTH)
    ranks[order] = np.arange(HEIGHT * WIDTH)
    return (ranks / (HEIGHT * WIDTH - 1)).astype(np.float32).reshape(1, HEIGHT, WIDTH)


def probability(network, pixels, index):
    with torch.no_grad():
        return torch.softmax(network(pixels)[0].double(), 0)[index].item()


def rise(network, pixels, saliency, index, start, finish):
    """RISE's CausalMetric.single_run: STEP pixels per step, the most salient first."""
    order = np.argsort(-saliency.reshape(-1), kind="stable")
    state = start.clone().reshape(1, 3, -1)
    target = finish.reshape(1, 3, -1)
    scores = []
    for step in range(HEIGHT * WIDTH // STEP + 1):
        scores.append(probability(network, state.reshape(pixels.shape), index))
        chosen = torch.from_numpy(order[STEP * step : STEP * (step + 1)].copy())
        state[:, :, chosen] = target[:, :, chosen]
    scores = np.array(scores)
    return scores, (scores.sum() - scores[0] / 2 - scores[-1] / 2) / (len(scores) - 1)


def blurred(pixels):
    """RISE's blurred image: convolution with an 11 x 11 kernel, SciPy's Gaussian of sigma 5 of an impulse."""
    impulse = np.zeros((11, 11))
    impulse[5, 5] = 1
    kernel = torch.from_numpy(gaussian_filter(impulse, 5)).float()
    weight = torch.zeros(3, 3, 11, 11)
    for channel in range(3):
        weight[channel, channel] = kernel
    return torch.nn.functional.conv2d(pixels, weight, padding=5)


def ssim(first, second, radius):
    """The mean of Wang's SSIM over the windows inside the map, with Gaussian weights of sigma 1.5."""

    def mean(values):
        blurred = gaussian_filter(values, 1.5, radius=radius)
        return blurred[radius:-radius, radius:-radius]

    a, b = mean(first), mean(second)
    variances = mean(first**2) - a**2 + mean(second**2) - b**2
    covariance = mean(first * second) - a * b
    c1, c2 = 0.01**2, 0.03**2
    local = (2 * a * b + c1) * (2 * covariance + c2) / ((a**2 + b**2 + c1) * (variances + c2))
    return local.mean()


def main():
    warnings.filterwarnings("ignore")
    network = seeded_weights.fill(timm.create_model("tf_efficientnet_lite0"), SEED)
    pixels = image()
    with torch.no_grad():
        index = int(network(pixels)[0].argmax())
    targets = [ClassifierOutputSoftmaxTarget(index)]
    rows = [("class", [index]), ("probability", [probability(network, pixels, index)])]

    saliency = cone()
    for name, remover in [("morf", RemoveMostRelevantFirst), ("lerf", RemoveLeastRelevantFirst)]:
        changes = []
        for percentile in PERCENTILES:
            metric = PerturbationConfidenceMetric(remover(percentile, NoisyLinearImputer(noise=0)))
            change, imputed = metric(
                pixels, saliency, targets, network, return_visualization=True)
            changes.append(float(change[0]))
            if percentile in (10, 60):
                flat = imputed[0].reshape(-1)
                chosen = torch.arange(96) * len(flat) // 96
                rows.append((f"imputed-{name}-{percentile}", flat[chosen].tolist()))
        rows.append((f"road-{name}", [np.mean(np.float32(changes))]))
        rows.append((f"road-{name}-changes", changes))

    scores, area = rise(network, pixels, saliency, index, pixels, torch.zeros_like(pixels))
    rows += [("deletion", [area]), ("deletion-curve", scores)]
    scores, area = rise(network, pixels, saliency, index, blurred(pixels), pixels)
    rows += [("insertion", [area]), ("insertion-curve", scores)]
    flat = blurred(pixels).reshape(-1)
    rows.append(("blurred", flat[torch.arange(96) * len(flat) // 96].tolist()))

    method = GradCAM(network, [network.bn2])
    # Maps explain the logit; scores are probabilities.
    logit = [ClassifierOutputTarget(index)]
    map_ = method(pixels, targets=logit)
    for name, values in [("cone", saliency), ("grad-cam", map_)]:
        change = float(CamMultImageConfidenceChange()(pixels, values, targets, network)[0])
        drop = max(0.0, -change) / rows[1][1][0]
        rows.append((f"{name}-change", [change]))
        rows.append((f"{name}-drop", [100 * drop]))
        complexity = float(Complexity()(values)[0])
        rows.append((f"{name}-complexity", [complexity]))
        if name == "grad-cam":
            coherency = float(Coherency()(pixels, values, logit, network, method)[0])
            rows.append(("grad-cam-coherency", [coherency]))
            rows.append(
                ("grad-cam-adcc", [3 / (1 / coherency + 1 / (1 - complexity) + 1 / (1 - drop))]))

    tied = np.maximum(saliency - 0.5, 0) * 2
    ties = PerturbationConfidenceMetric(RemoveMostRelevantFirst(10, NoisyLinearImputer(noise=0)))
    _, imputed = ties(pixels, tied, targets, network, return_visualization=True)
    rows.append(("road-ties-removed", [float((tied >= np.percentile(tied, 10)).mean())]))
    rows.append(("road-ties-imputed-range", [float(imputed.min()), float(imputed.max())]))

    # scikit-image's window is always 11 x 11; smaller maps use the same formula with a smaller window.
    for height, width, window in [(19, 23, 11), (7, 7, 7), (5, 8, 5)]:
        y, x = np.mgrid[0:height, 0:width].astype(np.float64)
        first = ((np.sin(y / 2) * np.cos(x / 3) + 1) / 2).astype(np.float32).astype(np.float64)
        second = ((np.sin(y / 2 + 0.4) * np.cos(x / 3) ** 2 + 1) / 2).astype(np.float32).astype(np.float64)
        value = ssim(first, second, window // 2)
        if window == 11:
            library = skimage.metrics.structural_similarity(
                first, second, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=1)
            assert abs(value - library) < 1e-12
        rows.append((f"ssim-{height}x{width}", [value]))

    with open(FIXTURE, "w") as file:
        for name, values in rows:
            file.write(",".join([name] + [f"{float(v):.9g}" for v in values]) + "\n")
            print(name, [f"{float(v):.5g}" for v in values][:9])


if __name__ == "__main__":
    main()
