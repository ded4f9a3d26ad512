"""Writes the logits that timm and torchvision compute for the comparison networks with seeded weights.

    pip install torch==2.13.0 torchvision==0.28.0 timm==1.0.31 numpy
    python Tests/Golden/comparison_logits.py [NAME…]

Output in Tests/InferenceTests/Fixtures: `comparison-NAME.npy`, float32 (1000,), for a seeded image whose side is
in CASES: small, for fast tests, and often odd, because paddings differ there. Networks in EXACT are computed in
float64 and rounded once at the end: for them the error of float32 is as large as the tests allow (the script
prints the difference).
"""

import sys

import numpy as np
import timm
import torch
import torchvision
from timm.models._efficientnet_blocks import ConvBnAct, EdgeResidual

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
    "nasnet-a": ("nasnetalarge", 75), "pnasnet-5": ("pnasnet5large", 75),
    "shufflenet-v2": ("shufflenet_v2_x1_0", 129), "shufflenet-v2-x0.5": ("shufflenet_v2_x0_5", 96),
    "squeezenet-1.0": ("squeezenet1_0", 111), "squeezenet-1.1": ("squeezenet1_1", 128),
    "v2-s": ("efficientnetv2_s", 129), "v2-m": ("efficientnetv2_m", 97), "v2-l": ("efficientnetv2_l", 96),
    "v2-b0": ("tf_efficientnetv2_b0", 127), "v2-b1": ("tf_efficientnetv2_b1", 128),
    "v2-b2": ("tf_efficientnetv2_b2", 130), "v2-b3": ("tf_efficientnetv2_b3", 131),
}

EXACT = {name for name in CASES if name.startswith("v2-")}


def damped(network):
    """`network` with small weights in the last batch norms of its fused blocks, so that activations stay finite.

    `seeded_weights` does not reduce them, because in other blocks these names are not the last batch norm."""
    for module in network.modules():
        if isinstance(module, EdgeResidual) and module.has_skip:
            module.bn2.weight.mul_(0.125)
        elif isinstance(module, ConvBnAct) and module.has_skip:
            module.bn1.weight.mul_(0.125)
    return network


def model(reference):
    if reference.startswith(("shufflenet", "squeezenet")):
        return getattr(torchvision.models, reference)(weights=None)
    return timm.create_model(reference)


def main():
    with torch.no_grad():
        for name, (reference, side) in CASES.items():
            if sys.argv[1:] and name not in sys.argv[1:]:
                continue
            network = damped(seeded_weights.fill(model(reference), SEED))
            logits = network(image(side))[0].numpy().astype(np.float32)
            if name in EXACT:
                single = logits
                logits = network.double()(image(side).double())[0].numpy()
                error = np.abs(single - logits).max() / np.abs(logits).max()
                print(f"{name}: torch's float32 is off by {error:.1e}")
                logits = logits.astype(np.float32)
            assert np.isfinite(logits).all()
            np.save(FIXTURES / f"comparison-{name}.npy", logits)
            print(name, logits[:3], float(np.abs(logits).max()), float(logits.std()))


if __name__ == "__main__":
    main()
