"""Writes small networks whose files describe their operators: ONNX graphs, Keras models, whole PyTorch modules.

    KERAS_BACKEND=torch venv/bin/python Tests/Golden/graph_networks.py   # the environment of checkpoint_networks.py, keras

The networks are those of checkpoint_networks.py: B0 with seven narrow blocks and 24 features, weights of seed 9 by
canonical names; heads have weights of seed 9 by their names. Output: Tests/ExplanationsTests/Fixtures/
graph-networks.tar.xz with `image.npy` and for each case a file and `NAME.npy` (the logits before the last softmax or
sigmoid); cases whose network the engine does not have must be refused and have no logits.
"""

import os
import pathlib
import tarfile
import tempfile
import warnings

os.environ["KERAS_BACKEND"] = "torch"

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import seeded_weights
from checkpoint_networks import CLASSES, DEPTH, OUTPUT, SEED, SIDE, WIDTH, fill, image, logits, timm_network
from checkpoint_networks import torchvision_network
from head_networks import drawn

FEATURES = 24


def with_head(head):
    network = fill(torchvision_network())
    network.classifier = drawn(head, "classifier")
    return network.eval()


class GeM(nn.Module):
    def forward(self, x):
        return F.avg_pool2d(x.clamp(min=1e-6).pow(2.5), (x.size(-2), x.size(-1))).pow(1 / 2.5)


class Behind(nn.Module):
    """timm's features, and a function of them."""

    def __init__(self, function):
        super().__init__()
        self.core = fill(timm_network())
        self.function = function

    def forward(self, x):
        return self.function(self.core, x)


def replaced(network, before, after):
    """Every module of the class `before` replaced by `after()`."""
    for module in list(network.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, before):
                setattr(module, name, after())
    return network


def gem(core, x):
    return core.classifier(GeM()(core.forward_features(x)).flatten(1))


def both(core, x):
    maps = core.forward_features(x)
    return core.classifier(0.5 * (F.adaptive_avg_pool2d(maps, 1) + F.adaptive_max_pool2d(maps, 1)).flatten(1))


def cosine(core, x):
    vector = core.forward_head(core.forward_features(x), pre_logits=True)
    return 8 * core.classifier(F.normalize(vector))


def grey(core, x):
    return core(x.mean(1, keepdim=True).repeat(1, 3, 1, 1))


def pooled(kind):
    network = fill(timm_network())
    network.reset_classifier(CLASSES, kind)
    drawn(network.classifier, "classifier")
    return network


onnx_cases = {
    "hidden": lambda: with_head(nn.Sequential(nn.Linear(FEATURES, 10), nn.ReLU(), nn.Dropout(), nn.Linear(10, 3))),
    "gelu": lambda: with_head(nn.Sequential(nn.Linear(FEATURES, 10), nn.GELU(), nn.Linear(10, 3))),
    "gelu-tanh": lambda: with_head(nn.Sequential(nn.Linear(FEATURES, 10), nn.GELU("tanh"), nn.Linear(10, 3))),
    "hardswish": lambda: with_head(nn.Sequential(nn.Linear(FEATURES, 10), nn.Hardswish(), nn.Linear(10, 3))),
    "norm": lambda: with_head(nn.Sequential(nn.BatchNorm1d(FEATURES, eps=1e-2), nn.Linear(FEATURES, 3))),
    "layer-norm": lambda: with_head(nn.Sequential(nn.LayerNorm(FEATURES, eps=1e-3), nn.Linear(FEATURES, 3))),
    "max": lambda: pooled("max"),
    "catavgmax": lambda: pooled("catavgmax"),
    "avgmax": lambda: Behind(both),
    "gem": lambda: Behind(gem),
    "cosine": lambda: Behind(cosine),
    "temperature": lambda: Behind(lambda core, x: core(x) / 1.7),
    "sigmoid": lambda: Behind(lambda core, x: torch.sigmoid(core(x))),
    "softmax": lambda: Behind(lambda core, x: core(x).softmax(1)),
}
onnx_refused = {
    "relu": lambda: replaced(fill(timm_network()), nn.SiLU, nn.ReLU),
    "hardswish-blocks": lambda: replaced(fill(timm_network()), nn.SiLU, nn.Hardswish),
    "grey": lambda: Behind(grey),
    "clamped": lambda: Behind(lambda core, x: core(x).clamp(-1, 1)),
    "elu": lambda: with_head(nn.Sequential(nn.Linear(FEATURES, 10), nn.ELU(), nn.Linear(10, 3))),
}
modules = {
    "module-max": lambda: pooled("max"),
    "module-hidden": lambda: with_head(
        nn.Sequential(nn.Linear(FEATURES, 10), nn.BatchNorm1d(10, eps=1e-2), nn.Tanh(), nn.Linear(10, 3))),
    "module-same": lambda: fill(timm_network("tf_")),
    "module-sequential": lambda: nn.Sequential(
        keep_features(), nn.AdaptiveMaxPool2d(1), nn.Flatten(), drawn(nn.Linear(FEATURES, 3), "3")),
}
modules_refused = {
    "module-relu": lambda: replaced(fill(timm_network()), nn.SiLU, nn.ReLU),
    "module-elu": lambda: with_head(nn.Sequential(nn.Linear(FEATURES, 10), nn.ELU(), nn.Linear(10, 3))),
}


def keep_features():
    return fill(torchvision_network()).features


def plain(name, network):
    """The logits: what the network gives before a last function."""
    if name in ("sigmoid", "softmax"):
        network = network.core
    return logits(network.eval())


def export(name, network, folder):
    torch.onnx.export(network.eval(), (image(),), str(folder / f"{name}.onnx"), dynamo=False, opset_version=17)


def optimised(folder):
    """`hidden.onnx` after onnxruntime's optimiser."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(folder / "optimised.onnx")
    onnxruntime.InferenceSession(str(folder / "hidden.onnx"), options, providers=["CPUExecutionProvider"])
    np.save(folder / "optimised.npy", np.load(folder / "hidden.npy"))


def keras_files(folder):
    import keras
    from keras import layers as L
    from keras.src.applications import efficientnet

    def network(head, **options):
        keras.utils.clear_session()
        core = efficientnet.EfficientNet(
            WIDTH, DEPTH, SIDE, weights=None, include_top=False, input_shape=(SIDE, SIDE, 3), name="core", **options)
        vector = head(core.output)
        model = keras.Model(core.input, vector)
        for layer in model.layers:
            if isinstance(layer, L.Normalization):
                continue
            values = []
            for variable in layer.weights:
                kind = variable.name.split("/")[-1]
                name = {"kernel": "weight", "gamma": "weight", "moving_variance": "running_var",
                        "moving_mean": "running_mean"}.get(kind, "bias" if kind in ("beta", "bias") else "weight")
                values.append(seeded_weights.tensor(f"{layer.name}.{name}", tuple(variable.shape), SEED))
            layer.set_weights(values)
        return model

    def dense(units, activation=None):
        return L.Dense(units, activation=activation)

    cases = {
        "keras-max": lambda x: dense(3)(L.GlobalMaxPooling2D()(x)),
        "keras-norm": lambda x: dense(3)(L.BatchNormalization(epsilon=1e-2)(L.GlobalAveragePooling2D()(x))),
        "keras-hidden": lambda x: dense(3)(dense(10, "gelu")(L.Dropout(0.2)(L.GlobalAveragePooling2D()(x)))),
        "keras-layer-norm": lambda x: dense(3)(L.LayerNormalization()(L.GlobalAveragePooling2D()(x))),
        "keras-sigmoid": lambda x: dense(3, "sigmoid")(L.GlobalAveragePooling2D()(x)),
        "keras-elu": lambda x: dense(3)(dense(10, "elu")(L.GlobalAveragePooling2D()(x))),
    }
    for name, head in cases.items():
        model = network(head)
        model.save(folder / f"{name}.keras")
        if name == "keras-hidden":
            model.save(folder / f"{name}.h5")
        if name == "keras-elu":
            continue
        # The image is what the first convolution reads: a new network divides by 255 and normalises with 0 and 1.
        model.layers[-1].activation = keras.activations.linear
        answer = model(image().numpy().transpose(0, 2, 3, 1) * 255, training=False)
        np.save(folder / f"{name}.npy", np.asarray(answer.detach())[0].astype(np.float32))


def main():
    warnings.filterwarnings("ignore")
    with tempfile.TemporaryDirectory() as name, torch.no_grad():
        folder = pathlib.Path(name)
        np.save(folder / "image.npy", image().numpy())
        for case, make in onnx_cases.items():
            network = make()
            np.save(folder / f"{case}.npy", plain(case, network))
            export(case, network, folder)
        for case, make in onnx_refused.items():
            export(case, make(), folder)
        for case, make in modules.items():
            network = make().eval()
            np.save(folder / f"{case}.npy", logits(network))
            torch.save(network, folder / f"{case}.pth")
        for case, make in modules_refused.items():
            torch.save(make().eval(), folder / f"{case}.pth")
        network = fill(timm_network())
        torch.jit.trace(network, image()).save(str(folder / "traced.pt"))
        try:
            optimised(folder)
        except ImportError:
            print("onnxruntime is missing: optimised.onnx is left out")
        keras_files(folder)
        with tarfile.open(OUTPUT / "graph-networks.tar.xz", "w:xz") as archive:
            for file in sorted(folder.iterdir()):
                information = archive.gettarinfo(file, file.name)
                information.mtime, information.uid, information.gid = 0, 0, 0
                information.uname = information.gname = ""
                with open(file, "rb") as data:
                    archive.addfile(information, data)


if __name__ == "__main__":
    main()
