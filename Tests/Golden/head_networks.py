"""Writes small networks with the heads that people build, as state dictionaries, and their logits.

    venv/bin/python Tests/Golden/head_networks.py      # the environment of checkpoint_networks.py

The networks are those of checkpoint_networks.py: B0 with seven narrow blocks and 24 features, weights of seed 9 by
canonical names. Heads have weights of seed 9 by their names in the file. Output: Tests/ExplanationsTests/Fixtures/
head-networks.tar.xz with `image.npy`, and for each case `NAME.pth` and `NAME.npy` (the logits); cases that must be
refused have no logits.
"""

import io
import pathlib
import tarfile
import tempfile
import warnings

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import seeded_weights
from checkpoint_networks import (
    CLASSES, OUTPUT, SEED, fill, image, lukemelas_network, timm_network, torchvision_network, transformers_network)

WIDTH = 24


def timm_core(**options):
    """The network of timm without its classifier."""
    return keep(fill(timm_network()), "reset_classifier", 0, **options)


def keep(network, method, *arguments, **options):
    getattr(network, method)(*arguments, **options)
    return network


def drawn(module, name="head"):
    """`module` with seeded weights by tensor names; norms get statistics, too."""
    with torch.no_grad():
        for key, tensor in module.state_dict().items():
            if not tensor.is_floating_point() or tensor.numel() == 1:
                continue
            role = key if "." in key else f"x.{key}"
            tensor.copy_(torch.from_numpy(seeded_weights.tensor(f"{name}.{role}", tuple(tensor.shape), SEED)))
    return module.eval()


class Beside(nn.Module):
    """A core and a head beside it, under any names."""

    def __init__(self, core, head, names=("backbone", "head")):
        super().__init__()
        self.names = names
        setattr(self, names[0], core)
        setattr(self, names[1], drawn(head))

    def forward(self, x):
        return getattr(self, self.names[1])(getattr(self, self.names[0])(x))


class LukemelasFeatures(nn.Module):
    """EfficientNet-PyTorch without `_fc`, and a classifier beside it."""

    def __init__(self, deletes=True):
        super().__init__()
        self.efficientnet = fill(lukemelas_network())
        if deletes:
            del self.efficientnet._fc
        self.classifier = drawn(nn.Linear(WIDTH, 3))

    def forward(self, x):
        features = self.efficientnet._avg_pooling(self.efficientnet.extract_features(x)).flatten(1)
        return self.classifier(features)


class GeM(nn.Module):
    def __init__(self, p=2.5):
        super().__init__()
        self.p = nn.Parameter(torch.ones(1) * p)

    def forward(self, x):
        return x.clamp(min=1e-6).pow(self.p).mean((2, 3)).pow(1 / self.p)


class Concatenated(nn.Module):
    """fastai's AdaptiveConcatPool2d: the maxima, then the means."""

    def forward(self, x):
        return torch.cat([F.adaptive_max_pool2d(x, 1), F.adaptive_avg_pool2d(x, 1)], 1)


class Cosine(nn.Module):
    def __init__(self, scale=8.0):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(CLASSES, WIDTH))
        self.s = nn.Parameter(torch.tensor(scale))

    def forward(self, x):
        return self.s * F.linear(F.normalize(x), F.normalize(self.weight))


class Tempered(nn.Module):
    def __init__(self, value=1.7):
        super().__init__()
        self.model = fill(timm_network())
        self.temperature = nn.Parameter(torch.ones(1) * value)

    def forward(self, x):
        return self.model(x) / self.temperature


class TwoLayers(nn.Module):
    """Two layers with a function that only the code names."""

    def __init__(self):
        super().__init__()
        self.backbone = timm_core()
        self.fc1 = drawn(nn.Linear(WIDTH, 10), "fc1")
        self.fc2 = drawn(nn.Linear(10, 3), "fc2")

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(self.backbone(x))))


class Hugging(nn.Module):
    """transformers' EfficientNetModel without a classifier, and a head of one's own."""

    def __init__(self):
        super().__init__()
        self.backbone = fill(transformers_network()).efficientnet
        self.head = drawn(nn.Linear(WIDTH, 3))

    def forward(self, x):
        return self.head(self.backbone(x).pooler_output)


class MixInFront(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 3, 1)
        self.core = fill(timm_network())


class Distilled(nn.Module):
    def __init__(self):
        super().__init__()
        self.teacher = fill(timm_network())
        self.student = fill(torchvision_network())

    def forward(self, x):
        return self.student(x)


class Averaged(nn.Module):
    """A network with the copy of its moving average beside it."""

    def __init__(self):
        super().__init__()
        self.model = fill(timm_network())
        self.model_ema = fill(timm_network())
        with torch.no_grad():
            self.model_ema.conv_stem.weight.mul_(0.5)
        self.criterion = nn.CrossEntropyLoss(weight=torch.ones(CLASSES))

    def forward(self, x):
        return self.model(x)


def with_classifier(*layers):
    network = fill(torchvision_network())
    network.classifier = drawn(nn.Sequential(*layers))
    return network


def timm_pooling(pooling, width=WIDTH):
    network = fill(timm_network())
    network.reset_classifier(CLASSES, pooling)
    drawn(network.classifier)
    return network


def attention():
    network = fill(timm_network())
    network.blocks[3][0].attention = nn.Conv2d(2, 1, 7)
    return network


def children():
    parts = list(fill(timm_network()).children())[:-1]
    return nn.Sequential(*parts, drawn(nn.Linear(WIDTH, 3)))


def cases():
    """(name, module, saved object or None for the state dictionary)."""
    linear = lambda: nn.Linear(WIDTH, 3)
    features = lambda: nn.Sequential(fill(torchvision_network()).features, nn.AdaptiveAvgPool2d(1), nn.Flatten())
    yield "backbone-head", Beside(timm_core(), linear()), None
    yield "biasless-head", Beside(timm_core(), nn.Linear(WIDTH, 3, bias=False)), None
    yield "efficientnet-classifier", LukemelasFeatures(), None
    yield "features-fc", Beside(features(), linear(), ("features", "fc")), None
    yield "transformers-head", Hugging(), None
    yield "children", children(), None
    yield "hidden", with_classifier(
        nn.Dropout(0.3), nn.Linear(WIDTH, 12), nn.ReLU(), nn.Dropout(0.2), nn.Linear(12, 4)), None
    yield "hidden-tanh", with_classifier(nn.Dropout(0.3), nn.Linear(WIDTH, 12), nn.Tanh(), nn.Linear(12, 4)), None
    yield "adjacent", with_classifier(nn.Linear(WIDTH, 12), nn.Linear(12, 4)), None
    yield "norm", with_classifier(nn.BatchNorm1d(WIDTH), nn.Linear(WIDTH, 5)), None
    yield "norm-beside", Beside(timm_core(), nn.Sequential(
        nn.BatchNorm1d(WIDTH, affine=False), nn.Dropout(0.1), nn.Linear(WIDTH, 5))), None
    yield "layer-norm", with_classifier(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 5)), None
    yield "norm-then-relu", Beside(timm_core(), nn.Sequential(
        nn.Linear(WIDTH, 12), nn.BatchNorm1d(12), nn.ReLU(), nn.Dropout(0.5), nn.Linear(12, 3))), None
    yield "relu-then-norm", Beside(timm_core(), nn.Sequential(
        nn.Linear(WIDTH, 12), nn.ReLU(), nn.BatchNorm1d(12), nn.Dropout(0.5), nn.Linear(12, 3))), None
    yield "fastai", nn.Sequential(
        nn.Sequential(fill(torchvision_network()).features), drawn(nn.Sequential(
            Concatenated(), nn.Flatten(), nn.BatchNorm1d(2 * WIDTH), nn.Dropout(0.25),
            nn.Linear(2 * WIDTH, 12, bias=False), nn.ReLU(), nn.BatchNorm1d(12), nn.Dropout(0.5),
            nn.Linear(12, 3, bias=False)))), None
    gem = timm_network()
    gem = fill(gem)
    gem.global_pool = GeM()
    yield "gem", gem, None
    pooled = timm_pooling("max")
    yield "max-in-args", pooled, {
        "state_dict": pooled.state_dict(), "arch": "efficientnet_b0", "args": {"gp": "max", "num_classes": CLASSES}}
    pooled = timm_pooling("avgmax")
    yield "avgmax-in-args", pooled, {"state_dict": pooled.state_dict(), "hparams": {"global_pool": "avgmax"}}
    yield "catavgmax", timm_pooling("catavgmax", 2 * WIDTH), None
    yield "cosine", Beside(timm_core(), Cosine()), None
    yield "temperature", Tempered(), None
    yield "thousand", Beside(fill(timm_network(classes=CLASSES)), nn.Linear(CLASSES, 3), ("net", "head")), None
    thousand = timm_network(classes=1000)
    drawn(thousand.classifier)
    fill_core(thousand)
    yield "on-the-thousand", Beside(thousand, nn.Linear(1000, 3), ("net", "head")), None
    one = timm_network(classes=1)
    fill_core(one)
    drawn(one.classifier)
    yield "one-logit", one, None
    apart = Beside(timm_core(), linear())
    yield "apart", apart, {"encoder": apart.backbone.state_dict(), "head": apart.head.state_dict(), "epoch": 3}
    yield "averaged", Averaged(), None
    yield "two-layers", TwoLayers(), None
    yield "two-heads", LukemelasFeatures(deletes=False), None
    yield "distilled", Distilled(), None
    yield "named", Beside(timm_core(), nn.Linear(WIDTH, 2)), None
    yield "mix-in-front", MixInFront(), None
    yield "attention", attention(), None


def fill_core(network):
    """Seeded weights for all but the classifier, whose shape differs."""
    own, reference = network.state_dict(), fill(timm_network()).state_dict()
    with torch.no_grad():
        for name, tensor in reference.items():
            if not name.startswith("classifier."):
                own[name].copy_(tensor)
    return network.eval()


def labelled(folder):
    """Class names and settings in the file."""
    network = fill(timm_network())
    torch.save(
        {"model": network.state_dict(), "class_to_idx": {"bee": 1, "ant": 0, "dog": 3, "cat": 2, "elk": 4},
         "cfg": {"model": {"name": "tf_efficientnet_b0_ns"}},
         "args": {"img_size": 80, "crop_pct": 0.8, "mean": [0.5, 0.4, 0.3], "std": (0.2, 0.3, 0.4),
                  "interpolation": "bilinear"}}, folder / "labelled.pth")


def padded(folder):
    """Networks whose padding is fixed for another size than the input's."""
    from transformers import EfficientNetConfig, EfficientNetForImageClassification

    import checkpoint_networks

    checkpoint_networks.SIDE = 90
    network = fill(lukemelas_network())
    checkpoint_networks.SIDE = 64
    save(folder, "native-90", network)
    network = EfficientNetForImageClassification(EfficientNetConfig(
        width_coefficient=0.02, depth_coefficient=0.1, hidden_dim=WIDTH, image_size=64, num_labels=CLASSES,
        depthwise_padding=[1, 3], problem_type="multi_label_classification"))
    own = fill(transformers_network())
    network.load_state_dict(own.state_dict())
    for block, other in zip(network.efficientnet.encoder.blocks, own.efficientnet.encoder.blocks):
        block.projection.apply_dropout = other.projection.apply_dropout
    network.eval().save_pretrained(folder / "uneven")
    with torch.no_grad():
        np.save(folder / "uneven.npy", network(image()).logits[0].numpy())


def save(folder, name, network, saved=None):
    network.eval()
    torch.save(network.state_dict() if saved is None else saved, folder / f"{name}.pth")
    if name in ("mix-in-front", "attention"):
        return
    with torch.no_grad():
        np.save(folder / f"{name}.npy", network(image())[0].numpy().astype(np.float32))


def main():
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    torch.manual_seed(0)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        np.save(folder / "image.npy", image().numpy())
        for case, network, saved in cases():
            save(folder, case, network, saved)
            print(case)
        labelled(folder)
        padded(folder)
        with tarfile.open(OUTPUT / "head-networks.tar.xz", "w:xz", preset=9) as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    entry = tarfile.TarInfo(str(path.relative_to(folder)))
                    entry.size = path.stat().st_size
                    archive.addfile(entry, io.BytesIO(path.read_bytes()))


if __name__ == "__main__":
    main()
