"""Writes Tests/ImagingTests/Fixtures: image files of every mode, and the results of Pillow and torchvision.

    python3 -m pip install pillow==13.0.0 numpy==2.4.6 torch==2.13.0 torchvision==0.28.0
    python3 Tests/Golden/imaging_pictures.py

With a CPU build of torch, torchvision can be imported only if its `_meta_registrations.py` is made empty.

decoding.csv    file, width, height, CRC-32 of the RGB bytes after exif_transpose and convert("RGB")
resizing.csv    a generated picture, the size and filter of a resize, CRC-32 of the result
recipes.csv     a sample or generated picture, a recipe, CRC-32 of the 8-bit crop and of the float32 tensor

Generated pictures are defined by `generated` below and by `generatedPicture` in the Swift tests.
"""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageCms, ImageOps
from torchvision import transforms
from torchvision.transforms import InterpolationMode

root = Path(__file__).resolve().parents[2]
fixtures = root / "Tests/ImagingTests/Fixtures"
Image.MAX_IMAGE_PIXELS = None


def generated(width, height, seed):
    """SplitMix64 noise plus a slow wave of both coordinates, so that clipping and blending occur."""
    count = width * height * 3
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, (count + 7) // 8 + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    noise = z.view(np.uint8)[:count].reshape(height, width, 3)
    y, x = np.arange(height)[:, None], np.arange(width)[None, :]
    bright = ((x // 16 + y // 16) % 4 == 0)[:, :, None]
    dark = ((x // 16 + y // 16) % 4 == 1)[:, :, None]
    return np.where(bright, 255 - noise // 8, np.where(dark, noise // 8, noise)).astype(np.uint8)


def crc(array):
    return f"{zlib.crc32(np.ascontiguousarray(array).tobytes()):08x}"


# --- decoding ---------------------------------------------------------------------------------------


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, depth, colour, rows, extra=b"", after=b"", split=None):
    """A PNG of a kind that Pillow can't write; `rows` are packed bytes, filter 0."""
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    parts = [data] if split is None else [data[i:i + split] for i in range(0, len(data), split)]
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = b"".join(chunk(b"IDAT", part) for part in parts)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + body + after + chunk(b"IEND", b"")


def adam7(width, height, depth, colour, channels, array, extra=b""):
    """An interlaced 8- or 16-bit PNG of `array` (height, width, channels)."""
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    raw = b""
    for left, top, right, down in passes:
        part = array[top::down, left::right]
        if part.size:
            raw += b"".join(b"\0" + row.tobytes() for row in part)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 1)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra
            + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))


def packed(values, depth):
    """Rows of `values` (height, width) packed to `depth` bits."""
    bits = np.unpackbits(values.astype(np.uint8)[:, :, None], axis=2)[:, :, 8 - depth:]
    return [np.packbits(row.reshape(-1)).tobytes() for row in bits]


def exif(orientation, big=False):
    order, mark = (">", b"MM") if big else ("<", b"II")
    return (mark + struct.pack(order + "HI", 42, 8) + struct.pack(order + "H", 2)
            + struct.pack(order + "HHIHH", 0x010F, 3, 1, 7, 0)
            + struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack(order + "I", 0))


def xmp(orientation):
    return b'<x:xmpmeta><rdf:Description tiff:Orientation="%d"/></x:xmpmeta>' % orientation


def saved(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def srgb_profile():
    """An sRGB profile without creation time."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return data[:24] + bytes(12) + data[36:]


def smooth(width, height, seed):
    """A smooth generated picture, which is small in lossy formats."""
    small = Image.fromarray(generated(max(2, width // 8), max(2, height // 8), seed))
    return small.resize((width, height), Image.BICUBIC)


def png_files():
    array = generated(23, 17, 1)
    grey = array[:, :, 0]
    palette = generated(16, 16, 2).reshape(-1, 3)
    rgb16 = generated(23, 34, 3).reshape(17, 23, 6)
    grey16 = generated(23, 17, 4)[:, :, :2].copy()
    grey16[::2, :, 0] = 0  # values up to 255 survive Pillow's clipping, larger ones do not
    rgba = np.dstack([array, grey])
    files = {
        "rgb8": saved(Image.fromarray(array), "PNG"),
        "rgba8": saved(Image.fromarray(rgba), "PNG"),
        "grey8": saved(Image.fromarray(grey), "PNG"),
        "grey-alpha8": saved(Image.fromarray(np.dstack([grey, array[:, :, 1]]), "LA"), "PNG"),
        "rgb16": png(23, 17, 16, 2, [r.tobytes() for r in rgb16]),
        "rgba16": png(23, 17, 16, 6, [r.tobytes() for r in np.dstack([rgb16, grey16])]),
        "grey16": png(23, 17, 16, 0, [r.tobytes() for r in grey16]),
        "grey-alpha16": png(23, 17, 16, 4, [r.tobytes() for r in np.dstack([grey16[:, :, ::-1], grey16])]),
        "rgb8-trns": png(23, 17, 8, 2, [r.tobytes() for r in array], chunk(b"tRNS", bytes(6))),
        "grey4-trns": png(23, 17, 4, 0, packed(grey >> 4, 4), chunk(b"tRNS", b"\0\1")),
        "rgb8-gamma": png(23, 17, 8, 2, [r.tobytes() for r in array],
                          chunk(b"gAMA", struct.pack(">I", 100000)) + chunk(b"sBIT", b"\5\6\5")),
        "rgb8-profile": saved(Image.fromarray(array), "PNG",
                              icc_profile=srgb_profile()),
        "rgb8-many-chunks": png(23, 17, 8, 2, [r.tobytes() for r in array], split=37),
        "rgb8-text-after": png(23, 17, 8, 2, [r.tobytes() for r in array], after=chunk(b"tEXt", b"Comment\0later")),
        "palette8-short": png(23, 17, 8, 3, [(r % 9).tobytes() for r in grey], chunk(b"PLTE", palette[:7].tobytes())),
        "interlaced-rgb8": adam7(23, 17, 8, 2, 3, array),
        "interlaced-grey16": adam7(23, 17, 16, 0, 2, grey16),
        "interlaced-rgba8": adam7(23, 17, 8, 6, 4, rgba),
        "interlaced-palette8": adam7(23, 17, 8, 3, 1, grey[:, :, None], chunk(b"PLTE", palette.tobytes())),
        "interlaced-1x1": adam7(1, 1, 8, 2, 3, array[:1, :1]),
        "interlaced-3x2": adam7(3, 2, 8, 2, 3, array[:2, :3]),
        "apng": saved(Image.fromarray(array), "PNG", save_all=True, append_images=[Image.fromarray(array[::-1])]),
        "1x1": saved(Image.fromarray(array[:1, :1]), "PNG"),
        "1x300": saved(Image.fromarray(generated(1, 300, 5)), "PNG"),
        "300x1": saved(Image.fromarray(generated(300, 1, 6)), "PNG"),
    }
    for depth in (1, 2, 4):
        values = grey >> (8 - depth)
        files[f"grey{depth}"] = png(23, 17, depth, 0, packed(values, depth))
        plte = chunk(b"PLTE", palette[:1 << depth].tobytes())
        files[f"palette{depth}"] = png(23, 17, depth, 3, packed(values, depth), plte)
    plte = chunk(b"PLTE", palette.tobytes())
    files["palette8"] = png(23, 17, 8, 3, [r.tobytes() for r in grey], plte)
    files["palette8-trns"] = png(23, 17, 8, 3, [r.tobytes() for r in grey], plte + chunk(b"tRNS", bytes(range(200))))
    for n in range(1, 9):
        files[f"exif{n}"] = png(23, 17, 8, 2, [r.tobytes() for r in array], chunk(b"eXIf", exif(n)))
    files["xmp8"] = png(23, 17, 8, 2, [r.tobytes() for r in array], chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp(8)))
    files["exif6-after"] = png(23, 17, 8, 2, [r.tobytes() for r in array], after=chunk(b"eXIf", exif(6, True)))
    return {f"{name}.png": data for name, data in files.items()}


def jpeg_files():
    picture = smooth(67, 45, 7)
    cmyk = Image.fromarray(np.dstack([np.asarray(smooth(67, 45, 8)), np.asarray(smooth(67, 45, 9))[:, :, 0]]), "CMYK")
    files = {
        "grey": saved(picture.convert("L"), "JPEG"),
        "cmyk": saved(cmyk, "JPEG"),
        "cmyk-progressive": saved(cmyk, "JPEG", progressive=True),
        "progressive": saved(picture, "JPEG", progressive=True, quality=60),
        "restart": saved(picture, "JPEG", restart_marker_blocks=3),
        "rgb-unconverted": saved(picture, "JPEG", keep_rgb=True),
        "grey-progressive": saved(picture.convert("L"), "JPEG", progressive=True),
        "quality5": saved(picture, "JPEG", quality=5),
        "quality100": saved(picture, "JPEG", quality=100, subsampling=0),
        "trailing-bytes": saved(picture, "JPEG") + b"more bytes after the end",
    }
    for name, subsampling in (("444", 0), ("422", 1), ("420", 2)):
        files[f"ycc{name}"] = saved(picture, "JPEG", subsampling=subsampling)
    for width, height in ((1, 1), (1, 40), (40, 1), (2, 2), (3, 5), (7, 7), (8, 8), (9, 17), (16, 16), (17, 33), (31, 3)):
        files[f"odd-{width}x{height}"] = saved(smooth(width, height, width), "JPEG", subsampling=2)
        files[f"odd-422-{width}x{height}"] = saved(smooth(width, height, width), "JPEG", subsampling=1)
    for n in range(1, 9):
        files[f"exif{n}"] = saved(picture, "JPEG", exif=b"Exif\0\0" + exif(n, big=n % 2 == 0))
    files["exif0"] = saved(picture, "JPEG", exif=b"Exif\0\0" + exif(0))
    files["exif9"] = saved(picture, "JPEG", exif=b"Exif\0\0" + exif(9))
    files["xmp3"] = saved(picture, "JPEG", xmp=xmp(3))
    files["xmp5-element"] = saved(picture, "JPEG", xmp=b"<tiff:Orientation>5</tiff:Orientation>")
    files["exif2-xmp6"] = saved(picture, "JPEG", exif=b"Exif\0\0" + exif(2), xmp=xmp(6))
    files["exif9-xmp6"] = saved(picture, "JPEG", exif=b"Exif\0\0" + exif(9), xmp=xmp(6))
    # Adobe's transform byte says that the four channels are YCCK.
    data = saved(cmyk, "JPEG")
    at = data.index(b"Adobe") + 11
    files["ycck"] = data[:at] + b"\2" + data[at + 1:]
    # 4:4:0 and 4:1:1: replaces the sampling factors of a 4:2:2 and a 4:2:0 file of the same block counts.
    files["ycc440"] = resampled(saved(smooth(64, 32, 10), "JPEG", subsampling=1), 0x12, 32, 64)
    files["ycc411"] = resampled(saved(smooth(32, 32, 11), "JPEG", subsampling=2), 0x41, 64, 16)
    return {f"{name}.jpg": data for name, data in files.items()}


def resampled(data, factors, width, height):
    """Rewrites the frame header of a JPEG: luminance sampling and size, same number of blocks."""
    at = data.index(b"\xff\xc0")
    frame = bytearray(data[at:at + 19])
    frame[5:9] = struct.pack(">HH", height, width)
    frame[11] = factors
    return data[:at] + bytes(frame) + data[at + 19:]


def webp_files():
    picture = smooth(67, 45, 12)
    alpha = Image.fromarray(np.dstack([np.asarray(picture), np.asarray(smooth(67, 45, 13))[:, :, 1]]))
    frames = [smooth(40, 30, 14), smooth(40, 30, 15)]
    files = {
        "lossy": saved(picture, "WEBP", quality=70),
        "lossless": saved(Image.fromarray(generated(23, 17, 1)), "WEBP", lossless=True),
        "lossy-alpha": saved(alpha, "WEBP", quality=70),
        "lossless-alpha": saved(alpha, "WEBP", lossless=True, exact=True),
        "animation": saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], quality=70),
        "animation-lossless": saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True),
        "1x1": saved(smooth(1, 1, 16), "WEBP"),
        "1x40": saved(smooth(1, 40, 17), "WEBP"),
        "41x3": saved(smooth(41, 3, 18), "WEBP"),
    }
    for n in (1, 3, 6, 8):
        files[f"exif{n}"] = saved(picture, "WEBP", quality=70, exif=exif(n))
    files["xmp7"] = saved(picture, "WEBP", quality=70, xmp=xmp(7))
    return {f"{name}.webp": data for name, data in files.items()}


def write_decoding():
    folder = fixtures / "decoding"
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for name, data in {**png_files(), **jpeg_files(), **webp_files()}.items():
        (folder / name).write_bytes(data)
        picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
        rows.append([name, picture.width, picture.height, crc(np.asarray(picture))])
    write("decoding.csv", "file,width,height,crc", rows)


# --- resizing and recipes -----------------------------------------------------------------------------

filters = {
    "nearest": Image.NEAREST, "box": Image.BOX, "bilinear": Image.BILINEAR,
    "bicubic": Image.BICUBIC, "lanczos": Image.LANCZOS,
}


def write_resizing():
    sizes = [((64, 48), (32, 24)), ((97, 61), (224, 224)), ((451, 300), (384, 256)), ((1, 200), (7, 31)),
             ((200, 1), (31, 7)), ((1, 1), (5, 3)), ((300, 451), (1, 1)), ((33, 47), (33, 20)), ((33, 47), (12, 47)),
             ((513, 257), (17, 259)), ((1000, 37), (999, 36)), ((255, 255), (256, 256)), ((640, 480), (341, 256)),
             ((2, 3), (100, 100)), ((1237, 821), (57, 38))]
    rows = []
    for (width, height), (new_width, new_height) in sizes:
        picture = Image.fromarray(generated(width, height, width * height))
        for name, kind in filters.items():
            result = np.asarray(picture.resize((new_width, new_height), kind))
            rows.append([width, height, new_width, new_height, name, crc(result)])
    write("resizing.csv", "width,height,newWidth,newHeight,filter,crc", rows)


modes = {
    "bilinear": InterpolationMode.BILINEAR, "bicubic": InterpolationMode.BICUBIC,
    "nearest": InterpolationMode.NEAREST,
}
imagenet = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
lite = ((127 / 255,) * 3, (128 / 255,) * 3)
half = ((0.5,) * 3, (0.5,) * 3)


def recipes():
    """name, resize (a number, 'WxH' or empty), crop side (or empty), filter, mean and deviation."""
    return [
        ("lite0", 256, 224, "bicubic", lite), ("lite1", 274, 240, "bicubic", lite), ("lite2", 297, 260, "bicubic", lite),
        ("b0", 256, 224, "bicubic", imagenet), ("b1v2", 255, 240, "bilinear", imagenet), ("b4", 384, 380, "bicubic", imagenet),
        ("advprop", 256, 224, "bicubic", half), ("squash", "224x224", "", "bicubic", imagenet),
        ("nearest", "224x224", "", "nearest", imagenet), ("shorter", 224, "", "bilinear", imagenet),
        ("crop", "", 224, "bicubic", imagenet), ("odd", 231, 223, "bicubic", imagenet),
    ]


def write_recipes():
    pictures = {name: Image.open(root / "Assets" / name).convert("RGB")
                for name in ("astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg")}
    for width, height in ((1, 300), (300, 1), (1, 1), (223, 225), (37, 501), (1600, 1199), (100, 90), (225, 90)):
        pictures[f"{width}x{height}"] = Image.fromarray(generated(width, height, width * height))
    rows = []
    for picture_name, picture in pictures.items():
        for recipe in recipes():
            if max(picture.size) > 100 * min(picture.size) and recipe[0] == "shorter":
                continue  # leaves out a result of 224×67200 pixels
            rows.append([picture_name, *result_of(recipe, picture)])
    large = Image.fromarray(generated(5312, 4000, 5312 * 4000))
    for recipe in recipes()[:1] + recipes()[4:5] + recipes()[7:8]:
        rows.append(["5312x4000", *result_of(recipe, large)])
    write("recipes.csv", "picture,recipe,resize,crop,filter,mean,deviation,width,height,crc,tensorCrc", rows)


def result_of(recipe, picture):
    name, resize, crop, kind, (mean, deviation) = recipe
    steps = []
    if resize != "":
        size = resize if isinstance(resize, int) else [int(v) for v in resize.split("x")][::-1]
        steps.append(transforms.Resize(size, modes[kind]))
    if crop != "":
        steps.append(transforms.CenterCrop(crop))
    result = transforms.Compose(steps)(picture)
    tensor = transforms.Compose([transforms.ToTensor(), transforms.Normalize(mean, deviation)])(result)
    assert tensor.dtype == torch.float32
    triple = lambda values: " ".join(repr(v) for v in values)
    return [name, resize, crop, kind, triple(mean), triple(deviation), result.width, result.height,
            crc(np.asarray(result)), crc(tensor.numpy())]


def write(name, header, rows):
    lines = [header] + [",".join(str(cell) for cell in row) for row in rows]
    (fixtures / name).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    write_decoding()
    write_resizing()
    write_recipes()
