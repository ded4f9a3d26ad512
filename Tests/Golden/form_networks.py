"""Writes small networks in the forms of further libraries and in several files, and their logits.

    pip install torch==2.13.0 timm==1.0.31 transformers==5.24.0 efficientnet_pytorch==0.7.1 safetensors keras==3.15.1 \
      tensorflow==2.21.0 mmpretrain==1.2.0 mmengine mmcv-lite segmentation_models_pytorch==0.6.0
    python Tests/Golden/form_networks.py

The networks are B0 with width 0.02 and depth 0.1 (checkpoint_networks.py) and EfficientNetV2 B0 and S with width and
depth 0.1 (v2_networks.py): 5 classes, weights of seed 9 by canonical names. Output:
Tests/ExplanationsTests/Fixtures/form-networks.tar.xz with `image.npy` (the seeded image of 64 × 64), `NAME.npy` (its
logits) and, for each form, the file or folder NAME. `photo.npy` holds pixels of 0…255, (64, 64, 3), for the
networks that scale their pictures, whose logits are `NAME.npy`.
"""

import io
import json
import os
import pathlib
import tarfile
import tempfile

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras
import numpy as np
import tensorflow as tf
import timm
import torch
from keras.src.applications import efficientnet as keras_b
from keras.src.applications import efficientnet_v2 as keras_v2
from safetensors.torch import save_file
from timm.models.efficientnet import _gen_efficientnetv2_base, _gen_efficientnetv2_s

import seeded_weights
import v2_networks
from checkpoint_networks import (
    CLASSES, DEPTH, OUTPUT, SEED, SIDE, WIDTH, fill, image, logits, lukemelas_network, timm_network,
    transformers_network,
)


def mmpretrain_network():
    """MMPretrain's classifier: backbone, average pooling, head.fc."""
    import mmcv

    mmcv.__version__ = "2.1.0"
    from mmpretrain.models.backbones import EfficientNet

    class Classifier(torch.nn.Module):
        def __init__(self):
            super().__init__()
            # Already scaled: MMPretrain's own scaling joins neighbouring stages of equal width, which the narrow
            # network has and published ones do not.
            rows = [[[3, 8, 0, 2, 0, -1]], [[3, 8, 4, 1, 1, 0]], [[3, 8, 4, 2, 6, 0]], [[5, 8, 4, 2, 6, 0]],
                    [[3, 8, 4, 2, 6, 0], [5, 8, 4, 1, 6, 0]], [[5, 8, 4, 2, 6, 0], [3, 8, 4, 1, 6, 0]],
                    [[1, 24, 0, 1, 0, -1]]]
            EfficientNet.arch_settings["tiny"] = (1.0, 1.0, SIDE)
            EfficientNet.layer_settings["t"] = rows
            self.backbone = EfficientNet("tiny", out_indices=(6,))
            self.head = torch.nn.Module()
            self.head.fc = torch.nn.Linear(24, CLASSES)

        def forward(self, x):
            return self.head.fc(self.backbone(x)[-1].mean((2, 3)))

    network = Classifier()
    for layer in network.backbone.layers:
        for block in layer.children():
            # As in checkpoint_networks.py: by the paper's rule equal channels and stride 1 have a shortcut.
            if hasattr(block, "with_res_shortcut"):
                same = block.depthwise_conv.conv.stride == (1, 1) or block.depthwise_conv.conv.stride == 1
                first = block.expand_conv.conv if block.with_expand_conv else block.depthwise_conv.conv
                block.with_res_shortcut = same and first.in_channels == block.linear_conv.conv.out_channels
    return network


class Encoder(torch.nn.Module):
    """An encoder of segmentation_models_pytorch with a classifier."""

    def __init__(self, core, features):
        super().__init__()
        self.encoder, self.features, self.fc = core, features, torch.nn.Linear(24, CLASSES)

    def forward(self, x):
        return self.fc(self.features(self.encoder, x).mean((2, 3)))


def encoders():
    """smp keeps the names of lukemelas and timm below `encoder.`, timm's universal ones below `encoder.model.`."""
    from efficientnet_pytorch import EfficientNet
    from segmentation_models_pytorch.encoders import get_encoder

    own = {key for key in EfficientNet.from_name("efficientnet-b0").state_dict() if not key.startswith("_fc.")}
    assert own == set(get_encoder("efficientnet-b0", weights=None).state_dict())
    own = set(timm.create_model("tf_efficientnet_b0", num_classes=0).state_dict())
    assert own == set(get_encoder("timm-efficientnet-b0", weights=None).state_dict())
    core = lukemelas_network()
    del core._fc
    yield "smp-lukemelas", Encoder(core, lambda core, x: core.extract_features(x))
    core = timm_network("tf_", classes=0)
    yield "smp-timm", Encoder(core, lambda core, x: core.forward_features(x))


def keras_network(kind, preprocessing=True):
    if kind == "b0":
        return keras_b.EfficientNet(
            WIDTH, DEPTH, SIDE, weights=None, classes=CLASSES, classifier_activation="softmax", name="efficientnetb0")
    name = {"v2-b0": "efficientnetv2-b0", "v2-s": "efficientnetv2-s"}[kind]
    return keras_v2.EfficientNetV2(
        v2_networks.WIDTH, v2_networks.DEPTH, SIDE, name=name, weights=None, classes=CLASSES,
        input_shape=(SIDE, SIDE, 3), min_depth=8, classifier_activation="softmax", include_preprocessing=preprocessing)


KINDS = {"kernel": "weight", "depthwise_kernel": "weight", "bias": "bias", "gamma": "weight", "beta": "bias",
         "moving_mean": "running_mean", "moving_variance": "running_var"}


def fill_keras(network, reference):
    """Seeded weights; layers have the order of `reference`, a network of timm."""
    names = [key.rpartition(".")[0] for key in reference.state_dict()]
    modules = list(dict.fromkeys(names))
    layers = [layer for layer in network.layers if layer.weights and not layer.name.startswith("normalization")]
    assert len(layers) == len(modules), (len(layers), len(modules))
    for layer, module in zip(layers, modules):
        values = []
        for variable in layer.weights:
            shape, kind = tuple(variable.shape), KINDS[variable.name.split("/")[-1]]
            order = {4: (2, 3, 0, 1) if "dwconv" in layer.name else (3, 2, 0, 1), 2: (1, 0)}.get(len(shape), (0,))
            seeded = seeded_weights.tensor(f"{module}.{kind}", tuple(shape[axis] for axis in order), SEED)
            values.append(seeded.transpose(np.argsort(order)))
        layer.set_weights(values)
    return network


def keras_logits(network, pixels):
    inner = keras.Model(network.input, network.get_layer("avg_pool").output)
    pooled = np.asarray(inner(pixels[None], training=False))[0]
    kernel, bias = network.get_layer("predictions").get_weights()
    return (pooled @ kernel + bias).astype(np.float32)


def write_keras(folder, pixels):
    port = {"bn_eps": 1e-3, "pad_type": "same"}
    references = {
        "b0": timm_network("tf_"),
        "v2-b0": v2_networks.timm_network(_gen_efficientnetv2_base, "tf_efficientnetv2_b0", **port),
        "v2-s": v2_networks.timm_network(_gen_efficientnetv2_s, "tf_efficientnetv2_s", **port),
    }
    for kind, label, preprocessing in [
        ("b0", "keras-b0", True), ("v2-b0", "keras-v2-b0", True), ("v2-s", "keras-v2-s", True),
        ("v2-s", "keras-v2-s-outside", False),
    ]:
        network = fill_keras(keras_network(kind, preprocessing), references[kind])
        given = pixels if preprocessing else pixels / np.float32(127.5) - np.float32(1)
        np.save(folder / f"{label}.npy", keras_logits(network, given))
        print(label, np.load(folder / f"{label}.npy"))
        network.save(folder / f"{label}.keras")
        network.save_weights(folder / f"{label}.weights.h5")
        converter = tf.lite.TFLiteConverter.from_keras_model(network)
        (folder / f"{label}.tflite").write_bytes(converter.convert())
    # The same graph with another activation, which must be refused.
    other = keras.models.clone_model(
        network, clone_function=lambda layer: keras.layers.Activation("relu", name=layer.name)
        if layer.name == "block1a_project_activation" else layer.__class__.from_config(layer.get_config()))
    other.set_weights(network.get_weights())
    (folder / "relu.tflite").write_bytes(tf.lite.TFLiteConverter.from_keras_model(other).convert())


def main():
    torch.set_num_threads(1)
    torch.manual_seed(0)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        np.save(folder / "image.npy", image().numpy())
        pixels = np.random.default_rng(9).integers(0, 256, (SIDE, SIDE, 3)).astype(np.float32)
        np.save(folder / "photo.npy", pixels)

        mm = fill(mmpretrain_network()).eval()
        np.save(folder / "mmpretrain.npy", logits(mm))
        names = ("ant", "bee", "cat", "dog", "elk")
        torch.save({"meta": {"CLASSES": names, "epoch": 3}, "state_dict": mm.state_dict()}, folder / "mmpretrain.pth")
        print("mmpretrain", logits(mm))
        for label, network in encoders():
            network = fill(network).eval()
            np.save(folder / f"{label}.npy", logits(network))
            torch.save(network.state_dict(), folder / f"{label}.pth")
            print(label, logits(network))
        core = fill(timm_network("tf_")).eval()
        np.save(folder / "lightning.npy", logits(core))
        for prefix in ("model.", "net.", "module.", "model.net."):
            state = {prefix + key: value for key, value in core.state_dict().items()}
            torch.save(
                {"state_dict": state, "epoch": 1, "hyper_parameters": {"model_name": "tf_efficientnet_b0"}},
                folder / f"lightning-{prefix}ckpt")

        hugging = fill(transformers_network()).eval()
        hugging.config.id2label = {index: f"thing {index}" for index in range(CLASSES)}
        np.save(folder / "sharded.npy", logits(hugging))
        hugging.save_pretrained(folder / "sharded", max_shard_size="20KB")
        (folder / "bin").mkdir()
        (folder / "bin/config.json").write_text((folder / "sharded/config.json").read_text())
        torch.save(hugging.state_dict(), folder / "bin/pytorch_model.bin")
        print("sharded", sorted(path.name for path in (folder / "sharded").iterdir()))

        write_keras(folder, pixels)
        with tarfile.open(OUTPUT / "form-networks.tar.xz", "w:xz", preset=9) as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    entry = tarfile.TarInfo(str(path.relative_to(folder)))
                    entry.size = path.stat().st_size
                    archive.addfile(entry, io.BytesIO(path.read_bytes()))
                    print(entry.name, entry.size)


if __name__ == "__main__":
    main()
