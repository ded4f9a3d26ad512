"""Writes the small checkpoint files of Tests/CheckpointsTests/Fixtures with the libraries that define the formats.

    python3 -m venv venv && venv/bin/pip install torch==2.13.0 numpy==2.4.6 safetensors==0.8.0 onnx==1.23.2
    venv/bin/python Tests/Golden/checkpoints.py

Every file holds the same tensors (`tensors`), so one test checks all files.
"""

import argparse
import collections
import pathlib

import numpy as np
import torch
from safetensors.torch import save_file

FOLDER = pathlib.Path(__file__).parent.parent / "CheckpointsTests" / "Fixtures"


def tensors(dtype=torch.float32):
    """Six values in several memory layouts: row-major, transposed, a slice of a shared storage, a scalar."""
    base = torch.arange(24, dtype=torch.float32)
    return collections.OrderedDict(
        plain=base[:6].reshape(2, 3).to(dtype).clone(),
        transposed=base[:6].reshape(3, 2).to(dtype).t(),
        slice=base.to(dtype)[4:10],
        negative=torch.tensor([-1.5, 0.0, 65504.0, 1e-7, 3.0]).to(dtype),
        scalar=torch.tensor(7.0).to(dtype),
        batches=torch.tensor(3, dtype=torch.int64),
    )


def save_onnx(path, beside=False):
    """A convolution, a batch norm and a fully connected layer; uses every way in which ONNX stores tensors."""
    from onnx import TensorProto, helper, numpy_helper, save

    ramp = lambda *shape: np.arange(np.prod(shape), dtype=np.float32).reshape(shape) / 8
    tensors = [
        numpy_helper.from_array(ramp(2, 3, 1, 1), "stem.weight"),
        helper.make_tensor("bn.weight", TensorProto.FLOAT, [2], [1.0, 0.5]),
        helper.make_tensor("bn.bias", TensorProto.DOUBLE, [2], [0.25, -0.25]),
        helper.make_tensor("bn.mean", TensorProto.FLOAT16, [2], [0.5, 2.0]),
        numpy_helper.from_array(np.float32([1, 4]), "bn.variance"),
        numpy_helper.from_array(ramp(3, 2), "fc.weight"),
    ]
    nodes = [
        helper.make_node("Conv", ["x", "stem.weight"], ["a"], pads=[0, 0, 0, 0]),
        helper.make_node("BatchNormalization", ["a", "bn.weight", "bn.bias", "bn.mean", "bn.variance"], ["b"],
                         epsilon=1e-3),
        helper.make_node("GlobalAveragePool", ["b"], ["c"]), helper.make_node("Flatten", ["c"], ["d"]),
        helper.make_node("Constant", [], ["fc.bias"], value=numpy_helper.from_array(np.float32([1, 2, 3]), "v")),
        helper.make_node("Gemm", ["d", "fc.weight", "fc.bias"], ["y"], transB=1),
    ]
    graph = helper.make_graph(
        nodes, "small", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, 8, 8])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 3])], tensors)
    model = helper.make_model(graph, producer_name="golden")
    if beside:
        save(model, path, save_as_external_data=True, location=path.name + ".data", size_threshold=0)
        (path.parent / (path.name + ".data")).unlink()
    else:
        save(model, path)


def save_graphs(folder):
    """Graphs that ONNX forbids or that no network has: a cycle, a missing value, an unknown operator, and a head."""
    from onnx import TensorProto, helper, numpy_helper

    node = helper.make_node
    weight = numpy_helper.from_array(np.ones((2, 3), np.float32), "weight")
    number = numpy_helper.from_array(np.float32([2]), "number")
    graphs = {
        "cycle": [node("Add", ["x", "b"], ["a"], "first"), node("Relu", ["a"], ["b"], "second")],
        "unconnected": [node("Relu", ["nowhere"], ["b"], "lonely")],
        "twice": [node("Relu", ["x"], ["b"], "first"), node("Tanh", ["x"], ["b"], "second")],
        "unknown": [node("Relu", ["x"], ["a"]), node("Fly", ["a"], ["b"], "bird", domain="org.example")],
        "no-output": [node("Relu", ["x"], ["a"], "only")],
        "head": [
            node("Clip", ["x"], ["c"], min=1e-6), node("Pow", ["c", "number"], ["p"]),
            node("AveragePool", ["p"], ["m"], kernel_shape=[8, 8]), node("Sqrt", ["m"], ["s"]),
            node("Flatten", ["s"], ["f"]), node("Gemm", ["f", "weight"], ["g"], transB=1),
            node("Sigmoid", ["g"], ["i"]), node("Mul", ["g", "i"], ["j"]), node("Div", ["j", "number"], ["k"]),
            node("ReduceL2", ["k"], ["l"], axes=[1]), node("Div", ["k", "l"], ["n"]), node("Softmax", ["n"], ["b"]),
        ],
    }
    for name, nodes in graphs.items():
        graph = helper.make_graph(
            nodes, name, [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, 8, 8])],
            [helper.make_tensor_value_info("b", TensorProto.FLOAT, [1, 2])], [weight, number])
        model = helper.make_model(graph, producer_name="golden")
        (folder / f"graph-{name}.onnx").write_bytes(model.SerializeToString())


def main():
    FOLDER.mkdir(exist_ok=True)
    for name, dtype in [
        ("f32", torch.float32),
        ("f16", torch.float16),
        ("bf16", torch.bfloat16),
        ("f64", torch.float64),
    ]:
        torch.save(tensors(dtype), FOLDER / f"zip-{name}.pth")
        torch.save(
            tensors(dtype), FOLDER / f"legacy-{name}.pth", _use_new_zipfile_serialization=False
        )
        contiguous = {key: value.contiguous().clone() for key, value in tensors(dtype).items()}
        save_file(contiguous, FOLDER / f"{name}.safetensors", metadata={"format": "pt"})

    parameter = torch.nn.Parameter(torch.ones(2))
    optimizer = torch.optim.SGD([parameter], lr=0.1, momentum=0.9)
    parameter.sum().backward()
    optimizer.step()
    training = {
        "epoch": 4,
        "arch": "tf_efficientnet_b0",
        "state_dict": tensors(),
        "optimizer": optimizer.state_dict(),
        "args": argparse.Namespace(model="efficientnet_b0", output=pathlib.PosixPath("out")),
    }
    torch.save(training, FOLDER / "training.pth")
    save_onnx(FOLDER / "small.onnx")
    save_onnx(FOLDER / "beside.onnx", beside=True)
    save_graphs(FOLDER)


if __name__ == "__main__":
    main()
