#!/usr/bin/env python3
"""Runs every command that README.md and docs/ show, in a scratch folder, and fails where one fails.

    Scripts/check_docs.py [--program .build/release/effscope] [--list] [PAGE…]

Commands are the lines of code blocks that start with `effscope` or `$ effscope`, and commands between backticks without
placeholders (words in capitals, `[`, `…`). The scratch folder holds the sample photographs under the names that the
pages use; the outputs of a page's earlier commands stay for its later ones. The weights of lite0 must be installed
(`effscope weights pull lite0`). Everything in `NOT_RUN` is listed with its reason, and is not run.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]

# A pattern of the command, and why this script does not run it.
NOT_RUN = [
    (r"^effscope weights pull", "downloads from GitHub; Tests/EndToEnd/WeightsPullTests runs it against a local server"),
    (r"weights pull (hf:|--mirror)", "downloads from the hub; WeightsHubTests runs it against a local server"),
    (r"/data/|results/shard-", "cluster: Tests/Cluster/slurm.sh runs it"),
    (r"^(srun|sbatch)|--shard", "cluster: Tests/Cluster/slurm.sh runs it"),
    (r"^effscope$|^effscope explore|library browse|^effscope --library", "opens the explorer, which needs a terminal"),
    (r"settings\.pth", "an attack file that Tests/Golden/verdict_cases.py makes"),
    (r"results latency --measure", "times every network: hours"),
    (r"--variant b0|--checkpoint .*(b0|b1)", "weights of b0 come from download.pytorch.org, another host than pip's"),
    (r"weights list$", "asks for the sizes on GitHub"),
]

# What a page takes as done by another page.
BEFORE = {
    "library.md": ["effscope batch photographs -o results --truth folders"],
    "cam.md": ["effscope compare cat.jpg --methods grad-cam,layer-cam --output grid.png"],
}

PLACEHOLDER = re.compile(r"[\[\]…{}]|\b[A-Z]{2,}\b(?!/)|FILE|DIR|NAME|LIB")
# A command's name without arguments, as texts mention it.
NAME_ALONE = re.compile(r"^effscope( [a-z]+){1,2}$")
WORDS_IN_CAPITALS = re.compile(r"VOC|JPEG|JSON|CSV|PNG|CIFAR")


def commands(page):
    """(line number, command) of every command that a page shows."""
    found, fenced = [], False
    for number, line in enumerate(page.read_text().splitlines(), 1):
        if line.startswith("```"):
            fenced = not fenced
            continue
        block = re.match(r"^(?:    )?(\$ )?(effscope(?: .*)?)$", line) if fenced or line.startswith("    ") else None
        if block:
            command = re.sub(r"\s{2,}#.*", "", block[2])
            if block[1] or not PLACEHOLDER.search(WORDS_IN_CAPITALS.sub("", command)) and "  " not in command:
                found.append((number, command))
        elif not fenced:
            for command in re.findall(r"`(effscope [^`]+)`", line):
                if not NAME_ALONE.match(command) and "\\|" not in command and not PLACEHOLDER.search(WORDS_IN_CAPITALS.sub("", command)):
                    found.append((number, command))
    return found


def reason_not_to_run(command):
    return next((reason for pattern, reason in NOT_RUN if re.search(pattern, command)), None)


def fill(folder):
    """The photographs and files that the pages name."""
    assets = ROOT / "Assets"
    shutil.copytree(assets, folder / "Assets", ignore=shutil.ignore_patterns("*.swift", "paper"))
    for name in ("cat.jpg", "moved/cat.jpg", "photos/cat.jpg", "VOC/JPEGImages/cat.jpg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(assets / "chelsea.png", folder / name)
    for name in ("dog.jpg", "photos/cup.jpg"):
        shutil.copy(assets / "coffee.png", folder / name)
    for name, label in (("chelsea.png", "tiger cat"), ("coffee.png", "espresso"), ("rocket.jpg", "space shuttle")):
        for copy in range(4):
            place = folder / "photographs" / label / f"{copy}-{name}"
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(assets / name, place)
    boxes = folder / "VOC/Annotations/cat.xml"
    boxes.parent.mkdir(parents=True)
    boxes.write_text(
        "<annotation><filename>cat.jpg</filename><object><name>cat</name><bndbox><xmin>120</xmin><ymin>20</ymin>"
        "<xmax>380</xmax><ymax>280</ymax></bndbox></object></annotation>\n")


def run(program, folder, command):
    """Exit code and last line of standard error of a command in a shell."""
    environment = dict(os.environ, PATH=f"{program.parent}:{os.environ['PATH']}", NO_COLOR="1")
    try:
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command], cwd=folder, env=environment, capture_output=True, text=True,
            stdin=subprocess.DEVNULL, timeout=600, check=False)
    except subprocess.TimeoutExpired:
        return 124, "it took more than ten minutes"
    return done.returncode, (done.stderr.strip().splitlines() or [""])[-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / ".build/release/effscope")
    parser.add_argument("--list", action="store_true", help="list the commands, run none")
    parser.add_argument("pages", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    pages = options.pages or [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    program = options.program.resolve()
    if not options.list and not program.exists():
        sys.exit(f"{program} does not exist: build it, or name another with --program")
    counts = {"run": 0, "not run": 0, "failed": 0}
    for page in pages:
        with tempfile.TemporaryDirectory(prefix="effscope-docs-") as name:
            folder = pathlib.Path(name)
            fill(folder)
            for command in [] if options.list else BEFORE.get(page.name, []):
                run(program, folder, command)
            seen = set()
            for number, command in commands(page):
                if command in seen:
                    continue
                seen.add(command)
                reason = reason_not_to_run(command)
                if reason:
                    counts["not run"] += 1
                    print(f"not run  {page.name}:{number}: {command} ({reason})")
                    continue
                counts["run"] += 1
                if options.list:
                    print(f"         {page.name}:{number}: {command}")
                    continue
                code, message = run(program, folder, command)
                if code != 0:
                    counts["failed"] += 1
                print(f"{'ok      ' if code == 0 else f'FAIL {code:3}'} {page.name}:{number}: {command}", flush=True)
                if code != 0:
                    print(f"         {message}", flush=True)
    print(json.dumps(counts))
    sys.exit(1 if counts["failed"] else 0)


if __name__ == "__main__":
    main()
