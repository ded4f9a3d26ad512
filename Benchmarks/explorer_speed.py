#!/usr/bin/env python3
"""Measures the explorer as a person meets it: through a pseudo-terminal.

    Benchmarks/explorer_speed.py [--program .build/release/effscope] [--size 200x60] [--json FILE]

Reports milliseconds to the first frame, from a key to its frame (each screen; while the network runs;
where the whole photograph changes), bytes a frame, processor time while idle, and memory over steps.
A frame ends where the program ends its synchronised update (ESC [ ? 2026 l).

Two times are given for each key. `wall` is what a person waits, and holds whatever else the machine does;
`drawing` is the processor time of the drawing thread alone, which other programs hardly change.
On a quiet machine the aims are 50 ms for the first frame and, as p99 of `wall` at 200x60, 16 ms for a key
and 35 ms where a whole photograph changes.
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

# Places of its own, so that nobody's last session comes back or is overwritten.
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
        """Waits for the end of one frame; the number of its bytes, or None."""
        deadline = time.perf_counter() + timeout
        # Only what is new is searched: going through a photograph's bytes again for each piece that
        # arrives would take longer than drawing it.
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
        """Reads until nothing has come for a while."""
        while self.frame(quiet) is not None:
            pass
        self.pending = b""

    def spinner(self, seconds=1.0):
        """Bytes of the longest frame that comes by itself, while no key is pressed."""
        longest, deadline = 0, time.perf_counter() + seconds
        while (wait := deadline - time.perf_counter()) > 0:
            longest = max(longest, self.frame(wait) or 0)
        return longest

    def key(self, text, timeout=0.5, least=0):
        """Milliseconds from a key to the end of its frame, those of the drawing thread, bytes.

        None where the key changes nothing that is seen. A frame below `least` bytes is no answer."""
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
        try:  # what it still writes has to be read, or it waits for ever
            while os.read(self.fd, 1 << 16):
                pass
        except OSError:
            pass
        os.waitpid(self.pid, 0)
        os.close(self.fd)


class Report(dict):
    """What was measured, said on the standard error stream as it comes."""

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
    """Presses keys one after the other and gives the spread of their times."""
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
        ("step, next tensor", "3", "nnnnbbbb"),
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
        # Ten seconds of walking through the network and back.
        deadline = time.perf_counter() + (10 if options.minutes else 1)
        while time.perf_counter() < deadline:
            series(explorer, "n" * 40 + "b" * 40, 80, settle=0.0)
        memory.append(explorer.resident_megabytes())
    explorer.settle(0.5)
    report["memory while stepping MB"] = [round(value, 1) for value in memory]
    explorer.close()

    # Score-CAM takes a pass for every channel: minutes, on all cores, behind whatever screen is shown.
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
        # The job's spinner turns meanwhile. Taken for a key's answer, its frame would make the next
        # two keys arrive together, and "jk" together change nothing.
        explorer.spinner(0.5)  # the screen itself
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
