"""Writes small networks with other inputs, with norms of single operators, and whole modules, and their logits.

    venv/bin/python Tests/Golden/input_networks.py        # torch, timm, onnx, keras

The networks are those of checkpoint_networks.py: B0 with seven narrow blocks and 24 features, weights of seed 9 by
canonical names. Output: Tests/ExplanationsTests/Fixtures/input-networks.tar.xz with `image-N.npy` for inputs of N
channels and for each case a file and `NAME.npy`, its logits; cases that must be refused have no logits.
"""

import io
import json
import os
import pathlib
import tarfile
import tempfile
import warnings
import zipfile

os.environ["KERAS_BACKEND"] = "torch"

import numpy as np
import torch
from torch import nn

import seeded_weights
from checkpoint_networks import CLASSES, DEPTH, OUTPUT, SEED, SIDE, WIDTH, fill, timm_network, torchvision_network
from graph_networks import FEATURES, Behind, with_head

MEAN, DEVIATION = [0.48, 0.45, 0.4], [0.23, 0.22, 0.25]


def image(channels):
    values = seeded_weights.tensor("image.running_var", (1, channels, SIDE, SIDE), SEED)
    return torch.from_numpy((values - np.float32(1)) * np.float32(4))


def channels(count):
    """timm.create_model('efficientnet_b0', in_chans=count), narrow."""
    from timm.models.efficientnet import _gen_efficientnet

    network = _gen_efficientnet(
        "efficientnet_b0", channel_multiplier=WIDTH, depth_multiplier=DEPTH, num_classes=CLASSES, in_chans=count)
    return seeded_weights.fill(network, SEED)


class Normalised(nn.Module):
    """A network that normalises its own input."""

    def __init__(self, function, core=None):
        super().__init__()
        self.core = core or fill(timm_network())
        self.function = function

    def forward(self, x):
        return self.core(self.function(x))


def row(values):
    return torch.tensor(values).view(1, -1, 1, 1)


def own_norm(core, x):
    """Layer norm as a formula, with the square as a product and the inverse root."""
    vector = core.forward_head(core.forward_features(x), pre_logits=True)
    apart = vector - vector.mean(-1, keepdim=True)
    return core.classifier(apart * torch.rsqrt((apart * apart).mean(-1, keepdim=True) + 1e-2))


def mixed_norm(core, x):
    """Almost a layer norm: the mean of magnitudes in place of the variance."""
    vector = core.forward_head(core.forward_features(x), pre_logits=True)
    apart = vector - vector.mean(-1, keepdim=True)
    return core.classifier(apart / torch.sqrt(apart.abs().mean(-1, keepdim=True) + 1e-2))


def shared():
    """Equal tensors in several layers, which the older exporter stores once and passes on through Identity nodes."""
    network = fill(timm_network())
    with torch.no_grad():
        for name, module in network.named_modules():
            if name.endswith("se.conv_reduce"):
                module.bias.fill_(0.125)
    return network


# name: (network, channels, options of the exporter)
graphs = {
    "grey": (lambda: channels(1), 1, {}),
    "grey-new": (lambda: channels(1), 1, {"dynamo": True}),
    "four": (lambda: channels(4), 4, {}),
    "standard": (lambda: Normalised(lambda x: (x - row(MEAN)) / row(DEVIATION)), 3, {}),
    "bytes": (lambda: Normalised(lambda x: (x / 255 - row(MEAN)) / row(DEVIATION)), 3, {}),
    "product": (lambda: Normalised(lambda x: x * row([2.0, 2.5, 3.0]) + row([-1.0, -1.25, -0.5])), 3, {}),
    "minus-one": (lambda: Normalised(lambda x: x * 2 - 1), 3, {}),
    "grey-standard": (lambda: Normalised(lambda x: (x - 0.4) / 0.2, channels(1)), 1, {}),
    "four-standard": (lambda: Normalised(lambda x: (x - 0.4) / 0.2, channels(4)), 4, {}),
    "norm-12": (lambda: with_head(nn.Sequential(nn.LayerNorm(FEATURES, eps=1e-3), nn.Linear(FEATURES, 3))), 3,
                {"opset_version": 12}),
    "norm-plain": (lambda: with_head(nn.Sequential(
        nn.LayerNorm(FEATURES, elementwise_affine=False), nn.Linear(FEATURES, 3))), 3, {"opset_version": 16}),
    "norm-hidden": (lambda: with_head(nn.Sequential(
        nn.Linear(FEATURES, 10), nn.LayerNorm(10), nn.GELU(), nn.Linear(10, 3))), 3, {"opset_version": 16}),
    "norm-formula": (lambda: Behind(own_norm), 3, {}),
    "shared": (shared, 3, {}),
}
refused_graphs = {
    "fifth": (lambda: Normalised(lambda x: x / 5), 3, {}),
    "negative": (lambda: Normalised(lambda x: 1 - x), 3, {}),
    "mixed": (lambda: Normalised(lambda x: x * x), 3, {}),
    "position": (lambda: Normalised(lambda x: x + torch.linspace(0, 1, SIDE).view(1, 1, 1, SIDE)), 3, {}),
    "norm-mixed": (lambda: Behind(mixed_norm), 3, {}),
}


class Own(nn.Module):
    """A class of one's own around a network, whose forward is not in the file."""

    def __init__(self, core):
        super().__init__()
        self.core = core

    def forward(self, x):
        return self.core(x.flip(1))


def hook(module, inputs, output):
    return output.flip(1)


def changed():
    network = fill(timm_network())
    network.forward = hook
    return network


def hooked():
    network = fill(timm_network())
    network.conv_stem.register_forward_hook(hook)
    return network


modules = {
    "module-parallel": lambda: nn.DataParallel(fill(timm_network())),
    "module-averaged": lambda: torch.optim.swa_utils.AveragedModel(fill(timm_network())),
}
refused_modules = {
    "module-own": lambda: Own(fill(timm_network())),
    "module-own-head": lambda: nn.Sequential(fill(torchvision_network()).features, Own(nn.AdaptiveAvgPool2d(1)),
                                             nn.Flatten(), nn.Linear(FEATURES, 3)),
    "module-changed": changed,
    "module-hooked": hooked,
}


def export(name, network, count, folder, options):
    options = {"dynamo": False, "opset_version": 18 if options.get("dynamo") else 17, **options}
    torch.onnx.export(network.eval(), (image(count),), str(folder / f"{name}.onnx"), **options)


def answer(network, count):
    with torch.no_grad():
        return network.eval()(image(count))[0].numpy().astype(np.float32)


def keras_files(folder):
    """`keras-cycle.keras` and `keras-unknown.keras`: one layer reads a later one, or none that exists."""
    import keras
    from keras import layers as L
    from keras.src.applications import efficientnet

    keras.utils.set_random_seed(SEED)
    core = efficientnet.EfficientNet(
        WIDTH, DEPTH, SIDE, weights=None, include_top=False, input_shape=(SIDE, SIDE, 3), name="core")
    network = keras.Model(core.input, L.Dense(3)(L.GlobalAveragePooling2D()(core.output)))
    network.save(folder / "plain.keras")
    with zipfile.ZipFile(folder / "plain.keras") as source:
        members = {name: source.read(name) for name in source.namelist()}
    (folder / "plain.keras").unlink()
    for name, other in [("keras-cycle", "top_activation"), ("keras-self", "block1a_bn"), ("keras-unknown", "nowhere")]:
        model = json.loads(members["config.json"])
        layer = next(layer for layer in model["config"]["layers"] if layer["name"] == "block1a_bn")
        layer["inbound_nodes"][0]["args"][0]["config"]["keras_history"][0] = other
        with zipfile.ZipFile(folder / f"{name}.keras", "w", zipfile.ZIP_DEFLATED) as packed:
            for member, data in members.items():
                packed.writestr(
                    zipfile.ZipInfo(member), json.dumps(model) if member == "config.json" else data,
                    zipfile.ZIP_DEFLATED)


def main():
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    torch.manual_seed(0)
    with tempfile.TemporaryDirectory() as name, torch.no_grad():
        folder = pathlib.Path(name)
        for count in (1, 3, 4):
            np.save(folder / f"image-{count}.npy", image(count).numpy())
        for label, count in [("grey", 1), ("four", 4)]:
            torch.save(channels(count).state_dict(), folder / f"{label}.pth")
        for case, (make, count, options) in graphs.items():
            network = make()
            np.save(folder / f"{case}.npy", answer(network, count))
            export(case, network, count, folder, options)
            print(case)
        for case, (make, count, options) in refused_graphs.items():
            export(case, make(), count, folder, options)
        for case, make in modules.items():
            network = make().eval()
            np.save(folder / f"{case}.npy", answer(network, 3))
            torch.save(network, folder / f"{case}.pth")
        for case, make in refused_modules.items():
            torch.save(make().eval(), folder / f"{case}.pth")
        keras_files(folder)
        with tarfile.open(OUTPUT / "input-networks.tar.xz", "w:xz", preset=9) as archive:
            for path in sorted(folder.iterdir()):
                entry = tarfile.TarInfo(path.name)
                entry.size = path.stat().st_size
                archive.addfile(entry, io.BytesIO(path.read_bytes()))


if __name__ == "__main__":
    main()
