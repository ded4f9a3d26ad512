"""Writes the logits and stage outputs that timm computes for seeded weights and a seeded image.

    pip install torch==2.13.0 timm==1.0.31 numpy
    python Tests/Golden/inference_logits.py

Output in Tests/InferenceTests/Fixtures: `NAME-PADDING-logits.npy`, float32 (1000,), for the networks in
CASES under both padding rules ('same' has batch-norm epsilon 1e-3, 'symmetric' 1e-5), and
`b0-same-stages.npy`, float32 (9, 64): 64 elements of each stage's output of b0 at equal steps.
The image is (x - 1) * 4 of the seeded tensor 'image.running_var' of shape (1, 3, side, side).
"""

import pathlib

import numpy as np
import timm
import torch

import seeded_weights

FIXTURES = pathlib.Path(__file__).resolve().parents[1] / "InferenceTests" / "Fixtures"
SEED = 11
CASES = {"b0": 224, "b1": 240, "b2": 260, "b3": 300, "b4": 380, "lite0": 224, "lite1": 240}


def image(side):
    values = seeded_weights.tensor("image.running_var", (1, 3, side, side), SEED)
    return torch.from_numpy((values - np.float32(1)) * np.float32(4))


def model(name, padding):
    prefix = "tf_efficientnet" if padding == "same" else "efficientnet"
    return seeded_weights.fill(timm.create_model(f"{prefix}_{name}"), SEED)


def stage_samples(network, pixels):
    """64 elements at equal steps of the stem, the seven block stages and the head."""
    outputs = []
    stages = [network.bn1, *network.blocks, network.bn2]
    hooks = [s.register_forward_hook(lambda _, __, out: outputs.append(out)) for s in stages]
    network(pixels)
    for hook in hooks:
        hook.remove()
    rows = [out[0].reshape(-1) for out in outputs]
    return np.stack([row[:: len(row) // 64][:64].numpy() for row in rows]).astype(np.float32)


def main():
    FIXTURES.mkdir(parents=True, exist_ok=True)
    with torch.no_grad():
        for name, side in CASES.items():
            for padding in ["same", "symmetric"]:
                if name.startswith("lite") and padding == "symmetric":
                    continue
                network = model(name, padding)
                logits = network(image(side))[0].numpy().astype(np.float32)
                np.save(FIXTURES / f"{name}-{padding}-logits.npy", logits)
                print(name, padding, logits[:3], float(np.abs(logits).max()))
        np.save(FIXTURES / "b0-same-stages.npy", stage_samples(model("b0", "same"), image(224)))


if __name__ == "__main__":
    main()
