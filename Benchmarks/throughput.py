"""Photographs per second: `effscope classify` of many files, compared with a loop over ONNX Runtime with Pillow.

The loop is a plain script: open, resize, crop, normalise and run, one file after another, with ONNX Runtime on the
same number of threads. Its time starts when the session is ready; the time of Effscope is from the start of the
process to its end.
"""

import argparse
import datetime
import json
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

import numpy
from PIL import Image

import machine
import networks
import photographs

MEAN = numpy.array([0.485, 0.456, 0.406], numpy.float32)
DEVIATION = numpy.array([0.229, 0.224, 0.225], numpy.float32)


def preprocess(path, side):
    """timm's preprocessing: shorter side to side / 0.875, bicubic, centre crop, ImageNet mean and deviation."""
    picture = Image.open(path).convert("RGB")
    shorter = int(side / 0.875)
    scale = shorter / min(picture.size)
    size = [shorter if extent == min(picture.size) else int(extent * scale) for extent in picture.size]
    picture = picture.resize(size, Image.BICUBIC)
    left, top = round((size[0] - side) / 2), round((size[1] - side) / 2)
    pixels = numpy.asarray(picture.crop((left, top, left + side, top + side)), numpy.float32) / 255
    return ((pixels - MEAN) / DEVIATION).transpose(2, 0, 1)[None]


def loop(session, paths, side):
    """Seconds, and the class of each photograph."""
    start = time.perf_counter()
    classes = [int(session.run(None, {"image": preprocess(path, side)})[0].argmax()) for path in paths]
    return time.perf_counter() - start, classes


def classify(program, variant, threads, paths):
    """Seconds from start to end of the process, its peak memory, and the class of each photograph."""
    command = [program, "classify", *map(str, paths), "--variant", variant, "--checkpoint",
               str(networks.checkpoint(variant)), "--threads", str(threads), "--format", "jsonl",
               "--top", "1"]
    with tempfile.TemporaryFile("w+") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        if status != 0:
            raise SystemExit("effscope classify failed")
        peak = usage.ru_maxrss * 1024
        output.seek(0)
        classes = [json.loads(line)["predictions"][0]["index"] for line in output]
    return seconds, peak, classes


def main():
    import onnxruntime as ort

    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--variant", default="b0")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", help="JSON file for the result")
    arguments = parser.parse_args()
    program = str(pathlib.Path(arguments.program).resolve())
    networks.prepare(arguments.variant)
    paths = photographs.make(networks.ROOT.parent / "photographs", arguments.count)
    options = ort.SessionOptions()
    options.intra_op_num_threads = arguments.threads
    session = ort.InferenceSession(
        str(networks.folder(arguments.variant) / "network.onnx"), options,
        providers=["CPUExecutionProvider"])
    side = networks.RESOLUTIONS[arguments.variant]
    ours, theirs = [], []
    for _ in range(arguments.rounds):
        seconds, peak, classes = classify(program, arguments.variant, arguments.threads, paths)
        ours.append(arguments.count / seconds)
        seconds, others = loop(session, paths, side)
        theirs.append(arguments.count / seconds)
    agreement = sum(a == b for a, b in zip(classes, others)) / len(paths)
    result = {
        "date": datetime.datetime.now().isoformat(timespec="minutes"), "machine": machine.facts(),
        "variant": arguments.variant, "threads": arguments.threads, "photographs": arguments.count,
        "effscope": statistics.median(ours), "onnxruntime": statistics.median(theirs),
        "ratio": statistics.median(ours) / statistics.median(theirs), "agreement": agreement,
        "peakMemoryBytes": peak, "onnxruntimeVersion": ort.__version__}
    output = pathlib.Path(arguments.output) if arguments.output else machine.results_file("throughput")
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(result, indent=1) + "\n")
    print(f"{arguments.variant}, {arguments.threads} threads, {arguments.count} photographs: Effscope "
          f"{result['effscope']:.1f} a second ({peak / 1e6:.0f} MB at the peak), ONNX Runtime with Pillow "
          f"{result['onnxruntime']:.1f}, ratio {result['ratio']:.2f}; same class for "
          f"{agreement * 100:.1f} %")


if __name__ == "__main__":
    main()
