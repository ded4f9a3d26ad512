"""Times Effscope and other runtimes turn by turn on the same networks and prints ratios.

Every round gives each runtime the same number of passes, one runtime after the other, so that whatever
else the machine does touches all of them alike; the figure is the median over all rounds. Called by run.sh.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
PEERS = ["onnxruntime", "openvino", "torch", "ncnn"]
NAMES = {"onnxruntime": "ONNX Runtime", "openvino": "OpenVINO", "torch": "PyTorch", "ncnn": "ncnn",
         "effscope": "Effscope"}


class Peer:
    """A runtime in a worker process that is asked for passes."""

    def __init__(self, runtime, variant, threads):
        self.times, self.peak = [], 0
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "Benchmarks/worker.py"), runtime, variant, str(threads)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=dict(os.environ, OMP_NUM_THREADS=str(threads)))
        self.version = self.process.stdout.readline().strip()
        if not self.version:
            raise RuntimeError(f"{runtime} does not run {variant}")

    def passes(self, count):
        self.process.stdin.write(f"{count}\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        self.peak = answer["peak"]
        self.times += answer["times"]
        return answer["times"]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Effscope:
    """Effscope's own benchmark command, asked for passes; each call plans and warms up anew."""

    def __init__(self, program, variant, threads):
        self.times, self.peak, self.version = [], 0, "this build"
        self.command = [program, "benchmark", variant, "--threads", str(threads), "--checkpoint",
                        "random:1", "--warmup", "2", "--format", "json"]

    def passes(self, count):
        output = subprocess.run(
            [*self.command, "--runs", str(count)], check=True, capture_output=True, text=True)
        answer = json.loads(output.stdout)
        self.instruction_set = answer["instructionSet"]
        self.peak = max(self.peak, answer["peakMemoryBytes"])
        self.times.append(answer["forward"]["median"])
        return [answer["forward"]["median"]] * count

    def close(self):
        pass


def measure(program, variant, threads, seconds):
    """Medians in milliseconds by runtime, with versions and peak memory."""
    runners = {"effscope": Effscope(program, variant, threads)}
    for runtime in PEERS:
        try:
            runners[runtime] = Peer(runtime, variant, threads)
        except (RuntimeError, OSError) as error:
            print(f"    {error}", file=sys.stderr)
    first = {name: statistics.median(runner.passes(2)) for name, runner in runners.items()}
    for runner in runners.values():
        runner.times.clear()
    count = max(2, min(30, int(300 / max(first.values()))))
    end = time.monotonic() + seconds
    rounds = 0
    while rounds < 3 or time.monotonic() < end:
        for runner in runners.values():
            runner.passes(count)
        rounds += 1
    for runner in runners.values():
        runner.close()
    return {
        name: {"median": statistics.median(runner.times), "minimum": min(runner.times),
               "rounds": rounds, "passes": rounds * count, "version": runner.version,
               "peakMemoryBytes": runner.peak}
        for name, runner in runners.items()
    }, getattr(runners["effscope"], "instruction_set", "")


def cpu_name():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def cpu_features():
    flags = pathlib.Path("/proc/cpuinfo").read_text()
    wanted = ["avx2", "fma", "avx512f", "avx512_bf16", "avx512_vnni"]
    return [name for name in wanted if f" {name} " in flags or f" {name}\n" in flags]


def row(variant, threads, results):
    """One line of the table: medians, the fastest peer, and Effscope's ratio to it."""
    ours = results["effscope"]["median"]
    peers = {name: results[name]["median"] for name in PEERS if name in results}
    best = min(peers, key=peers.get)
    cells = [f"{peers[name]:.2f}" if name in peers else "–" for name in PEERS]
    return (f"| {variant} | {threads} | {ours:.2f} | " + " | ".join(cells)
            + f" | {NAMES[best]} | {ours / peers[best]:.2f} |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--variants", required=True)
    parser.add_argument("--threads", required=True)
    parser.add_argument("--seconds", type=float, required=True)
    arguments = parser.parse_args()
    program = str(pathlib.Path(arguments.program).resolve())
    started = datetime.datetime.now().strftime("%Y-%m-%d-%H%M")
    header = ("| variant | threads | " + " | ".join(
        NAMES[name] + " ms" for name in ["effscope", *PEERS]) + " | fastest peer | ratio |")
    lines = [header, "|" + "---|" * (header.count("|") - 1)]
    print("\n".join(lines), flush=True)
    records = []
    for threads in [int(text) for text in arguments.threads.split(",")]:
        for variant in arguments.variants.split(","):
            results, instruction_set = measure(program, variant, threads, arguments.seconds)
            records.append({"variant": variant, "threads": threads, "results": results})
            lines.append(row(variant, threads, results))
            print(lines[-1], flush=True)
    versions = {name: result["version"] for record in records
                for name, result in record["results"].items()}
    machine = {"cpu": cpu_name(), "features": cpu_features(), "processors": os.cpu_count(),
               "system": platform.platform()}
    notes = [f"{machine['cpu']}, {os.cpu_count()} processors, {' '.join(machine['features'])}; "
             f"batch 1, f32; Effscope with {instruction_set} kernels",
             ", ".join(f"{NAMES[name]} {versions[name]}" for name in PEERS if name in versions),
             "medians in milliseconds; ratio is Effscope's time over the fastest peer's"]
    print("\n" + "\n".join(notes))
    folder = ROOT / "Benchmarks" / "results"
    folder.mkdir(exist_ok=True)
    (folder / f"{started}.md").write_text(
        f"# {started}\n\n" + "\n".join(lines) + "\n\n" + "\n".join(notes) + "\n")
    (folder / f"{started}.json").write_text(json.dumps(
        {"date": started, "machine": machine, "versions": versions, "records": records}, indent=1)
        + "\n")


if __name__ == "__main__":
    main()
