"""Writes small checkpoints that would take much memory or work, and measures what a program takes for each.

    python3 Tests/Fuzz/budget_attacks.py PROGRAM FOLDER [NAME…]

A file must end with status 65 (or be read), in one line of error, within 64 MiB and 16 times the file beside
the memory that the program takes for an empty file, and within SECONDS of work. The exit status is 1 if one does not.
The files are built from the formats' own rules; h5py and flatbuffers are needed for two of them.
"""

import json
import os
import pathlib
import resource
import struct
import subprocess
import sys
import zipfile

SECONDS = 10.0


# Pickles

def text(value):
    data = value.encode()
    return b"X" + struct.pack("<I", len(data)) + data


def number(value):
    return b"J" + struct.pack("<i", value)


def put(index):
    return b"r" + struct.pack("<I", index)


def get(index):
    return b"j" + struct.pack("<I", index)


STORAGE = (
    b"(" + text("storage") + b"ctorch\nFloatStorage\n" + text("0") + text("cpu") + number(4) + b"tQ")


def shape(extents, index):
    return b"(" + b"".join(b"K" + bytes([extent]) for extent in extents) + b"t" + put(index)


def tensor(shape, strides, storage=5):
    """A tensor of the memoized tuples with these numbers."""
    return (
        b"ctorch._utils\n_rebuild_tensor_v2\n(" + get(storage) + b"K\x00" + get(shape) + get(strides)
        + b"\x89ccollections\nOrderedDict\n)RtR")


def archive(path, pickle, storage=bytes(16)):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("m/data.pkl", pickle)
        file.writestr("m/data/0", storage)


def torch_shape(path):
    """One tuple of 20,000 ones is the shape of 4,000 tensors."""
    start = STORAGE + put(5) + b"0" + shape([1] * 20000, 6) + b"0"
    items = b"".join(text(f"t{i}") + tensor(6, 6) for i in range(4000))
    archive(path, b"\x80\x02" + start + b"}(" + items + b"u.")


def torch_long_shape(path):
    """A legacy pickle with a tuple of twelve million numbers."""
    ones = b"(" + b"K\x01" * 12_000_000 + b"t"
    path.write_bytes(b"\x80\x02}" + text("x") + ones + b"s.")


def torch_names(path):
    """Modules with long names share one dictionary of parameters."""
    parameters = b"}(" + b"".join(text(f"p{i}") + get(7) for i in range(8000)) + b"u" + put(8) + b"0"
    start = STORAGE + put(5) + b"0" + shape([1], 6) + b"0" + tensor(6, 6) + put(7) + b"0" + parameters

    def module(children):
        state = b"}(" + text("_parameters") + get(8) + text("_modules") + children + b"u"
        return b"c__main__\nNet\n)\x81" + state + b"b"

    leaf = b"}"
    for _ in range(4):
        leaf = b"}(" + b"".join(text("m" * 400 + str(i)) + module(leaf) for i in range(4)) + b"u"
    archive(path, b"\x80\x02" + start + module(leaf) + b".")


def torch_paths(path):
    """Tensors of stride 0 with deep names form layers that fit each other."""
    start = STORAGE + put(5) + b"0" + shape([0], 4) + b"0"
    start += b"(" + number(1280) + number(1280) + b"t" + put(6) + b"0(K\x00K\x00t" + put(7) + b"0"
    stem = b"(K K\x03K\x03K\x03t" + put(9) + b"0(K\x00K\x00K\x00K\x00t" + put(10) + b"0"
    items = b"".join(
        text("a." * 12 + f"{i}.conv_stem.weight") + tensor(9, 10) for i in range(900))
    archive(path, b"\x80\x02" + start + stem + b"}(" + items + b"u.")


def torch_places(path):
    """Many dictionaries, each of which could hold a network."""
    start = STORAGE + put(5) + b"0"
    start += b"(K K\x03K\x03K\x03t" + put(9) + b"0(K\x00K\x00K\x00K\x00t" + put(10) + b"0"
    start += tensor(9, 10) + put(11) + b"0"
    groups = b"".join(
        text(f"g{i}") + b"}(" + b"".join(
            text(f"{j}.conv_stem.weight") + get(11) for j in range(40)) + b"u" for i in range(60))
    archive(path, b"\x80\x02" + start + b"}(" + groups + b"u.")


def torch_labels(path):
    """One list of names under the keys of many dictionaries."""
    names = b"](" + (text("n") + put(3)) + get(3) * 20000 + b"e" + put(4) + b"0"
    items = b"".join(
        text(f"d{i}") + b"}" + text("classes") + get(4) + b"s" for i in range(8000))
    archive(path, b"\x80\x02" + names + b"}(" + items + b"u.")


def torch_globals(path):
    """A million names of classes."""
    items = b"".join(f"ca\nC{i}\n0".encode() for i in range(100_000))
    path.write_bytes(b"\x80\x02" + items + b"}.")


def torch_empty_lists(path):
    path.write_bytes(b"\x80\x02" + b"]" * 8_000_000 + b".")


def torch_nested(path):
    """Pickles behind the first one."""
    path.write_bytes(
        b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03." + b"\x80\x02}."
        + (b"\x80\x02(" + b")\x85" * 1_500_000 + b"l."))


# safetensors

def safetensors(path, header, data=b""):
    path.write_bytes(struct.pack("<Q", len(header)) + header + data)


def safetensors_shape(path):
    """A shape of twelve million extents."""
    ones = b"1," * 11_999_999 + b"1"
    safetensors(path, b'{"x":{"dtype":"F32","shape":[' + ones + b'],"data_offsets":[0,4]}}', bytes(4))


def safetensors_lists(path):
    safetensors(path, b'{"__metadata__":[' + b"[]," * 7_000_000 + b"[]]}")


def safetensors_names(path):
    """Names with long prefixes before what could be first convolutions."""
    tensors = {}
    for i in range(1500):
        name = "p" * 200 + f"{i}.conv_stem.weight"
        tensors[name] = {"dtype": "F32", "shape": [0, 3, 3, 3], "data_offsets": [0, 0]}
    safetensors(path, json.dumps(tensors).encode())


def safetensors_heads(path):
    """Empty matrices that fit each other."""
    tensors = {
        f"h{i}.weight": {"dtype": "F32", "shape": [1280, 0], "data_offsets": [0, 0]}
        for i in range(100_000)}
    safetensors(path, json.dumps(tensors).encode())


# ONNX

def field(number, data):
    length = len(data)
    size = b""
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return bytes([number << 3 | 2]) + size + data


def onnx(path, graph):
    path.write_bytes(b"\x08\x08" + field(2, b"x") + field(7, graph))


def onnx_attributes(path):
    onnx(path, field(1, field(2, b"a") + field(4, b"Relu") + b"\x2a\x00" * 5_000_000))


def onnx_nodes(path):
    onnx(path, b"\x0a\x00" * 5_000_000)


def onnx_dims(path):
    onnx(path, field(5, field(1, b"\x01" * 10_000_000) + b"\x10\x01" + field(8, b"x")))


def onnx_inputs(path):
    onnx(path, field(11, field(1, b"x") + field(2, field(1, field(2, b"\x0a\x00" * 5_000_000)))))


def onnx_constants(path):
    """Each node of 40 bytes gives 1,024 numbers."""
    value = field(5, field(1, b"\x01") + b"\x10\x07" + field(7, b"\x80\x08") + field(8, b"n"))
    nodes = b"".join(
        field(1, field(1, b"n") + field(2, f"c{i}".encode()) + field(4, b"ConstantOfShape"))
        for i in range(100_000))
    onnx(path, value + nodes)


# TFLite

def tflite(path, shapes, scales, count):
    """`count` tensors share one shape and one vector of scales."""
    import flatbuffers

    builder = flatbuffers.Builder(1 << 20)
    builder.StartVector(4, scales, 4)
    for _ in range(scales):
        builder.PrependFloat32(1.0)
    scale = builder.EndVector()
    builder.StartVector(4, shapes, 4)
    for _ in range(shapes):
        builder.PrependInt32(1)
    extents = builder.EndVector()
    builder.StartVector(1, 16, 4)
    for _ in range(16):
        builder.PrependByte(0)
    data = builder.EndVector()
    builder.StartObject(7)
    builder.PrependUOffsetTRelativeSlot(2, scale, 0)
    quantization = builder.EndObject()
    builder.StartObject(1)
    builder.PrependUOffsetTRelativeSlot(0, data, 0)
    buffer = builder.EndObject()
    builder.StartObject(5)
    builder.PrependUOffsetTRelativeSlot(0, extents, 0)
    builder.PrependInt8Slot(1, 9, 0)
    builder.PrependUOffsetTRelativeSlot(4, quantization, 0)
    tensor = builder.EndObject()

    def vector(items):
        builder.StartVector(4, len(items), 4)
        for item in reversed(items):
            builder.PrependUOffsetTRelative(item)
        return builder.EndVector()

    tensors, buffers = vector([tensor] * count), vector([buffer])
    builder.StartObject(5)
    builder.PrependUOffsetTRelativeSlot(0, tensors, 0)
    graph = builder.EndObject()
    graphs = vector([graph])
    builder.StartObject(8)
    builder.PrependInt32Slot(0, 3, 0)
    builder.PrependUOffsetTRelativeSlot(2, graphs, 0)
    builder.PrependUOffsetTRelativeSlot(4, buffers, 0)
    builder.Finish(builder.EndObject(), b"TFL3")
    path.write_bytes(bytes(builder.Output()))


def tflite_scales(path):
    tflite(path, 4, 50_000, 20_000)


def tflite_shapes(path):
    tflite(path, 50_000, 1, 20_000)


# Keras

def keras(path, configuration):
    import h5py

    weights = path.with_suffix(".h5")
    with h5py.File(weights, "w") as file:
        for name, extents in (("0", (3, 3, 3, 32)), ("1", (32,))):
            file.create_dataset(f"layers/conv2d/vars/{name}", data=__import__("numpy").zeros(extents, "f4"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("config.json", configuration)
        file.writestr("model.weights.h5", weights.read_bytes())
    weights.unlink()


def keras_lists(path):
    keras(path, "[" + "[]," * 5_000_000 + "[]]")


def keras_names(path):
    """Models with long class names around many layers."""
    layers = [{"class_name": "Relu", "config": {"name": f"l{i}"}} for i in range(10_000)]
    model = {"class_name": "Functional", "config": {"name": "x" * 100_000, "layers": layers}}
    keras(path, json.dumps({"class_name": "Functional", "config": {"layers": [model]}}))


# Archives and folders

def zip_entries(path):
    """300,000 empty entries."""
    with zipfile.ZipFile(path, "w") as file:
        for i in range(300_000):
            file.writestr(zipfile.ZipInfo(str(i)), b"")


def zip_bomb(path):
    """A pickle of zeros that deflates a thousandfold."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("m/data.pkl", b"\x80\x02" + b"]" * 60_000_000 + b".")


def torchscript_code(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("m/data.pkl", b"\x80\x02}.")
        file.writestr("m/constants.pkl", b"\x80\x02).")
        file.writestr("m/code/__torch__.py", "def f(x):\n  return x\n" * 2_000_000)


def folder_labels(path):
    """A small file beside a configuration of 1 MB with as many descriptions as names."""
    path.mkdir(exist_ok=True)
    names = [f"n{i}" for i in range(25_000)]
    configuration = {
        "architecture": "efficientnet_b0", "label_names": names,
        "label_descriptions": {name: "d" for name in names}}
    (path / "config.json").write_text(json.dumps(configuration))
    safetensors_names(path / "model.safetensors")


def folder_index(path):
    """An index of 200,000 tensors in 900 shards that are one file."""
    path.mkdir(exist_ok=True)
    safetensors(path / "s0", b'{"x":{"dtype":"F32","shape":[],"data_offsets":[0,4]}' + b" " * 400_000 + b"}", bytes(4))
    for i in range(1, 900):
        (path / f"s{i}").unlink(missing_ok=True)
        os.link(path / "s0", path / f"s{i}")
    places = {f"t{i}": f"s{i % 900}" for i in range(200_000)}
    (path / "model.safetensors.index.json").write_text(json.dumps({"weight_map": places}))


ATTACKS = [
    torch_shape, torch_long_shape, torch_names, torch_paths, torch_places, torch_labels, torch_globals,
    torch_empty_lists, torch_nested, safetensors_shape, safetensors_lists, safetensors_names,
    safetensors_heads, onnx_attributes, onnx_nodes, onnx_dims, onnx_inputs, onnx_constants,
    tflite_scales, tflite_shapes, keras_lists, keras_names, zip_entries, zip_bomb, torchscript_code,
    folder_labels, folder_index,
]


def measured(program, path):
    """The exit status, the lines of error, the seconds of work and the peak of memory in bytes."""
    child = subprocess.Popen(
        [program, "weights", "inspect", str(path)], stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        # A program that takes three times too long is stopped.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (int(3 * SECONDS),) * 2))
    problem = child.stderr.read().decode(errors="replace").strip()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, problem, usage.ru_utime + usage.ru_stime, usage.ru_maxrss << 10


def size(path):
    if path.is_dir():
        return sum(file.stat().st_size for file in path.iterdir())
    return path.stat().st_size


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    nothing = folder / "nothing"
    nothing.write_bytes(b"nothing")
    base = measured(program, nothing)[3]
    failed = 0
    for attack in ATTACKS:
        if len(sys.argv) > 3 and attack.__name__ not in sys.argv[3:]:
            continue
        path = folder / (attack.__name__ + (".keras" if attack.__name__.startswith("keras") else ""))
        attack(path)
        status, problem, seconds, peak = measured(program, path)
        # The file's own pages, which are mapped, are part of the peak.
        limit = base + (64 << 20) + 17 * size(path)
        isGood = status in (0, 65) and seconds < SECONDS and peak <= limit and problem.count("\n") == 0
        failed += not isGood
        print(
            f"{'ok  ' if isGood else 'FAIL'} {attack.__name__:18} {size(path) / 1e3:9.0f} kB "
            f"{peak / 1e6:7.0f} MB {seconds:6.2f} s  {status} {problem[:150]}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
