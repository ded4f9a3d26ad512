import Architectures
import Attribution
import Explanations
import Inference
import Support
import Tensors

extension Benchmark {
  /// Loads one network, runs it once, warms up, then times `settings.runs` passes.
  ///
  /// Uses random weights if none are installed; the result is then marked untrained.
  package static func run(
    _ request: NetworkRequest, settings: Settings, progress: (Int) -> Void = { _ in }
  ) throws(Failure) -> Benchmark {
    try measure(request, settings, progress: progress).benchmark
  }

  /// Measures one network, each step of its plan in as many passes, and the machine's roofline.
  package static func layers(
    _ request: NetworkRequest, settings: Settings, progress: (Int) -> Void = { _ in }
  ) throws(Failure) -> LayerReport {
    let (benchmark, session) = try measure(request, settings, progress: progress)
    let roofline = Roofline.measure(session.model.instructionSet, threads: session.threads)
    return try InferenceError.asFailure(subject: benchmark.variant) {
      () throws(InferenceError) in
      let image = Tensor(pattern: session.inputShape)
      for _ in 0..<settings.warmup { _ = try session.run(image) }
      return LayerReport(
        benchmark: benchmark, roofline: roofline, network: session.model.network,
        profiles: try session.profile(image, runs: settings.runs))
    }
  }

  private static func measure(
    _ request: NetworkRequest, _ settings: Settings, progress: (Int) -> Void
  ) throws(Failure) -> (benchmark: Benchmark, session: Session) {
    PeakMemory.reset()
    let network = try NetworkLoader.load(request)
    let side = settings.resolution ?? network.variant.resolution
    let explainer = try settings.method.map { method throws(Failure) in
      try Explainer(method, at: settings.layer, network, side: side, threads: settings.threads)
    }
    let subject = network.variant.name
    let watch = Stopwatch()
    let session = try InferenceError.asFailure(
      try Session(model: network.model, height: side, width: side, threads: settings.threads),
      subject: subject)
    let planning = watch.milliseconds
    let image = Tensor(pattern: session.inputShape)
    let forward = { () throws(Failure) -> Double in
      let watch = Stopwatch()
      _ = try InferenceError.asFailure(try session.run(image), subject: subject)
      return watch.milliseconds
    }
    let first = try forward()
    for _ in 0..<settings.warmup {
      _ = try forward()
      _ = try explainer?.timed(image)
    }
    var samples: [Double] = []
    var mapSamples: [Double] = []
    let start = MachineUse.Counters.now
    for run in 0..<settings.runs {
      samples.append(try forward())
      if let time = try explainer?.timed(image) { mapSamples.append(time) }
      progress(run + 1)
    }
    let machine = start.flatMap { start in
      MachineUse.Counters.now.flatMap { MachineUse(from: start, to: $0) }
    }
    let benchmark = Benchmark(
      variant: subject, precision: network.model.configuration.precision.rawValue,
      instructionSet: network.model.instructionSet.rawValue, resolution: side,
      threads: session.threads, runs: settings.runs,
      isUntrained: network.origin.isUntrained, forward: Statistics(samples),
      attribution: explainer.map {
        AttributionTimes(
          method: $0.question.method.name, layer: $0.layer, times: Statistics(mapSamples))
      }, firstRun: first, load: network.loadMilliseconds + planning, machine: machine,
      peakMemoryBytes: PeakMemory.bytes, arenaBytes: session.arenaBytes,
      packedBytes: network.model.packedBytes)
    return (benchmark, session)
  }

  /// Times one map of class 0, repeatedly.
  private struct Explainer {
    let question: MapRequest
    let layer: String
    private let attributor: Attributor

    init(
      _ method: String, at name: String?, _ network: LoadedNetwork, side: Int, threads: Int
    ) throws(Failure) {
      layer = name ?? network.network.stages.last?.name ?? ""
      guard let index = network.network.layer(named: layer) else {
        throw Failure(
          .usage, "can't time a map at", layer,
          because: "\(network.variant.name) has no layer of that name",
          advice: "see effscope architecture \(network.variant.name) \(OptionName.layers)")
      }
      let method = try AttributionError.asFailure(try AttributionMethods.named(method))
      question = MapRequest(method: method, layer: index, target: .logit(0))
      attributor = try AttributionError.asFailure(
        try Attributor(
          model: network.model, head: network.head, height: side, width: side, threads: threads))
    }

    /// Milliseconds from the image to the raw map.
    func timed(_ image: Tensor) throws(Failure) -> Double {
      let watch = Stopwatch()
      _ = try AttributionError.asFailure(try attributor.answer([question], image: image))
      return watch.milliseconds
    }
  }
}
