"""Times the kernels on real layer shapes: every step of a plan, for each instruction set of this machine.

    python kernels.py --program PROGRAM [--variants b0,b4] [--threads 1] [--runs 20]

Uses `effscope benchmark --layers`. Prints the sums by kernel; the results file holds all steps.
"""

import argparse
import datetime
import json
import os
import pathlib
import subprocess

import machine

SETS = ["scalar", "portable", "avx2", "avx512"]


def layers(program, variant, threads, runs, instruction_set):
    """The report of one network on one instruction set; None if the machine does not have it."""
    answer = subprocess.run(
        [program, "benchmark", variant, "--checkpoint", "random:1", "--layers", "--threads",
         str(threads), "--runs", str(runs), "--warmup", "2", "--format", "json"],
        capture_output=True, text=True, env=dict(os.environ, EFFSCOPE_ISA=instruction_set))
    return json.loads(answer.stdout) if answer.returncode == 0 else None


def by_kernel(report):
    """Milliseconds, GFLOP/s and fraction of the roofline for each kernel, summed over its steps."""
    sums = {}
    for step in report["layers"]:
        entry = sums.setdefault(step["kernel"], {"steps": 0, "milliseconds": 0, "macs": 0, "least": 0})
        entry["steps"] += 1
        entry["milliseconds"] += step["milliseconds"]
        entry["macs"] += step["macs"]
        entry["least"] += step["milliseconds"] * step["roofline"]
    return sums


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--variants", default="b0,b4")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--sets", default=",".join(SETS[1:]), help="scalar takes long")
    parser.add_argument("--output")
    arguments = parser.parse_args()
    program = str(pathlib.Path(arguments.program).resolve())
    lines = ["| network | instructions | kernel | steps | ms | GFLOP/s | of roofline |",
             "|---|---|---|---|---|---|---|"]
    reports = []
    for variant in arguments.variants.split(","):
        for name in arguments.sets.split(","):
            report = layers(program, variant, arguments.threads, arguments.runs, name)
            if report is None:
                continue
            reports.append(report)
            for kernel, sums in by_kernel(report).items():
                rate = 2 * sums["macs"] / sums["milliseconds"] / 1e6 if sums["macs"] else None
                lines.append(
                    f"| {variant} | {name} | {kernel} | {sums['steps']} | {sums['milliseconds']:.3f} | "
                    f"{f'{rate:.1f}' if rate else '–'} | "
                    f"{sums['least'] / sums['milliseconds'] * 100:.0f} % |")
    facts = machine.facts()
    date = datetime.datetime.now().isoformat(timespec="minutes")
    peaks = {r["instructionSet"]: r["roofline"]["gigaflops"] for r in reports}
    notes = (f"\n- {facts['cpu']}, {facts['processors']} processors; {date}; {arguments.threads} threads\n"
             "- measured peak: " + ", ".join(f"{k} {v:.0f} GFLOP/s" for k, v in peaks.items()) + "\n")
    text = "\n".join(lines) + "\n" + notes
    print(text)
    output = pathlib.Path(arguments.output) if arguments.output else machine.results_file("kernels")
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps({"date": date, "machine": facts, "reports": reports}) + "\n")
    output.with_suffix(".md").write_text(text)


if __name__ == "__main__":
    main()
