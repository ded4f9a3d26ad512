"""What Effscope's own benchmark command says."""

import json
import subprocess


def forward(program, *options):
    """Median milliseconds of one forward pass under the options of `effscope benchmark`."""
    output = subprocess.check_output([program, "benchmark", *options, "--format", "json"])
    return json.loads(output)["forward"]["median"]
