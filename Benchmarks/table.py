"""Prints the records of compare.py as a Markdown table.

    python table.py RESULTS.json
"""

import json
import sys

NAMES = {"effscope": "Effscope", "effscope-bf16": "Effscope bf16", "effscope-int8": "Effscope int8",
         "onnxruntime": "ONNX Runtime", "openvino": "OpenVINO", "torch": "PyTorch", "ncnn": "ncnn",
         "openvino-default": "OpenVINO default"}
PEERS = ["onnxruntime", "openvino", "torch", "ncnn"]
TIMES = ["effscope", *PEERS, "effscope-bf16", "openvino-default", "effscope-int8"]
HEADINGS = (["variant", "threads"] + [NAMES[name] for name in TIMES]
            + ["f32 ratio", "of minima", "bf16 ratio", "int8 : f32", "peak MB", "ONNX Runtime MB"])
# A runtime whose f32 logits differ more is shown with a mark and is never the fastest.
AGREEMENT = 1e-2


def ratio(results, name, other, figure="median"):
    if name not in results or other not in results:
        return "–"
    return f"{results[name][figure] / results[other][figure]:.2f}"


def agrees(results, name):
    return results[name]["precision"] != "f32" or results[name]["difference"] < AGREEMENT


def time(results, name):
    if name not in results:
        return "–"
    return f"{results[name]['median']:.2f}" + ("" if agrees(results, name) else "*")


def row(record):
    """Medians in milliseconds, then the ratio of Effscope's time to the fastest peer of the same number type."""
    results = record["results"]
    cells = [record["variant"], str(record["threads"])]
    cells += [time(results, name) for name in TIMES]
    peers = [name for name in PEERS if name in results and agrees(results, name)]
    for figure in ["median", "minimum"]:
        fastest = min(peers, key=lambda name: results[name][figure])
        cells.append(f"{ratio(results, 'effscope', fastest, figure)} ({NAMES[fastest]})")
    cells.append(ratio(results, "effscope-bf16", "openvino-default"))
    cells.append(ratio(results, "effscope-int8", "effscope"))
    for name in ["effscope", "onnxruntime"]:
        cells.append(f"{results[name]['peakMemoryBytes'] / 1e6:.0f}" if name in results else "–")
    return "| " + " | ".join(cells) + " |"


def agreement(records):
    """The largest difference between the logits of each runtime and PyTorch, over all networks."""
    worst = {}
    for record in records:
        for name, result in record["results"].items():
            worst[name] = max(worst.get(name, 0), result["difference"])
    return ", ".join(f"{NAMES[name]} {value:.1e}" for name, value in worst.items())


def versions(records):
    found = {}
    for record in records:
        for name, result in record["results"].items():
            found[name] = f"{NAMES[name]} {result['version']}"
            if name == "openvino-default":
                found[name] += f" (computes in {result['precision']})"
    return ", ".join(found.values())


def markdown(report):
    machine, records = report["machine"], report["records"]
    order = sorted(records, key=lambda record: record["threads"])
    lines = ["| " + " | ".join(HEADINGS) + " |", "|" + "---|" * len(HEADINGS)]
    lines += [row(record) for record in order]
    dates = sorted(record["date"] for record in records)
    kernels = ", ".join(sorted({record["kernels"] for record in records}))
    notes = [
        f"- {machine['cpu']}, {machine['processors']} processors, {' '.join(machine['features'])}; "
        f"{machine['system']}; Effscope with {kernels} kernels; {dates[0]} to {dates[-1]}",
        "- batch 1, medians in milliseconds of passes taken turn by turn; a ratio is Effscope's time over "
        "that of the fastest peer in f32, of OpenVINO's default in bf16, of its own f32 in int8",
        "- 'of minima' compares the shortest passes, which a busy machine disturbs least; a time with * is "
        "of a runtime whose answers differ",
        "- peak: resident memory of the whole process at its peak; the peers run in Python",
        f"- {versions(records)}",
        f"- largest difference of logits from PyTorch's, relative to the largest logit: "
        f"{agreement(records)}",
    ]
    return "\n".join(lines) + "\n\n" + "\n".join(notes) + "\n"


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        print(markdown(json.load(file)))
