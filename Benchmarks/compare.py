"""Times Effscope and other runtimes in turns on the same networks and prints ratios.

In each round every runtime computes the same number of passes, one runtime after the other, so that other load
on the machine affects all of them equally. The result is the median over all rounds. run.sh calls this script.
Records are appended to --output, so a table can be measured in parts; table.py converts them to Markdown.
"""

import argparse
import datetime
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import machine
import networks
import table

PEERS = ["onnxruntime", "openvino", "openvino-default", "torch", "ncnn"]
PRECISIONS = ["f32", "bf16", "int8"]
BENCHMARKS = pathlib.Path(__file__).resolve().parent


class Peer:
    """A runtime in a worker process, which times passes on request."""

    def __init__(self, runtime, variant, threads):
        self.times, self.peak = [], 0
        self.process = subprocess.Popen(
            [sys.executable, str(BENCHMARKS / "worker.py"), runtime, variant, str(threads)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=dict(os.environ, OMP_NUM_THREADS=str(threads)))
        ready = self.process.stdout.readline()
        if not ready:
            raise RuntimeError(f"{runtime} does not run {variant}")
        ready = json.loads(ready)
        self.version, self.precision = ready["version"], ready["precision"]
        self.difference = ready["difference"]

    def passes(self, count):
        self.process.stdin.write(f"{count}\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        self.peak = answer["peak"]
        self.times += answer["times"]
        return answer["times"]

    def forget(self):
        self.times.clear()

    def shortest(self):
        return min(self.times)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Effscope:
    """The command `effscope benchmark`; each call starts a new process, plans and warms up again."""

    def __init__(self, program, variant, threads, precision):
        self.times, self.minima, self.peak, self.precision = [], [], 0, precision
        self.program, self.variant = program, variant
        self.options = ["--checkpoint", str(networks.checkpoint(variant)), "--threads", str(threads)]
        if precision != "f32":
            self.options += ["--precision", precision]
        version = subprocess.run([program, "--version"], capture_output=True, text=True)
        self.version = version.stdout.strip()
        self.difference = self.logits_difference()
        self.passes(1)
        self.forget()

    def logits_difference(self):
        import numpy
        import worker

        folder = networks.folder(self.variant)
        with tempfile.TemporaryDirectory() as place:
            logits = pathlib.Path(place) / "logits.npy"
            answer = subprocess.run(
                [self.program, "classify", str(folder / "image.npy"), "--variant", self.variant,
                 *self.options, "--save-logits", str(logits)], capture_output=True, text=True)
            if answer.returncode != 0:
                raise RuntimeError(f"Effscope {self.precision}: {answer.stderr.strip()}")
            return worker.difference(numpy.load(logits), numpy.load(folder / "logits.npy"))

    def passes(self, count):
        output = subprocess.run(
            [self.program, "benchmark", self.variant, *self.options, "--warmup", "1", "--format",
             "json", "--runs", str(count)], capture_output=True, text=True)
        if output.returncode != 0:
            raise RuntimeError(f"Effscope {self.precision}: {output.stderr.strip()}")
        answer = json.loads(output.stdout)
        self.instruction_set = answer["instructionSet"]
        self.peak = max(self.peak, answer["peakMemoryBytes"])
        self.times.append(answer["forward"]["median"])
        self.minima.append(answer["forward"]["minimum"])
        return [answer["forward"]["median"]] * count

    def forget(self):
        self.times.clear()
        self.minima.clear()

    def shortest(self):
        return min(self.minima)

    def close(self):
        pass


def open_runners(program, variant, threads):
    """The runtimes that work on this machine: Effscope in each number type, then the others."""
    runners = {}
    for precision in PRECISIONS:
        name = "effscope" if precision == "f32" else f"effscope-{precision}"
        try:
            runners[name] = Effscope(program, variant, threads, precision)
        except RuntimeError as error:
            print(f"    {error}", file=sys.stderr)
    for runtime in PEERS:
        try:
            runners[runtime] = Peer(runtime, variant, threads)
        except (RuntimeError, OSError) as error:
            print(f"    {error}", file=sys.stderr)
    return runners


def measure(program, variant, threads, seconds):
    """Median milliseconds for each runtime, with version, peak memory and agreement of the logits."""
    runners = open_runners(program, variant, threads)
    slowest = max(statistics.median(runner.passes(1)) for runner in runners.values())
    for runner in runners.values():
        runner.forget()
    count = max(2, min(30, int(400 / slowest)))
    end = time.monotonic() + seconds
    rounds = 0
    while rounds < 3 or time.monotonic() < end:
        names = list(runners)
        # The order changes in each round, because threads of the previous runtime may still be spinning.
        for name in names[rounds % len(names):] + names[:rounds % len(names)]:
            time.sleep(0.05)
            runners[name].passes(count)
        rounds += 1
    for runner in runners.values():
        runner.close()
    results = {
        name: {"median": statistics.median(runner.times), "minimum": runner.shortest(),
               "rounds": rounds, "passes": rounds * count, "version": runner.version,
               "precision": runner.precision, "difference": runner.difference,
               "peakMemoryBytes": runner.peak}
        for name, runner in runners.items()
    }
    return {"variant": variant, "threads": threads, "results": results,
            "kernels": runners["effscope"].instruction_set,
            "date": datetime.datetime.now().isoformat(timespec="minutes")}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--variants", required=True)
    parser.add_argument("--threads", required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--output", help="JSON file that records are added to")
    arguments = parser.parse_args()
    program = str(pathlib.Path(arguments.program).resolve())
    output = pathlib.Path(arguments.output) if arguments.output else machine.results_file("forward")
    report = {"machine": machine.facts(), "records": []}
    if output.exists():
        report = json.loads(output.read_text())
    for threads in [int(text) for text in arguments.threads.split(",")]:
        for variant in arguments.variants.split(","):
            record = measure(program, variant, threads, arguments.seconds)
            report["records"] = [
                other for other in report["records"]
                if (other["variant"], other["threads"]) != (variant, threads)] + [record]
            print(table.row(record), flush=True)
            output.parent.mkdir(parents=True, exist_ok=True)
            output.write_text(json.dumps(report, indent=1) + "\n")
            output.with_suffix(".md").write_text(table.markdown(report))
    print("\n" + table.markdown(report))
    print(f"kept in {output.with_suffix('.md')}")


if __name__ == "__main__":
    main()
