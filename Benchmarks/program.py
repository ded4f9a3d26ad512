"""Runs `effscope benchmark` and reads its report."""

import json
import subprocess


def report(program, *options):
    """The report of `effscope benchmark` with the given options."""
    return json.loads(subprocess.check_output([program, "benchmark", *options, "--format", "json"]))


def forward(program, *options):
    """The median milliseconds of one forward pass."""
    return report(program, *options)["forward"]["median"]
