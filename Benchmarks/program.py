"""What Effscope's own benchmark command says."""

import json
import subprocess


def report(program, *options):
    """The report of `effscope benchmark` under its options."""
    return json.loads(subprocess.check_output([program, "benchmark", *options, "--format", "json"]))


def forward(program, *options):
    """Median milliseconds of one forward pass in that report."""
    return report(program, *options)["forward"]["median"]
