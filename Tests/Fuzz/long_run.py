"""Fuzzes the readers in rounds for days, and sums up the figures of every round in a state file.

    python3 Tests/Fuzz/long_run.py [--round SECONDS] [--hours HOURS] [--aim INPUTS] [READER…]
    python3 Tests/Fuzz/long_run.py --table

Each round runs the reader that has had the least time (Scripts/fuzz.sh, which builds the fuzzer and keeps the corpus).
Ctrl-C or SIGTERM ends the round, keeps its figures and prints the table; the next call goes on from there. A
kill loses the figures of one round at most. Without --hours and --aim it runs until it is stopped. Use `nice -n 19`.

The state is .build-fuzz/long-run.json. The exit status is 1 if there are findings.
"""

import argparse
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".build-fuzz"
STATE = FOLDER / "long-run.json"
SCRIPT = ROOT / "Scripts/fuzz.sh"
FIELDS = ["inputs", "seconds", "rounds", "edges", "peak_mb"]


def load():
    return json.loads(STATE.read_text()) if STATE.exists() else {}


def save(state):
    new = STATE.with_suffix(".new")
    new.write_text(json.dumps(state, indent=1) + "\n")
    os.replace(new, STATE)


def figures(reader, output):
    """Inputs, edges and peak memory in MB of one round: from the output of a script, or from the fuzzer's log."""
    if found := re.search(r"^(\d+) runs, \d+ findings(?:, peak (\d+) MB)?", output, re.M):
        return int(found[1]), 0, int(found[2] or 0)
    file = FOLDER / f"{reader}.log"
    log = file.read_text(errors="replace") if file.exists() else ""
    inputs = [int(n) for n in re.findall(r"^stat::number_of_executed_units: (\d+)", log, re.M)]
    # A round that ended in a finding has only lines of progress: `#1234<tab>NEW    cov: 56`.
    inputs = inputs or [int(n) for n in re.findall(r"^#(\d+)\t", log, re.M)][-1:]
    edges = [int(n) for n in re.findall(r" cov: (\d+)", log)]
    peak = [int(n) for n in re.findall(r"(?:peak_rss_mb: +| rss: )(\d+)", log)]
    return sum(inputs), max(edges, default=0), max(peak, default=0)


def drop_stalls(reader):
    """Removes inputs that took ten seconds only because the machine was busy: run again, they take little of a processor."""
    for path in (FOLDER / "findings").glob(f"{reader}-timeout-*"):
        again = subprocess.run(
            [FOLDER / "fuzz", path], env=dict(os.environ, EFFSCOPE_FUZZ=reader, ASAN_OPTIONS="detect_leaks=0"),
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (5, 5)), capture_output=True)
        if again.returncode == 0:
            path.unlink()


def findings(reader):
    names = {"program": "black-box-*"}.get(reader, f"{reader}-*")
    # libFuzzer keeps slow inputs (slow-unit-…) too; they are within the limit.
    return sorted(p.name for p in (FOLDER / "findings").glob(names) if "slow-unit" not in p.name)


def run_round(reader, seconds, stop):
    """The output of one round, in a process group of its own, which `stop` interrupts."""
    # The figures of a round that does not begin must not be those of the last one.
    (FOLDER / f"{reader}.log").unlink(missing_ok=True)
    with subprocess.Popen(
        [SCRIPT, str(seconds), reader], cwd=ROOT, start_new_session=True, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as child:
        stop["child"] = child.pid
        output = child.communicate()[0]
        stop["child"] = None
    if child.returncode in (64, 69):
        sys.exit(output.strip())
    return output


def table(state):
    rows = [("reader", "inputs", "hours", "edges", "peak memory", "findings")]
    for reader, sums in state.items():
        rows.append((
            reader, f"{sums['inputs']:,}", f"{sums['seconds'] / 3600:.1f}",
            str(sums["edges"] or "–"), f"{sums['peak_mb']} MB" if sums["peak_mb"] else "–",
            str(len(sums["findings"]) or "none")))
    total = [sum(sums[field] for sums in state.values()) for field in ("inputs", "seconds")]
    found = sum(len(sums["findings"]) for sums in state.values())
    rows.append(("all", f"{total[0]:,}", f"{total[1] / 3600:.1f}", "", "", str(found or "none")))
    rows.insert(1, ("---",) * 6)
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--round", type=int, default=120, help="seconds of one round")
    parser.add_argument("--hours", type=float, default=float("inf"))
    parser.add_argument("--aim", type=float, default=float("inf"), help="inputs in all")
    parser.add_argument("--table", action="store_true", help="only print the sums")
    parser.add_argument("readers", nargs="*")
    asked = parser.parse_args()
    state = load()
    if asked.table:
        print(table(state))
        return
    known = subprocess.run([SCRIPT, "readers"], capture_output=True, text=True).stdout.split()
    readers = asked.readers or known
    if wrong := set(readers) - set(known):
        sys.exit(f"long_run: error: no reader {sorted(wrong)}; there are {known}")

    stop = {"asked": False, "child": None}

    def interrupt(*_):
        stop["asked"] = True
        if stop["child"]:
            os.killpg(stop["child"], signal.SIGINT)

    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)
    end = time.monotonic() + asked.hours * 3600
    while not stop["asked"] and time.monotonic() < end:
        if sum(sums["inputs"] for sums in state.values()) >= asked.aim:
            break
        reader = min(readers, key=lambda name: state.get(name, {}).get("seconds", 0))
        began = time.monotonic()
        output = run_round(reader, asked.round, stop)
        inputs, edges, peak = figures(reader, output)
        drop_stalls(reader)
        sums = state.setdefault(reader, dict.fromkeys(FIELDS, 0) | {"findings": []})
        sums["inputs"] += inputs
        sums["seconds"] += round(time.monotonic() - began)
        sums["rounds"] += 1
        sums["edges"] = max(sums["edges"], edges)
        sums["peak_mb"] = max(sums["peak_mb"], peak)
        sums["findings"] = findings(reader)
        save(state)
        print(f"{reader}: {inputs:,} inputs, {sums['inputs']:,} in all", flush=True)
    print(table(state))
    sys.exit(1 if any(sums["findings"] for sums in state.values()) else 0)


if __name__ == "__main__":
    main()
