import ArgumentParser
import Attribution
import Explanations
import Imaging
import Support

/// What every command asks that explains images: the network, the maps and their pictures.
struct ExplanationArguments: ParsableArguments {
  @OptionGroup var network: NetworkArguments
  @OptionGroup var map: RequestArguments<MapSelection>
  @OptionGroup var fusion: RequestArguments<FusionSelection>
  @OptionGroup var drawing: RequestArguments<DrawingSelection>
  @OptionGroup var colors: ScaleArguments
  @OptionGroup var marking: RequestArguments<MarkingSelection>
  @Option(
    help: """
      How files are named in pictures and reports: relative (default: the path from the current \
      folder), absolute (the path as it is given) or names. batch: names (default: overlays have an \
      image's name, rows the path from the library's folder), relative or absolute.
      """)
  var paths: PathStyle?

  /// The request of these and the given options, its layers those of `loaded`.
  func request(
    _ others: any RequestOptions..., on loaded: LoadedNetwork
  ) throws(Failure) -> ExplanationRequest {
    var request = try network.explanationRequest(map, fusion, drawing, marking)
    request.paths = paths ?? .relative
    for options in others { try options.apply(to: &request) }
    return try request.resolved(in: loaded)
  }
}

/// How much work the methods that perturb or sample may do.
struct MethodArguments: ParsableArguments {
  @Option(help: "Perturb only the K channels of largest norm (score-cam and its like).")
  var channels: Int?
  @Option(help: "Noise draws, path steps or masks, instead of a method's own number.")
  var samples: Int?

  func validate() throws {
    try require("--channels", channels, in: 1...Int.max)
    try require("--samples", samples, in: 1...1_000_000)
  }

  func settings(seed: UInt64) -> MethodSettings {
    MethodSettings(channels: channels, samples: samples, seed: seed)
  }
}

/// The scale of the colours, where several maps may share one.
struct ScaleArguments: ParsableArguments {
  @Option(
    help: """
      photograph (default): one range for the classes of each photograph; own: each picture's own; \
      shared: equal colours, equal values for all maps of a method.
      """)
  var scale: DisplayScale.Kind?

  func validate() throws {
    if scale == .fixed { throw ValidationError("name the values of the colours with --range") }
  }
}

extension PathStyle: ExpressibleByArgument {}
extension DisplayScale.Kind: ExpressibleByArgument {}
