"""Makes many photographs from the samples in Assets: seeded random crops, sizes and JPEG qualities.

    python photographs.py FOLDER COUNT
"""

import pathlib
import random
import sys

from PIL import Image

ASSETS = pathlib.Path(__file__).resolve().parents[1] / "Assets"
SAMPLES = ["astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg"]


def make(folder, count):
    """Writes JPEG files of 256 to 1024 pixels on the longer side, always the same ones; returns their paths."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:04d}.jpg" for number in range(count)]
    if all(path.exists() for path in paths):
        return paths
    samples = [Image.open(ASSETS / name).convert("RGB") for name in SAMPLES]
    chance = random.Random(1)
    for path in paths:
        sample = chance.choice(samples)
        side = chance.uniform(0.5, 1)
        width, height = int(sample.width * side), int(sample.height * chance.uniform(0.5, 1))
        left, top = chance.randint(0, sample.width - width), chance.randint(0, sample.height - height)
        scale = chance.choice([256, 384, 500, 640, 800, 1024]) / max(width, height)
        size = max(1, round(width * scale)), max(1, round(height * scale))
        picture = sample.crop((left, top, left + width, top + height)).resize(size, Image.BICUBIC)
        picture.save(path, quality=chance.randint(60, 96))
    return paths


if __name__ == "__main__":
    make(sys.argv[1], int(sys.argv[2]))
