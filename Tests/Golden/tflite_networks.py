"""Writes a small EfficientNet-Lite as TFLite files with TensorFlow's converter, and its logits.

    python3 -m venv venv && venv/bin/pip install tensorflow==2.21.0 keras==3.15.1 tf-keras==2.21.0 h5py==3.14.0
    venv/bin/python Tests/Golden/tflite_networks.py

The network is Lite0 with width 0.02 and depth 0.1 of checkpoint_networks.py (seed 9, 5 classes). Output:
Tests/ExplanationsTests/Fixtures/tflite-networks.tar.xz with `logits.npy` for the seeded image, and the network in
float32, float16, with int8 weights and with int8 weights and activations. Tests/CheckpointsTests/Fixtures/small.tflite is one
convolution and one fully connected layer.
"""

import io
import os
import pathlib
import tarfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import numpy as np
import tensorflow as tf
import tf_keras

import seeded_weights
from keras_networks import CLASSES, SEED, SIDE, fill

ROOT = pathlib.Path(__file__).resolve().parents[1]
# (stride, window, expansion) of the seven blocks; every one has 8 channels.
BLOCKS = [(1, 3, 1), (2, 3, 6), (2, 5, 6), (2, 3, 6), (1, 5, 6), (2, 5, 6), (1, 3, 6)]


def network():
    layers = tf_keras.layers

    def normalized(x, convolution, name, activate=True):
        x = convolution(x)
        x = layers.BatchNormalization(epsilon=1e-3, name=name)(x)
        return layers.ReLU(6.0, name=name + "_relu")(x) if activate else x

    image = tf_keras.Input((SIDE, SIDE, 3), batch_size=1)
    conv = lambda count, side, stride, name: layers.Conv2D(
        count, side, stride, "same", use_bias=False, name=name)
    x = normalized(image, conv(32, 3, 2, "stem_conv"), "stem_bn")
    for number, (stride, side, expansion) in enumerate(BLOCKS, 1):
        path, before = f"block{number}a_", x
        if expansion > 1:
            x = normalized(x, conv(x.shape[-1] * expansion, 1, 1, path + "expand_conv"), path + "expand_bn")
        depthwise = layers.DepthwiseConv2D(side, stride, "same", use_bias=False, name=path + "dwconv")
        x = normalized(x, depthwise, path + "bn")
        x = normalized(x, conv(8, 1, 1, path + "project_conv"), path + "project_bn", activate=False)
        if stride == 1 and before.shape[-1] == 8:
            x = layers.Add(name=path + "add")([x, before])
    x = normalized(x, conv(1280, 1, 1, "top_conv"), "top_bn")
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    return tf_keras.Model(image, layers.Dense(CLASSES, name="predictions")(x))


def converted(model, kind, image):
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    if kind != "float32":
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if kind == "float16":
        converter.target_spec.supported_types = [tf.float16]
    if kind == "int8":
        converter.representative_dataset = lambda: ([image * np.float32(part)] for part in (0.5, 0.75, 1))
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    return converter.convert()


def small():
    image = tf_keras.Input((8, 8, 3), batch_size=1)
    x = tf_keras.layers.Conv2D(2, 1, name="c")(image)
    x = tf_keras.layers.Dense(3, name="d")(tf_keras.layers.GlobalAveragePooling2D()(x))
    model = tf_keras.Model(image, x)
    model.set_weights([np.arange(np.prod(w.shape), dtype=np.float32).reshape(w.shape) / 8
                       for w in model.get_weights()])
    return converted(model, "float32", None)


def main():
    values = seeded_weights.tensor("image.running_var", (1, 3, SIDE, SIDE), SEED)
    image = ((values - np.float32(1)) * np.float32(4)).transpose(0, 2, 3, 1)
    model = fill(network())
    logits = model(image).numpy()[0].astype(np.float32)
    print(logits)
    files = {}
    for kind in ["float32", "float16", "int8-weights", "int8"]:
        files[f"{kind}.tflite"] = converted(model, kind, image)
    buffer = io.BytesIO()
    np.save(buffer, logits)
    files["logits.npy"] = buffer.getvalue()
    with tarfile.open(ROOT / "ExplanationsTests/Fixtures/tflite-networks.tar.xz", "w:xz", preset=9) as archive:
        for name, data in sorted(files.items()):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
            print(name, len(data))
    (ROOT / "CheckpointsTests/Fixtures/small.tflite").write_bytes(small())


if __name__ == "__main__":
    main()
