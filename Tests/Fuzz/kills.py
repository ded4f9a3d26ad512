"""Kills batch, merge, pull, import and transfer at random moments, and expects nothing lost and nothing left behind.

    python3 Tests/Fuzz/kills.py PROGRAM KILLS WEIGHTS [COMMAND…]      commands: batch merge pull import transfer

WEIGHTS is the published file of EfficientNet-Lite0 as 'effscope weights pull lite0' installs it. Each command runs once
undisturbed; then, KILLS times, it is killed (SIGKILL, to it and its children) at a random moment of that time and
run again to its end. The second run must succeed, its result must be that of the undisturbed one, and no partial file,
folder or log may be left. The exit status is 1 if anything differs.
"""

import hashlib
import http.server
import json
import os
import pathlib
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

program, kills, weights = os.path.abspath(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3]).absolute()
wanted = sys.argv[4:] or ["batch", "merge", "pull", "import", "transfer"]
chance = random.Random(11)
root = pathlib.Path(tempfile.mkdtemp(prefix="effscope-kills-"))
LEFT = re.compile(
    r"\.(new|old|pull|part|lock|listing|report)[-.]|\.parts?$|\.pages$|\.headers$|-(wal|shm|journal)$|\.\d+\.part|\.tmp")


class Ranges(http.server.BaseHTTPRequestHandler):
    """Serves WEIGHTS slowly enough to be interrupted, from any byte on."""

    def do_GET(self):
        data = weights.read_bytes()
        start = int(re.match(r"bytes=(\d+)-", self.headers.get("Range", "bytes=0-"))[1])
        self.send_response(206 if "Range" in self.headers else 200)
        self.send_header("Content-Length", str(len(data) - start))
        if "Range" in self.headers:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.end_headers()
        try:
            for place in range(start, len(data), 1 << 20):
                self.wfile.write(data[place : place + (1 << 20)])
                time.sleep(0.02)
        except OSError:
            pass

    def log_message(self, *_):
        pass


def start(arguments, home):
    return subprocess.Popen(
        [program, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True, cwd=home, env={
            "PATH": os.environ["PATH"], "HOME": str(home), "no_proxy": "127.0.0.1", "SWIFT_BACKTRACE": "enable=no"})


def files(folder):
    """The SHA-256 of each file below a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*")) if path.is_file()}


def library(folder):
    """The rows of a library without times and row ids, and its overlays."""
    database = sqlite3.connect(folder / "library.sqlite")
    database.row_factory = sqlite3.Row
    rows = [
        {key: row[key] for key in row.keys() if not key.endswith("_ms") and key != "id"}
        for row in database.execute("SELECT * FROM images ORDER BY path")]
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    database.close()
    return rows, files(folder / "overlays")


def store(home):
    """The installed weights, without the times in their records."""
    folder = home / ".local/share/effscope/weights"
    found = files(folder)
    for name in [name for name in found if name.endswith("record.json")]:
        record = json.loads((folder / name).read_text())
        found[name] = {key: value for key, value in record.items() if key != "modified"}
    return found


def left(*folders):
    return sorted(
        str(path) for folder in folders if folder.exists() for path in folder.rglob("*") if LEFT.search(path.name))


class Command:
    """A command in a home of its own; `result` is what must be equal after a kill."""

    def __init__(self, name):
        self.name = name
        self.home = root / name
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir()
        self.out = self.home / "out"

    def arguments(self):
        if self.name == "batch":
            return ["batch", images, "-o", self.out, "--checkpoint", "random:7", "--quiet"]
        if self.name == "merge":
            return ["library", "merge", self.out, *shards, "--quiet"]
        if self.name == "pull":
            return ["weights", "pull", "lite0", "--from", f"http://127.0.0.1:{server.server_port}/x", "--force", "--quiet"]
        if self.name == "import":
            return ["weights", "import", weights, "--name", "mine", "--force", "--quiet"]
        return ["transfer", classes, "--checkpoint", "random:7", "--variant", "lite0", "-o", self.out / "head.safetensors",
                "--iterations", "20", "--quiet"]

    def prepare(self):
        if self.name == "transfer":
            self.out.mkdir(exist_ok=True)

    def result(self):
        if self.name in ("batch", "merge"):
            return library(self.out)
        return store(self.home) if self.name in ("pull", "import") else files(self.out)


def whole(command, expected=0):
    """Runs a command to its end; returns its seconds."""
    watch = time.monotonic()
    process = start(command.arguments(), command.home)
    _, errors = process.communicate(timeout=300)
    if process.returncode != expected:
        raise SystemExit(f"{command.name} ends with {process.returncode}: {errors.decode(errors='replace')}")
    return time.monotonic() - watch


def trial(name):
    command = Command(name)
    command.prepare()
    seconds = whole(command)
    expected = command.result()
    if left(command.home):
        raise SystemExit(f"{name} leaves {left(command.home)} without a kill")
    failures = killed = leftovers = 0
    for number in range(kills):
        # Every second trial begins anew; the others kill over a finished result.
        if number % 2 == 0 or name in ("batch", "merge"):
            command = Command(name)
        command.prepare()
        process = start(command.arguments(), command.home)
        time.sleep(chance.random() * seconds)
        if process.poll() is None:
            killed += 1
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.communicate()
        leftovers += bool(left(command.home))
        try:
            whole(command)
            problem = None if command.result() == expected else "the result differs"
            problem = problem or (f"left: {left(command.home)[:3]}" if left(command.home) else None)
        except (SystemExit, AssertionError, sqlite3.Error, OSError) as error:
            problem = str(error)
        if problem:
            failures += 1
            print(f"{name}, kill {number}: {problem}", file=sys.stderr)
    print(f"{name}: {killed} of {kills} killed while it ran ({seconds:.1f} s), {leftovers} left something until the next "
          f"run, {failures} failures", flush=True)
    return failures


def picture(path, number):
    """A small PPM is no photograph format here; a PNG of one colour and a stripe is."""
    import struct
    import zlib

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(
        b"\0" + bytes([(number * 37 + x * (1 + number % 3)) % 256 for x in range(3 * 64)]) for _ in range(64))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


images, classes = root / "images", root / "classes"
images.mkdir()
for number in range(16):
    picture(images / f"{number:02}.png", number)
for index, name in enumerate(["dark", "light"]):
    (classes / name).mkdir(parents=True)
    for number in range(6):
        picture(classes / name / f"{number}.png", number * 2 + index)
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ranges)
threading.Thread(target=server.serve_forever, daemon=True).start()
shards = [root / "shard-1", root / "shard-2"]
if "merge" in wanted:
    for number, shard in enumerate(shards):
        command = Command("batch")
        whole(command)
        shutil.rmtree(shard, ignore_errors=True)
        shutil.move(command.out, shard)
        # Many rows with the overlays of the few, so that there is time to be killed in.
        database = sqlite3.connect(shard / "library.sqlite")
        names = [row[1] for row in database.execute("PRAGMA table_info(images)")][2:]
        for copy in range(60):
            database.execute(
                f"INSERT INTO images (path, {', '.join(names)}) SELECT CAST(path || '-{number}-{copy}' AS BLOB), "
                f"{', '.join(names)} FROM images WHERE id <= 16")
        database.commit()
        database.close()
failures = 0
try:
    failures = sum(trial(name) for name in wanted)
finally:
    shutil.rmtree(root, ignore_errors=True)
sys.exit(1 if failures else 0)
