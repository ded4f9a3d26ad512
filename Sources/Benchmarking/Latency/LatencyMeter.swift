import Architectures
import Checkpoints
import Glibc
import Inference
import Support
import Tensors

/// Times networks with random weights, which take the same time as trained ones.
package enum LatencyMeter {
  /// Mean milliseconds of `runs` passes of one image, after two warm-up passes.
  ///
  /// `progress` gets the number of finished passes and returns false to cancel.
  /// - Throws: `Failure` with status `interrupted` after cancellation, `unavailable` if memory is too small.
  package static func meanMilliseconds(
    of variant: Variant, threads: Int, runs: Int, progress: (Int) -> Bool = { _ in true }
  ) throws(Failure) -> Double {
    func proceed(_ done: Int) throws(Failure) {
      guard !progress(done) else { return }
      throw Failure(.interrupted, "stopped measuring", variant.title, because: "it was interrupted")
    }
    try proceed(0)
    let session = try session(for: variant, threads: threads)
    let image = image(variant.resolution)
    var samples: [Double] = []
    for run in -2..<runs {
      let watch = Stopwatch()
      _ = try InferenceError.asFailure(try session.run(image), subject: variant.name)
      if run >= 0 { samples.append(watch.milliseconds) }
      try proceed(max(0, run + 1))
    }
    return samples.reduce(0, +) / Double(samples.count)
  }

  /// Bytes that a measurement takes: weights as drawn and as packed, and live activations.
  package static func bytes(of network: Network, height: Int, width: Int) -> Int {
    2 * network.weightBytes + 4 * network.peakActivations(height: height, width: width)
  }

  /// A session of `variant` with random weights; throws if it needs over 80 % of the free memory.
  static func session(for variant: Variant, threads: Int) throws(Failure) -> Session {
    let network = variant.network()
    let side = variant.resolution
    let bytes = bytes(of: network, height: side, width: side)
    // What other programs use is not there for this one.
    let free = FreeMemory.bytes ?? sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    guard bytes < free * 8 / 10 else {
      throw Failure(
        .unavailable, "can't measure", variant.title,
        because: "it needs about \(NumberText.bytes(bytes)) of memory, and "
          + "\(NumberText.bytes(free)) are free", advice: "choose a smaller network")
    }
    return try InferenceError.asFailure(subject: variant.name) { () throws(InferenceError) in
      let model = try Model(
        network: network, weights: SeededWeights(seed: 0).stateDictionary(for: network))
      return try Session(model: model, height: side, width: side, threads: threads)
    }
  }

  /// A grey ramp (1, 3, side, side); a constant image is untypical.
  static func image(_ side: Int) -> Tensor {
    let tensor = Tensor(zeros: [1, 3, side, side])
    for index in 0..<tensor.count {
      tensor.storage.mutableBuffer[index] = Float(index % 251) / 125 - 1
    }
    return tensor
  }
}
