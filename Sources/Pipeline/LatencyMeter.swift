import Architectures
import Checkpoints
import Glibc
import Inference
import Tensors

/// Times networks that need not have weights: random ones take the same time.
public enum LatencyMeter {
  /// Milliseconds of `runs` passes of one image after two that are not counted.
  public static func milliseconds(
    of variant: Variant, threads: Int, runs: Int, progress: (Int) -> Void = { _ in }
  ) throws(Failure) -> [Double] {
    let session = try session(for: variant, threads: threads)
    let image = image(variant.resolution)
    var samples: [Double] = []
    do throws(InferenceError) {
      for _ in 0..<2 { _ = try session.run(image) }
      for run in 0..<runs {
        let watch = Stopwatch()
        _ = try session.run(image)
        samples.append(watch.milliseconds)
        progress(run + 1)
      }
    } catch {
      throw Failure(error, subject: variant.name)
    }
    return samples
  }

  /// A session of `variant` with random weights, refused where it could not fit into memory.
  static func session(for variant: Variant, threads: Int) throws(Failure) -> Session {
    let network = variant.network()
    let side = variant.resolution
    // Weights as drawn and as packed, and what lives between the layers.
    let bytes = 2 * network.weightBytes + 4 * network.peakActivations(height: side, width: side)
    let installed = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    guard bytes < installed * 8 / 10 else {
      throw Failure(
        .unavailable, "can't measure", variant.title,
        because: "it needs about \(Format.bytes(bytes)), and this machine has "
          + Format.bytes(installed), advice: "choose a smaller network")
    }
    do throws(InferenceError) {
      let model = try Model(
        network: network, weights: SeededWeights(seed: 0).stateDictionary(for: network))
      return try Session(model: model, height: side, width: side, threads: threads)
    } catch {
      throw Failure(error, subject: variant.name)
    }
  }

  /// A grey ramp: a constant image could favour no real network.
  static func image(_ side: Int) -> Tensor {
    let tensor = Tensor(zeros: [1, 3, side, side])
    for index in 0..<tensor.count {
      tensor.storage.mutableBuffer[index] = Float(index % 251) / 125 - 1
    }
    return tensor
  }
}
