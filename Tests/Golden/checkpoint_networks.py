"""Writes small networks in every format with the libraries that define the formats, and their logits.

    python3 -m venv venv && venv/bin/pip install torch==2.13.0 torchvision timm==1.0.31 transformers==5.24.0 \
      efficientnet_pytorch==0.7.1 efficientnet_lite_pytorch==0.1.0 onnx==1.23.2 onnxscript==0.7.2 safetensors \
      pytorch_lightning==2.6.6 omegaconf==2.4.0
    venv/bin/python Tests/Golden/checkpoint_networks.py

Every network is B0 (or Lite0) with width 0.02 and depth 0.1: seven blocks, 5 classes, weights of seed 9 by
canonical names. All files hold the same weights, so the archive compresses well. Output: Tests/ExplanationsTests/
Fixtures/checkpoint-networks.tar.xz with, for each DIALECT, `DIALECT.npy` (the logits for the seeded image of
64 × 64) and the files that `save` writes.
"""

import argparse
import collections
import copy
import io
import json
import pathlib
import tarfile
import tempfile
import warnings

import numpy as np
import torch
from safetensors.torch import save_file

import seeded_weights

OUTPUT = pathlib.Path(__file__).resolve().parents[1] / "ExplanationsTests" / "Fixtures"
SEED, WIDTH, DEPTH, CLASSES, SIDE = 9, 0.02, 0.1, 5, 64


def image():
    values = seeded_weights.tensor("image.running_var", (1, 3, SIDE, SIDE), SEED)
    return torch.from_numpy((values - np.float32(1)) * np.float32(4))


def timm_network(prefix="", lite=False, classes=CLASSES):
    from timm.models.efficientnet import _gen_efficientnet, _gen_efficientnet_lite

    make = _gen_efficientnet_lite if lite else _gen_efficientnet
    port = {"pad_type": "same", "bn_eps": 1e-3} if prefix else {}
    name = f"{prefix}efficientnet_{'lite0' if lite else 'b0'}"
    return make(
        name, channel_multiplier=WIDTH, depth_multiplier=DEPTH, num_classes=classes, **port
    )


def torchvision_network():
    from torchvision.models.efficientnet import EfficientNet, _efficientnet_conf

    rows, _ = _efficientnet_conf("efficientnet_b0", width_mult=WIDTH, depth_mult=DEPTH)
    return EfficientNet(rows, 0.2, num_classes=CLASSES, last_channel=24)


def lukemelas_network(lite=False):
    if lite:
        from efficientnet_lite_pytorch import EfficientNet

        name = "efficientnet-lite0"
    else:
        from efficientnet_pytorch import EfficientNet

        name = "efficientnet-b0"
    network = EfficientNet.from_name(
        name, width_coefficient=WIDTH, depth_coefficient=DEPTH, num_classes=CLASSES, image_size=SIDE
    )
    if not lite:
        network.set_swish(memory_efficient=False)
    # In lukemelas' code the first block of a stage has the stride [1] and never a shortcut. In published networks
    # that makes no difference. Here a stage may have as many channels as the one before it, and by the paper's
    # rule its first block then has a shortcut.
    for block in network._blocks:
        if block._block_args.stride == [1]:
            block._block_args = block._block_args._replace(stride=1)
    return network


def transformers_network():
    from transformers import EfficientNetConfig, EfficientNetForImageClassification

    network = EfficientNetForImageClassification(
        EfficientNetConfig(
            width_coefficient=WIDTH, depth_coefficient=DEPTH, hidden_dim=24, image_size=SIDE,
            num_labels=CLASSES,
        )
    )
    # As in lukemelas_network: the first block of a stage has no shortcut; by the paper's rule it may have one.
    for block in network.efficientnet.encoder.blocks:
        layer, convolution = block.projection, block.projection.project_conv
        before = block.expansion.expand_conv.in_channels if block.expand else convolution.in_channels
        strides = block.depthwise_conv.depthwise_conv.stride
        if strides in (1, (1, 1)) and before == convolution.out_channels:
            layer.apply_dropout, layer.id_skip = True, False
    return network


def fill(network, lite=False):
    """Seeded weights; the tensors have the same order in all libraries, so the position gives the name."""
    reference = timm_network("tf_", lite).state_dict()
    own = network.state_dict()
    names = [key for key in own if not key.endswith("num_batches_tracked")]
    canonical = [key for key in reference if not key.endswith("num_batches_tracked")]
    assert len(names) == len(canonical), (len(names), len(canonical))
    for name, other in zip(names, canonical):
        assert own[name].shape == reference[other].shape, (name, other)
    table = dict(zip(names, canonical))
    return seeded_weights.fill(network, SEED, lambda name: table[name])


def logits(network):
    with torch.no_grad():
        out = network(image())
    return getattr(out, "logits", out)[0].numpy().astype(np.float32)


def save(name, network, folder):
    """Writes `NAME-F32.safetensors` and the other formats; f16 and bf16 hold rounded weights."""
    np.save(folder / f"{name}.npy", logits(network))
    state = network.state_dict()
    save_file({k: v.clone() for k, v in state.items()}, folder / f"{name}-f32.safetensors")
    torch.save(state, folder / f"{name}-f32.pth")
    torch.save(state, folder / f"{name}-legacy.pth", _use_new_zipfile_serialization=False)
    for label, dtype in [("f16", torch.float16), ("bf16", torch.bfloat16)]:
        cast = {k: v.to(dtype) if v.is_floating_point() else v for k, v in state.items()}
        torch.save(cast, folder / f"{name}-{label}.pth")
        save_file(cast, folder / f"{name}-{label}.safetensors")


def export(name, network, folder):
    """Exports with both exporters of torch; with the older one also with folded batch norms."""
    for label, options in [
        ("folded", {"dynamo": False}),
        ("unfolded", {"dynamo": False, "training": torch.onnx.TrainingMode.PRESERVE,
                      "do_constant_folding": False}),
        ("dynamo", {"dynamo": True, "verbose": False}),
    ]:
        torch.onnx.export(network, (image(),), str(folder / f"{name}-{label}.onnx"), **options)


class Settings:
    """A class that no reader knows."""


def wrappers(folder):
    """Writes a timm network in the containers of several training programs."""
    import omegaconf
    import pytorch_lightning
    from timm.utils import CheckpointSaver, ModelEmaV3

    network = fill(timm_network())
    state = network.state_dict()
    wrong = {k: torch.zeros_like(v) for k, v in state.items()}

    optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 30)
    arguments = argparse.Namespace(model="efficientnet_b0", lr=0.1, output=pathlib.PurePosixPath("out"))

    # timm's train.py: the averaged weights must be used.
    raw = timm_network()
    raw.load_state_dict(wrong)
    averaged = ModelEmaV3(network, decay=0.9)
    saver = CheckpointSaver(
        model=raw, optimizer=torch.optim.SGD(raw.parameters(), lr=0.1), args=arguments, model_ema=averaged,
        checkpoint_dir=str(folder), recovery_dir=str(folder), max_history=1,
    )
    saver._save(str(folder / "wrapper-timm.pth.tar"), 3, metric=0.5)

    # torchvision's references/classification/train.py under DistributedDataParallel.
    torchvision = fill(torchvision_network())
    torch.save(
        {
            "model": {f"module.{k}": v for k, v in torchvision.state_dict().items()},
            "optimizer": optimizer.state_dict(), "lr_scheduler": scheduler.state_dict(), "epoch": 7,
            "args": argparse.Namespace(model="efficientnet_b0", weights=None, device="cpu"),
            "scaler": torch.amp.GradScaler("cpu").state_dict(),
        },
        folder / "wrapper-torchvision.pth",
    )
    # torch.compile, and a dictionary as in common tutorials, with omegaconf settings.
    settings = omegaconf.OmegaConf.create({"model": {"name": "efficientnet_b0"}, "lr": [0.1, 0.01]})
    torch.save(
        {
            "model_state_dict": torch.compile(network).state_dict(),
            "optimizer_state_dict": optimizer.state_dict(), "cfg": settings, "loss": np.float64(0.25),
            "settings": Settings(), "best": collections.Counter(a=1),
        },
        folder / "wrapper-compiled.pth",
    )

    class Module(pytorch_lightning.LightningModule):
        def __init__(self, settings, name):
            super().__init__()
            self.save_hyperparameters()
            self.model = network

        def configure_optimizers(self):
            return torch.optim.AdamW(self.parameters(), lr=0.1)

    trainer = pytorch_lightning.Trainer(
        max_epochs=0, accelerator="cpu", logger=False, enable_checkpointing=False,
        enable_progress_bar=False, enable_model_summary=False,
    )
    trainer.strategy.connect(Module(settings, "efficientnet_b0"))
    trainer.save_checkpoint(folder / "wrapper-lightning.ckpt", weights_only=True)

    # The whole module pickled, including its classes.
    torch.save(network, folder / "wrapper-module.pt")


def variations(folder):
    """Writes fine-tuned networks with other heads and configurations."""
    network = fill(timm_network())
    np.save(folder / "variations.npy", logits(network))
    (folder / "hub").mkdir()
    save_file(dict(network.state_dict()), folder / "hub" / "model.safetensors")
    configuration = {
        "architecture": "tf_efficientnet_b0", "num_classes": CLASSES,
        "label_names": ["n1", "n2", "n3", "n4", "n5"],
        "label_descriptions": {"n1": "ant", "n2": "bee", "n3": "cat", "n4": "dog", "n5": "elk"},
        "pretrained_cfg": {
            "input_size": [3, 96, 96], "interpolation": "bilinear", "crop_pct": 0.75, "crop_mode": "center",
            "mean": [0.5, 0.25, 0.125], "std": [0.5, 0.5, 0.25],
        },
    }
    (folder / "hub" / "config.json").write_text(json.dumps(configuration))

    hugging = fill(transformers_network())
    hugging.config.id2label = {index: f"thing {index}" for index in range(CLASSES)}
    hugging.save_pretrained(folder / "transformers")
    from transformers import EfficientNetImageProcessor

    EfficientNetImageProcessor(
        size={"height": 80, "width": 80}, image_mean=[0.4, 0.5, 0.6], image_std=[0.5, 0.5, 0.5],
        include_top=True,
    ).save_pretrained(folder / "transformers")

    hidden = fill(torchvision_network())
    hidden.classifier = torch.nn.Sequential(
        torch.nn.Dropout(0.2), torch.nn.Linear(24, 12), torch.nn.ReLU(), torch.nn.Linear(12, CLASSES)
    )
    torch.save(hidden.state_dict(), folder / "hidden-layer.pth")
    broken = dict(network.state_dict())
    broken["blocks.2.0.conv_dw.weight"] = broken["blocks.2.0.conv_dw.weight"].clone()
    broken["blocks.2.0.conv_dw.weight"][0, 0, 0, 0] = float("nan")
    torch.save(broken, folder / "not-finite.pth")


def main():
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    torch.manual_seed(0)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        np.save(folder / "image.npy", image().numpy())
        networks = {
            "timm": fill(timm_network()), "timm-tf": fill(timm_network("tf_")),
            "torchvision": fill(torchvision_network()), "lukemelas": fill(lukemelas_network()),
            "huggingface": fill(transformers_network()), "lite": fill(lukemelas_network(True), True),
        }
        for dialect, network in networks.items():
            save(dialect, network, folder)
            export(dialect, copy.deepcopy(network).eval(), folder)
            print(dialect, np.load(folder / f"{dialect}.npy"))
        wrappers(folder)
        variations(folder)
        OUTPUT.mkdir(parents=True, exist_ok=True)
        with tarfile.open(OUTPUT / "checkpoint-networks.tar.xz", "w:xz", preset=9) as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    entry = tarfile.TarInfo(str(path.relative_to(folder)))
                    entry.size = path.stat().st_size
                    archive.addfile(entry, io.BytesIO(path.read_bytes()))
                    print(entry.name, entry.size)


if __name__ == "__main__":
    main()
