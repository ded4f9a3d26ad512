"""Writes files with and without code for `weights inspect`, with the answers that are expected.

    python3 -m venv SCANNERS && SCANNERS/bin/pip install picklescan==1.0.5 modelscan==0.8.8 fickling==0.1.12 h5py typing_extensions
    pip install torch==2.13.0 torchvision==0.28.0 timm==1.0.31 keras==3.15.1 safetensors h5py
    python Tests/Golden/verdicts.py --scanners SCANNERS/bin/python [--program .build/release/effscope]

Output: Tests/CheckpointsTests/Fixtures/verdicts.bin, the files one after the other, and verdicts.json, a row for each
with its offset and size. Each file is scanned by picklescan, modelscan and fickling; a
file that one of them flags (fickling: rates above LIKELY_UNSAFE) must not be expected to be harmless. Every harmless
pickle of PyTorch is loaded with `weights_only`. With --program the built program is run over all files and over full
state dictionaries of torchvision and timm, which are not stored.
"""

import argparse
import contextlib
import io
import json
import logging
import os
import pathlib
import subprocess
import sys
import tempfile
import warnings
import zipfile

OUTPUT = pathlib.Path(__file__).resolve().parents[1] / "CheckpointsTests" / "Fixtures"


def scan(folder):
    """Runs in the scanners' own environment: prints what each says of the files in `folder`."""
    logging.disable(logging.CRITICAL)
    from fickling.analysis import check_safety
    from fickling.fickle import StackedPickle
    from modelscan.modelscan import ModelScan
    from picklescan.scanner import scan_file_path

    def severity(data):
        worst = (0, "LIKELY_SAFE")
        for pickled in StackedPickle.load(io.BytesIO(data), fail_on_decode_error=False):
            found = check_safety(pickled).severity
            worst = max(worst, (found.severity, found.name))
        return worst

    def fickling(path):
        data = path.read_bytes()
        if not zipfile.is_zipfile(path):
            return severity(data)[1]
        with zipfile.ZipFile(path) as archive:
            pickles = [archive.read(name) for name in archive.namelist() if name.endswith(".pkl")]
        return max((severity(data) for data in pickles), default=(0, "LIKELY_SAFE"))[1]

    def answer(scanner, path):
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return scanner(path)
            except Exception as error:
                return f"error: {type(error).__name__}"

    def modelscan(path):
        found = ModelScan()
        found.scan(str(path))
        return len(found.issues.all_issues)

    results = {}
    for path in sorted(pathlib.Path(folder).iterdir()):
        results[path.name] = {
            "picklescan": answer(lambda p: scan_file_path(str(p)).issues_count, path),
            "modelscan": answer(modelscan, path),
            "fickling": answer(fickling, path),
        }
    print(json.dumps(results))


def flags(result):
    """True if a scanner flags the file."""
    bad = {"LIKELY_OVERTLY_MALICIOUS", "OVERTLY_MALICIOUS"}
    return any(isinstance(result[name], int) and result[name] > 0 for name in ("picklescan", "modelscan")) or (
        result["fickling"] in bad)


def scanned(python, folder):
    output = subprocess.run([python, __file__, "--scan", folder], capture_output=True, text=True)
    if output.returncode:
        sys.exit(output.stderr)
    return json.loads(output.stdout.splitlines()[-1])


def loads_with_weights_only(case):
    import torch

    if case.data[:4] != b"PK\x03\x04" and case.data[:1] != b"\x80":
        return
    if case.answer == "harmless" and case.ending in ("pth", "pt", "ckpt") and "protocol" not in case.name:
        torch.load(io.BytesIO(case.data), weights_only=True)


def full_networks(folder):
    """State dictionaries as the libraries save them, and a whole module."""
    import timm
    import torch
    import torchvision

    made = {f"torchvision-{name}": getattr(torchvision.models, name)() for name in [
        "efficientnet_b0", "efficientnet_v2_s", "resnet18", "mobilenet_v2", "squeezenet1_1", "densenet121"]}
    made |= {f"timm-{name}": timm.create_model(name) for name in [
        "efficientnet_b0", "tf_efficientnet_lite0", "tf_efficientnetv2_b0", "resnet18", "mobilenetv2_100"]}
    for name, network in made.items():
        torch.save(network.state_dict(), folder / f"{name}.pth")
        torch.save(network.state_dict(), folder / f"{name}-legacy.pth", _use_new_zipfile_serialization=False)
        yield f"{name}.pth", "harmless"
        yield f"{name}-legacy.pth", "harmless"
    torch.save(made["timm-resnet18"], folder / "module.pth")
    yield "module.pth", "not_harmless"


def check(program, folder, expected, found):
    """Runs the program over `expected` (name, answer, names, kinds); returns the number of faults."""
    faults = 0
    for name, answer, names, kinds in expected:
        run = subprocess.run(
            [program, "weights", "inspect", folder / name, "--strict", "--format", "json"], capture_output=True)
        faulty = []
        try:
            safety = json.loads(run.stdout)["safety"]
        except ValueError:
            safety = {"answer": "none", "findings": []}
            faulty.append(f"no report: {run.stderr.decode()[:200]}")
        if safety["answer"] != answer:
            faulty.append(f"{safety['answer']} and not {answer}: {safety}")
        if run.returncode not in ((0, 65) if answer == "harmless" else (1,)):
            faulty.append(f"exit code {run.returncode}")
        if safety["answer"] == "harmless" and name in found and flags(found[name]):
            faulty.append(f"a scanner flags it: {found[name]}")
        for wanted, field in [(names, "name"), (kinds, "kind")]:
            faulty += [f"no {field} {w}" for w in wanted if w not in [f[field] for f in safety["findings"]]]
        for fault in faulty:
            print(f"{name}: {fault}", file=sys.stderr)
        faults += bool(faulty)
    return faults


def facts():
    """The names that the tables of Sources/Checkpoints/Verdict must have."""
    import keras
    from torch._weights_only_unpickler import _get_allowed_globals

    layers = {n for n in dir(keras.layers) if isinstance(getattr(keras.layers, n), type)}
    return {"torch": sorted(_get_allowed_globals()), "keras": sorted(layers)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--scan")
    parser.add_argument("--scanners")
    parser.add_argument("--program")
    options = parser.parse_args()
    if options.scan:
        return scan(options.scan)
    os.environ.setdefault("KERAS_BACKEND", "torch")
    from verdict_cases import cases

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        rows, expected, files = [], [], []
        for case in cases():
            file = f"{case.name}.{case.ending}"
            assert not (folder / file).exists(), file
            (folder / file).write_bytes(case.data)
            loads_with_weights_only(case)
            expected.append((file, case.answer, case.names, case.kinds))
            rows.append({
                "file": file, "answer": case.answer, "names": list(case.names), "kinds": list(case.kinds),
                "needs_hdf5": case.needs_hdf5, "offset": sum(map(len, files)), "size": len(case.data),
            })
            files.append(case.data)
        found = scanned(options.scanners, folder) if options.scanners else {}
        wrong = [row["file"] for row in rows if row["answer"] == "harmless" and flags(found.get(row["file"], {
            "picklescan": 0, "modelscan": 0, "fickling": ""}))]
        if wrong:
            sys.exit(f"a scanner flags files that are called harmless: {wrong}")
        for row in rows:
            row["scanners"] = found.get(row["file"])
        if options.program:
            full = [(name, answer, (), ()) for name, answer in full_networks(folder)]
            if options.scanners:
                found |= scanned(options.scanners, folder)
            faults = check(options.program, folder, expected + full, found)
            print(f"{len(expected)} files and {len(full)} full networks, {faults} with faults")
            if faults:
                sys.exit(1)
        if options.scanners:
            lines = ",\n".join(json.dumps(row) for row in rows)
            (OUTPUT / "verdicts.bin").write_bytes(b"".join(files))
            (OUTPUT / "verdicts.json").write_text(f'{{"facts": {json.dumps(facts())},\n"cases": [\n{lines}\n]}}\n')
        flagged = sum(flags(result) for result in found.values())
        print(f"{len(rows)} cases, {sum(r['answer'] == 'harmless' for r in rows)} harmless; scanners flag {flagged}")


if __name__ == "__main__":
    main()
