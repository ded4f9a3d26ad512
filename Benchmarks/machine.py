"""Description of the machine of a measurement, and the name of its results file."""

import datetime
import os
import pathlib
import platform
import re

RESULTS = pathlib.Path(__file__).resolve().parent / "results"
FEATURES = ["avx2", "fma", "avx512f", "avx512_bf16", "avx512_vnni", "asimd"]


def cpu_name():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def cpu_features():
    words = set(pathlib.Path("/proc/cpuinfo").read_text().split())
    return [name for name in FEATURES if name in words]


def facts():
    return {"cpu": cpu_name(), "features": cpu_features(), "processors": os.cpu_count(),
            "system": platform.system() + " " + platform.machine()}


def results_file(subject):
    """results/2026-01-31-cpu-name-2-subject.json"""
    slug = re.sub(r"[^a-z0-9]+", "-", cpu_name().lower()).strip("-")
    date = datetime.date.today().isoformat()
    return RESULTS / f"{date}-{slug}-{os.cpu_count()}-{subject}.json"
