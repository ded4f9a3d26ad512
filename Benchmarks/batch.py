"""Photographs per second: `effscope batch` with overlays, compared with the same job in Python with grad-cam.

The Python job is a plain script: open with Pillow, resize, crop, normalise, Grad-CAM of the most probable class with
pytorch-grad-cam, draw the overlay on the network's input and save it as PNG, append the result to a CSV. Its network
is timm's of the same architecture with random weights, which take the same time. The programs run in alternating
rounds. Two ratios show the time of the batch beyond its forward passes: to the forward times that the batch recorded,
divided by its number of workers, and to `effscope benchmark` with all threads on one image.

    python batch.py --program .build/release/effscope [--count 1000] [--python-count 100] [--rounds 3]
"""

import argparse
import csv
import json
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

import photographs
from program import forward

ROOT = pathlib.Path(__file__).resolve().parents[1]


def high_water(process):
    """Peak memory of a running process in bytes."""
    try:
        lines = pathlib.Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


def batch(program, paths, work, threads, options):
    """Seconds from start to end, peak memory in bytes, mean forward milliseconds as the batch recorded them."""
    # A new folder each time: creating files where others were just deleted is slower.
    library = pathlib.Path(tempfile.mkdtemp(dir=work)) / "library"
    listing = work / "list"
    listing.write_text("".join(f"{path}\n" for path in paths))
    command = [program, "batch", str(listing), "-o", str(library), "--threads", str(threads), "--quiet", *options]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    # wait4 is not used: its peak includes the memory of this process at the time of the fork.
    peak = 0
    while process.poll() is None:
        peak = max(peak, high_water(process.pid))
        time.sleep(0.02)
    seconds = time.perf_counter() - start
    if process.returncode != 0:
        raise SystemExit(f"effscope batch failed with {process.returncode}")
    summary = json.loads(subprocess.check_output([program, "library", "summary", str(library), "--format", "json"]))
    return seconds, peak, summary["means"]["milliseconds"]["forward"]


class PythonJob:
    """The same job with timm and pytorch-grad-cam."""

    def __init__(self, threads):
        import timm
        import torch
        from pytorch_grad_cam import GradCAM

        torch.set_num_threads(threads)
        self.torch = torch
        self.model = timm.create_model("tf_efficientnet_lite0", pretrained=False).eval()
        self.cam = GradCAM(model=self.model, target_layers=[self.model.bn2])

    def run(self, paths, work):
        """Seconds."""
        import numpy
        from PIL import Image
        from pytorch_grad_cam.utils.image import show_cam_on_image

        folder = work / "python"
        folder.mkdir(exist_ok=True)
        start = time.perf_counter()
        with open(work / "python.csv", "w", newline="") as file:
            table = csv.writer(file)
            for path in paths:
                picture = Image.open(path).convert("RGB")
                scale = 256 / min(picture.size)
                picture = picture.resize([round(side * scale) for side in picture.size], Image.BICUBIC)
                left, top = (picture.width - 224) // 2, (picture.height - 224) // 2
                seen = numpy.asarray(picture.crop((left, top, left + 224, top + 224)), numpy.float32) / 255
                tensor = self.torch.from_numpy(((seen - 0.498) / 0.502).transpose(2, 0, 1)[None].copy())
                heatmap = self.cam(input_tensor=tensor, targets=None)[0]
                probabilities = self.cam.outputs.softmax(1)[0]
                best = int(probabilities.argmax())
                table.writerow([path, best, float(probabilities[best].detach())])
                Image.fromarray(show_cam_on_image(seen, heatmap, use_rgb=True)).save(folder / f"{path.stem}.png")
        return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=str(ROOT / ".build/release/effscope"))
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--python-count", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("options", nargs="*", help="more options of effscope batch, behind --")
    arguments = parser.parse_args()
    program = str(pathlib.Path(arguments.program).resolve())
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        paths = photographs.make(work / "photographs", arguments.count)
        job = PythonJob(arguments.threads) if arguments.python_count else None
        rounds = []
        for number in range(arguments.rounds):
            single = forward(program, "lite0", "--threads", str(arguments.threads), "--runs", "60")
            seconds, peak, mean = batch(program, paths, work, arguments.threads, arguments.options)
            item = {
                "seconds": seconds, "peakMegabytes": peak / 1e6,
                "overRecordedForward": seconds / (mean * len(paths) / 1e3 / arguments.threads),
                "overBenchmarkForward": seconds / (single * len(paths) / 1e3),
            }
            if job:
                some = paths[:arguments.python_count]
                item["pythonSeconds"] = job.run(some, work) / len(some) * len(paths)
                item["timesFasterThanPython"] = item["pythonSeconds"] / seconds
            rounds.append(item)
            print(json.dumps({"round": number + 1} | {key: round(value, 3) for key, value in item.items()}), flush=True)
        medians = {key: round(statistics.median(item[key] for item in rounds), 3) for key in rounds[0]}
        print(json.dumps({"median": medians, "photographs": len(paths), "threads": arguments.threads}))


if __name__ == "__main__":
    main()
