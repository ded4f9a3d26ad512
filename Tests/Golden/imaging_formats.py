"""Writes Tests/ImagingTests/Fixtures/formats: GIF, BMP, TIFF, HEIC and AVIF files, and what Pillow reads in them.

    python3 -m pip install pillow==13.0.0 pillow-heif==1.8.1 numpy==2.4.6
    apt-get install libavif-bin        # avifenc 0.11.1, for AVIF files of 10 and 12 bits
    apt-get install libjpeg-turbo-progs  # cjpeg, for a progressive JPEG without successive approximation
    python3 Tests/Golden/imaging_formats.py

formats.csv     file, width, height, CRC-32 of the RGB bytes after exif_transpose and convert("RGB")
*.heic.png      what pillow-heif reads of the HEIC file; *.avif.png, what Pillow's libavif does
letterbox.csv   a generated picture, a size and a colour, CRC-32 of ImageOps.pad (bicubic)
grey.csv        a generated picture, CRC-32 of convert("L") with three equal channels
"""

import csv
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

import numpy as np
import pillow_heif
from PIL import Image, ImageOps, PngImagePlugin

root = Path(__file__).resolve().parents[2]
fixtures = root / "Tests/ImagingTests/Fixtures"
folder = fixtures / "formats"
folder.mkdir(exist_ok=True)
pillow_heif.register_heif_opener()


def generated(width, height, seed):
    """As in imaging_pictures.py."""
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


def crc(image):
    return f"{zlib.crc32(np.ascontiguousarray(image).tobytes()):08x}"


def table(name, header, rows):
    with open(fixtures / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


random = np.random.default_rng(17)
y, x = np.mgrid[0:19, 0:29]
smooth = np.stack([x * 8, y * 13, 255 - x * 4 - y * 5], 2).clip(0, 255).astype(np.uint8)
colour = Image.fromarray(smooth)
grey = colour.convert("L")
bits = colour.convert("1")
palette = colour.quantize(37)
alpha = colour.copy()
alpha.putalpha(grey)
grey16 = Image.fromarray(random.integers(0, 700, (19, 29)).astype(np.uint16))


def tiff(name, tags, data, order="<"):
    """A TIFF of a kind that Pillow can't write: `tags` are (tag, type, values), `data` the strips or tiles."""
    magic = b"II*\0" if order == "<" else b"MM\0*"
    code = {3: "H", 4: "I"}
    offsets, place = [], 8
    for part in data:
        offsets.append(place)
        place += len(part) + len(part) % 2
    tile = any(tag == 322 for tag, _, _ in tags)
    tags = tags + [(324 if tile else 273, 4, offsets), (325 if tile else 279, 4, [len(part) for part in data])]
    extra, entries = b"", b""
    start = place + 2 + 12 * len(tags) + 4
    for tag, kind, values in sorted(tags):
        body = struct.pack(f"{order}{len(values)}{code[kind]}", *values)
        if len(body) > 4:
            entries += struct.pack(f"{order}HHII", tag, kind, len(values), start + len(extra))
            extra += body + b"\0" * (len(body) % 2)
        else:
            entries += struct.pack(f"{order}HHI", tag, kind, len(values)) + body.ljust(4, b"\0")
    parts = b"".join(part + b"\0" * (len(part) % 2) for part in data)
    ifd = struct.pack(f"{order}H", len(tags)) + entries + struct.pack(f"{order}I", 0)
    (folder / name).write_bytes(magic + struct.pack(f"{order}I", place) + parts + ifd + extra)


def kinds():
    width, height = colour.size
    base = lambda depth, photometric, samples=1: [
        (256, 4, [width]), (257, 4, [height]), (258, 3, [depth] * samples), (262, 3, [photometric]),
        (277, 3, [samples])]
    wide = (smooth.astype(np.uint16) * 257 ^ random.integers(0, 256, smooth.shape).astype(np.uint16))
    for order, mark in (("<", "l"), (">", "b")):
        rows = wide.astype(order + "u2").tobytes()
        tiff(f"rgb16-{mark}.tif", base(16, 2, 3) + [(259, 3, [1]), (278, 4, [height])], [rows], order)
        rows = (wide[..., 0] // 90).astype(order + "u2").tobytes()
        tiff(f"grey16-{mark}.tif", base(16, 1) + [(259, 3, [1]), (278, 4, [height])], [rows], order)
    strips = [zlib.compress(smooth[i:i + 5].tobytes()) for i in range(0, height, 5)]
    tiff("strips.tif", base(8, 2, 3) + [(259, 3, [8]), (278, 4, [5])], strips)
    padded = np.zeros((32, 32, 3), np.uint8)
    padded[:height, :width] = smooth
    tiles = [padded[i:i + 16, j:j + 16].tobytes() for i in (0, 16) for j in (0, 16)]
    shape = [(322, 4, [16]), (323, 4, [16])]
    tiff("tiles.tif", base(8, 2, 3) + [(259, 3, [1])] + shape, tiles)
    tiff("tiles-deflate.tif", base(8, 2, 3) + [(259, 3, [8])] + shape, [zlib.compress(t) for t in tiles])
    planes = [smooth[..., c].tobytes() for c in range(3)]
    tiff("planes.tif", base(8, 2, 3) + [(259, 3, [1]), (278, 4, [height]), (284, 3, [2])], planes)
    tiff("white.tif", base(8, 0) + [(259, 3, [1]), (278, 4, [height])], [smooth[..., 0].tobytes()])
    tiff("turned.tif", base(8, 1) + [(259, 3, [8]), (278, 4, [height]), (274, 3, [6])],
         [zlib.compress(smooth[..., 0].tobytes())])
    four = np.dstack([smooth, np.asarray(grey)])
    for value in (1, 2):
        tiff(f"alpha{value}.tif", base(8, 2, 4) + [(259, 3, [1]), (278, 4, [height]), (338, 3, [value])],
             [four.tobytes()])


kinds()
for name, image in dict(rgb=colour, l=grey, p=palette, p13=colour.quantize(13), p2=colour.quantize(2), one=bits,
                        rgba=alpha).items():
    image.save(folder / f"{name}.bmp")
top_down = bytearray((folder / "rgb.bmp").read_bytes())
top_down[22:26] = struct.pack("<i", -19)
(folder / "top-down.bmp").write_bytes(top_down)
info = struct.pack("<IiiHHIIiiII", 40, 4, 2, 1, 8, 1, 0, 0, 0, 3, 0) + bytes([0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0])
codes = bytes([2, 1, 0, 2, 2, 0, 0, 0, 0, 4, 0, 1, 2, 1, 0, 0, 0, 1])
head = b"BM" + struct.pack("<IHHI", 14 + len(info) + len(codes), 0, 0, 14 + len(info))
(folder / "rle8.bmp").write_bytes(head + info + codes)
for masks, name in (((0xF800, 0x7E0, 0x1F), "565"), ((0x7C00, 0x3E0, 0x1F), "555")):
    info = struct.pack("<IiiHHIIiiII", 40, 6, 4, 1, 16, 3, 0, 0, 0, 0, 0) + struct.pack("<3I", *masks)
    head = b"BM" + struct.pack("<IHHI", 14 + len(info) + 48, 0, 0, 14 + len(info))
    (folder / f"{name}.bmp").write_bytes(head + info + random.integers(0, 256, 48).astype(np.uint8).tobytes())

palette.save(folder / "p.gif")
palette.save(folder / "plain.gif", interlace=0)
grey.save(folder / "l.gif")
bits.save(folder / "one.gif")
palette.save(folder / "transparent.gif", transparency=3)
palette.save(folder / "two.gif", save_all=True, append_images=[grey.quantize(9)], transparency=1)
frame = bytearray((folder / "plain.gif").read_bytes())
frame[6:10] = struct.pack("<HH", 40, 30)
(folder / "screen.gif").write_bytes(frame)

for name, image in dict(rgb=colour, l=grey, p=palette, one=bits, rgba=alpha, cmyk=colour.convert("CMYK"),
                        grey16=grey16).items():
    for compression in ("tiff_lzw", "tiff_adobe_deflate", "packbits"):
        image.save(folder / f"{name}-{compression}.tif", compression=compression)
bits.save(folder / "one-group4.tif", compression="group4")
colour.save(folder / "jpeg.tif", compression="jpeg", quality=80)
Image.fromarray(random.normal(100, 120, (19, 29)).astype(np.float32)).save(folder / "float.tif")

# ImageMagick's orientation in a PNG: plain and compressed.
exif = Image.Exif()
exif[0x0112] = 6
data = b"Exif\0\0" + exif.tobytes()[6 if exif.tobytes().startswith(b"Exif") else 0:]
text = f"\nexif\n{len(data):8}\n" + "\n".join(data.hex()[i:i + 72] for i in range(0, 2 * len(data), 72)) + "\n"
for name, packed in (("raw-profile.png", False), ("raw-profile-packed.png", True)):
    info = PngImagePlugin.PngInfo()
    info.add_text("Raw profile type exif", text, zip=packed)
    colour.save(folder / name, pnginfo=info)

pillow_heif.from_pillow(colour).save(folder / "colour.heic", quality=90)
pillow_heif.from_pillow(alpha).save(folder / "alpha.heic", quality=90)
colour.save(folder / "colour.avif", quality=90, subsampling="4:4:4")
grey.convert("RGB").save(folder / "grey.avif", quality=90, subsampling="4:2:0")

# Strong colours, so that each way to enlarge chroma gives another picture; odd sides.
strong = Image.fromarray(generated(29, 19, 23))
veiled = strong.copy()
veiled.putalpha(grey)
for name, sampling in (("half", "4:2:0"), ("wide", "4:2:2"), ("full", "4:4:4"), ("none", "4:0:0")):
    strong.save(folder / f"{name}.avif", quality=80, subsampling=sampling)
strong.save(folder / "half-limited.avif", quality=80, subsampling="4:2:0", range="limited")
veiled.save(folder / "half-alpha.avif", quality=80, subsampling="4:2:0")
veiled.save(folder / "half-premultiplied.avif", quality=80, subsampling="4:2:0", alpha_premultiplied=True)
for turn in range(2, 9):
    exif = Image.Exif()
    exif[0x0112] = turn
    strong.save(folder / f"turned{turn}.avif", quality=60, exif=exif)
with tempfile.TemporaryDirectory() as place:
    for image, name in ((strong, "strong"), (veiled, "veiled")):
        image.save(f"{place}/{name}.png")
    for name, source, *options in (("half-10", "strong", "-d", "10", "-y", "420"),
                                   ("full-12-limited", "strong", "-d", "12", "-y", "444", "-r", "limited"),
                                   ("half-10-alpha", "veiled", "-d", "10", "-y", "420"),
                                   ("wide-12-alpha", "veiled", "-d", "12", "-y", "422"),
                                   ("half-bt709", "strong", "-y", "420", "--cicp", "1/13/1")):
        subprocess.run(["avifenc", "-s", "8", "--min", "10", "--max", "20", *options, f"{place}/{source}.png",
                        folder / f"{name}.avif"], check=True, capture_output=True)
# Each scan has all bits of its coefficients, so a repeated scan is not an error by itself.
scans = "".join(f"{part}: {band}, 0, 0;\n" for band in ("0-0", "1-63") for part in range(3))
with tempfile.TemporaryDirectory() as place:
    with open(f"{place}/scans", "w") as file:
        file.write(scans)
    Image.open("Assets/chelsea.png").convert("RGB").resize((40, 30)).save(f"{place}/small.ppm")
    subprocess.run(["cjpeg", "-quality", "60", "-scans", f"{place}/scans", "-outfile", folder / "spectral.jpg",
                    f"{place}/small.ppm"], check=True)
for path in [*folder.glob("*.heic"), *folder.glob("*.avif")]:
    ImageOps.exif_transpose(Image.open(path)).convert("RGB").save(f"{path}.png")

rows = []
for path in sorted(folder.iterdir()):
    if path.suffix in (".heic", ".avif") or path.name.endswith((".heic.png", ".avif.png")):
        continue
    image = Image.open(path)
    image.load()  # turns a TIFF, which exif_transpose would turn again
    image = ImageOps.exif_transpose(image).convert("RGB")
    rows.append([path.name, *image.size, crc(image)])
table("formats.csv", ["file", "width", "height", "crc"], rows)

rows = []
for width, height, target in ((97, 40, (64, 64)), (40, 97, (64, 48)), (33, 20, (90, 31)), (50, 50, (24, 24))):
    picture = Image.fromarray(generated(width, height, 5))
    padded = ImageOps.pad(picture, target, Image.Resampling.BICUBIC, color=(12, 200, 77))
    rows.append([width, height, *target, crc(padded)])
table("letterbox.csv", ["width", "height", "to_width", "to_height", "crc"], rows)
picture = Image.fromarray(generated(57, 31, 9)).convert("L").convert("RGB")
table("grey.csv", ["width", "height", "seed", "crc"], [[57, 31, 9, crc(picture)]])
