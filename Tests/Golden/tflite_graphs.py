"""Writes small Keras networks with heads and scalings as people build them as TFLite files, and what TFLite gives for them.

    python3 -m venv venv && venv/bin/pip install tensorflow==2.21.0 keras==3.15.1 tf-keras==2.21.0 h5py==3.14.0
    venv/bin/python Tests/Golden/tflite_graphs.py

The networks are B0 with width 0.02 and depth 0.1 of keras_networks.py (seed 9). Output: Tests/ExplanationsTests/Fixtures/
tflite-graphs.tar.xz with `photo.npy` (pixels of 0…255, (64, 64, 3)) and for each case `NAME.tflite` and `NAME.npy`, the
result of TFLite's interpreter for the picture: probabilities where the network ends with softmax or sigmoid, else logits.
Files that must be refused have no result.
"""

import copy
import io
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
from keras import layers
from keras.src.applications import efficientnet as keras_3
from tensorflow.lite.tools import flatbuffer_utils

import keras_networks

OUTPUT = pathlib.Path(__file__).resolve().parents[1] / "ExplanationsTests" / "Fixtures"
SIDE = keras_networks.SIDE


def drawn(low, high):
    return keras.initializers.RandomUniform(low, high)


def norm():
    return layers.BatchNormalization(
        beta_initializer=drawn(-1, 1), gamma_initializer=drawn(0.5, 2), moving_mean_initializer=drawn(-1, 1),
        moving_variance_initializer=drawn(0.5, 2))


def dense(count, activation=None):
    return layers.Dense(count, activation, bias_initializer=drawn(-1, 1))


def pooled(*rest):
    return [layers.GlobalAveragePooling2D(), *rest]


def both(join):
    return lambda x: join([layers.GlobalAveragePooling2D()(x), layers.GlobalMaxPooling2D()(x)])


heads = {
    "plain": lambda: pooled(layers.Dropout(0.2), dense(3)),
    "norm": lambda: pooled(norm(), layers.Dropout(0.2), dense(3, "softmax")),
    "norm-relu": lambda: pooled(norm(), layers.ReLU(), dense(3)),
    "hidden-norm": lambda: pooled(dense(10, "relu"), norm(), dense(3)),
    "sigmoid": lambda: pooled(dense(10), norm(), layers.ReLU(), dense(1, "sigmoid")),
    "gelu": lambda: pooled(dense(10, "gelu"), dense(10, "silu"), dense(3)),
    "tanh": lambda: pooled(dense(10, "tanh"), dense(4, "sigmoid")),
    "hardswish": lambda: pooled(dense(10, "hard_silu"), dense(3)),
    "max": lambda: [layers.GlobalMaxPooling2D(), dense(3)],
    "both": lambda: [both(layers.Concatenate()), dense(3)],
    "sum": lambda: [both(layers.Add()), dense(3)],
    "average": lambda: [layers.AveragePooling2D(2), layers.Flatten(), dense(3)],
    "unit": lambda: pooled(layers.UnitNormalization(), dense(3)),
    "layer-norm": lambda: pooled(layers.LayerNormalization(beta_initializer=drawn(-1, 1)), dense(3)),
    "temperature": lambda: pooled(dense(3), layers.Rescaling(1 / 1.7), layers.Softmax()),
    "elu": lambda: pooled(dense(10, "elu"), dense(3)),
    "flatten": lambda: [layers.Flatten(), dense(3)],
}
REFUSED = ["elu", "flatten", "unit", "layer-norm"]


def with_head(head, side=SIDE):
    core = keras_networks.fill(keras_networks.make(keras_3, include_top=False, input_shape=(side, side, 3)))
    x = core.output
    keras.utils.set_random_seed(9)
    for layer in head:
        x = layer(x)
    return keras.Model(core.input, x)


def published():
    """As with weights="imagenet": 1/255, ImageNet's mean and deviation, one factor more."""
    network = keras_networks.published(
        keras_3, keras, keras_3.file_utils, weights_name="b0", input_shape=(SIDE, SIDE, 3))
    next(layer for layer in network.layers if layer.name.startswith("normalization")).finalize_state()
    return network


def before(*scaling):
    """Layers before the network."""
    image = x = keras.Input((SIDE, SIDE, 3))
    for layer in scaling:
        x = layer(x)
    return keras.Model(image, with_head(heads["plain"]())(x))


def converted(network, kind=None):
    converter = tf.lite.TFLiteConverter.from_keras_model(network)
    if kind:
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if kind == "float16":
        converter.target_spec.supported_types = [tf.float16]
    if kind == "int8":
        picture = photo()[None]
        converter.representative_dataset = lambda: ([picture * np.float32(part)] for part in (0.5, 0.75, 1))
    return converter.convert()


def photo():
    return np.random.default_rng(9).integers(0, 256, (SIDE, SIDE, 3)).astype(np.float32)


def interpreted(model):
    interpreter = tf.lite.Interpreter(
        model_content=model,
        experimental_op_resolver_type=tf.lite.experimental.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], photo()[None])
    interpreter.invoke()
    return interpreter.get_tensor(interpreter.get_output_details()[0]["index"])[0]


def changed(model, change):
    """The file with `change` applied to its objects."""
    parsed = flatbuffer_utils.convert_bytearray_to_object(bytearray(model))
    change(parsed)
    return bytes(flatbuffer_utils.convert_object_to_bytearray(parsed))


def operators(model, code):
    codes = model.operatorCodes
    return [op for op in model.subgraphs[0].operators if codes[op.opcodeIndex].builtinCode == code]


def unread(model):
    """A second name of the last matrix, which no operator reads."""
    graph = model.subgraphs[0]
    source = graph.tensors[operators(model, 9)[0].inputs[1]]
    extra = copy.copy(source)
    extra.name = b"left/over"
    graph.tensors.append(extra)


def beta(model):
    operators(model, 25)[0].builtinOptions.beta = 2.0


def twice(model):
    model.subgraphs.append(model.subgraphs[0])


def main():
    files = {"photo.npy": photo()}
    for name, head in heads.items():
        files[name] = converted(with_head(head()))
    files["published"] = converted(published())
    files["free"] = converted(with_head(heads["plain"](), None))
    plain = with_head(heads["plain"]())
    files["float16"], files["int8-weights"], files["int8"] = (
        converted(plain, kind) for kind in ("float16", "int8-weights", "int8"))
    files["adapted"] = converted(before(layers.Normalization(mean=[0.1, 0.2, 0.3], variance=[0.3, 0.2, 0.1])))
    files["resized"] = converted(before(layers.Resizing(SIDE, SIDE)))
    files["unread"] = changed(files["plain"], unread)
    files["beta"] = changed(files["norm"], beta)
    files["twice"] = changed(files["plain"], twice)
    for name in [name for name in files if "." not in name]:
        if name not in REFUSED + ["int8", "resized", "unread", "beta", "twice"]:
            files[name + ".npy"] = interpreted(files[name])
            print(name, files[name + ".npy"])
        files[name + ".tflite"] = files.pop(name)
    with tarfile.open(OUTPUT / "tflite-graphs.tar.xz", "w:xz", preset=9) as archive:
        for name, data in sorted(files.items()):
            if isinstance(data, np.ndarray):
                buffer = io.BytesIO()
                np.save(buffer, data.astype(np.float32))
                data = buffer.getvalue()
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
            print(name, len(data))


if __name__ == "__main__":
    main()
