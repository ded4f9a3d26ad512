"""Writes the gradients that torch's autograd computes for seeded weights and a seeded image.

    pip install torch==2.13.0 timm==1.0.31 numpy
    python Tests/Golden/attribution_gradients.py

Output in Tests/AttributionTests/Fixtures, for every network in CASES:
`NAME-gradients.npy`, float32 (points, 64): 64 elements, at equal steps, of the gradient of a class's logit
at each tensor point; `NAME-gradients.txt`: the names of the points; `NAME-targets.npy`, float32 (3, 64): the
same at stage4 for a difference of logits, a probability and a contrast. Weights are float32, sums float64.
The image is (x - 1) * 4 of the seeded tensor 'image.running_var' of shape (1, 3, height, width).
"""

import pathlib

import numpy as np
import timm
import torch

import seeded_weights

FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "AttributionTests" / "Fixtures"
SEED = 11
CLASS, OTHER, RIVALS = 7, 281, [3, 500, 900]
# name: (timm model, height, width)
CASES = {
    "b0-same": ("tf_efficientnet_b0", 96, 96),
    "b0-symmetric": ("efficientnet_b0", 79, 102),
    "b2-same": ("tf_efficientnet_b2", 64, 96),
    "lite0-same": ("tf_efficientnet_lite0", 96, 96),
}


def image(height, width):
    values = seeded_weights.tensor("image.running_var", (1, 3, height, width), SEED)
    return torch.from_numpy((values - np.float32(1)) * np.float32(4)).double()


def points(network):
    """Maps Effscope's names of tensor points to the modules that output them."""
    named = {"stage1": network.bn1}
    for stage, blocks in enumerate(network.blocks, start=2):
        named[f"stage{stage}"] = blocks
        for number, block in enumerate(blocks, start=1):
            name = f"stage{stage}.block{number}"
            separable = not hasattr(block, "conv_pwl")
            named[name] = block
            if not separable:
                named[name + ".expand"] = block.bn1
            named[name + ".depthwise"] = block.bn1 if separable else block.bn2
            if hasattr(block.se, "gate"):
                named[name + ".gate"] = block.se.gate
                named[name + ".gated"] = block.se
            named[name + ".project"] = block.bn2 if separable else block.bn3
    named["stage9"] = network.bn2
    return named


def gradients(network, pixels, score, named):
    """The gradient of `score(logits)` at each of the `named` modules' outputs and at the image."""
    outputs = {}

    def keep(name):
        def hook(_, __, output):
            output.retain_grad()
            outputs[name] = output

        return hook

    hooks = [module.register_forward_hook(keep(name)) for name, module in named.items()]
    pixels = pixels.clone().requires_grad_()
    score(network(pixels)[0]).backward()
    for hook in hooks:
        hook.remove()
    found = {name: output.grad for name, output in outputs.items()}
    found["image"] = pixels.grad
    return found


def samples(tensor):
    """64 elements at equal steps."""
    flat = tensor.reshape(-1)
    return flat[torch.arange(64) * len(flat) // 64].float().numpy()


def contrast(logits):
    weights = torch.softmax(logits[RIVALS], dim=0)
    return logits[CLASS] - (weights * logits[RIVALS]).sum()


TARGETS = [
    lambda logits: logits[CLASS] - logits[OTHER],
    lambda logits: torch.softmax(logits, dim=0)[CLASS],
    contrast,
]


def main():
    FIXTURES.mkdir(parents=True, exist_ok=True)
    for name, (model, height, width) in CASES.items():
        network = seeded_weights.fill(timm.create_model(model), SEED).double()
        pixels = image(height, width)
        found = gradients(network, pixels, lambda logits: logits[CLASS], points(network))
        order = sorted(found)
        np.save(FIXTURES / f"{name}-gradients.npy", np.stack([samples(found[p]) for p in order]))
        (FIXTURES / f"{name}-gradients.txt").write_text("\n".join(order) + "\n")
        stage4 = {"stage4": points(network)["stage4"]}
        rows = [samples(gradients(network, pixels, t, stage4)["stage4"]) for t in TARGETS]
        np.save(FIXTURES / f"{name}-targets.npy", np.stack(rows))
        print(name, len(order), float(found["stage2"].abs().max()))


if __name__ == "__main__":
    main()
