import Architectures
import Inference
import Tensors

extension Benchmark {
  /// Measures one network: loads it, runs it once, warms up, then times `settings.runs` passes.
  ///
  /// Without installed weights random ones are taken; they cost the same time and are marked.
  public static func run(
    _ request: NetworkRequest, settings: Settings, progress: (Int) -> Void = { _ in }
  ) throws(Failure) -> Benchmark {
    PeakMemory.reset()
    let network = try NetworkLoader.load(request)
    let side = settings.resolution ?? network.variant.resolution
    do throws(InferenceError) {
      let watch = Stopwatch()
      let session = try Session(
        model: network.model, height: side, width: side, threads: settings.threads)
      let planning = watch.milliseconds
      let image = pattern(session.inputShape)
      let first = try timed(session, image)
      for _ in 0..<settings.warmup { _ = try session.run(image) }
      var samples: [Double] = []
      for run in 0..<settings.runs {
        samples.append(try timed(session, image))
        progress(run + 1)
      }
      return Benchmark(
        variant: network.variant.name, resolution: side, threads: session.threads,
        runs: settings.runs, precision: network.model.configuration.precision.rawValue,
        instructionSet: network.model.instructionSet.rawValue,
        isUntrained: network.origin.isUntrained, forward: Statistics(samples), firstRun: first,
        load: network.loadMilliseconds + planning, peakMemoryBytes: PeakMemory.bytes,
        arenaBytes: session.arenaBytes, packedBytes: network.model.packedBytes)
    } catch {
      throw Failure(error, subject: network.variant.name)
    }
  }

  private static func timed(
    _ session: Session, _ image: Tensor
  ) throws(InferenceError) -> Double {
    let watch = Stopwatch()
    _ = try session.run(image)
    return watch.milliseconds
  }

  /// A fixed input of mixed values between −1 and 1: a constant one could favour no real network.
  static func pattern(_ shape: [Int]) -> Tensor {
    let tensor = Tensor(zeros: shape)
    var state: UInt32 = 0x9E37_79B9
    for index in 0..<tensor.count {
      state = state &* 1_664_525 &+ 1_013_904_223
      tensor.storage.mutableBuffer[index] = Float(state >> 8) / Float(1 << 23) - 1
    }
    return tensor
  }
}
