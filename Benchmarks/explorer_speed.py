#!/usr/bin/env python3
"""Measures the explorer as a person meets it: through a pseudo-terminal.

    Benchmarks/explorer_speed.py [--program .build/release/effscope] [--size 200x60] [--json FILE]

Reports milliseconds to the first frame, from a key to its frame (each screen; while the network runs;
where the whole photograph changes), bytes a frame, processor time while idle, and memory over steps.
A frame ends where the program ends its synchronised update (ESC [ ? 2026 l).
"""

import argparse
import fcntl
import json
import os
import pty
import select
import signal
import statistics
import struct
import sys
import termios
import time

FRAME_END = b"\x1b[?2026l"


class Explorer:
    def __init__(self, program, columns, rows, arguments, environment=None):
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            env = dict(os.environ, TERM="xterm-256color", COLORTERM="truecolor", LANG="C.UTF-8")
            env.pop("NO_COLOR", None)
            env.update(environment or {})
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execve(program, [program, "explore"] + arguments, env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.pending = b""

    def frame(self, timeout=5.0):
        """Waits for the end of one frame; its bytes, or None."""
        deadline = time.perf_counter() + timeout
        while FRAME_END not in self.pending:
            wait = deadline - time.perf_counter()
            if wait <= 0 or not select.select([self.fd], [], [], wait)[0]:
                return None
            try:
                self.pending += os.read(self.fd, 1 << 16)
            except OSError:
                return None
        frame, _, self.pending = self.pending.partition(FRAME_END)
        return frame

    def settle(self, quiet=0.4):
        """Reads until nothing has come for a while."""
        while self.frame(quiet) is not None:
            pass
        self.pending = b""

    def key(self, text, timeout=2.0):
        """Milliseconds from a key to the end of its frame, and the frame's bytes."""
        start = time.perf_counter()
        os.write(self.fd, text.encode())
        frame = self.frame(timeout)
        return ((time.perf_counter() - start) * 1e3, len(frame)) if frame is not None else None

    def processor_seconds(self):
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_megabytes(self):
        with open(f"/proc/{self.pid}/status") as file:
            for line in file:
                if line.startswith("VmRSS"):
                    return int(line.split()[1]) / 1024

    def close(self):
        os.kill(self.pid, signal.SIGTERM)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def spread(samples):
    ordered = sorted(samples)
    return {
        "median": round(statistics.median(ordered), 2),
        "p99": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))], 2),
        "maximum": round(ordered[-1], 2),
        "samples": len(ordered),
    }


def series(explorer, keys, repeat, settle=False):
    times, sizes = [], []
    for index in range(repeat):
        answer = explorer.key(keys[index % len(keys)])
        if answer:
            times.append(answer[0])
            sizes.append(answer[1])
        if settle:
            explorer.settle(0.03)
    return {**spread(times), "bytes": int(statistics.median(sizes))} if times else None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=".build/release/effscope")
    parser.add_argument("--picture", default="Assets/chelsea.png")
    parser.add_argument("--size", default="200x60")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--variant", default="lite0")
    parser.add_argument("--heavy", default="b4", help="a variant that computes long, on random weights")
    parser.add_argument("--json")
    options = parser.parse_args()
    columns, rows = map(int, options.size.split("x"))
    report = {"size": options.size}

    first = []
    for _ in range(10):
        explorer = Explorer(options.program, columns, rows, [options.picture, "--variant", options.variant])
        explorer.frame()
        first.append((time.perf_counter() - explorer.started) * 1e3)
        explorer.close()
    report["first frame ms"] = spread(first)

    explorer = Explorer(options.program, columns, rows, [options.picture, "--variant", options.variant])
    explorer.settle(1.0)
    for name, setup, keys in [
        ("networks, moving", "1", ["j", "j", "j", "k", "k", "k"]),
        ("architecture, moving", "2", ["j", "j", "j", "k", "k", "k"]),
        ("predictions, moving", "PREDICT", ["j", "k"]),
        ("screens, switching", "1", ["1", "2"]),
        ("map, next class", "CAM", ["c"]),
        ("map, whole photograph recoloured", "CAM", ["p"]),
    ]:
        setup = {"PREDICT": screen_key(options, "predict"), "CAM": screen_key(options, "cam")}.get(setup, setup)
        explorer.key(setup)
        explorer.settle(0.3)
        report[name + " ms"] = series(explorer, keys, options.runs, settle=True)

    before = explorer.processor_seconds()
    time.sleep(5)
    report["idle processor %"] = round((explorer.processor_seconds() - before) / 5 * 100, 2)
    report["memory MB"] = round(explorer.resident_megabytes(), 1)
    for _ in range(10):
        series(explorer, ["c", "p"], 100)
    explorer.settle(0.3)
    report["memory after 1000 steps MB"] = round(explorer.resident_megabytes(), 1)
    explorer.close()

    explorer = Explorer(
        options.program, columns, rows, [options.picture, "--variant", options.heavy, "--checkpoint", "random:1"])
    explorer.frame()
    busy = []
    deadline = time.perf_counter() + 3
    explorer.key("2")
    while time.perf_counter() < deadline and len(busy) < options.runs:
        answer = explorer.key("jk"[len(busy) % 2])
        if answer:
            busy.append(answer[0])
        time.sleep(0.005)
    report["architecture, while loading and classifying ms"] = spread(busy) if busy else None
    explorer.close()

    json.dump(report, sys.stdout, indent=2)
    print()
    if options.json:
        with open(options.json, "w") as file:
            json.dump(report, file, indent=2)


def screen_key(options, name):
    return {"predict": os.environ.get("PREDICT_KEY", "4"), "cam": os.environ.get("CAM_KEY", "5")}[name]


if __name__ == "__main__":
    main()
