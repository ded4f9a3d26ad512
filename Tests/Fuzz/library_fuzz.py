"""Gives hostile libraries to the built program: nothing outside of its output may change, and nothing may break.

    python3 Tests/Fuzz/library_fuzz.py PROGRAM SECONDS FINDINGS [SEED]

Every attack of the lists below is made once (links, names of overlays, schemas, values, journals), then attacks are
combined with random changes of the database's bytes until the time is over. Around each run a snapshot of all files
outside of the output is compared: inode, links, size, times and content. A finding is a change, an exit status outside
of those documented, a signal, SQL in a message, more than one line of error, 20 seconds of work, or 512 MiB of memory. The
exit status is 1 if there are findings; each is kept as a folder in FINDINGS with the command in it.
"""

import atexit
import hashlib
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import zlib

program = os.path.abspath(sys.argv[1])
seconds = float(sys.argv[2])
findings = pathlib.Path(sys.argv[3]).absolute()
chance = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 7)
MEMORY = 512 << 20
DOCUMENTED = {0, 64, 65, 66, 69, 73, 74, 75}
SQL = re.compile(
    r"\b(SELECT|INSERT|CREATE|UPDATE|DELETE|PRAGMA|WHERE|COLLATE)\b|SQLite error|no such (table|column)|malformed|"
    r"syntax error|sqlite_(master|schema)|constraint failed|Fatal error")


def picture(path, shade):
    """A PNG of 32×32 pixels in one grey."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes([shade]) * 96 for _ in range(32))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 32, 32, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def run(arguments, folder):
    """The exit status (negative for a signal, None for too long), standard error and peak memory of the program."""
    with open(folder / "errors", "wb+") as errors:
        process = subprocess.Popen(
            [program, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors,
            env={**os.environ, "SWIFT_BACKTRACE": "enable=no", "HOME": str(folder)}, cwd=folder,
            preexec_fn=lambda: (
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0)),
                resource.setrlimit(resource.RLIMIT_CPU, (20, 20)),
                resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 28, 1 << 28)), signal.alarm(90)))
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        text = errors.read().decode("utf-8", "replace")
    (folder / "errors").unlink()
    code = process.returncode
    return (None if code in (-signal.SIGALRM, -signal.SIGXCPU, -signal.SIGKILL) else code), text, usage.ru_maxrss << 10


def facts(path, links):
    """What must not change of a file; `links`: its number of names and its change time as well."""
    status = os.lstat(path)
    kind = status.st_mode & 0o170000
    content = os.readlink(path) if os.path.islink(path) else None
    if kind == 0o100000:
        with open(path, "rb") as file:
            content = hashlib.sha256(file.read(1 << 24)).hexdigest()
    found = (kind, status.st_ino, status.st_size, status.st_mtime_ns if kind == 0o100000 else 0, content)
    return found + ((status.st_nlink, status.st_ctime_ns) if links and kind == 0o100000 else ())


def snapshot(folder, but, links=True):
    """The facts of every file below `folder`, without the folders `but`."""
    found = {}
    for place, folders, files in os.walk(folder):
        place = pathlib.Path(place)
        folders[:] = [name for name in folders if place / name not in but]
        for name in [*files, *folders]:
            if place / name not in but:
                found[place / name] = facts(place / name, links)
    return found


# ---- Attacks on the files of a library. Each takes the library's folder and the victim's.

def replaced(path, make):
    """`path` as `make` makes it, in place of what is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif path.is_symlink() or path.exists():
        path.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    make(path)


def overlay_of(library):
    return next((library / "overlays").glob("??/*"))


def with_journal(library, victim):
    """A journal of one page that names `victim` as the journal of several databases, which SQLite would delete."""
    data = (library / "library.sqlite").read_bytes()
    page = struct.unpack(">H", data[16:18])[0]
    magic = bytes.fromhex("d9d505f920a163d7")
    head = (magic + struct.pack(">IIIII", 1, 7, len(data) // page, 512, page)).ljust(512, b"\0")
    checksum = 7 + sum(data[i] for i in range(page - 200, 0, -200))
    record = struct.pack(">I", 1) + data[:page] + struct.pack(">I", checksum & 0xFFFFFFFF)
    name = str(victim / ".profile").encode()
    lock_page = (1 << 30) // page + 1
    end = (struct.pack(">I", lock_page) + name + struct.pack(">II", len(name), sum(name)) + magic)
    (library / "library.sqlite-journal").write_bytes(head + record + end)


LINKS = {
    "overlays is a link": lambda l, v: replaced(l / "overlays", lambda p: p.symlink_to(v)),
    "the parts are a link": lambda l, v: replaced(l / "overlays/.parts", lambda p: p.symlink_to(v)),
    "a group is a link": lambda l, v: replaced(overlay_of(l).parent, lambda p: p.symlink_to(v)),
    "an overlay is a link": lambda l, v: replaced(overlay_of(l), lambda p: p.symlink_to(v / "keep.jpg")),
    "an overlay is a pipe": lambda l, v: replaced(overlay_of(l), os.mkfifo),
    "an overlay is a folder": lambda l, v: replaced(overlay_of(l), lambda p: p.mkdir()),
    "an overlay is a device": lambda l, v: replaced(overlay_of(l), lambda p: p.symlink_to("/dev/zero")),
    "an overlay is huge": lambda l, v: os.truncate(overlay_of(l), 1 << 40),
    "an overlay is missing": lambda l, v: overlay_of(l).unlink(),
    "the lock is a link": lambda l, v: replaced(l / "library.lock", lambda p: p.symlink_to(v / ".profile")),
    "the lock is a hard link": lambda l, v: replaced(l / "library.lock", lambda p: p.hardlink_to(v / ".profile")),
    "the lock is a hard link to a number":
        lambda l, v: replaced(l / "library.lock", lambda p: p.hardlink_to(v / "number")),
    "the lock is a pipe": lambda l, v: replaced(l / "library.lock", os.mkfifo),
    "the lock is a folder": lambda l, v: replaced(l / "library.lock", lambda p: p.mkdir()),
    "the lock has text": lambda l, v: (l / "library.lock").write_text("rm -rf /\n" * 100),
    "the database is a link":
        lambda l, v: replaced(l / "library.sqlite", lambda p: p.symlink_to(v / "library.sqlite")),
    "the database is a hard link":
        lambda l, v: replaced(l / "library.sqlite", lambda p: p.hardlink_to(v / "library.sqlite")),
    "the database is another program's":
        lambda l, v: replaced(l / "library.sqlite", lambda p: shutil.copy(v / "other.sqlite", p)),
    "the database is a link to another program's":
        lambda l, v: replaced(l / "library.sqlite", lambda p: p.symlink_to(v / "other.sqlite")),
    "the database is a hard link to another program's":
        lambda l, v: replaced(l / "library.sqlite", lambda p: p.hardlink_to(v / "other.sqlite")),
    "the database is a hard link to an empty file":
        lambda l, v: replaced(l / "library.sqlite", lambda p: p.hardlink_to(v / "empty")),
    "the database is a link to nothing":
        lambda l, v: replaced(l / "library.sqlite", lambda p: p.symlink_to(v / "new")),
    "the database is a pipe": lambda l, v: replaced(l / "library.sqlite", os.mkfifo),
    "the database is a folder": lambda l, v: replaced(l / "library.sqlite", lambda p: p.mkdir()),
    "the database is empty": lambda l, v: os.truncate(l / "library.sqlite", 0),
    "the journal names a file": with_journal,
    **{
        f"the {kind} is a {link}": (lambda l, v, kind=kind, link=link: replaced(
            l / f"library.sqlite-{kind}",
            (lambda p: p.symlink_to(v / ".profile")) if link == "link"
            else (lambda p: p.hardlink_to(v / ".profile"))))
        for kind in ["journal", "wal", "shm"] for link in ["link", "hard link"]
    },
}

# ---- Attacks in the database, as statements. V is the victim's folder.

NAMES = [
    "../victim/.profile", "../victim/keep.jpg", "V/keep.jpg", "overlays/../../victim/keep.jpg",
    "overlays/ab/../../../victim/keep.jpg", "overlays/../library.sqlite", "library.sqlite", "library.lock", "overlays",
    "overlays/ab", "overlays/ab/", "overlays/.parts/x", "overlays/ab/.x", "overlays//x", "/", "", ".", "..", "~/.profile",
    "overlays/AB/x.jpg", "overlays/ab/x/y.jpg", "overlays/ab/x\ny.jpg", "overlays/ab/\u202ex.jpg",
    "overlays/ab/" + "x" * 300, "x" * 100000, "file:V/keep.jpg?mode=rw",
]

SCHEMAS = [
    "CREATE TRIGGER t AFTER INSERT ON images BEGIN DELETE FROM images; END",
    "CREATE TRIGGER t AFTER UPDATE ON images BEGIN UPDATE images SET overlay = '../victim/.profile'; END",
    "CREATE VIEW v AS SELECT * FROM images",
    "ALTER TABLE images RENAME TO hidden; CREATE VIEW images AS SELECT * FROM hidden",
    "ALTER TABLE images RENAME TO hidden; CREATE VIEW images AS WITH RECURSIVE r(id) AS (SELECT 1 UNION ALL SELECT "
    "id + 1 FROM r) SELECT r.id, h.* FROM r, hidden h",
    "ALTER TABLE settings RENAME TO s; CREATE VIEW settings AS WITH RECURSIVE r(id) AS (SELECT 1 UNION ALL SELECT id "
    "FROM r) SELECT id, '' AS choices, '' AS notes, '' AS fingerprint FROM r",
    "CREATE TABLE extra (x)", "DROP TABLE classes", "DROP TABLE images", "DROP TABLE settings",
    "DROP INDEX images_class", "CREATE INDEX e ON images (abs(bytes))", "ALTER TABLE images ADD COLUMN more TEXT",
    "ALTER TABLE images DROP COLUMN error", "ALTER TABLE images RENAME COLUMN overlay TO other",
    "CREATE INDEX e ON images (overlay) WHERE overlay LIKE '%x'", "CREATE VIRTUAL TABLE f USING fts5(x)",
    "PRAGMA user_version = 2", "PRAGMA user_version = -1", "PRAGMA application_id = 0", "PRAGMA journal_mode = WAL",
    "PRAGMA encoding = 'UTF-16'", "CREATE TABLE \"\x1b[2J\" (x)", "ANALYZE",
    "ANALYZE; UPDATE sqlite_stat1 SET stat = '1 1 1 1 1 1 1 sz=99999999999999 noskipscan'",
]

COLUMNS = (
    "path name settings bytes modified sha256 width height class_index probability logit entropy predictions truth "
    "truth_rank truth_probability correct target map_height map_width map_minimum map_maximum map_sum peak_row "
    "peak_column area border_share border decode_ms preprocess_ms forward_ms attribution_ms overlay status error").split()

VALUES = [
    "NULL", "''", "'text'", "x'00ff'", "-1", "0", "9223372036854775807", "-9223372036854775808", "1e308", "-1e308",
    "9e999", "-9e999", "0.5", "zeroblob(3000000)", "CAST(zeroblob(100000) AS TEXT)", "'\x1b]0;x\x07'",
    "'[[0,0.5,1],[-5,2,nan]]'", "'[[99999999999,0.5,1e999]]'", "'[[0,nan,inf]]'", "char(0x202e)", "CAST(x'ff2f' AS TEXT)",
]

SETTINGS = [
    ("settings", "choices", "''"), ("settings", "choices", "'{'"), ("settings", "choices", "'[1,2]'"),
    ("settings", "choices", "'{\"variant\":5}'"), ("settings", "choices", "replace(hex(zeroblob(200000)), '00', '[')"),
    ("settings", "choices", "x'00'"), ("settings", "choices", "5"), ("settings", "notes", "zeroblob(40000000)"),
    ("settings", "notes", "'{\"weights\":\"\x1b[2J\"}'"), ("settings", "id", "-9223372036854775808"),
    ("settings", "fingerprint", "'x'"), ("classes", "class_index", "class_index + 5000"),
    ("classes", "name", "zeroblob(5)"), ("classes", "name", "5"), ("classes", "name", "'\x1b[2J'"),
    ("classes", "class_index", "-class_index"), ("images", "id", "-id"), ("images", "settings", "77"),
]


def statements(library, *lines):
    """Executes lines in the library's database; a line that SQLite refuses does nothing."""
    database = sqlite3.connect(library / "library.sqlite")
    try:
        database.executescript("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;")
        for line in lines:
            try:
                database.executescript(line)
            except sqlite3.Error:
                pass
        database.commit()
    finally:
        database.close()


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def value_attack(column, value, where=""):
    """A value of a wrong type in one or all rows, past the checks of the schema if need be."""
    return lambda l, v: statements(l, f"UPDATE images SET {column} = {value} {where}")


def untyped(column, value):
    """The same in a table whose columns lost their types, so that no value is converted, and got them back."""
    def attack(library, victim):
        statements(library, "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(replace(replace(replace("
                   "sql, ' NOT NULL', ''), ' INTEGER,', ','), ' REAL,', ','), ' TEXT,', ',') WHERE name = 'images'")
        database = sqlite3.connect(library / "library.sqlite")
        database.execute("PRAGMA writable_schema = ON")
        try:
            database.execute(f"UPDATE images SET {column} = {value}")
        except sqlite3.Error:
            pass
        database.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'images'", (IMAGES_SQL,))
        database.commit()
        database.close()
    return attack


def tree_without_end(library, victim):
    """A table whose inner pages name one page over and over: some 10^20 rows in four pages."""
    path = library / "library.sqlite"
    database = sqlite3.connect(path)
    root = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'images'").fetchone()[0]
    page = database.execute("PRAGMA page_size").fetchone()[0]
    database.close()
    data = bytearray(path.read_bytes())
    leaf = bytes(data[(root - 1) * page : root * page])
    first = len(data) // page + 1
    levels = 8
    def inner(child):
        cells = 300
        body = b"".join(struct.pack(">I", child) + b"\x01" for _ in range(cells))
        start = page - len(body)
        head = struct.pack(">BHHHBI", 5, 0, cells, start, 0, child)
        places = b"".join(struct.pack(">H", start + 5 * i) for i in range(cells))
        return (head + places).ljust(start, b"\0") + body
    for level in range(levels):
        data += inner(first + level + 1)
    data += leaf
    data[(root - 1) * page : root * page] = inner(first)
    struct.pack_into(">I", data, 28, len(data) // page)
    path.write_bytes(data)


def bytes_attack(library, victim):
    """Some bytes of the database changed, cut or swapped by pages."""
    path = library / "library.sqlite"
    if not path.is_file() or path.stat().st_size == 0:
        return
    data = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 2, 4, 16, 64])):
        place = chance.randrange(min(len(data), chance.choice([100, 1000, len(data)])))
        kind = chance.randrange(5)
        if kind == 0:
            data[place] ^= 1 << chance.randrange(8)
        elif kind == 1:
            data[place] = chance.choice([0, 1, 2, 5, 10, 13, 0x7F, 0x80, 0xFF])
        elif kind == 2:
            data[place : place + 4] = struct.pack(">I", chance.choice([0, 1, 2, 3, 0x7FFFFFFF, 0xFFFFFFFF]))
        elif kind == 3 and len(data) > 8192:
            pages = len(data) // 4096
            a, b = chance.randrange(pages) * 4096, chance.randrange(pages) * 4096
            data[a : a + 4096] = data[b : b + 4096]
        elif chance.random() < 0.05:
            del data[place:]
            break
    if os.lstat(path).st_nlink == 1 and not path.is_symlink():
        path.write_bytes(data)


ROW_ATTACKS = {
    **{f"the overlay is {name[:40]!r}": (lambda l, v, name=name: statements(
        l, f"UPDATE images SET overlay = {quoted(name.replace('V', str(v)) if 'V/' in name else name)}"))
       for name in NAMES},
    **{f"the schema: {line[:70]!r}": (lambda l, v, line=line: statements(l, line)) for line in SCHEMAS},
    **{f"{column} = {value[:30]!r}": value_attack(column, value) for column in COLUMNS for value in VALUES},
    **{f"{column} without a type = {value[:30]!r}": untyped(column, value) for column in COLUMNS for value in VALUES},
    **{f"{table}.{column} = {value[:30]!r}": (lambda l, v, t=table, c=column, x=value: statements(
        l, f"UPDATE {t} SET {c} = {x}")) for table, column, value in SETTINGS},
    "no settings": lambda l, v: statements(l, "DELETE FROM settings"),
    "many settings": lambda l, v: statements(
        l, "INSERT INTO settings (fingerprint, choices, notes) SELECT name, choices, notes FROM settings, classes"),
    "a tree without end": tree_without_end,
}

CONDITIONS = [
    "class=0", "confidence<0.5 correct=no", "image~a|b|c", "error=yes", "sha256=00", "label~cat",
    " ".join(["index=1"] * 400), "index=" + "|".join(["7"] * 3000), "image~" + "%" * 60000, "image~" + "x" * 60000,
    "class=" + "9" * 30, "entropy>1e999",
]


def commands(library, good, fresh, images):
    """The commands that are run on a hostile library; the last value says what may change."""
    return [
        (["library", "query", library, "--columns", "all"], set()),
        (["library", "query", library, "--columns", "all", "--format", "jsonl", "--where", chance.choice(CONDITIONS)],
         set()),
        (["library", "query", library, "--count", "--sort", "entropy:desc,image,image"], set()),
        (["library", "summary", library, "--format", chance.choice(["text", "json"])], set()),
        (["library", "export", library, fresh / "all.csv"], {fresh}),
        (["library", "merge", fresh / "merged", library, good], {fresh}),
        (["library", "merge", library, good], {library}),
        (["batch", images, "-o", library, "--checkpoint", "random:7", "--quiet", "--retry-skipped"], {library}),
    ]


def check(folder, name, arguments, outputs):
    """Runs one command and returns what is wrong with it, or None."""
    victim, library = folder / "victim", folder / "library"
    allowed = {path for path in outputs}
    before = snapshot(victim, set())
    # SQLite keeps its shared memory and log beside a database that it reads; overlays get links by a merge.
    memory = {library / f"library.sqlite-{kind}" for kind in ["shm", "wal"]}
    aside = allowed | memory | {victim, folder / "errors"}
    others = snapshot(folder, aside, links=False)
    code, errors, peak = run(arguments, folder)
    lines = errors.splitlines()
    if snapshot(victim, set()) != before:
        return "a file of the victim changed"
    if snapshot(folder, aside, links=False) != others:
        return "a file outside of the output changed"
    if code is None:
        return "more than 20 seconds of work, or 90 of waiting"
    if code not in DOCUMENTED:
        return f"status {code}"
    if SQL.search(errors):
        return "SQL in a message"
    if code and arguments[0] != "batch" and len(lines) != 1:
        return f"{len(lines)} lines of error"
    if any(len(line) > 4000 for line in lines):
        return "a line of error of more than 4000 characters"
    if peak > MEMORY:
        return f"{peak >> 20} MiB"
    inside = {facts(path, False)[1] for path in victim.rglob("*")}
    for output in outputs:
        for path in output.rglob("*"):
            if output == library and path.is_symlink():
                continue  # The attack itself.
            if path.is_symlink() or output != library and os.lstat(path).st_ino in inside:
                return f"the output has a link: {path.name}"
    return None


findings.mkdir(parents=True, exist_ok=True)
# Each run works in a folder of its own, so that two runs at once do not see each other's changes as attacks.
scratch = pathlib.Path(tempfile.mkdtemp(prefix="scratch-", dir=findings))
atexit.register(shutil.rmtree, scratch, ignore_errors=True)
base = scratch / "seed"
(base / "images").mkdir(parents=True)
for shade in (10, 90, 200):
    picture(base / "images" / f"{shade}.png", shade)
(base / "images" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
work = scratch / "work"
shutil.copytree(base / "images", work / "images")
for name in ("library", "good"):
    code, errors, _ = run(
        ["batch", work / "images", "-o", work / name, "--checkpoint", "random:7", "--quiet"], work)
    if code != 65:
        sys.exit(f"the seed can't be made: status {code}, {errors}")
seed = scratch / "seed-work"
victim = work / "victim"
victim.mkdir()
(victim / ".profile").write_text("export PATH\n" * 20)
(victim / "number").write_text("12345")
(victim / "empty").write_text("")
(victim / "keep.jpg").write_bytes(b"\xff\xd8\xff" + bytes(1000))
shutil.copy(work / "good/library.sqlite", victim / "library.sqlite")
(victim / "ab").mkdir()
(victim / "ab/x.jpg").write_bytes(b"\xff\xd8\xff" + bytes(500))
other = sqlite3.connect(victim / "other.sqlite")
other.executescript("CREATE TABLE notes (text); INSERT INTO notes VALUES ('mine')")
other.close()
IMAGES_SQL = sqlite3.connect(work / "good/library.sqlite").execute(
    "SELECT sql FROM sqlite_master WHERE name = 'images'").fetchone()[0]
shutil.move(work, seed)

end = time.monotonic() + seconds
counts = {"runs": 0, "findings": 0, "peak": 0}
statuses = {}
seen = set()


def attempt(name, attacks, chosen=None):
    """Makes the attacks on a copy of the seed and runs commands on it."""
    for number in range(8):
        if chosen is not None and number not in chosen:
            continue
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(seed, work, symlinks=True)
        fresh = work / "fresh"
        fresh.mkdir()
        for attack in attacks:
            try:
                attack(work / "library", work / "victim")
            except (OSError, sqlite3.Error, StopIteration):
                pass  # An attack before it left nothing to attack.
        arguments, outputs = commands(work / "library", work / "good", fresh, work / "images")[number]
        problem = check(work, name, arguments, outputs)
        counts["runs"] += 1
        if problem:
            counts["findings"] += 1
            print(f"{name}; {' '.join(map(str, arguments))[:200].replace(str(work), '')}: {problem}", file=sys.stderr)
            if problem not in seen and len(seen) < 20:
                seen.add(problem)
                kept = findings / f"library-{len(seen)}"
                shutil.rmtree(kept, ignore_errors=True)
                shutil.move(work, kept)
                (kept / "COMMAND").write_text(f"{name}\n{arguments}\n{problem}\n")


QUICK = {0, 1, 2, 3, 4, 5, 6}
for name, attack in LINKS.items():
    attempt(name, [attack], None if seconds > 60 else {chance.choice([0, 1, 2, 3, 4]), 5, 6, 7})
for name, attack in ROW_ATTACKS.items():
    if time.monotonic() > end:
        break
    # A batch takes as long as a hundred queries, so only some attacks on rows meet one.
    is_value = "=" in name and "overlay" not in name
    last = chance.choice([4, 6, 6, 6, 7] if is_value else [4, 6, 7])
    attempt(name, [attack], {chance.choice([0, 1, 2]), 3, 5, last})
rows = list(ROW_ATTACKS.items())
links = list(LINKS.items())
while time.monotonic() < end:
    some = chance.sample(rows, chance.choice([0, 0, 1, 2])) + chance.sample(links, chance.choice([0, 0, 0, 1]))
    attacks = [attack for _, attack in some] + [bytes_attack] * chance.choice([0, 1, 1, 1])
    attempt(
        " + ".join([name for name, _ in some] + ["bytes"]), attacks,
        {chance.choice(sorted(QUICK)) if chance.random() < 0.97 else 7})
shutil.rmtree(work, ignore_errors=True)
shutil.rmtree(seed, ignore_errors=True)
shutil.rmtree(base, ignore_errors=True)
print(f"{counts['runs']} runs, {counts['findings']} findings")
sys.exit(1 if counts["findings"] else 0)
