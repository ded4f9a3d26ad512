"""Writes the pictures that OpenCV, matplotlib, grad-cam and torch-cam's formula make of small maps, and `.npy` files.

    python3 -m pip install numpy==2.4.6 opencv-python-headless==5.0.0.93 matplotlib==3.11.2 pillow==13.0.0 grad-cam==1.5.7
    python3 Tests/Golden/imaging_maps.py

up-sampling-N.npy      map N of `maps` below, up-sampled by cv2.resize to its size
overlays.csv           CRC-32 of the overlays of the libraries on `generated` pictures
arrays/*.npy           arrays of several types and header versions
"""

from pathlib import Path

import cv2
import matplotlib
import numpy as np
from PIL import Image
from pytorch_grad_cam.utils.image import scale_cam_image, show_cam_on_image

from imaging_pictures import crc, fixtures, generated, write

sizes = [((7, 7), (60, 45)), ((5, 9), (33, 100)), ((1, 1), (8, 5)), ((12, 10), (12, 10)), ((3, 4), (97, 7))]


def made_map(width, height):
    """The values (k² mod 251) / 250, which both sides compute."""
    k = np.arange(width * height, dtype=np.float32)
    return ((k * k) % np.float32(251) / np.float32(250)).reshape(height, width)


def torch_cam_overlay(picture, small, alpha):
    """torchcam.utils.overlay_mask, copied because nothing else of the package is needed."""
    mask = Image.fromarray(small, mode="F").resize((picture.shape[1], picture.shape[0]), resample=Image.BICUBIC)
    colours = (255 * matplotlib.colormaps["jet"](np.asarray(mask) ** 2)[:, :, :3]).astype(np.uint8)
    return (alpha * picture + (1 - alpha) * colours).astype(np.uint8)


def main():
    folder = fixtures / "arrays"
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, ((width, height), (new_width, new_height)) in enumerate(sizes):
        small = made_map(width, height)
        large = cv2.resize(small, (new_width, new_height))
        np.save(folder / f"up-sampling-{number}.npy", large)
        picture = generated(new_width, new_height, number)
        again = scale_cam_image(np.maximum(large, 0)[None])[0]
        for share in (0.5, 0.3):
            drawn = show_cam_on_image(np.float32(picture) / 255, again, use_rgb=True, image_weight=share)
            rows.append(["grad-cam", width, height, new_width, new_height, number, share, crc(drawn)])
        for share in (0.7, 0.5):
            rows.append(["torch-cam", width, height, new_width, new_height, number, share,
                         crc(torch_cam_overlay(picture, small, share))])
    write("overlays.csv", "library,width,height,newWidth,newHeight,seed,share,crc", rows)

    values = made_map(6, 4).reshape(1, 3, 2, 4)
    np.save(folder / "single.npy", values)
    np.save(folder / "double.npy", values.astype("<f8"))
    np.save(folder / "half.npy", values.astype("<f2"))
    np.save(folder / "fortran.npy", np.asfortranarray(values))
    np.save(folder / "bytes.npy", values.astype(np.uint8))
    np.save(folder / "three.npy", values[0])
    np.save(folder / "vector.npy", values.reshape(-1))
    np.save(folder / "scalar.npy", values.reshape(-1)[5])
    for version in ((2, 0), (3, 0)):
        with open(folder / f"version{version[0]}.npy", "wb") as file:
            np.lib.format.write_array(file, values, version=version)


if __name__ == "__main__":
    main()
