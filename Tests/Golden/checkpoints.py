"""Writes the small checkpoint files of Tests/CheckpointsTests/Fixtures with the libraries that define them.

    python3 -m venv venv && venv/bin/pip install torch==2.13.0 numpy==2.4.6 safetensors==0.8.0
    venv/bin/python Tests/Golden/checkpoints.py

Every file holds the same tensors (`tensors`), so one test checks them all.
"""

import argparse
import collections
import pathlib

import torch
from safetensors.torch import save_file

FOLDER = pathlib.Path(__file__).parent.parent / "CheckpointsTests" / "Fixtures"


def tensors(dtype=torch.float32):
    """Six values in odd memory layouts: row-major, transposed, a slice of a shared storage, a scalar."""
    base = torch.arange(24, dtype=torch.float32)
    return collections.OrderedDict(
        plain=base[:6].reshape(2, 3).to(dtype).clone(),
        transposed=base[:6].reshape(3, 2).to(dtype).t(),
        slice=base.to(dtype)[4:10],
        negative=torch.tensor([-1.5, 0.0, 65504.0, 1e-7, 3.0]).to(dtype),
        scalar=torch.tensor(7.0).to(dtype),
        batches=torch.tensor(3, dtype=torch.int64),
    )


def main():
    FOLDER.mkdir(exist_ok=True)
    for name, dtype in [
        ("f32", torch.float32),
        ("f16", torch.float16),
        ("bf16", torch.bfloat16),
        ("f64", torch.float64),
    ]:
        torch.save(tensors(dtype), FOLDER / f"zip-{name}.pth")
        torch.save(
            tensors(dtype), FOLDER / f"legacy-{name}.pth", _use_new_zipfile_serialization=False
        )
        contiguous = {key: value.contiguous().clone() for key, value in tensors(dtype).items()}
        save_file(contiguous, FOLDER / f"{name}.safetensors", metadata={"format": "pt"})

    parameter = torch.nn.Parameter(torch.ones(2))
    optimizer = torch.optim.SGD([parameter], lr=0.1, momentum=0.9)
    parameter.sum().backward()
    optimizer.step()
    training = {
        "epoch": 4,
        "arch": "tf_efficientnet_b0",
        "state_dict": tensors(),
        "optimizer": optimizer.state_dict(),
        "args": argparse.Namespace(model="efficientnet_b0", output=pathlib.PosixPath("out")),
    }
    torch.save(training, FOLDER / "training.pth")


if __name__ == "__main__":
    main()
