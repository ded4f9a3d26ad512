"""Measures the time of a single `effscope classify` beyond its forward pass.

Times `effscope classify` of one photograph, from the start of the process to its end, and `effscope benchmark` of the
same network in turns; then reports the peak memory of the process. Weights file and program are in the system's page
cache, unless --from-disk removes them before each run.

    python startup.py --program .build/release/effscope [--variant b0] [--threads 2] [--runs 20] [--from-disk]
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import time

import networks
from program import forward

ROOT = pathlib.Path(__file__).resolve().parents[1]


def forget(path):
    """Removes a file from the page cache."""
    with open(path, "rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def process(command):
    """Milliseconds from the start of a process to its end, and its peak memory in bytes."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    milliseconds = (time.perf_counter() - start) * 1e3
    if status != 0:
        raise SystemExit(f"{command[0]} {command[1]} failed with {os.waitstatus_to_exitcode(status)}")
    return milliseconds, usage.ru_maxrss * 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--variant", default="b0")
    parser.add_argument("--threads", default="2")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--from-disk", action="store_true")
    arguments = parser.parse_args()
    program = str(pathlib.Path(arguments.program).resolve())
    networks.prepare(arguments.variant)
    weights = networks.checkpoint(arguments.variant)
    options = ["--checkpoint", str(weights), "--threads", arguments.threads]
    classify = [program, "classify", str(ROOT / "Assets" / "chelsea.png"), *options]
    whole, passes, peak = [], [], 0
    for run in range(arguments.runs):
        if arguments.from_disk:
            forget(weights)
            forget(program)
        milliseconds, memory = process(classify)
        whole.append(milliseconds)
        peak = max(peak, memory)
        if run % 4 == 0:
            passes.append(forward(program, arguments.variant, *options, "--runs", "40"))
    median, one = statistics.median(whole), statistics.median(passes)
    print(f"{arguments.variant}, {arguments.threads} threads: {median:.1f} ms a process ({min(whole):.1f} to "
          f"{max(whole):.1f}), {one:.1f} ms a forward pass, {median - one:.1f} ms beyond it; {peak / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
