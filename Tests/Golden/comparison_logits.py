"""Writes the logits that timm and torchvision compute for the comparison networks with seeded weights.

    pip install torch==2.13.0 torchvision==0.28.0 timm==1.0.31 numpy
    python Tests/Golden/comparison_logits.py

Output in Tests/InferenceTests/Fixtures: `comparison-NAME.npy`, float32 (1000,), for a seeded image whose side
stands in CASES: small, so that the tests stay fast, and often odd, where paddings differ.
"""

import numpy as np
import timm
import torch
import torchvision

import seeded_weights
from inference_logits import FIXTURES, SEED, image

CASES = {
    "mobilenet-v1": ("mobilenetv1_100", 129), "mobilenet-v2": ("mobilenetv2_100", 130),
    "mnasnet-a1": ("semnasnet_100", 127), "mnasnet-b1": ("mnasnet_100", 128),
    "resnet-50": ("resnet50", 127), "resnet-101": ("resnet101", 64), "resnet-152": ("resnet152", 65),
    "resnext-101": ("resnext101_32x4d", 65), "senet-154": ("legacy_senet154", 67),
    "densenet-169": ("densenet169", 97), "densenet-201": ("densenet201", 64),
    "inception-v3": ("inception_v3", 139), "inception-v4": ("inception_v4", 101),
    "inception-resnet-v2": ("inception_resnet_v2", 101), "xception": ("legacy_xception", 99),
    "pnasnet-5": ("pnasnet5large", 75),
    "shufflenet-v2": ("shufflenet_v2_x1_0", 129), "shufflenet-v2-x0.5": ("shufflenet_v2_x0_5", 96),
    "squeezenet-1.0": ("squeezenet1_0", 111), "squeezenet-1.1": ("squeezenet1_1", 128),
}


def model(reference):
    if reference.startswith(("shufflenet", "squeezenet")):
        return getattr(torchvision.models, reference)(weights=None)
    return timm.create_model(reference)


def main():
    with torch.no_grad():
        for name, (reference, side) in CASES.items():
            network = seeded_weights.fill(model(reference), SEED)
            logits = network(image(side))[0].numpy().astype(np.float32)
            assert np.isfinite(logits).all()
            np.save(FIXTURES / f"comparison-{name}.npy", logits)
            print(name, logits[:3], float(np.abs(logits).max()), float(logits.std()))


if __name__ == "__main__":
    main()
