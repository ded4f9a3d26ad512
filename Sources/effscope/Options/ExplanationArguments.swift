import ArgumentParser
import Attribution
import Explanations
import Support

/// The options that say what is explained, shared by `cam` and `compare`.
struct ExplanationArguments: ParsableArguments {
  @Option(help: "Attribution method (default: cam): \(ExplanationArguments.methodNames).")
  var method: String?
  @Option(
    help: """
      Layer that is explained (default: the last stage): a stage, a block (stage4.block2), a point in \
      one (stage4.block2.depthwise), several with commas between, or all stages.
      """)
  var layer: String?
  @Option(
    name: .customLong("class"), parsing: .singleValue,
    help: "Class index, name or part of one, top (default) or top:K; may be given several times.")
  var targets: [String] = []
  @Option(help: "Explain why the class and not this one: the difference of their logits.")
  var versus: String?
  @Option(help: "Reduce noise: augment (six versions of the image) or eigen (principal component).")
  var smooth: String?
  @Option(help: "Perturb only the K channels of largest norm.")
  var channels: Int?
  @Option(help: "Noise draws, path steps or masks, instead of the method's own number.")
  var samples: Int?
  @Option(help: "Seed of everything random (default: 0).")
  var seed: UInt64?

  static var methodNames: String {
    AttributionMethods.all.map(\.name).joined(separator: ", ")
  }

  /// Whether any of them was given.
  var isEmpty: Bool {
    method == nil && layer == nil && targets.isEmpty && versus == nil && smooth == nil
      && channels == nil && samples == nil && seed == nil
  }

  func validate() throws {
    if let smooth, smooth == Smoothing.none.rawValue || Smoothing(rawValue: smooth) == nil {
      throw ValidationError("--smooth is '\(smooth)', but must be augment or eigen")
    }
    if let channels, channels < 1 {
      throw ValidationError("--channels is \(channels), but must be 1 at least")
    }
    if let samples, !(1...1_000_000).contains(samples) {
      throw ValidationError("--samples is \(samples), but must lie between 1 and 1,000,000")
    }
  }

  /// What they ask of `network`; `fusion` joins several layers.
  func request(
    _ network: LoadedNetwork, fusion: MapFusion? = nil
  ) throws(Failure) -> ExplanationRequest {
    var request = ExplanationRequest(
      method: try ExplanationRequest.method(method ?? CAM().name), fusion: fusion,
      versus: versus, smoothing: smooth.flatMap(Smoothing.init) ?? .none, settings: settings)
    if let layer { request.layers = try ExplanationRequest.layers(layer, in: network.network) }
    request.classes = []
    for text in targets.isEmpty ? ["top"] : targets {
      request.classes.append(try TargetClass(text))
    }
    return request
  }

  /// The choices about the method.
  var settings: MethodSettings {
    MethodSettings(channels: channels, samples: samples, seed: seed ?? 0)
  }
}
