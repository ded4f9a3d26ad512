"""Seeded random weights, identical to those of `SeededWeights` in Sources/Checkpoints.

Both sides compute every element from the canonical (timm) name of its tensor, its index and the seed only,
so golden files made with these weights do not need a file of weights:

    state = fnv1a64(name) ^ (seed * 0x9E3779B97F4A7C15 mod 2^64)
    x_i   = splitmix64_mix(state + (i + 1) * 0x9E3779B97F4A7C15 mod 2^64)
    u_i   = float32(x_i >> 40) * float32(2^-24)          exact, in [0, 1)
    w_i   = low + (high - low) * u_i                     product rounded to float32, then the sum

`bounds` gives low and high. They keep the activations of b0 to b7 and of the Lite networks between
0.1 and 100 and give different logits for different photographs.

Needs numpy; `fill` and `state_dict` also need torch. The other scripts of this folder import it.
"""

import math
import re

import numpy as np

GOLDEN_GAMMA = np.uint64(0x9E3779B97F4A7C15)

# The last batch norm of a block with a shortcut: small, so that activations of deep networks stay finite.
RESIDUAL_NORM = re.compile(r"\.[1-9][0-9]*\.bn3\.weight$")


def fnv1a64(text):
    """FNV-1a over the UTF-8 bytes of `text`."""
    value = 0xCBF29CE484222325
    for byte in text.encode("utf-8"):
        value = ((value ^ byte) * 0x100000001B3) % 2**64
    return value


def bounds(name, shape):
    """(low, high) for the tensor with the canonical name `name` and `shape`, as float32."""
    role = name.rsplit(".", 1)[1]
    if role == "weight" and len(shape) > 1:
        high = np.sqrt(np.float32(6.5) / np.float32(math.prod(shape[1:])))
        return -high, high
    if RESIDUAL_NORM.search(name):
        low, high = 0.125, 0.25
    else:
        low, high = {
            "weight": (0.75, 1.25),
            "bias": (-0.25, 0.25),
            "running_mean": (-0.25, 0.25),
            "running_var": (0.5, 1.5),
        }[role]
    return np.float32(low), np.float32(high)


def tensor(name, shape, seed):
    """The float32 array for the parameter `name` of shape `shape` with `seed`."""
    count = math.prod(shape)
    with np.errstate(over="ignore"):
        state = np.uint64(fnv1a64(name)) ^ (np.uint64(seed % 2**64) * GOLDEN_GAMMA)
        x = state + np.arange(1, count + 1, dtype=np.uint64) * GOLDEN_GAMMA
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        x = x ^ (x >> np.uint64(31))
    uniform = (x >> np.uint64(40)).astype(np.float32) * np.float32(2.0**-24)
    low, high = bounds(name, shape)
    return (low + (high - low) * uniform).astype(np.float32).reshape(shape)


def state_dict(module, seed, canonical=lambda name: name):
    """The seeded state dictionary of a torch `module`; `canonical` converts its tensor names to timm's."""
    import torch

    return {
        name: torch.zeros_like(old)
        if name.endswith("num_batches_tracked")
        else torch.from_numpy(tensor(canonical(name), tuple(old.shape), seed))
        for name, old in module.state_dict().items()
    }


def fill(module, seed, canonical=lambda name: name):
    """Loads `state_dict` into `module` and returns it, ready for inference."""
    module.load_state_dict(state_dict(module, seed, canonical))
    return module.eval()
