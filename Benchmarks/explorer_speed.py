#!/usr/bin/env python3
"""Measures the response times of the explorer through a pseudo-terminal.

    Benchmarks/explorer_speed.py [--program .build/release/effscope] [--size 200x60] [--json FILE]

Reports the milliseconds to the first frame and from a key to its frame (on each screen; while the network
runs; when the whole photograph changes), the bytes per frame, the processor time while idle, and the memory
during many steps. A frame ends with the program's synchronised update (ESC [ ? 2026 l).

There are two times for each key. `wall` is the real time, which includes the effect of other programs;
`drawing` is the processor time of the drawing thread, which other programs change very little.
The aims on an idle machine are 50 ms for the first frame and, as p99 of `wall` at 200x60, 16 ms for a key
and 35 ms for a key that changes a whole photograph.
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
import tempfile
import termios
import time

# Temporary folders, so that the user's last session is neither loaded nor overwritten.
HOME = tempfile.mkdtemp(prefix="effscope-speed-")
os.makedirs(os.path.join(HOME, "effscope"))
FRAME_END = b"\x1b[?2026l"


class Explorer:
    def __init__(self, program, columns, rows, arguments, environment=None):
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            env = dict(os.environ, TERM="xterm-256color", COLORTERM="truecolor", LANG="C.UTF-8",
                       XDG_CONFIG_HOME=HOME, XDG_STATE_HOME=HOME)
            env.pop("NO_COLOR", None)
            env.update(environment or {})
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execve(program, [program, "explore"] + arguments, env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.pending = b""

    def frame(self, timeout=5.0):
        """Waits for the end of one frame; returns its number of bytes, or None."""
        deadline = time.perf_counter() + timeout
        # Searches new bytes only: searching a whole frame again for each piece would take longer than
        # drawing the frame.
        length, searched = 0, b""
        while True:
            chunk = self.pending
            self.pending = b""
            if not chunk:
                wait = deadline - time.perf_counter()
                if wait <= 0 or not select.select([self.fd], [], [], wait)[0]:
                    return None
                try:
                    chunk = os.read(self.fd, 1 << 16)
                except OSError:
                    return None
            text = searched + chunk
            place = text.find(FRAME_END)
            if place >= 0:
                self.pending = text[place + len(FRAME_END):]
                return length + place - len(searched)
            length += len(chunk)
            searched = text[-(len(FRAME_END) - 1):]

    def settle(self, quiet=0.4):
        """Reads until there was no output for `quiet` seconds."""
        while self.frame(quiet) is not None:
            pass
        self.pending = b""

    def spinner(self, seconds=1.0):
        """Bytes of the longest frame that is drawn without a key press."""
        longest, deadline = 0, time.perf_counter() + seconds
        while (wait := deadline - time.perf_counter()) > 0:
            longest = max(longest, self.frame(wait) or 0)
        return longest

    def key(self, text, timeout=0.5, least=0):
        """(milliseconds from a key to the end of its frame, milliseconds of the drawing thread, bytes).

        None if the key changes nothing on the screen. Frames below `least` bytes are ignored."""
        before = self.drawing_milliseconds()
        start = time.perf_counter()
        os.write(self.fd, text.encode())
        length = self.frame(timeout)
        while length is not None and length < least:
            length = self.frame(start + timeout - time.perf_counter())
        if length is None:
            return None
        return (time.perf_counter() - start) * 1e3, self.drawing_milliseconds() - before, length

    def drawing_milliseconds(self):
        with open(f"/proc/{self.pid}/task/{self.pid}/schedstat") as file:
            return int(file.read().split()[0]) / 1e6

    def processor_seconds(self):
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_megabytes(self):
        with open(f"/proc/{self.pid}/status") as file:
            for line in file:
                if line.startswith("VmRSS"):
                    return int(line.split()[1]) / 1024

    def written_bytes(self):
        with open(f"/proc/{self.pid}/io") as file:
            for line in file:
                if line.startswith("wchar"):
                    return int(line.split()[1])

    def close(self):
        os.kill(self.pid, signal.SIGTERM)
        try:  # the rest of the output must be read, otherwise the program never ends
            while os.read(self.fd, 1 << 16):
                pass
        except OSError:
            pass
        os.waitpid(self.pid, 0)
        os.close(self.fd)


class Report(dict):
    """The measurements; each is also printed to standard error immediately."""

    def __setitem__(self, name, value):
        super().__setitem__(name, value)
        print(f"{name}: {json.dumps(value)}", file=sys.stderr, flush=True)


def spread(samples):
    ordered = sorted(samples)
    return {
        "median": round(statistics.median(ordered), 2),
        "p99": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))], 2),
        "maximum": round(ordered[-1], 2),
        "samples": len(ordered),
    }


def series(explorer, keys, repeat, settle=0.03, least=0):
    """Presses keys one after another and returns percentiles of their times."""
    times, drawing, sizes = [], [], []
    for index in range(repeat):
        answer = explorer.key(keys[index % len(keys)], least=least)
        if answer:
            times.append(answer[0])
            drawing.append(answer[1])
            sizes.append(answer[2])
        if settle:
            explorer.settle(settle)
    if not times:
        return None
    return {"wall": spread(times), "drawing": spread(drawing), "bytes": int(statistics.median(sizes)),
            "keys without a frame": repeat - len(times)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=".build/release/effscope")
    parser.add_argument("--picture", default="Assets/chelsea.png")
    parser.add_argument("--size", default="200x60")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--variant", default="lite0")
    parser.add_argument("--heavy", default="b4", help="a variant that computes long, on random weights")
    parser.add_argument("--minutes", type=int, default=0, help="how long to step for the memory's course")
    parser.add_argument("--json")
    options = parser.parse_args()
    columns, rows = map(int, options.size.split("x"))
    report = Report(size=options.size)

    photograph = [options.picture, "--variant", options.variant]
    first = []
    for _ in range(20):
        explorer = Explorer(options.program, columns, rows, photograph)
        explorer.frame()
        first.append((time.perf_counter() - explorer.started) * 1e3)
        explorer.close()
    report["first frame ms"] = spread(first)

    explorer = Explorer(options.program, columns, rows, photograph)
    explorer.settle(1.0)
    for name, setup, keys in [
        ("networks, moving", "1", "jjjkkk"),
        ("architecture, moving", "2", "jjjkkk"),
        ("predictions, moving", "4", "jk"),
        ("settings, moving", "9", "jk"),
        ("screens, switching", "1", "12"),
        ("screens with photographs, switching", "1", "46"),
        ("channels, moving", "3", "lllhhh"),
        ("step, next tensor", "3", "nnnnNNNN"),
        ("map, next class", "5", "c"),
        ("map, whole photograph recoloured", "5", "p"),
    ]:
        explorer.key(setup)
        explorer.settle(0.5)
        report[name + " ms"] = series(explorer, keys, options.runs)

    explorer.key("1")
    explorer.settle(0.8)
    before, written = explorer.processor_seconds(), explorer.written_bytes()
    time.sleep(5)
    report["idle processor %"] = round((explorer.processor_seconds() - before) / 5 * 100, 2)
    report["idle bytes"] = explorer.written_bytes() - written

    explorer.key("3")
    explorer.settle(0.5)
    memory = []
    for _ in range(options.minutes * 6 + 2):
        # Steps through the network and back for ten seconds.
        deadline = time.perf_counter() + (10 if options.minutes else 1)
        while time.perf_counter() < deadline:
            series(explorer, "n" * 40 + "N" * 40, 80, settle=0.0)
        memory.append(explorer.resident_megabytes())
    explorer.settle(0.5)
    report["memory while stepping MB"] = [round(value, 1) for value in memory]
    explorer.close()

    # Score-CAM needs a pass per channel: it keeps all cores busy for minutes, on every screen.
    with open(os.path.join(HOME, "effscope", "config.toml"), "w") as file:
        file.write('method = "score-cam"\n')
    explorer = Explorer(
        options.program, columns, rows,
        [options.picture, "--variant", options.heavy, "--checkpoint", "random:1"])
    explorer.frame()
    explorer.key("5")
    explorer.settle(5.0)
    explorer.key("\r")
    for name, setup, keys in [
        ("architecture, moving while a network runs", "2", "jjjkkk"),
        ("networks, moving while a network runs", "1", "jjjkkk"),
        ("screens, switching while a network runs", "1", "12"),
    ]:
        explorer.key(setup)
        # The spinner of the job draws frames too. If such a frame were taken as the result of a key,
        # the next two keys would arrive together, and "jk" together changes nothing.
        explorer.spinner(0.5)  # waits for the frame of the screen
        least = 2 * explorer.spinner()
        before = explorer.processor_seconds()
        start = time.perf_counter()
        times = series(explorer, keys, options.runs, settle=0.0, least=least)
        share = (explorer.processor_seconds() - before) / (time.perf_counter() - start)
        report[name + " ms"] = dict(times, **{"processors in use": round(share, 2)})
    explorer.close()

    json.dump(report, sys.stdout, indent=2)
    print()
    if options.json:
        with open(options.json, "w") as file:
            json.dump(report, file, indent=2)



if __name__ == "__main__":
    main()
