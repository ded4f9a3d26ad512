"""Edits the graphs of ONNX files and compares what the program makes of them with onnxruntime.

    venv/bin/python Tests/Fuzz/graph_differences.py PROGRAM SECONDS FOLDER IMAGE.npy GRAPH.onnx…

An edit changes an operator, an edge, an attribute or a constant, removes or inserts a node, or makes a cycle. The
program must refuse the graph with exit status 65 and one line, or give onnxruntime's logits within 1e-3 of the
largest. Every other outcome is a finding, kept in FOLDER. The exit status is 1 if there is one.
"""

import pathlib
import random
import subprocess
import sys
import time

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper

UNARY = ["Relu", "Sigmoid", "Tanh", "HardSwish", "Elu", "Identity", "Neg", "Abs", "Exp", "Softplus", "Sqrt", "Erf",
         "Softmax", "Gelu", "Mish", "Round", "Not", "Nowhere"]
BINARY = ["Add", "Sub", "Mul", "Div", "Max", "Min", "Pow", "PRelu", "MatMul"]


def edges(graph):
    return [(node, position) for node in graph.node for position in range(len(node.input))]


def rewire(graph, draw):
    node, position = draw.choice(edges(graph))
    names = [name for other in graph.node for name in other.output] + [graph.input[0].name]
    node.input[position] = draw.choice(names)


def retype(graph, draw):
    node = draw.choice(graph.node)
    node.op_type = draw.choice(BINARY if len(node.input) == 2 else UNARY)
    del node.attribute[:]


def bypass(graph, draw):
    node = draw.choice([node for node in graph.node if node.input])
    for other in graph.node:
        for position, name in enumerate(other.input):
            if name == node.output[0]:
                other.input[position] = node.input[0]


def insert(graph, draw):
    index = draw.randrange(len(graph.node))
    node = graph.node[index]
    if not node.input:
        return
    position = draw.randrange(len(node.input))
    new = helper.make_node(draw.choice(UNARY), [node.input[position]], ["new"], "new")
    node.input[position] = "new"
    graph.node.insert(index, new)


def attribute(graph, draw):
    nodes = [node for node in graph.node if node.attribute]
    if not nodes:
        return
    found = draw.choice(draw.choice(nodes).attribute)
    if found.ints:
        found.ints[draw.randrange(len(found.ints))] = draw.choice([0, 1, 2, 3, -1])
    elif found.type == onnx.AttributeProto.INT:
        found.i = draw.choice([0, 1, 2, -1])
    elif found.type == onnx.AttributeProto.FLOAT:
        found.f = draw.choice([0, 0.5, 1, 1e-2, 3])


def swap(graph, draw):
    node = draw.choice([node for node in graph.node if len(node.input) > 1])
    one, other = draw.sample(range(len(node.input)), 2)
    node.input[one], node.input[other] = node.input[other], node.input[one]


def constant(graph, draw):
    """Another value for a single number, in the graph or among its constants."""
    for node in draw.sample(list(graph.node), len(graph.node)):
        for found in node.attribute:
            if found.HasField("t") and numpy_helper.to_array(found.t).size == 1:
                old = numpy_helper.to_array(found.t)
                found.t.CopyFrom(numpy_helper.from_array(
                    (old * draw.choice([0, 2, -1])).astype(old.dtype), found.t.name))
                return
    rewire(graph, draw)


def end(graph, draw):
    graph.output[0].name = draw.choice([name for node in graph.node[-8:] for name in node.output])


def foreign(graph, draw):
    draw.choice(graph.node).domain = draw.choice(["com.microsoft", "ai.onnx.ml", "own"])


def order(graph, draw):
    one, other = draw.sample(range(len(graph.node)), 2)
    node = onnx.NodeProto()
    node.CopyFrom(graph.node[one])
    graph.node[one].CopyFrom(graph.node[other])
    graph.node[other].CopyFrom(node)


EDITS = [rewire, retype, bypass, insert, attribute, swap, constant, end, foreign, order]


def truth(path, image):
    """onnxruntime's logits; nil if it refuses the graph or gives no vector."""
    try:
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        return session.run(None, {session.get_inputs()[0].name: image})[0].ravel()
    except Exception:
        return None


def main():
    program, seconds, folder, picture, *graphs = sys.argv[1:]
    onnxruntime.set_default_logger_severity(4)
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    image = np.load(picture)
    bases = [onnx.load(path) for path in graphs]
    counts, seed, until = {"refused": 0, "right": 0, "wrong": 0}, 0, time.time() + float(seconds)
    while time.time() < until:
        seed += 1
        draw = random.Random(seed)
        model = onnx.ModelProto()
        model.CopyFrom(draw.choice(bases))
        for edit in draw.choices(EDITS, k=draw.choice([1, 1, 1, 2, 3])):
            edit(model.graph, draw)
        path = folder / f"graph-{seed}.onnx"
        path.write_bytes(model.SerializeToString())
        logits = folder / "logits.npy"
        logits.unlink(missing_ok=True)
        run = subprocess.run(
            [program, "classify", picture, "--checkpoint", str(path), "--classifier-activation", "linear",
             "--save-logits", str(logits), "--quiet"], capture_output=True, text=True, timeout=60)
        if run.returncode == 65 and run.stderr.count("\n") == 1:
            word = "refused"
        elif run.returncode == 0:
            expected, found = truth(str(path), image), np.load(logits).ravel()
            if expected is not None and len(expected) == len(found) and (
                    np.abs(expected - found).max() <= 1e-3 * max(np.abs(expected).max(), 1e-3)):
                word = "right"
            else:
                word = "wrong"
        else:
            word = "wrong"
        counts[word] += 1
        if word == "wrong":
            print(f"{path}: status {run.returncode} {run.stderr.strip()[:200]}", flush=True)
        else:
            path.unlink()
    print(counts)
    sys.exit(counts["wrong"] > 0)


if __name__ == "__main__":
    main()
