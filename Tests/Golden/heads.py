"""Writes logits, probabilities and Grad-CAM maps of b0 with the heads that people build.

    pip install torch==2.13.0 torchvision==0.28.0 timm==1.0.31 numpy
    python Tests/Golden/heads.py

Output in Tests/AttributionTests/Fixtures: `heads.npy`, float32, for each case in CASES, one after another: the
logits, the probabilities (none for plain numbers), and the raw Grad-CAM maps (3, 3) at stage9 and (6, 6) at
stage6 of the largest logit; `heads.txt`, a line 'case class logits' for each. The features are timm's
tf_efficientnet_b0 at 96 x 96, the poolings timm's, the other modules torch's. Weights are float32 of
`seeded_weights.py`, sums are float64. One logit z is written as the logits -z and z.
"""

import numpy as np
import timm
import torch
from timm.layers import SelectAdaptivePool2d
from torch import nn

import attribution_gradients as gradients
import seeded_weights

FEATURES, HIDDEN, CLASSES = 1280, 24, 5


class GeM(nn.Module):
    """Generalised mean pooling (Radenovic and others 2018, equation 3)."""

    def __init__(self, power, epsilon):
        super().__init__()
        self.power, self.epsilon = power, epsilon

    def forward(self, x):
        powers = x.clamp(min=self.epsilon).pow(self.power)
        return nn.functional.adaptive_avg_pool2d(powers, 1).pow(1 / self.power).flatten(1)


class UnitLength(nn.Module):
    def forward(self, x):
        return nn.functional.normalize(x)


class Scale(nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def forward(self, x):
        return x * self.factor


def pool(kind):
    return SelectAdaptivePool2d(pool_type=kind, flatten=True)


def linear(inputs, outputs):
    return nn.Linear(inputs, outputs)


def activated(activation):
    """A hidden layer with `activation`."""
    return [pool("avg"), nn.Dropout(0.3), linear(FEATURES, HIDDEN), activation, linear(HIDDEN, CLASSES)]


# case: (output activation, modules)
CASES = {
    "maximum": ("softmax", [pool("max"), linear(FEATURES, CLASSES)]),
    "average-maximum": ("softmax", [pool("avgmax"), linear(FEATURES, CLASSES)]),
    "average-then-maximum": ("softmax", [pool("catavgmax"), linear(2 * FEATURES, CLASSES)]),
    "generalised-mean": ("sigmoid", [GeM(3, 1e-6), linear(FEATURES, CLASSES)]),
    "generalised-mean-2.5": ("softmax", [GeM(2.5, 1e-3), linear(FEATURES, CLASSES)]),
    "relu": ("softmax", activated(nn.ReLU())),
    "relu6": ("softmax", activated(nn.ReLU6())),
    "silu": ("softmax", activated(nn.SiLU())),
    "sigmoid": ("softmax", activated(nn.Sigmoid())),
    "gelu": ("softmax", activated(nn.GELU())),
    "gelu-tanh": ("softmax", activated(nn.GELU(approximate="tanh"))),
    "hardswish": ("softmax", activated(nn.Hardswish())),
    "tanh": ("softmax", activated(nn.Tanh())),
    "batch-norms": ("softmax", [
        pool("avg"), nn.BatchNorm1d(FEATURES), linear(FEATURES, HIDDEN), nn.ReLU(),
        nn.BatchNorm1d(HIDDEN, eps=1e-3), linear(HIDDEN, CLASSES)]),
    "layer-norm": ("softmax", [
        pool("avg"), nn.LayerNorm(FEATURES, eps=1e-6), linear(FEATURES, CLASSES)]),
    "affine": ("sigmoid", [
        pool("avg"), nn.BatchNorm1d(FEATURES), linear(FEATURES, HIDDEN), Scale(0.5),
        nn.BatchNorm1d(HIDDEN), linear(HIDDEN, CLASSES), Scale(1.5)]),
    "temperature": ("softmax", [pool("avg"), linear(FEATURES, CLASSES), Scale(0.25)]),
    "thousand": ("linear", [pool("avg"), linear(FEATURES, 1000), linear(1000, CLASSES)]),
    "cosine": ("softmax", [pool("avg"), UnitLength(), linear(FEATURES, CLASSES), Scale(16.0)]),
    "one-logit": ("sigmoid", [pool("avg"), linear(FEATURES, 1)]),
}


def head(modules):
    """The modules with seeded weights; tensors are called head.1, head.2, ... and, the last matrix, classifier."""
    matrices = [m for m in modules if isinstance(m, nn.Linear)]
    number = 0
    for module in modules:
        if not list(module.parameters()):
            continue
        number += 1
        name = "classifier" if module is matrices[-1] else f"head.{number}"
        seeded_weights.fill(module, gradients.SEED, lambda tensor: f"{name}.{tensor}")
    return nn.Sequential(*modules).double().eval()


def probabilities(activation, logits):
    if activation == "softmax":
        return torch.softmax(logits, 0)
    return torch.sigmoid(logits) if activation == "sigmoid" else logits[:0]


def main():
    network = seeded_weights.fill(
        timm.create_model("tf_efficientnet_b0", num_classes=0), gradients.SEED).double().eval()
    pixels = gradients.image(96, 96)
    lines, arrays = [], []
    for case, (activation, modules) in CASES.items():
        last = head(modules)
        kept = {}
        hooks = [
            module.register_forward_hook(lambda _, __, out, name=name: kept.update({name: out}))
            for name, module in {"stage9": network.bn2, "stage6": network.blocks[4]}.items()
        ]
        logits = last(network.forward_features(pixels))[0]
        for hook in hooks:
            hook.remove()
        if len(logits) == 1:
            logits = torch.cat([-logits, logits])
        index = int(logits.argmax())
        found = torch.autograd.grad(logits[index], [kept["stage9"], kept["stage6"]])
        parts = [logits, probabilities(activation, logits)]
        for activations, gradient in zip([kept["stage9"], kept["stage6"]], found):
            parts.append((activations * gradient.mean((2, 3), keepdim=True)).sum(1).reshape(-1))
        arrays += [part.detach().numpy().astype(np.float32) for part in parts]
        lines.append(f"{case} {index} {len(logits)}")
        print(lines[-1], [round(value, 3) for value in logits.tolist()])
    np.save(gradients.FIXTURES / "heads.npy", np.concatenate(arrays))
    (gradients.FIXTURES / "heads.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
