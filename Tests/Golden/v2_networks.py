"""Writes small EfficientNetV2 networks with timm and torchvision, and their logits.

    pip install torch==2.13.0 torchvision==0.28.0 timm==1.0.31 safetensors
    python Tests/Golden/v2_networks.py

S and B0 with width 0.1 and depth 0.1, 5 classes, weights of seed 9 by canonical names. Output:
Tests/ExplanationsTests/Fixtures/v2-networks.tar.xz with `NAME.npy` (logits for the seeded image of 64 × 64) and
`NAME.pth` for `timm-tf-b0`, `timm-tf-s`, `timm-s` (symmetric padding) and `torchvision-s`.
"""

import functools
import io
import tarfile
import tempfile
import pathlib

import numpy as np
import torch
from timm.models.efficientnet import _gen_efficientnetv2_base, _gen_efficientnetv2_s
from torchvision.models.efficientnet import EfficientNet, FusedMBConvConfig, MBConvConfig, _efficientnet_conf

import seeded_weights
from checkpoint_networks import CLASSES, OUTPUT, SEED, image, logits

WIDTH, DEPTH = 0.1, 0.1


def timm_network(make, name, **options):
    return make(name, channel_multiplier=WIDTH, depth_multiplier=DEPTH, num_classes=CLASSES, **options)


def torchvision_network():
    rows, _ = _efficientnet_conf("efficientnet_v2_s")

    def scaled(row):
        kind = FusedMBConvConfig if isinstance(row, FusedMBConvConfig) else MBConvConfig
        channels = functools.partial(MBConvConfig.adjust_channels, width_mult=WIDTH)
        layers = MBConvConfig.adjust_depth(row.num_layers, DEPTH)
        return kind(
            row.expand_ratio, row.kernel, row.stride, channels(row.input_channels), channels(row.out_channels),
            layers)

    return EfficientNet(
        [scaled(row) for row in rows], 0.2, num_classes=CLASSES,
        last_channel=MBConvConfig.adjust_channels(1280, WIDTH),
        norm_layer=functools.partial(torch.nn.BatchNorm2d, eps=1e-3))


def fill(network, reference):
    """Seeded weights; the tensors have the same order in both libraries, so the position gives the name."""
    own, other = ([key for key in n.state_dict() if not key.endswith("num_batches_tracked")]
                  for n in (network, reference))
    shapes = [[n.state_dict()[key].shape for key in keys] for n, keys in ((network, own), (reference, other))]
    assert shapes[0] == shapes[1]
    return seeded_weights.fill(network, SEED, lambda name: dict(zip(own, other))[name])


def main():
    torch.set_num_threads(1)
    port = {"bn_eps": 1e-3, "pad_type": "same"}
    reference = timm_network(_gen_efficientnetv2_s, "efficientnetv2_s")
    base = timm_network(_gen_efficientnetv2_base, "tf_efficientnetv2_b0", **port)
    networks = {
        "timm-tf-b0": fill(base, base),
        "timm-tf-s": fill(timm_network(_gen_efficientnetv2_s, "tf_efficientnetv2_s", **port), reference),
        "timm-s": fill(reference, reference),
        "torchvision-s": fill(torchvision_network(), reference),
    }
    with tempfile.TemporaryDirectory() as name, \
            tarfile.open(OUTPUT / "v2-networks.tar.xz", "w:xz", preset=9) as archive:
        folder = pathlib.Path(name)
        np.save(folder / "image.npy", image().numpy())
        for label, network in networks.items():
            network.eval()
            np.save(folder / f"{label}.npy", logits(network))
            torch.save(network.state_dict(), folder / f"{label}.pth")
            print(label, np.load(folder / f"{label}.npy"))
        for path in sorted(folder.iterdir()):
            entry = tarfile.TarInfo(path.name)
            entry.size = path.stat().st_size
            archive.addfile(entry, io.BytesIO(path.read_bytes()))


if __name__ == "__main__":
    main()
