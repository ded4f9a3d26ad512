"""Measures what the confinement of docs/safety.md costs: each command with it and without it (EFFSCOPE_CONFINE=off), in turns.

    python Benchmarks/confinement.py --program .build/release/effscope [--runs 60] [--count 300] [--limit 3]

Cold start: `classify` of one photograph, `weights inspect` and `weights import` of one file, each from the start of the
process to its end. Throughput: `batch` over COUNT photographs into a new library. The table shows medians, the
median of the paired differences in per cent, and its standard error (from the median absolute deviation). The exit status is
1 if a difference is above LIMIT per cent by more than twice its error.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
SAMPLES = ["chelsea.png", "coffee.png", "astronaut.png", "rocket.jpg"]


def seconds(command, isConfined, folder):
    # The store of the measured import lies in the folder, too.
    environment = dict(os.environ, EFFSCOPE_CONFINE="on" if isConfined else "off", EFFSCOPE_HOME=str(folder / "home"))
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    taken = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"confinement: error: {' '.join(map(str, command))}: {done.stderr.decode().strip()}")
    return taken


def compare(name, runs, folder, command, prepare=lambda: None):
    """Prints one row; returns (difference, error) in per cent."""
    pairs = []
    for run in range(runs + 2):
        order = [True, False] if run % 2 == 0 else [False, True]
        times = {}
        for isConfined in order:
            prepare()
            times[isConfined] = seconds(command, isConfined, folder)
        # The first two runs fill the page cache.
        if run >= 2:
            pairs.append((times[True], times[False]))
    with_it, without = (statistics.median(pair[i] for pair in pairs) * 1e3 for i in (0, 1))
    differences = [(a / b - 1) * 100 for a, b in pairs]
    middle = statistics.median(differences)
    deviation = statistics.median(abs(d - middle) for d in differences) * 1.4826
    error = 1.2533 * deviation / len(differences) ** 0.5
    print(f"| {name} | {with_it:.1f} ms | {without:.1f} ms | {middle:+.2f} ± {error:.2f} % |", flush=True)
    return middle, error


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(ROOT / ".build/release/effscope"))
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--limit", type=float, default=3)
    asked = parser.parse_args()
    program = str(pathlib.Path(asked.program).resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        weights = folder / "b0.safetensors"
        subprocess.run(
            [program, "weights", "convert", "random:1", str(weights), "--variant", "b0"], check=True, stderr=subprocess.DEVNULL)
        photographs = folder / "photographs"
        photographs.mkdir()
        for number in range(asked.count):
            sample = SAMPLES[number % len(SAMPLES)]
            # Bytes behind the picture make each file another one.
            (photographs / f"{number:05d}-{sample}").write_bytes(
                (ROOT / "Assets" / sample).read_bytes() + str(number).encode())
        library = folder / "library"
        print("| command | confined | free | difference |\n|---|---|---|---|")
        found = [
            compare("classify", asked.runs, folder, [
                program, "classify", str(ROOT / "Assets/chelsea.png"), "--checkpoint", str(weights)]),
            compare("weights inspect", asked.runs, folder, [program, "weights", "inspect", str(weights)]),
            compare("weights import", asked.runs, folder, [
                program, "weights", "import", str(weights), "--name", "measured", "--force"]),
            compare(f"batch, {asked.count} photographs", max(3, asked.runs // 12), folder, [
                program, "batch", str(photographs), "-o", str(library), "--checkpoint", str(weights), "--quiet"],
                prepare=lambda: shutil.rmtree(library, ignore_errors=True)),
        ]
    sys.exit(1 if any(middle - 2 * error > asked.limit for middle, error in found) else 0)


if __name__ == "__main__":
    main()
