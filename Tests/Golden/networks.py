"""Writes totals and tensor names of every comparison network, from the reference libraries.

Writes Tests/ArchitecturesTests/Fixtures/networks.csv. Needs torch 2.13, torchvision 0.28, timm 1.0.31 and
pretrainedmodels 0.7.4. Networks are instantiated on the 'meta' device: no weights are drawn.

The multiply-adds of NASNet-A mobile are left out: pretrainedmodels pads its stem cells differently (568.2 M; the
published 564 M is the result with TensorFlow's padding).

`names` is the FNV-1a hash of the sorted lines "name:extents" of the state dictionary without
`num_batches_tracked`; it is empty if the reference uses other tensor names.
"""

import csv
import pathlib

import timm
import torch
import torchvision
import pretrainedmodels

TIMM = {
    "v2-b0": "tf_efficientnetv2_b0", "v2-b1": "tf_efficientnetv2_b1",
    "v2-b2": "tf_efficientnetv2_b2", "v2-b3": "tf_efficientnetv2_b3",
    "v2-s": "tf_efficientnetv2_s", "v2-m": "tf_efficientnetv2_m", "v2-l": "tf_efficientnetv2_l",
    "mobilenet-v1": "mobilenetv1_100", "mobilenet-v2": "mobilenetv2_100",
    "mnasnet-a1": "semnasnet_100", "mnasnet-b1": "mnasnet_100",
    "resnet-50": "resnet50", "resnet-101": "resnet101", "resnet-152": "resnet152",
    "resnext-101": "resnext101_32x4d", "resnext-101-64x4d": "resnext101_64x4d",
    "senet-154": "legacy_senet154",
    "densenet-121": "densenet121", "densenet-169": "densenet169", "densenet-201": "densenet201",
    "inception-v3": "inception_v3", "inception-v4": "inception_v4",
    "inception-resnet-v2": "inception_resnet_v2", "xception": "legacy_xception",
    "nasnet-a": "nasnetalarge", "pnasnet-5": "pnasnet5large",
}
TORCHVISION = {
    "shufflenet-v2-x0.5": "shufflenet_v2_x0_5", "shufflenet-v2": "shufflenet_v2_x1_0",
    "shufflenet-v2-x1.5": "shufflenet_v2_x1_5", "shufflenet-v2-x2.0": "shufflenet_v2_x2_0",
    "squeezenet-1.0": "squeezenet1_0", "squeezenet-1.1": "squeezenet1_1",
}
RESOLUTION = {
    "v2-b1": 240, "v2-b2": 260, "v2-b3": 300, "v2-s": 384, "v2-m": 480, "v2-l": 480,
    "inception-v3": 299, "inception-v4": 299, "inception-resnet-v2": 299, "xception": 299,
    "nasnet-a": 331, "pnasnet-5": 331,
}


def multiply_adds(model, side):
    total = 0

    def count(module, inputs, output):
        nonlocal total
        if isinstance(module, torch.nn.Conv2d):
            kernel = module.kernel_size[0] * module.kernel_size[1]
            total += output.numel() * kernel * module.in_channels // module.groups
        elif isinstance(module, torch.nn.Linear):
            total += module.in_features * module.out_features

    hooks = [m.register_forward_hook(count) for m in model.modules()]
    model.eval()(torch.zeros(1, 3, side, side, device=next(model.parameters()).device))
    for hook in hooks:
        hook.remove()
    return total


def fingerprint(model):
    lines = sorted(
        f"{name}:{'x'.join(map(str, tensor.shape))}"
        for name, tensor in model.state_dict().items() if not name.endswith("num_batches_tracked"))
    value = 0xCBF29CE484222325
    for byte in ("\n".join(lines)).encode():
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}", len(lines)


def row(name, reference, model, named=True):
    side = RESOLUTION.get(name, 224)
    parameters = sum(p.numel() for p in model.parameters())
    names, tensors = fingerprint(model)
    return [name, reference, side, parameters, multiply_adds(model, side), tensors,
            names if named else ""]


def rows():
    with torch.device("meta"):
        for name, reference in TIMM.items():
            yield row(name, "timm " + reference, timm.create_model(reference))
        for name, reference in TORCHVISION.items():
            model = getattr(torchvision.models, reference)(weights=None)
            yield row(name, "torchvision " + reference, model)
    mobile = pretrainedmodels.nasnetamobile(num_classes=1000, pretrained=None)
    totals = row("nasnet-a-mobile", "pretrainedmodels nasnetamobile", mobile, named=False)
    totals[4] = 0
    yield totals


if __name__ == "__main__":
    path = pathlib.Path(__file__).parent.parent / "ArchitecturesTests/Fixtures/networks.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "reference", "side", "parameters", "macs", "tensors", "names"])
        writer.writerows(rows())
