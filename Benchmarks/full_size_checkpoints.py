"""Writes full-size checkpoints with random weights, reads them with the built program and compares the logits.

    pip install torch==2.13.0 torchvision==0.28.0 timm==1.0.31 onnx==1.23.2 onnxscript onnxruntime safetensors
    pip install transformers efficientnet_pytorch     # for their dialects
    python Benchmarks/full_size_checkpoints.py torch onnx comparison v2 [--program .build/release/effscope]
    venv-keras/bin/python Benchmarks/full_size_checkpoints.py keras

Each file is used by `effscope classify --checkpoint FILE image.npy --save-logits` on one random image. The largest
difference, relative to the largest logit, must be below 1e-4. Batch norms get random statistics, because all layers
of an untrained network have the same scale. All files are deleted after use. The exit status is 1 if one differs.
"""

import argparse
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np

LIMIT = 1e-4
failures = []


def run(options, folder, file, expected, *arguments):
    """Classifies `folder/image.npy` with the checkpoint `file` and prints a row of the table."""
    started = time.perf_counter()
    process = subprocess.run(
        [options.program, "classify", str(folder / "image.npy"), "--checkpoint", str(file), "--save-logits",
         str(folder / "logits.npy"), "--format", "jsonl", "--top", "1", *arguments],
        capture_output=True, text=True)
    seconds = time.perf_counter() - started
    name = pathlib.Path(file).name
    if process.returncode != 0:
        failures.append(name)
        print(f"{name:44} status {process.returncode}: {process.stderr.strip()}", flush=True)
        return
    found = np.load(folder / "logits.npy").ravel()
    difference = float(np.abs(found - expected).max() / np.abs(expected).max())
    words = json.loads(process.stdout)
    if not difference < LIMIT:
        failures.append(name)
    print(f"{name:44} {words['variant']:18} {words['dialect']:12} {difference:.1e}  {seconds:.2f} s", flush=True)


def randomized(network, seed=5):
    """`network` with random statistics and scales, which give different, finite activations."""
    import torch

    generator = torch.Generator().manual_seed(seed)
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            for tensor, low, high in [(module.weight, 0.7, 1.3), (module.bias, -0.2, 0.2),
                                      (module.running_mean, -0.2, 0.2), (module.running_var, 0.5, 1.5)]:
                tensor.data.uniform_(low, high, generator=generator)
    return network.eval()


def calibrated(network, side, seed=7):
    """`network` with the statistics of two random images in its batch norms.

    As in a trained network, activations and therefore rounding errors do not grow from layer to layer."""
    import torch

    norms = [module for module in network.modules() if isinstance(module, torch.nn.BatchNorm2d)]
    for module in norms:
        module.train()
        module.momentum = 1
    images = torch.from_numpy(np.random.default_rng(seed).uniform(-2, 2, (2, 3, side, side)).astype(np.float32))
    with torch.no_grad():
        network(images)
    return network.eval()


def torch_logits(network, image):
    import torch

    with torch.no_grad():
        out = network(torch.from_numpy(image))
    return getattr(out, "logits", out).numpy().ravel()


def torch_image(folder, side):
    image = np.random.default_rng(3).uniform(-2, 2, (1, 3, side, side)).astype(np.float32)
    np.save(folder / "image.npy", image)
    return image


def saved(options, folder, network, name, side, *arguments):
    import torch

    expected = torch_logits(network, torch_image(folder, side))
    file = folder / name
    torch.save(network.state_dict(), file)
    run(options, folder, file, expected, *arguments)
    file.unlink()


def torch_files(options, folder):
    import timm
    import torch
    import torchvision
    from safetensors.torch import save_file

    torch.manual_seed(0)
    saved(options, folder, randomized(torchvision.models.efficientnet_b0()), "torchvision-b0.pth", 224)
    saved(options, folder, randomized(timm.create_model("efficientnet_b0")), "efficientnet_b0.pth", 224)
    network = randomized(timm.create_model("tf_efficientnet_b0"))
    saved(options, folder, network, "tf_efficientnet_b0.pth", 224)
    expected = torch_logits(network, torch_image(folder, 224))
    file = folder / "tf_efficientnet_b0.safetensors"
    save_file(dict(network.state_dict()), file)
    run(options, folder, file, expected)
    if importlib.util.find_spec("efficientnet_pytorch"):
        from efficientnet_pytorch import EfficientNet

        network = EfficientNet.from_name("efficientnet-b0")
        network.set_swish(memory_efficient=False)
        saved(options, folder, randomized(network), "lukemelas-b0.pth", 224)
    if importlib.util.find_spec("transformers"):
        from transformers import EfficientNetConfig, EfficientNetForImageClassification

        configuration = EfficientNetConfig(
            width_coefficient=1.0, depth_coefficient=1.0, image_size=224, hidden_dim=1280, num_labels=1000,
            depthwise_padding=[], dropout_rate=0.2)
        network = EfficientNetForImageClassification(configuration)
        saved(options, folder, randomized(network), "huggingface-b0.pth", 224)


def onnx_files(options, folder):
    import timm
    import torch

    torch.manual_seed(0)
    for name, side in [("efficientnet_b0", 224), ("tf_efficientnet_b0", 224), ("efficientnet_b4", 320)]:
        network = randomized(timm.create_model(name))
        image = torch_image(folder, side)
        expected = torch_logits(network, image)
        for label, extra in [("old", {"dynamo": False}), ("new", {"dynamo": True, "verbose": False})]:
            file = folder / f"{name}-{label}.onnx"
            torch.onnx.export(network, (torch.from_numpy(image),), str(file), **extra)
            run(options, folder, file, expected)
            for path in folder.glob(f"{name}-{label}.onnx*"):
                path.unlink()


def comparison_files(options, folder):
    import timm
    import torch
    import torchvision

    torch.manual_seed(0)
    for name, side in [
        ("mobilenet_v2", 224), ("mnasnet1_0", 224), ("shufflenet_v2_x1_0", 224), ("squeezenet1_0", 224),
        ("squeezenet1_1", 224), ("resnet50", 224), ("resnet152", 224), ("densenet169", 224), ("inception_v3", 299),
    ]:
        # transform_input is off: it is part of torchvision's preprocessing, not of the weights.
        extra = {"init_weights": False, "transform_input": False} if name == "inception_v3" else {}
        network = randomized(getattr(torchvision.models, name)(weights=None, **extra))
        saved(options, folder, network, f"torchvision-{name}.pth", side)
    for name, side in [
        ("mobilenetv2_100", 224), ("semnasnet_100", 224), ("mnasnet_100", 224), ("resnet50", 224), ("resnet152", 224),
        ("densenet169", 224), ("inception_v3", 299),
    ]:
        saved(options, folder, randomized(timm.create_model(name)), f"timm-{name}.pth", side, "--dialect", "timm")


def v2_files(options, folder):
    import timm
    import torch
    import torchvision

    torch.manual_seed(0)
    for name, side in [("s", 384), ("m", 480), ("l", 480)]:
        network = calibrated(randomized(getattr(torchvision.models, f"efficientnet_v2_{name}")()), side)
        saved(options, folder, network, f"torchvision-v2-{name}.pth", side)
    for name, side in [("b0", 224), ("b1", 240), ("b2", 260), ("b3", 300), ("s", 384), ("m", 480), ("l", 480)]:
        network = calibrated(randomized(timm.create_model(f"tf_efficientnetv2_{name}")), side)
        saved(options, folder, network, f"tf_efficientnetv2_{name}.pth", side)


def keras_files(options, folder):
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    import keras
    import tf_keras

    generator = np.random.default_rng(5)
    image = generator.uniform(0, 255, (1, 224, 224, 3)).astype(np.float32)
    for label, library in [("keras3", keras), ("keras2", tf_keras)]:
        network = library.applications.EfficientNetB0(weights=None, classifier_activation=None)
        for layer in network.layers:
            if isinstance(layer, library.layers.BatchNormalization):
                count = layer.get_weights()[0].shape
                bounds = [(0.7, 1.3), (-0.2, 0.2), (-0.2, 0.2), (0.5, 1.5)]
                layer.set_weights([generator.uniform(*ends, count).astype(np.float32) for ends in bounds])
        expected = network.predict(image, verbose=0).ravel()
        # The network contains the rescaling (1/255, then mean 0 and variance 1, as it has no weights).
        np.save(folder / "image.npy", (image / np.float32(255)).transpose(0, 3, 1, 2).copy())
        for ending in ["h5", "keras", "weights.h5"]:
            file = folder / f"{label}-b0.{ending}"
            network.save_weights(file) if ending == "weights.h5" else network.save(file)
            run(options, folder, file, expected)
            file.unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    kinds = {"torch": torch_files, "onnx": onnx_files, "comparison": comparison_files, "v2": v2_files,
             "keras": keras_files}
    parser.add_argument("kinds", nargs="+", choices=sorted(kinds))
    parser.add_argument("--program", default=".build/release/effscope")
    options = parser.parse_args()
    print(f"{'file':44} {'variant':18} {'dialect':12} difference  time")
    with tempfile.TemporaryDirectory() as name:
        for kind in options.kinds:
            kinds[kind](options, pathlib.Path(name))
    if failures:
        sys.exit(f"{len(failures)} differ: {', '.join(failures)}")


if __name__ == "__main__":
    main()
