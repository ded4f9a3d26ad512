"""Writes the overlays that the formulas of grad-cam and torch-cam make of raw maps, from ReLU to the picture.

    python3 -m pip install numpy==2.4.6 opencv-python-headless==5.0.0.93 matplotlib==3.11.2 pillow==13.0.0 grad-cam==1.5.7
    python3 Tests/Golden/imaging_libraries.py

libraries.csv          CRC-32 of each library's overlay of a raw map on a `generated` picture
libraries/*.npy        those pictures as float32 (height, width, 3), to measure differences
"""

import numpy as np
from pytorch_grad_cam.utils.image import scale_cam_image, show_cam_on_image

from imaging_maps import made_map, torch_cam_overlay
from imaging_pictures import crc, fixtures, generated, write

# Width and height of map and picture, the offset and the factor of the map's values.
cases = [(7, 7, 30, 24, 0.0, 1.0), (7, 5, 33, 20, -0.4, 20.0), (4, 4, 16, 16, 0.2, 1e-7), (9, 3, 25, 31, -0.9, 3e-4)]


def grad_cam(raw, picture):
    """BaseCAM.__call__ after the weighted sum, then show_cam_on_image as its examples call it."""
    height, width = picture.shape[:2]
    scaled = scale_cam_image(np.maximum(raw, 0)[None], (width, height))
    mean = np.mean(np.maximum(scaled[:, None], 0), axis=1)
    return show_cam_on_image(np.float32(picture) / 255, scale_cam_image(mean)[0], use_rgb=True)


def torch_cam(raw, picture):
    """_CAM._normalize after the ReLU, then overlay_mask."""
    scaled = np.maximum(raw, 0)
    scaled = scaled - scaled.min()
    scaled = (scaled / (scaled.max() + np.float32(1e-8))).astype(np.float32)
    return torch_cam_overlay(picture, scaled, 0.7)


def main():
    folder = fixtures / "libraries"
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, (width, height, new_width, new_height, offset, factor) in enumerate(cases):
        raw = (made_map(width, height) + np.float32(offset)) * np.float32(factor)
        picture = generated(new_width, new_height, number)
        for name, draw in (("grad-cam", grad_cam), ("torch-cam", torch_cam)):
            drawn = draw(raw, picture)
            np.save(folder / f"{name}-{number}.npy", drawn.astype(np.float32))
            rows.append([name, width, height, new_width, new_height, offset, factor, number, crc(drawn)])
    write("libraries.csv", "library,width,height,newWidth,newHeight,offset,factor,number,crc", rows)


if __name__ == "__main__":
    main()
