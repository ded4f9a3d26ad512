"""Writes the maps that grad-cam's formulas compute from given activations and gradients, without a network.

    pip install torch==2.13.0 grad-cam==1.5.7 numpy
    python Tests/Golden/attribution_formulas.py

Rounding in a network changes activations and gradients before a formula is applied. Grad-CAM++ divides by
2g² + g³·ΣA + 1e-6, which can be zero if ΣA is negative: the maps of two networks in float32 then differ with equal
formulas. Here both sides get the same seeded float32 numbers, and the library computes in float64.

Output in Tests/AttributionTests/Fixtures: `formulas.npy`, float32, one raw map after another; `formulas.txt`, a line
'method evidence' for each. The function `evidence` below is `FormulaGoldenTests.evidence` in Swift.
"""

import numpy as np
import pytorch_grad_cam as library
import torch

import attribution_gradients as gradients
from attribution_maps import LIBRARY, Generator

CHANNELS, HEIGHT, WIDTH = 6, 7, 5
# name: (seed, mean of the activations)
EVIDENCE = {"mixed": (1, 0.0), "negative": (2, -0.5), "positive": (3, 0.5)}
METHODS = ["grad-cam", "grad-cam++", "hires-cam", "layer-cam", "xgrad-cam", "eigen-cam", "eigen-grad-cam"]


def evidence(name):
    """Activations in mean ± 1 and gradients in ±0.25, both (1, C, h, w), rounded to float32."""
    seed, mean = EVIDENCE[name]
    count = CHANNELS * HEIGHT * WIDTH
    numbers = Generator(seed).uniforms(2 * count) * 2 - 1
    activations = (numbers[:count] + mean).astype(np.float32).astype(np.float64)
    slopes = (numbers[count:] / 4).astype(np.float32).astype(np.float64)
    return [values.reshape(1, CHANNELS, HEIGHT, WIDTH) for values in (activations, slopes)]


def raw(method, activations, slopes):
    """The library's map before its ReLU and normalisation, (h, w)."""
    kind = getattr(library, LIBRARY[method])
    anything = torch.nn.Conv2d(1, 1, 1)
    return kind(anything, [anything]).get_cam_image(None, None, None, activations, slopes, False)[0]


def main():
    lines, maps = [], []
    for name in EVIDENCE:
        for method in METHODS:
            lines.append(f"{method} {name}")
            maps.append(raw(method, *evidence(name)).reshape(-1).astype(np.float32))
    np.save(gradients.FIXTURES / "formulas.npy", np.concatenate(maps))
    (gradients.FIXTURES / "formulas.txt").write_text("\n".join(lines) + "\n")
    activations, slopes = evidence("negative")
    denominators = 2 * slopes**2 + activations.sum(axis=(2, 3), keepdims=True) * slopes**3
    print(len(lines), "maps; smallest |2g² + g³ΣA| over 2g² among g > 0:",
          (np.abs(denominators) / (2 * slopes**2))[slopes > 0].min())


if __name__ == "__main__":
    main()
