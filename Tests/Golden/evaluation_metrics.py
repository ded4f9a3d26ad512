"""Writes the metrics that Quantus, SciPy and scikit-learn give for maps, scores and confidences.

    pip install torch==2.13.0 timm==1.0.31 grad-cam==1.5.7 quantus==0.6.0 scipy==1.17.1 scikit-learn numpy
    python Tests/Golden/evaluation_metrics.py

Output: Tests/AttributionTests/Fixtures/quantus.csv, rows `name,value,value…`.

Network, image, class and the map `cone` are those of attribution_metrics.py. The draws are recorded ones: both sides
compute them with SplitMix64 from the seed 5.

- `sparseness`, `relevance-mass`, `relevance-rank`: Quantus of the cone, and of the pixels in the box 30, 10, 50, 32.
- `infidelity`: Quantus with 48 squares of a quarter of the shorter side set to 0. Quantus asks for a perturbation of
  each of 12 patches; the function given ignores the patch and removes the next square. The map is multiplied by the
  factor of least error, for maps have no unit.
- `max-sensitivity`: Quantus with grad-cam's map of the head convolution, scaled to 0…1 and up-sampled, and 8 draws of
  uniform noise.
- `max-box-acc-…`: Choe et al. 2020, written out: the box around the largest region of pixels of at least the
  threshold, its intersection over union with the object's box, 0.5 or more.
"""

import csv
import pathlib
import warnings

import numpy as np
import quantus
import scipy.ndimage
import timm
import torch
from pytorch_grad_cam import GradCAM
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

import seeded_weights
from attribution_metrics import HEIGHT, SEED, WIDTH, cone, image

FIXTURE = pathlib.Path(__file__).resolve().parents[1] / "AttributionTests" / "Fixtures" / "quantus.csv"
DRAW_SEED, SQUARES, NOISES, RADIUS = 5, 48, 8, 0.2
BOX = (30, 10, 50, 32)


def uniform(seed, count):
    """The first `count` numbers of SplitMix64 from `seed`, in [0, 1)."""
    with np.errstate(over="ignore"):
        bits = np.uint64(seed) + np.uint64(0x9E3779B97F4A7C15) * np.arange(1, count + 1, dtype=np.uint64)
        bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        bits ^= bits >> np.uint64(31)
    return (bits >> np.uint64(11)).astype(np.float64) * 2.0**-53


def mask(box):
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    left, top, right, bottom = box
    return (columns >= left) & (columns < right) & (rows >= top) & (rows < bottom)


def infidelity(network, pixels, saliency, index):
    side = min(HEIGHT, WIDTH) // 4
    draws = uniform(DRAW_SEED, 2 * SQUARES)
    corners = [
        (int(draws[2 * n] * (HEIGHT - side + 1)), int(draws[2 * n + 1] * (WIDTH - side + 1)))
        for n in range(SQUARES)
    ]
    original = pixels.numpy()
    removed = []
    for top, left in corners:
        changed = original.copy()
        changed[:, :, top : top + side, left : left + side] = 0
        removed.append(changed)
    with torch.no_grad():
        scores = torch.softmax(network(pixels), 1)[0, index].item()
        losses = np.array([
            scores - torch.softmax(network(torch.from_numpy(changed)), 1)[0, index].item() for changed in removed
        ])
    promised = np.array([((original - changed) * saliency).sum() for changed in removed])
    factor = (losses * promised).sum() / (promised**2).sum()
    remaining = iter(removed)
    metric = quantus.Infidelity(
        perturb_patch_sizes=[16], n_perturb_samples=SQUARES // 12, disable_warnings=True,
        perturb_func=lambda arr, indices, **_: next(remaining).reshape(1, -1))
    found = metric(
        model=network, x_batch=original, y_batch=np.array([index]),
        a_batch=(factor * saliency).reshape(1, 1, HEIGHT, WIDTH), softmax=True, device="cpu")
    return float(found[0]), corners


def max_sensitivity(network, pixels, index):
    method = GradCAM(network, [network.bn2])

    def explain(model, inputs, targets, **_):
        batch = torch.as_tensor(np.asarray(inputs), dtype=torch.float32)
        maps = method(batch, targets=[ClassifierOutputTarget(index)] * len(batch))
        return maps.reshape(len(batch), 1, HEIGHT, WIDTH)

    draw = iter(range(NOISES))

    def noisy(arr, indices, **_):
        noise = (2 * uniform(DRAW_SEED + next(draw), arr.size) - 1) * RADIUS
        return arr + noise.astype(np.float32).reshape(arr.shape)

    metric = quantus.MaxSensitivity(
        nr_samples=NOISES, perturb_func=noisy, disable_warnings=True, abs=False, normalise=False)
    original = pixels.numpy()
    found = metric(
        model=network, x_batch=original, y_batch=np.array([index]), a_batch=explain(network, original, None),
        explain_func=explain, device="cpu")
    return float(found[0])


def box_hits(saliency, box):
    hits = []
    for step in range(100):
        regions, count = scipy.ndimage.label(saliency.astype(np.float64) >= step / 100, structure=np.ones((3, 3)))
        sizes = np.bincount(regions.ravel())[1:]
        rows, columns = scipy.ndimage.find_objects(regions)[int(sizes.argmax())]
        left, top, right, bottom = box
        across = max(0, min(right, columns.stop) - max(left, columns.start))
        down = max(0, min(bottom, rows.stop) - max(top, rows.start))
        shared = across * down
        area = (columns.stop - columns.start) * (rows.stop - rows.start) + (right - left) * (bottom - top)
        hits.append(100.0 if shared / (area - shared) >= 0.5 else 0.0)
    return hits


def main():
    warnings.filterwarnings("ignore")
    network = seeded_weights.fill(timm.create_model("tf_efficientnet_lite0"), SEED).eval()
    pixels = image()
    with torch.no_grad():
        index = int(network(pixels)[0].argmax())
    saliency = cone()
    batch = {"model": None, "x_batch": pixels.numpy(), "y_batch": np.array([index])}
    inside = mask(BOX).reshape(1, 1, HEIGHT, WIDTH)
    options = {"disable_warnings": True, "abs": False, "normalise": False}

    def value(metric, **further):
        return float(metric(**batch, a_batch=saliency.reshape(1, 1, HEIGHT, WIDTH).copy(), **further)[0])

    rows = [
        ("sparseness", [value(quantus.Sparseness(**options))]),
        ("relevance-mass", [value(quantus.RelevanceMassAccuracy(**options), s_batch=inside)]),
        ("relevance-rank", [value(quantus.RelevanceRankAccuracy(**options), s_batch=inside)]),
    ]
    error, corners = infidelity(network, pixels, saliency[0], index)
    rows.append(("infidelity", [error]))
    rows.append(("squares", [number for corner in corners for number in corner]))
    rows.append(("max-sensitivity", [max_sensitivity(network, pixels, index)]))
    for name, box in [("near", BOX), ("wide", (10, 0, 64, 48)), ("far", (0, 30, 12, 48))]:
        rows.append((f"max-box-acc-{name}", box_hits(saliency[0], box)))
    with open(FIXTURE, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([name, *(repr(float(v)) for v in values)] for name, values in rows)


if __name__ == "__main__":
    main()
