"""Compares the time of Grad-CAM with grad-cam 1.5.7 on PyTorch: one image, the same threads, in turns.

    pip install torch==2.13.0 timm==1.0.31 grad-cam==1.5.7
    python Benchmarks/attribution_speed.py [--variants b0,b2,b4] [--layers stage2,stage9] [--threads 1,2]

Each turn runs Effscope (`effscope benchmark --method grad-cam`, a separate process with warm-up) and then
grad-cam. The table shows medians over all turns. For Effscope the time is from the image tensor to the raw
map; the same process also times the forward pass alone, and the column 'passes' is the ratio of the two.
For grad-cam the time is that of the whole call, which includes up-sampling the map (column `up-sampling`).
Weights are random, which does not change the time. Results: Benchmarks/results, named by date and machine.
"""

import argparse
import json
import statistics
import time

import timm
import torch
from pytorch_grad_cam import GradCAM
from pytorch_grad_cam.utils.image import scale_cam_image
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

import machine
from program import report

MODELS = {
    "b0": ("tf_efficientnet_b0", 224), "b1": ("tf_efficientnet_b1", 240),
    "b2": ("tf_efficientnet_b2", 260), "b3": ("tf_efficientnet_b3", 300),
    "b4": ("tf_efficientnet_b4", 380), "lite0": ("tf_efficientnet_lite0", 224),
}


def effscope(program, variant, layer, threads, runs):
    """(forward ms, map ms): the medians of one process."""
    found = report(
        program, variant, "--checkpoint", "random:1", "--threads", str(threads), "--runs", str(runs),
        "--warmup", "3", "--method", "grad-cam", "--layer", layer, "--quiet")
    return found["forward"]["median"], found["attribution"]["median"]


class Library:
    """grad-cam on one network and layer."""

    def __init__(self, variant, layer):
        model, side = MODELS[variant]
        self.network = timm.create_model(model).eval()
        stage = int(layer.removeprefix("stage"))
        target = self.network.bn2 if stage == 9 else self.network.blocks[stage - 2]
        self.cam = GradCAM(self.network, [target])
        self.pixels = torch.randn(1, 3, side, side)
        self()

    def __call__(self):
        self.cam(self.pixels, [ClassifierOutputTarget(0)])

    def up_sampling(self):
        """Milliseconds that the library needs after the raw map."""
        side = self.pixels.shape[-1]
        grid = self.cam.activations_and_grads.activations[0].shape[-2:]
        start = time.perf_counter()
        scale_cam_image(torch.rand(1, *grid).numpy(), (side, side))
        return (time.perf_counter() - start) * 1e3

    def milliseconds(self):
        start = time.perf_counter()
        self()
        return (time.perf_counter() - start) * 1e3


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--program", default=".build/release/effscope")
    parser.add_argument("--variants", default="b0,b2,b4")
    parser.add_argument("--layers", default="stage2,stage9")
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--runs", type=int, default=10, help="maps of each side in a turn")
    options = parser.parse_args()
    print(f"torch {torch.__version__}, milliseconds, medians of {options.turns} turns of {options.runs}")
    print("threads variant layer   forward  Grad-CAM  passes  grad-cam  (up-sampling)  times faster")
    rows = []
    for threads in map(int, options.threads.split(",")):
        torch.set_num_threads(threads)
        for variant in options.variants.split(","):
            for layer in options.layers.split(","):
                rows.append(measure(options, threads, variant, layer))
                print("{threads:7} {variant:7} {layer:7} {forward:7.2f} {map:9.2f} {passes:7.2f} "
                      "{library:9.1f} {upSampling:13.2f} {timesFaster:13.1f}".format(**rows[-1]),
                      flush=True)
    path = machine.results_file("attribution")
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({
        "machine": machine.facts(), "torch": torch.__version__, "library": "grad-cam 1.5.7",
        "unit": "milliseconds", "turns": options.turns, "runs": options.runs, "rows": rows,
    }, indent=2) + "\n")
    print(f"written to {path}")


def measure(options, threads, variant, layer):
    """One row of the table: both programs in turns."""
    library = Library(variant, layer)
    ours, times = [], []
    for _ in range(options.turns):
        ours.append(effscope(options.program, variant, layer, threads, options.runs))
        times += [library.milliseconds() for _ in range(options.runs)]
    time_of_map = statistics.median(row[1] for row in ours)
    theirs = statistics.median(times)
    return {
        "threads": threads, "variant": variant, "layer": layer,
        "forward": statistics.median(row[0] for row in ours), "map": time_of_map,
        "passes": statistics.median(row[1] / row[0] for row in ours), "library": theirs,
        "upSampling": library.up_sampling(), "timesFaster": theirs / time_of_map,
    }


if __name__ == "__main__":
    main()
