#!/usr/bin/env python3
"""Measures the response times of the gallery with a large library through a pseudo-terminal.

    Benchmarks/gallery_speed.py [--program .build/release/effscope] [--rows 100000] [--size 200x60] [--json FILE]

'effscope batch' makes a library of the sample photographs, whose rows are then copied to --rows rows with
different paths and numbers and the same overlays. Reports the milliseconds from a key to the end of its
frame for moving, scrolling, paging and jumping in tiles and in the list; the time to filter and to sort the
list; and the memory. At 60 frames per second a frame takes 16.7 ms.
"""

import argparse
import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from explorer_speed import Explorer, series  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent


def multiply(library, rows):
    """Copies the library's rows, with other paths and numbers, until there are `rows` rows."""
    database = sqlite3.connect(library / "library.sqlite")
    columns = [row[1] for row in database.execute("PRAGMA table_info(images)")]
    found = [dict(zip(columns, row)) for row in database.execute("SELECT * FROM images")]
    generator = random.Random(7)
    # Drops the indices first and builds them once at the end, which is faster.
    indices = list(database.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))
    for name, _ in indices:
        database.execute(f"DROP INDEX {name}")

    def copies():
        for number in range(rows - len(found)):
            row = dict(found[number % len(found)])
            probability = generator.random()
            path = f"/synthetic/{number // 1000:03}/{number:06}.png"
            best = generator.randrange(1000)
            row.update(id=None, path=path.encode(), name=path, class_index=best, probability=probability,
                       predictions=f"[[{best},{probability},9.5]]", entropy=-6.9 * (probability - 1),
                       border=generator.randrange(2),
                       truth=generator.randrange(1000), correct=int(generator.random() < probability),
                       truth_rank=generator.randrange(1, 9))
            yield [row[column] for column in columns]

    marks = ",".join("?" * len(columns))
    database.executemany(f"INSERT INTO images VALUES ({marks})", copies())
    for _, sql in indices:
        database.execute(sql)
    database.commit()
    database.close()


def make(program, rows, folder):
    library = folder / "library"
    pictures = folder / "pictures"
    pictures.mkdir()
    for name in ["chelsea.png", "coffee.png", "astronaut.png", "rocket.jpg"]:
        shutil.copy(ROOT / "Assets" / name, pictures / name)
    subprocess.run([program, "batch", pictures, "-o", library, "--quiet"], check=True)
    multiply(library, rows)
    return library


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=str(ROOT / ".build/release/effscope"))
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--size", default="200x60")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--library", type=pathlib.Path, help="use this library instead of making one")
    parser.add_argument("--json")
    options = parser.parse_args()
    columns, rows = map(int, options.size.split("x"))
    report = {"size": options.size, "rows": options.rows}
    with tempfile.TemporaryDirectory(prefix="effscope-gallery-") as folder:
        library = options.library or make(options.program, options.rows, pathlib.Path(folder))
        home = {"XDG_CONFIG_HOME": folder, "XDG_STATE_HOME": folder}
        explorer = Explorer(options.program, columns, rows, ["--library", str(library)], home)
        explorer.frame()
        report["first frame ms"] = round((time.perf_counter() - explorer.started) * 1e3, 1)
        explorer.settle(1.5)
        report["first screen of thumbnails, with 1.5 s of quiet, s"] = round(
            time.perf_counter() - explorer.started, 2)
        for name, setup, keys in [
            ("tiles, cursor", "g", ["l", "h"]),
            ("tiles, scrolling by lines", "g", ["j"]),
            ("tiles, scrolling back", "", ["k"]),
            ("tiles, paging", "g", ["\x1b[6~"]),
            ("tiles, first and last", "", ["G", "g"]),
            ("list, scrolling", "v", ["j"]),
            ("list, paging", "", ["\x1b[6~"]),
        ]:
            if setup:
                explorer.key(setup)
            explorer.settle(0.5)
            # First without pauses (a held key), then with time to load the visible images.
            report[name + ", held ms"] = series(explorer, keys, options.runs)
            explorer.settle(0.5)
            report[name + ", settled ms"] = series(explorer, keys, max(20, options.runs // 4), settle=0.15)
        for name, keys in [("wrong only", "E"), ("border only", "T"), ("sorted by probability", "s")]:
            explorer.settle(0.5)
            report[name + ", first frame ms"] = round(explorer.key(keys)[0], 1)
        explorer.settle(0.5)
        report["memory MB"] = round(explorer.resident_megabytes(), 1)
        explorer.close()
    json.dump(report, sys.stdout, indent=2)
    print()
    if options.json:
        with open(options.json, "w") as file:
            json.dump(report, file, indent=2)


if __name__ == "__main__":
    main()
