"""Runs one runtime in a separate process: loads a network, then times passes on request.

    python worker.py RUNTIME VARIANT THREADS

Writes one line of JSON when it is ready: the version of the runtime, the number type of its computation, and the
difference between its logits and PyTorch's. Then, for each line N on standard input, it writes one line with N times
in milliseconds.
"""

import json
import resource
import sys
import time

import numpy

import networks


def onnxruntime(folder, threads):
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = ort.InferenceSession(
        str(folder / "network.onnx"), options, providers=["CPUExecutionProvider"])
    image = numpy.load(folder / "image.npy")
    return ort.__version__, "f32", lambda: session.run(None, {"image": image})[0]


def openvino(folder, threads, hints={"INFERENCE_PRECISION_HINT": "f32"}):
    import openvino as ov

    compiled = ov.Core().compile_model(
        str(folder / "network.onnx"), "CPU",
        {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY", **hints})
    request = compiled.create_infer_request()
    image = numpy.load(folder / "image.npy")
    precision = compiled.get_property("INFERENCE_PRECISION_HINT").get_type_name()
    return ov.__version__.split("-")[0], precision, lambda: request.infer({0: image})[0]


def openvino_default(folder, threads):
    """OpenVINO with its default settings: bf16 if the processor supports it."""
    return openvino(folder, threads, hints={})


def torch(folder, threads):
    import torch

    torch.set_num_threads(threads)
    module = torch.jit.freeze(torch.jit.load(str(folder / "network.pt")).eval())
    image = torch.from_numpy(numpy.load(folder / "image.npy"))

    def run():
        with torch.inference_mode():
            return module(image).numpy()

    return torch.__version__, "f32", run


def ncnn(folder, threads):
    import ncnn

    net = ncnn.Net()
    net.opt.num_threads = threads
    net.opt.use_fp16_packed = net.opt.use_fp16_storage = net.opt.use_fp16_arithmetic = False
    net.opt.use_bf16_storage = False
    net.load_param(str(folder / "network.ncnn.param"))
    net.load_model(str(folder / "network.ncnn.bin"))
    # A Mat does not own the memory of the array that it is made from.
    image = ncnn.Mat(numpy.ascontiguousarray(numpy.load(folder / "image.npy")[0])).clone()

    def run():
        extractor = net.create_extractor()
        extractor.input("in0", image)
        return numpy.array(extractor.extract("out0")[1])

    return ncnn.__version__, "f32", run


RUNTIMES = {"onnxruntime": onnxruntime, "openvino": openvino, "openvino-default": openvino_default,
            "torch": torch, "ncnn": ncnn}


def difference(found, expected):
    """Largest absolute difference over the largest absolute logit."""
    found = numpy.asarray(found).reshape(-1)
    expected = expected.reshape(-1)
    return float(numpy.abs(found - expected).max() / numpy.abs(expected).max())


def main():
    runtime, variant, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
    folder = networks.folder(variant)
    version, precision, run = RUNTIMES[runtime](folder, threads)
    logits = difference(run(), numpy.load(folder / "logits.npy"))
    print(json.dumps({"version": version, "precision": precision, "difference": logits}), flush=True)
    for line in sys.stdin:
        times = []
        for _ in range(int(line)):
            start = time.perf_counter()
            run()
            times.append((time.perf_counter() - start) * 1e3)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(json.dumps({"times": times, "peak": peak}), flush=True)


if __name__ == "__main__":
    main()
