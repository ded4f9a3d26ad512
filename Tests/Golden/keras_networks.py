"""Writes small Keras networks in every HDF5 layout that versions of Keras write, and their logits.

    python3 -m venv venv && venv/bin/pip install tensorflow==2.21.0 keras==3.15.1 tf-keras==2.21.0 h5py==3.14.0
    venv/bin/python Tests/Golden/keras_networks.py

The networks are those of checkpoint_networks.py (width 0.02, depth 0.1, 5 classes, seed 9). Output:
Tests/ExplanationsTests/Fixtures/keras-networks.tar.xz with `plain.npy` (logits for the seeded image without rescaling),
`published.npy` (logits of a network with the rescaling that `weights="imagenet"` adds), and the files.
"""

import io
import os
import pathlib
import tarfile
import tempfile
from unittest import mock

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras
import numpy as np
import tf_keras
from keras.src.applications import efficientnet as keras_3
from tf_keras.src.applications import efficientnet as keras_2

import seeded_weights

OUTPUT = pathlib.Path(__file__).resolve().parents[1] / "ExplanationsTests" / "Fixtures"
SEED, WIDTH, DEPTH, CLASSES, SIDE = 9, 0.02, 0.1, 5, 64
MEAN, DEVIATION = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]

OUTSIDE = {"stem_conv": "conv_stem", "stem_bn": "bn1", "top_conv": "conv_head", "top_bn": "bn2",
           "predictions": "classifier"}
EXPANDED = {"expand_conv": "conv_pw", "expand_bn": "bn1", "dwconv": "conv_dw", "bn": "bn2",
            "se_reduce": "se.conv_reduce", "se_expand": "se.conv_expand", "project_conv": "conv_pwl",
            "project_bn": "bn3"}
FIRST = {"dwconv": "conv_dw", "bn": "bn1", "se_reduce": "se.conv_reduce", "se_expand": "se.conv_expand",
         "project_conv": "conv_pw", "project_bn": "bn2"}
KINDS = {"kernel": "weight", "depthwise_kernel": "weight", "bias": "bias", "gamma": "weight", "beta": "bias",
         "moving_mean": "running_mean", "moving_variance": "running_var"}


def canonical(layer):
    """timm's name for a Keras layer."""
    if layer in OUTSIDE:
        return OUTSIDE[layer]
    block, part = layer.split("_", 1)
    stage, number = int(block[5:-1]) - 1, ord(block[-1]) - ord("a")
    return f"blocks.{stage}.{number}.{(FIRST if stage == 0 else EXPANDED)[part]}"


def seeded(layer, variable, shape):
    name = f"{canonical(layer)}.{KINDS[variable]}"
    if len(shape) == 4:
        order = (2, 3, 0, 1) if "dwconv" in layer else (3, 2, 0, 1)
        values = seeded_weights.tensor(name, tuple(shape[axis] for axis in order), SEED)
        return values.transpose(np.argsort(order))
    if len(shape) == 2:
        return seeded_weights.tensor(name, tuple(shape)[::-1], SEED).T
    return seeded_weights.tensor(name, tuple(shape), SEED)


def fill(network):
    for layer in network.layers:
        variables = layer.weights
        if layer.name.startswith("normalization") or not variables:
            continue
        names = [variable.name.split("/")[-1].split(":")[0] for variable in variables]
        layer.set_weights([seeded(layer.name, n, v.shape) for n, v in zip(names, variables)])
    return network


def make(library, **options):
    return library.EfficientNet(
        WIDTH, DEPTH, SIDE, weights=None, classes=CLASSES, classifier_activation=None, **options
    )


def image():
    values = seeded_weights.tensor("image.running_var", (1, 3, SIDE, SIDE), SEED)
    return ((values - np.float32(1)) * np.float32(4)).transpose(0, 2, 3, 1)


def logits(network, pixels):
    return np.asarray(network(pixels, training=False))[0].astype(np.float32)


def published(library, engine, files, **which):
    """A network as with weights="imagenet", but with seeded weights."""
    with mock.patch.object(files, "get_file", return_value=""), \
            mock.patch.object(engine.Model, "load_weights"):
        inner = library.EfficientNet(
            WIDTH, DEPTH, SIDE, weights="imagenet", include_top=False, pooling="avg", **which,
        )
    network = fill(engine.Model(inner.input, engine.layers.Dense(CLASSES, name="predictions")(inner.output)))
    normalization = next(layer for layer in network.layers if layer.name.startswith("normalization"))
    # The published files hold σ instead of the variance; a rescaling by 1/√σ follows.
    normalization.set_weights([np.array(MEAN, np.float32), np.array(DEVIATION, np.float32), np.array(0)])
    return network


def save(network, folder, name):
    network.save(folder / f"{name}.keras")
    network.save(folder / f"{name}.h5")
    network.save_weights(folder / f"{name}.weights.h5")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        pixels = image()
        new = fill(make(keras_3, name="efficientnetb0"))
        np.save(folder / "image.npy", pixels.transpose(0, 3, 1, 2))
        np.save(folder / "plain.npy", logits(new, pixels * 255))
        save(new, folder, "keras3")
        old = fill(make(keras_2))
        assert np.allclose(logits(old, pixels * 255), logits(new, pixels * 255), atol=1e-4)
        save(old, folder, "keras2")
        old.save_weights(folder / "keras2-legacy.h5", save_format="h5")

        # Fine-tuned as in tutorials: the network inside a model with another head, trained for one step.
        inside = make(keras_3, include_top=False, name="backbone")
        fill(inside)
        inputs = keras.Input((SIDE, SIDE, 3))
        x = keras.layers.GlobalAveragePooling2D()(inside(inputs))
        x = keras.layers.Dropout(0.2)(x)
        tuned = keras.Model(inputs, keras.layers.Dense(CLASSES)(x))
        tuned.layers[-1].set_weights(new.get_layer("predictions").get_weights())
        assert np.allclose(logits(tuned, pixels * 255), logits(new, pixels * 255), atol=1e-4)
        tuned.compile("adam", "mse")
        tuned.optimizer.build(tuned.trainable_variables)
        save(tuned, folder, "tuned")

        raw = (pixels * np.array(DEVIATION, np.float32) + np.array(MEAN, np.float32)) * 255
        for library, engine, files, label, which in [
            (keras_3, keras, keras_3.file_utils, "published3", {"weights_name": "b0"}),
            (keras_2, tf_keras, keras_2.data_utils, "published2", {"model_name": "efficientnetb0"}),
        ]:
            network = published(library, engine, files, **which)
            np.save(folder / "published.npy", logits(network, raw))
            save(network, folder, label)

        OUTPUT.mkdir(parents=True, exist_ok=True)
        with tarfile.open(OUTPUT / "keras-networks.tar.xz", "w:xz", preset=9) as archive:
            for path in sorted(folder.iterdir()):
                entry = tarfile.TarInfo(path.name)
                entry.size = path.stat().st_size
                archive.addfile(entry, io.BytesIO(path.read_bytes()))
                print(entry.name, entry.size)


if __name__ == "__main__":
    main()
