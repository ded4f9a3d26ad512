"""One runtime in a process of its own: loads a network, then times as many passes as it is asked for.

    python worker.py RUNTIME VARIANT THREADS

Writes a line with the runtime's version when it is ready; then for every line N on standard input one
line with N times in milliseconds, as JSON.
"""

import json
import resource
import sys
import time

import networks


def onnxruntime(variant, threads):
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = ort.InferenceSession(
        str(networks.onnx_file(variant)), options, providers=["CPUExecutionProvider"])
    pixels = networks.image(variant).numpy()
    return ort.__version__, lambda: session.run(None, {"image": pixels})


def openvino(variant, threads):
    import openvino as ov

    compiled = ov.Core().compile_model(
        str(networks.onnx_file(variant)), "CPU",
        {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": threads,
         "PERFORMANCE_HINT": "LATENCY", "NUM_STREAMS": 1})
    request = compiled.create_infer_request()
    pixels = networks.image(variant).numpy()
    return ov.__version__.split("-")[0], lambda: request.infer({0: pixels})


def torch(variant, threads):
    import torch

    torch.set_num_threads(threads)
    module = torch.jit.freeze(
        torch.jit.trace(networks.module(variant), networks.image(variant)))
    pixels = networks.image(variant)

    def run():
        with torch.inference_mode():
            return module(pixels)

    return torch.__version__, run


def ncnn(variant, threads):
    import ncnn
    import numpy as np

    graph, weights = networks.ncnn_files(variant)
    net = ncnn.Net()
    net.opt.num_threads = threads
    net.opt.use_fp16_packed = net.opt.use_fp16_storage = net.opt.use_fp16_arithmetic = False
    net.opt.use_bf16_storage = False
    net.load_param(str(graph))
    net.load_model(str(weights))
    pixels = ncnn.Mat(np.ascontiguousarray(networks.image(variant).numpy()[0]))

    def run():
        extractor = net.create_extractor()
        extractor.input("in0", pixels)
        return extractor.extract("out0")

    return ncnn.__version__, run


RUNTIMES = {"onnxruntime": onnxruntime, "openvino": openvino, "torch": torch, "ncnn": ncnn}


def main():
    runtime, variant, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
    version, run = RUNTIMES[runtime](variant, threads)
    run()
    print(version, flush=True)
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
