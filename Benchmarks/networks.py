"""Reference networks for the benchmark, exported once into the form that each runtime reads."""

import pathlib
import subprocess
import sys
import warnings

RESOLUTIONS = {
    "b0": 224, "b1": 240, "b2": 260, "b3": 300, "b4": 380, "b5": 456, "b6": 528, "b7": 600,
    "lite0": 224, "lite1": 240, "lite2": 260, "lite3": 280, "lite4": 300,
}
FOLDER = pathlib.Path(__file__).resolve().parents[1] / ".venv-benchmark" / "networks"


def timm_name(variant):
    return ("tf_efficientnet_" if variant.startswith("lite") else "efficientnet_") + variant


def module(variant):
    """The untrained network, with batch norms that do not vanish; times do not depend on weights."""
    import timm
    import torch

    torch.manual_seed(0)
    return timm.create_model(timm_name(variant), exportable=True).eval()


def image(variant):
    import torch

    torch.manual_seed(1)
    side = RESOLUTIONS[variant]
    return torch.randn(1, 3, side, side)


def onnx_file(variant):
    """The path of the network as ONNX, exported on first use."""
    path = FOLDER / f"{variant}.onnx"
    if not path.exists():
        import torch

        FOLDER.mkdir(parents=True, exist_ok=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                module(variant), (image(variant),), str(path), dynamo=False, opset_version=17,
                input_names=["image"], output_names=["logits"])
    return path


def ncnn_files(variant):
    """The paths of the network's ncnn graph and weights, converted on first use."""
    graph, weights = FOLDER / f"{variant}.ncnn.param", FOLDER / f"{variant}.ncnn.bin"
    if not graph.exists():
        import torch

        FOLDER.mkdir(parents=True, exist_ok=True)
        script = FOLDER / f"{variant}.pt"
        torch.jit.trace(module(variant), image(variant)).save(str(script))
        side = RESOLUTIONS[variant]
        subprocess.run(
            [str(pathlib.Path(sys.executable).parent / "pnnx"), str(script),
             f"inputshape=[1,3,{side},{side}]", f"ncnnparam={graph}", f"ncnnbin={weights}",
             "fp16=0"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=FOLDER)
    return graph, weights
