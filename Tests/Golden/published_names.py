"""Writes a hash of the tensor names of each torchvision and timm network.

    pip install torch==2.13.0 torchvision==0.28.0 timm==1.0.31
    python Tests/Golden/published_names.py

Output: Tests/CheckpointsTests/Fixtures/published-names.csv with `names`, the FNV-1a hash of the sorted lines
"name:extents" of the state dictionary without `num_batches_tracked` and Inception's second classifier. Networks
are made on the 'meta' device: no weights are drawn.
"""

import csv
import pathlib

import timm
import torch
import torchvision

from seeded_weights import fnv1a64

OUTPUT = pathlib.Path(__file__).resolve().parents[1] / "CheckpointsTests" / "Fixtures" / "published-names.csv"
TORCHVISION = {
    **{f"b{n}": ("torchvision", f"efficientnet_b{n}") for n in range(8)},
    **{f"v2-{n}": ("torchvision EfficientNetV2", f"efficientnet_v2_{n}") for n in "sml"},
    "mobilenet-v2": ("torchvision MobileNetV2", "mobilenet_v2"),
    "mnasnet-b1": ("torchvision MnasNet", "mnasnet1_0"),
}
SHARED_TORCHVISION = {
    "shufflenet-v2-x0.5": "shufflenet_v2_x0_5", "shufflenet-v2": "shufflenet_v2_x1_0",
    "shufflenet-v2-x1.5": "shufflenet_v2_x1_5", "shufflenet-v2-x2.0": "shufflenet_v2_x2_0",
    "squeezenet-1.0": "squeezenet1_0", "squeezenet-1.1": "squeezenet1_1", "resnet-50": "resnet50",
    "resnet-101": "resnet101", "resnet-152": "resnet152", "resnext-101-64x4d": "resnext101_64x4d",
    "densenet-121": "densenet121", "densenet-169": "densenet169", "densenet-201": "densenet201",
    "inception-v3": "inception_v3",
}
TIMM = {
    **{f"v2-{n}": ("timm", f"tf_efficientnetv2_{n}") for n in ["b0", "b1", "b2", "b3", "s", "m", "l"]},
    "mobilenet-v1": ("timm", "mobilenetv1_100"), "mobilenet-v2": ("timm", "mobilenetv2_100"),
    "mnasnet-a1": ("timm", "semnasnet_100"), "mnasnet-b1": ("timm", "mnasnet_100"),
}
SHARED_TIMM = {
    "resnet-50": "resnet50", "resnet-101": "resnet101", "resnet-152": "resnet152",
    "resnext-101": "resnext101_32x4d", "senet-154": "legacy_senet154", "densenet-121": "densenet121",
    "densenet-169": "densenet169", "densenet-201": "densenet201", "inception-v3": "inception_v3",
    "inception-v4": "inception_v4", "inception-resnet-v2": "inception_resnet_v2",
    "xception": "legacy_xception", "nasnet-a": "nasnetalarge", "pnasnet-5": "pnasnet5large",
}


def row(variant, scheme, library, name):
    make = timm.create_model if library == "timm" else lambda name: getattr(torchvision.models, name)(weights=None)
    state = {
        key: value for key, value in make(name).state_dict().items()
        if not key.endswith("num_batches_tracked") and not key.startswith("AuxLogits.")
    }
    lines = sorted(f"{key}:{'x'.join(map(str, value.shape))}" for key, value in state.items())
    return [variant, scheme, f"{library} {name}", len(lines), f"{fnv1a64(chr(10).join(lines)):016x}"]


def main():
    with torch.device("meta"):
        rows = [row(v, scheme, "torchvision", name) for v, (scheme, name) in TORCHVISION.items()]
        rows += [row(v, "torchvision and timm", "torchvision", name) for v, name in SHARED_TORCHVISION.items()]
        rows += [row(v, scheme, "timm", name) for v, (scheme, name) in TIMM.items()]
        rows += [row(v, "torchvision and timm", "timm", name) for v, name in SHARED_TIMM.items()]
    with OUTPUT.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["variant", "scheme", "reference", "tensors", "names"])
        writer.writerows(rows)


if __name__ == "__main__":
    main()
