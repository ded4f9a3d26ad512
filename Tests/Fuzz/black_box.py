"""Feeds mutated files to the built program and expects it to refuse or to read them, never to break.

    python3 Tests/Fuzz/black_box.py PROGRAM SECONDS FINDINGS SEED…

For formats whose readers are programs or libraries of others (HDF5), which libFuzzer does not see into. A
finding is an exit status other than 0, 65 and 66, more than ten seconds, or more than 1 GiB of memory.
"""

import pathlib
import random
import resource
import subprocess
import sys
import time

program, seconds, findings = sys.argv[1], float(sys.argv[2]), pathlib.Path(sys.argv[3])
seeds = [pathlib.Path(name) for name in sys.argv[4:]]
LIMIT = 1 << 30


def mutated(data, random):
    """A few bytes changed, a piece cut out, doubled or moved, or the end cut off."""
    data = bytearray(data)
    for _ in range(random.choice([1, 1, 2, 4, 16])):
        if not data:
            break
        place = random.randrange(len(data))
        kind = random.randrange(6)
        if kind == 0:
            data[place] ^= 1 << random.randrange(8)
        elif kind == 1:
            data[place] = random.choice([0, 1, 0x7F, 0x80, 0xFF, random.randrange(256)])
        elif kind == 2:
            value = random.choice([0, 1, 2**31 - 1, 2**32 - 1, 2**63 - 1, 2**64 - 1])
            data[place : place + 8] = value.to_bytes(8, "little")[: len(data) - place]
        elif kind == 3:
            del data[place : place + random.randrange(1, 64)]
        elif kind == 4:
            piece = data[place : place + random.randrange(1, 64)]
            other = random.randrange(len(data))
            data[other:other] = piece
        else:
            del data[place:]
    return bytes(data)


random = random.Random(7)
findings.mkdir(parents=True, exist_ok=True)
end = time.monotonic() + seconds
runs = found = 0
while time.monotonic() < end:
    seed = random.choice(seeds)
    path = findings / f"try{seed.suffix}"
    path.write_bytes(mutated(seed.read_bytes(), random))
    try:
        done = subprocess.run(
            [program, "weights", "inspect", str(path)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=10)
        problem = None if done.returncode in (0, 65, 66) else f"status {done.returncode}"
        if done.returncode and len(done.stderr.splitlines()) != 1:
            problem = f"{len(done.stderr.splitlines())} lines of error"
    except subprocess.TimeoutExpired:
        problem = "more than ten seconds"
    runs += 1
    if problem:
        found += 1
        kept = findings / f"black-box-{found}{seed.suffix}"
        path.rename(kept)
        print(f"{kept}: {problem}", file=sys.stderr)
    path.unlink(missing_ok=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
print(f"{runs} runs, {found} findings, peak {peak} MB")
sys.exit(1 if found or peak > LIMIT >> 20 else 0)
