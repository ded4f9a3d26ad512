"""Writes the networks of the benchmark in the format of each runtime.

    python networks.py VARIANT…

All formats hold the same weights: timm's initial ones, with batch-norm statistics of one batch, which keep
activations in a realistic range. `image.npy` and `logits.npy` hold an input and the expected output.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import warnings

RESOLUTIONS = {
    "b0": 224, "b1": 240, "b2": 260, "b3": 300, "b4": 380, "b5": 456, "b6": 528, "b7": 600,
    "lite0": 224, "lite1": 240, "lite2": 260, "lite3": 280, "lite4": 300,
}
ROOT = pathlib.Path(
    os.environ.get(
        "BENCHMARK_NETWORKS",
        pathlib.Path(__file__).resolve().parents[1] / ".venv-benchmark" / "networks"))


def folder(variant):
    """The folder of a variant: image.npy, logits.npy, and one or two files for each runtime."""
    return ROOT / variant


def timm_name(variant):
    return ("tf_efficientnet_" if variant.startswith("lite") else "efficientnet_") + variant


def checkpoint(variant):
    """The checkpoint for Effscope; its name tells the dialect."""
    return folder(variant) / f"{timm_name(variant)}.safetensors"


def prepare(variant):
    """Writes the missing files of a variant."""
    place = folder(variant)
    if (place / "complete").exists():
        return
    import numpy
    import timm
    import torch
    from safetensors.torch import save_file

    place.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    side = RESOLUTIONS[variant]
    image = torch.randn(1, 3, side, side)
    module = timm.create_model(timm_name(variant), exportable=True)
    for layer in module.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.momentum = 1.0
    with torch.inference_mode():
        module.train()(torch.randn(2, 3, side, side))
        logits = module.eval()(image)
    numpy.save(place / "image.npy", image.numpy())
    numpy.save(place / "logits.npy", logits.numpy())
    save_file({name: value.contiguous() for name, value in module.state_dict().items()},
              str(checkpoint(variant)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module, (image,), str(place / "network.onnx"), dynamo=False, opset_version=17,
            input_names=["image"], output_names=["logits"])
        traced = torch.jit.trace(module, image)
        traced.save(str(place / "network.pt"))
    convert_for_ncnn(place, side)
    (place / "complete").touch()


def convert_for_ncnn(place, side):
    """Graph and weights by ncnn's converter; without the converter the table has no ncnn."""
    beside = pathlib.Path(sys.executable).parent / "pnnx"
    converter = str(beside) if beside.exists() else shutil.which("pnnx")
    if not converter:
        print("no pnnx here: ncnn is left out", file=sys.stderr)
        return
    subprocess.run(
        [converter, "network.pt", f"inputshape=[1,3,{side},{side}]", "ncnnparam=network.ncnn.param",
         "ncnnbin=network.ncnn.bin", "fp16=0"],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=place)
    for pattern in ["network.pnnx.*", "network_*.py"]:
        for unused in place.glob(pattern):
            unused.unlink()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        prepare(name)
