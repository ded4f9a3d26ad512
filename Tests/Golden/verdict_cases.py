"""The files that verdicts.py gives to Effscope and to the scanners: harmless ones, and inert attacks.

Every attack only names a function that does nothing of consequence (`os.getcwd`, `print`). No file is ever
unpickled here without `weights_only`.
"""

import argparse
import base64
import bz2
import collections
import dataclasses
import datetime
import functools
import gzip
import io
import json
import pathlib
import pickle
import struct
import tarfile
import tempfile
import zipfile
import zlib

import numpy as np
import torch
import torchvision

HARMLESS, NOT, UNKNOWN = "harmless", "not_harmless", "not_examined"
LEGACY_MAGIC = 0x1950A86A20F9469CFC6C


@dataclasses.dataclass
class Case:
    name: str
    ending: str
    data: bytes
    answer: str
    names: tuple = ()
    kinds: tuple = ()
    needs_hdf5: bool = False


# Pickles by hand. ---------------------------------------------------------------------------------------------


def text(value, size=1):
    data = value.encode()
    return (b"\x8c" + bytes([len(data)]) if size == 1 else b"X" + struct.pack("<I", len(data))) + data


def named(name):
    module, _, last = name.rpartition(".")
    return b"c" + module.encode() + b"\n" + last.encode() + b"\n"


def called(name, *arguments):
    return named(name) + b"(" + b"".join(arguments) + b"tR"


def whole(*parts, protocol=2):
    return bytes([0x80, protocol]) + b"".join(parts) + b"."


CALL = called("posix.getcwd")
ATTACK = whole(CALL)
DATA = whole(b"}", text("a", 4), b"K\x01s")


class Act:
    """Pickled as a call."""

    def __init__(self, function, *arguments):
        self.pair = function, arguments

    def __reduce__(self):
        return self.pair


def opcode_cases():
    import os

    for protocol in range(6):
        data = pickle.dumps({"a": Act(os.getcwd)}, protocol=protocol)
        yield Case(f"reduce-{protocol}", "pkl", data, NOT, ("posix.getcwd",), ("call",))
    tricks = {
        "print": called("builtins.print", text("hello", 4)),
        "inst": b"(" + text("hello", 4) + b"ibuiltins\nprint\n",
        "obj": b"(" + named("builtins.print") + text("hello", 4) + b"o",
        "newobj": named("builtins.print") + b")\x81",
        "newobj-ex": named("builtins.print") + b")}\x92",
        "dropped": called("builtins.print") + b"0}",
        "in-a-tuple": b"(" + called("builtins.print") + b"K\x01t",
        "memo": named("builtins.print") + b"q\x000}h\x00)R0",
        "stack-global": text("builtins") + text("print") + b"\x93)R",
        "stack-global-memo": text("builtins") + b"\x94" + text("print") + b"\x9400h\x00h\x01\x93)R",
        "dotted": text("builtins") + text("print.__call__") + b"\x93)R",
        "behind-a-state": b"}" + text("a", 4) + b"K\x01s}" + text("b", 4) + called("builtins.print") + b"s",
    }
    for name, data in tricks.items():
        expected = "builtins.print.__call__" if name == "dotted" else "builtins.print"
        yield Case(f"print-{name}", "pkl", whole(data, protocol=4), NOT, (expected,), ("call",))
    yield Case("named-only", "pkl", whole(named("builtins.print")), NOT, ("builtins.print",), ("import",))
    for name in [
        "builtins.eval", "builtins.exec", "builtins.getattr", "builtins.__import__", "builtins.open", "os.popen",
        "subprocess.Popen", "runpy._run_code", "socket.create_connection", "webbrowser.open", "pty.spawn",
        "operator.attrgetter", "operator.methodcaller", "functools.partial", "importlib.import_module",
        "types.CodeType", "cloudpickle.cloudpickle._make_function", "dill._dill._create_function",
        "torch.hub.load", "torch.serialization.load", "torch.storage._load_from_bytes", "torch.jit.load",
        "torch._inductor.codecache.compile_file", "torch._dynamo.guards.GuardBuilder.get",
        "numpy.testing._private.utils.runstring", "numpy.f2py.crackfortran.getlincoef", "pip.main",
        "pkgutil.resolve_name", "pydoc.locate", "logging.FileHandler", "_io.FileIO", "acme.training.eval",
        "timeit.timeit", "cProfile.run", "idlelib.pyshell.ModifiedInterpreter.runcode", "picklescan.cli.main",
        "uuid._get_command_stdout", "joblib.numpy_pickle.NumpyArrayWrapper",
    ]:
        # No arguments: the call would fail in Python, too.
        yield Case(f"name-{name}", "pkl", whole(called(name)), NOT, (name,), ("call",))
    names = text("os") + b"q\x05" + text("getcwd") + b"q\x06" + text("collections") + b"q\x00" + text("Counter") + b"q\x01"
    yield Case("memo-by-other-digits", "pkl", whole(names + b"g 5\ng 6\n\x93)R", protocol=4), UNKNOWN)
    sparse = text("Counter") + b"r\x63\0\0\0" + text("os") + b"\x94" + text("getcwd") + b"\x94h\x01h\x02\x93)R"
    yield Case("memo-counts-all-keys", "pkl", whole(sparse, protocol=4), NOT, ("os.getcwd",), ("call",))
    computed = called("builtins.str", text("posix", 4)) + text("getcwd") + b"\x93)R"
    yield Case("computed-name", "pkl", whole(computed, protocol=4), NOT, ("builtins.str",), ("computed_name",))
    shifted = text("collections") + text("OrderedDict") + b"0" + text("OrderedDict") + b"\x93)R"
    yield Case("computed-allowed-name", "pkl", whole(shifted, protocol=4), NOT, (), ("computed_name",))
    chain = called("builtins.getattr", named("builtins.print"), text("__call__", 4)) + b")R"
    yield Case("computed-call", "pkl", whole(chain), NOT, ("builtins.getattr",), ("computed_call", "call"))
    patch = named("collections.Counter") + b"}" + text("update", 4) + named("torch.device") + b"sb"
    yield Case("changed-class", "pkl", whole(patch), NOT, (), ("changed_class",))
    yield Case("setstate", "pkl", whole(named("acme.Settings"), b")\x81}b"), NOT, ("acme.Settings",), ("call",))
    yield Case("by-number", "pkl", whole(b"\x82\x01)R"), UNKNOWN)
    yield Case("out-of-band", "pkl", whole(b"\x97", protocol=5), UNKNOWN)
    yield Case("empty-stack", "pkl", whole(b"0"), UNKNOWN)
    yield Case("broken-behind", "pkl", bytes([0x80, 4]) + CALL + b"\xff\xff", NOT, ("posix.getcwd",), ("call",))
    yield Case("without-stop", "pth", bytes([0x80, 2]) + CALL, NOT, ("posix.getcwd",), ("call",))
    yield Case("cut-name", "pkl", b"\x80\x02cposix\ngetc", UNKNOWN)
    yield Case("second", "pkl", DATA + ATTACK, NOT, ("posix.getcwd",))
    yield Case("second-protocol-0", "pkl", DATA + b"cposix\ngetcwd\n(tR.", NOT, ("posix.getcwd",))
    yield Case("tenth", "pkl", DATA * 9 + ATTACK, NOT, ("posix.getcwd",))
    yield Case("second-behind-zeros", "pkl", DATA + bytes(100) + ATTACK, NOT, ("posix.getcwd",))
    yield Case("second-inst", "pkl", DATA + bytes(9) + b"(S'a'\niposix\ngetcwd\n.", NOT, ("posix.getcwd",))
    inner = b"B" + struct.pack("<I", len(ATTACK)) + ATTACK
    yield Case("bytes", "pkl", whole(b"}", text("a"), inner, b"s", protocol=4), NOT, ("posix.getcwd",))
    yield Case("bytearray", "pkl", whole(b"\x96" + struct.pack("<Q", len(ATTACK)) + ATTACK, protocol=5), NOT,
               ("posix.getcwd",))
    yield Case("bytes-protocol-2", "pkl", pickle.dumps({"a": ATTACK}, protocol=2), NOT, ("posix.getcwd",))
    yield Case("bytes-in-bytes", "pkl", pickle.dumps(pickle.dumps({"a": ATTACK})), NOT, ("posix.getcwd",))
    yield Case("gzip-in-bytes", "pkl", pickle.dumps(gzip.compress(ATTACK)), NOT, ("posix.getcwd",))
    deep = ATTACK
    for _ in range(8):
        deep = pickle.dumps(deep)
    yield Case("too-deep", "pkl", deep, UNKNOWN)
    laughs = b"]q\x00K\x01a" + b"".join(b"]" + b"h\x00a" * 60 for _ in range(60))
    yield Case("growth", "pkl", whole(laughs), NOT, (), ("growth",))
    yield Case("growth-of-the-stack", "pkl", whole(b"(" + b"N" * 12000 + b"l"), NOT, (), ("growth",))


# torch ----------------------------------------------------------------------------------------------------------


def saved(value, **options):
    stream = io.BytesIO()
    torch.save(value, stream, **options)
    return stream.getvalue()


def names_of(network):
    """The network's state dictionary; all tensors view one number, so that the file is small."""
    number = torch.zeros(1)
    return collections.OrderedDict((name, number.view(1)) for name in network.state_dict())


def members(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files, method=zipfile.ZIP_STORED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return stream.getvalue()


def torch_cases():
    import timm

    plain = collections.OrderedDict(weight=torch.zeros(2, 3), bias=torch.zeros(2), steps=torch.tensor(3))
    yield Case("state", "pth", saved(plain), HARMLESS)
    yield Case("state-legacy", "pth", saved(plain, _use_new_zipfile_serialization=False), HARMLESS)
    yield Case("state-protocol-4", "pth", saved(plain, pickle_protocol=4), HARMLESS)
    yield Case("state-protocol-5-legacy", "pth",
               saved(plain, pickle_protocol=5, _use_new_zipfile_serialization=False), HARMLESS)
    with torch.device("meta"):
        networks = {
            "torchvision": torchvision.models.squeezenet1_1(), "timm": timm.create_model("resnet18"),
        }
    for name, network in networks.items():
        yield Case(name, "pth", saved(names_of(network)), HARMLESS)
    training = {
        "epoch": 3, "arch": "efficientnet_b0", "best": 0.5, "state_dict": plain, "flags": [True, None, (1, 2.5)],
        "optimizer": torch.optim.AdamW([torch.nn.Parameter(torch.zeros(2))]).state_dict(),
    }
    yield Case("training", "pth", saved(training), HARMLESS)
    yield Case("training-legacy", "ckpt", saved(training, _use_new_zipfile_serialization=False), HARMLESS)
    yield Case("parameter", "pth", saved({"a": torch.nn.Parameter(torch.zeros(2))}), HARMLESS)
    types = {str(t): torch.zeros(1, dtype=t) for t in [torch.bfloat16, torch.float16, torch.int8, torch.complex64]}
    yield Case("types", "pt", saved({**types, "size": torch.Size([1, 2]), "type": torch.float64}), HARMLESS)
    yield Case("device", "pt", saved({"device": torch.device("cpu"), "set": {1, 2}, "z": 1j}), HARMLESS)
    yield Case("bytes-of-text", "pt", saved({"log": b"hello", "array": bytearray(b"abcd"), "n": collections.Counter("ab")}),
               HARMLESS)
    yield Case("sparse", "pt", saved({"a": torch.eye(2).to_sparse()}), HARMLESS)
    quantized = torch.quantize_per_tensor(torch.zeros(2), 0.5, 1, torch.qint8)
    yield Case("quantized", "pt", saved({"a": quantized}), HARMLESS)
    from torch._weights_only_unpickler import _get_allowed_globals
    every = b"]" + b"".join(named(name) + b"a" for name in _get_allowed_globals())
    yield Case("every-allowed-name", "pkl", whole(every), HARMLESS)

    for name, value, expected in [
        ("namespace", argparse.Namespace(lr=0.1), "argparse.Namespace"),
        ("path", pathlib.PurePosixPath("a"), "pathlib.PurePosixPath"),
        ("scalar", np.float64(1), "numpy._core.multiarray.scalar"),
        ("array", np.zeros(2), "numpy._core.multiarray._reconstruct"),
        ("defaultdict", collections.defaultdict(list), "collections.defaultdict"),
        ("date", datetime.date(2020, 1, 1), "datetime.date"),
        ("partial", functools.partial(print), "functools.partial"),
        ("module", torch.nn.Linear(1, 1), "torch.nn.modules.linear.Linear"),
        ("act", Act(print, "hello"), "__builtin__.print"),
    ]:
        yield Case(f"state-with-{name}", "pth", saved({"state_dict": plain, "x": value}), NOT, (expected,), ("call",))
    legacy = saved({"state_dict": plain, "x": Act(print)}, _use_new_zipfile_serialization=False)
    yield Case("legacy-with-act", "pth", legacy, NOT, ("__builtin__.print",), ("call",))
    head = pickle.dumps(LEGACY_MAGIC, 2) + pickle.dumps(1001, 2)
    yield Case("legacy-system", "pth", head + ATTACK + DATA + pickle.dumps([], 2), NOT, ("posix.getcwd",))
    yield Case("legacy-keys", "pth", head + DATA + DATA + ATTACK, NOT, ("posix.getcwd",))
    yield Case("legacy-magic", "pth", ATTACK + pickle.dumps(1001, 2) + DATA + DATA + pickle.dumps([], 2), NOT,
               ("posix.getcwd",))
    yield Case("legacy-behind", "pth", saved(plain, _use_new_zipfile_serialization=False) + ATTACK, NOT, ("posix.getcwd",))
    yield Case("legacy-cut", "pth", saved(plain, _use_new_zipfile_serialization=False)[:300], UNKNOWN)

    class Net(torch.nn.Module):
        def forward(self, x):
            return x + 1

    stream = io.BytesIO()
    torch.jit.save(torch.jit.trace(Net(), torch.zeros(1)), stream)
    yield Case("traced", "pt", stream.getvalue(), NOT, (), ("torchscript",))
    stream = io.BytesIO()
    torch.jit.save(torch.jit.script(Net()), stream)
    yield Case("scripted", "pth", stream.getvalue(), NOT, (), ("torchscript",))


# Archives ---------------------------------------------------------------------------------------------------------


def without_listing(data, name):
    """A zip archive whose directory does not list the member `name`, which is the last one."""
    end = data.rindex(b"PK\x05\x06")
    count, size, start = struct.unpack_from("<HII", data, end + 10)
    row = data.rindex(b"PK\x01\x02", start, end)
    assert name.encode() in data[row:end]
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count - 1, count - 1, row - start, start, 0)
    return data[:row] + tail


def archive_cases():
    state = members(saved({"a": torch.zeros(2)}))
    root = next(iter(state)).split("/")[0]
    pickle_name = f"{root}/data.pkl"

    def with_member(name, data, method=zipfile.ZIP_STORED):
        return zipped({**state, name: data}, method)

    yield Case("zip-deflated", "pth", zipped(state, zipfile.ZIP_DEFLATED), HARMLESS)
    yield Case("zip-data", "pth", with_member(pickle_name, ATTACK), NOT, ("posix.getcwd",), ("call",))
    yield Case("zip-data-deflated", "pth", with_member(pickle_name, ATTACK, zipfile.ZIP_DEFLATED), NOT, ("posix.getcwd",))
    for place in ["extra.pkl", "data/9", "version", "cat.jpg", "weights.npy", "code.txt", ".hidden"]:
        yield Case(f"zip-member-{place.replace(chr(47), chr(45))}", "pth", with_member(f"{root}/{place}", ATTACK), NOT, ("posix.getcwd",))
    yield Case("zip-member-protocol-0", "bin", with_member(f"{root}/notes", b"cposix\ngetcwd\n(tR."), NOT, ("posix.getcwd",))
    yield Case("zip-source", "pt", with_member(f"{root}/model.py", b"print('hello')\n"), NOT, (), ("python_source",))
    yield Case("zip-native", "pt", with_member(f"{root}/model.bin", b"\x7fELF" + bytes(60)), NOT, (), ("native_code",))
    yield Case("zip-in-zip", "pth", zipped({"inner.bin": with_member(pickle_name, ATTACK)}), NOT, ("posix.getcwd",))
    yield Case("zip-in-bytes", "pkl", pickle.dumps({"a": with_member(pickle_name, ATTACK)}), NOT, ("posix.getcwd",))
    yield Case("zip-hidden", "pth", without_listing(with_member("zz.pkl", ATTACK), "zz.pkl"), NOT, ("posix.getcwd",))
    good, bad = zipped(state), with_member(pickle_name, ATTACK)
    moved = bytearray(good[:good.rindex(b"PK\x05\x06")] + bad + good[good.rindex(b"PK\x05\x06"):])
    yield Case("zip-two-directories", "pth", bytes(moved), NOT, ("posix.getcwd",))
    comment = bad[bad.rindex(b"PK\x05\x06"):] + bytes(9)
    yield Case("zip-end-in-comment", "pth", good[:-2] + struct.pack("<H", len(comment)) + comment, UNKNOWN)
    yield Case("zip-graph", "zip", zipped({"saved_model.pb": b"\x08\x01WriteFile"}), UNKNOWN)
    yield Case("zip-behind-pickle", "pkl", DATA + with_member(pickle_name, ATTACK), NOT, ("posix.getcwd",))
    harmless = zipped(state)
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as archive:
        for data in (DATA, ATTACK):
            archive.writestr(zipfile.ZipInfo("x/data.pkl"), data)
    yield Case("zip-twice", "pth", twice.getvalue(), NOT, ("posix.getcwd",))
    yield Case("zip-cut", "pth", harmless[:-30], UNKNOWN)
    encrypted = bytearray(harmless)
    for offset in (harmless.rindex(b"PK\x01\x02") + 8, harmless.rindex(b"PK\x03\x04") + 6):
        encrypted[offset] |= 1
    yield Case("zip-encrypted", "pth", bytes(encrypted), UNKNOWN)

    numbers, objects = io.BytesIO(), io.BytesIO()
    np.save(numbers, np.zeros(3, np.float32))
    np.save(objects, np.array([Act(print), None], dtype=object), allow_pickle=True)
    yield Case("array", "npy", numbers.getvalue(), HARMLESS)
    yield Case("array-objects", "npy", objects.getvalue(), NOT, ("builtins.print",), ("call",))
    twice = objects.getvalue().replace(b"'descr': '|O', ", b"'descr': '<f8', 'descr': '|O', ").replace(b" " * 16, b"", 1)
    yield Case("array-two-types", "npy", twice, NOT, ("builtins.print",))
    yield Case("arrays", "npz", zipped({"a.npy": numbers.getvalue()}), HARMLESS)
    yield Case("arrays-objects", "npz", zipped({"a.npy": numbers.getvalue(), "b.npy": objects.getvalue()}), NOT,
               ("builtins.print",))
    yield Case("arrays-misnamed", "npz", zipped({"a.npy": ATTACK}), NOT, ("posix.getcwd",))

    yield Case("joblib-zlib", "joblib", zlib.compress(ATTACK), NOT, ("posix.getcwd",))
    yield Case("joblib-gzip", "joblib", gzip.compress(ATTACK), NOT, ("posix.getcwd",))
    yield Case("joblib-zlib-data", "joblib", zlib.compress(DATA), HARMLESS)
    yield Case("joblib-gzip-second", "joblib", gzip.compress(b"") + gzip.compress(ATTACK), NOT, ("posix.getcwd",))
    yield Case("joblib-bz2", "joblib", bz2.compress(ATTACK), UNKNOWN)
    yield Case("seven-zip", "7z", b"7z\xbc\xaf\x27\x1c" + bytes(40), UNKNOWN)
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in {"sys_info": DATA, "pickle": ATTACK, "storages": DATA}.items():
            row = tarfile.TarInfo(name)
            row.size = len(data)
            archive.addfile(row, io.BytesIO(data))
    yield Case("tar", "pth", stream.getvalue(), NOT, ("posix.getcwd",), ("call",))
    yield Case("web-page", "pth", b"<!doctype html><html></html>", UNKNOWN)
    yield Case("unknown", "bin", bytes(range(1, 200)), UNKNOWN)


# Other formats ----------------------------------------------------------------------------------------------------


def keras_case(name, model, answer, kinds=(), names=(), ending="keras", edit=None):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / f"model.{ending}"
        model.save(path)
        data = path.read_bytes()
    if edit:
        files = members(data)
        files["config.json"] = json.dumps(edit(json.loads(files["config.json"]))).encode()
        data = zipped(files, zipfile.ZIP_DEFLATED)
    return Case(name, ending, data, answer, names, kinds, needs_hdf5=True)


def keras_cases():
    import h5py
    import keras

    def custom(x):
        return x

    @keras.saving.register_keras_serializable("acme")
    class Scale(keras.layers.Layer):
        def call(self, x):
            return x

    def model(*layers):
        return keras.Sequential([keras.Input((3,)), *layers, keras.layers.Dense(1, activation="silu", name="head")])

    plain, added = model(), model(keras.layers.Lambda(lambda x: x + 1, output_shape=(3,), name="added"))
    compiled = model(keras.layers.Dropout(0.1))
    compiled.compile(optimizer="adam", loss="mse", metrics=["accuracy"])
    losing = model()
    losing.compile(optimizer="adam", loss=custom)

    def replaced(key, value):
        def edit(document):
            document["config"]["layers"][-1][key] = value
            return document
        return edit

    def wrapped(document):
        module = base64.b64encode(saved(torch.nn.Identity())).decode()
        document["config"]["layers"][-1].update(
            {"class_name": "TorchModuleWrapper", "config": {"module": module, "name": "wrapped"}})
        return document

    def function(document):
        document["config"]["layers"][-1]["config"]["activation"] = {
            "module": "os", "class_name": "function", "config": "getcwd", "registered_name": "getcwd"}
        return document

    for ending in ("keras", "h5"):
        yield keras_case(f"{ending}-plain", plain, HARMLESS, ending=ending)
        yield keras_case(f"{ending}-compiled", compiled, HARMLESS, ending=ending)
        yield keras_case(f"{ending}-lambda", added, NOT, ("keras_lambda",), ("added",), ending)
        yield keras_case(f"{ending}-layer", model(Scale()), NOT, ("keras_custom_object",), ("acme>Scale",), ending)
        yield keras_case(f"{ending}-loss", losing, NOT, ("keras_custom_object",), (), ending)
    yield keras_case("keras-function", plain, NOT, ("keras_custom_object",), ("os.getcwd",), edit=function)
    yield keras_case("keras-module", plain, NOT, ("keras_custom_object",), ("acme.layers.Dense",),
                     edit=replaced("module", "acme.layers"))
    yield keras_case("keras-get-file", plain, NOT, ("keras_custom_object",), ("keras.utils.get_file",),
                     edit=lambda d: replaced("class_name", "get_file")(replaced("module", "keras.utils")(d)))
    yield keras_case("keras-wrapper", plain, NOT, ("keras_loader",), ("TorchModuleWrapper 'wrapped'",), edit=wrapped)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "model.weights.h5"
        plain.save_weights(path)
        yield Case("h5-weights", "h5", path.read_bytes(), HARMLESS, needs_hdf5=True)
        path = pathlib.Path(folder) / "block.h5"
        with h5py.File(path, "w", userblock_size=512) as file:
            file["a"] = np.zeros(3, np.float32)
        data = path.read_bytes()
        yield Case("h5-behind-pickle", "h5", ATTACK + data[len(ATTACK):], NOT, ("posix.getcwd",), needs_hdf5=True)
    files = members(keras_case("x", added, NOT).data)
    wide = {**files, "config.json": files["config.json"].decode().encode("utf-16")}
    yield Case("keras-utf-16", "keras", zipped(wide), UNKNOWN, needs_hdf5=True)
    spaced = {**files, "config.json": b"\n " + files["config.json"]}
    yield Case("keras-spaced", "keras", zipped(spaced), NOT, ("added",), ("keras_lambda",), needs_hdf5=True)
    description = json.loads(added.to_json())
    yield Case("keras-description", "json", json.dumps(description).encode(), NOT, ("added",), ("keras_lambda",))


def tensor_cases():
    import safetensors.torch

    data = safetensors.torch.save({"a": torch.zeros(3)})
    yield Case("safetensors", "safetensors", data, HARMLESS)
    yield Case("safetensors-cut", "safetensors", data[:-2], UNKNOWN)


def cases():
    for source in (opcode_cases, torch_cases, archive_cases, keras_cases, tensor_cases):
        yield from source()
