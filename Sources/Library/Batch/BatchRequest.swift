import Attribution
import Checkpoints
import Explanations
import Support

/// The settings of a batch.
package struct BatchRequest: Sendable {
  package struct Overlays: Hashable, Sendable {
    package var format: ThumbnailFormat
    /// Pixels on the longer side at most; nil for the photograph's own size.
    package var side: Int?

    package init(format: ThumbnailFormat, side: Int?) {
      self.format = format
      self.side = side
    }
  }

  /// The map of each image: one class, and one layer or several fused.
  package var explanation: ExplanationRequest
  /// Nil writes no overlays.
  package var overlays: Overlays? = Overlays(format: .jpeg, side: 320)
  /// Number of most probable classes stored for each image.
  package var top = 5
  package var truth: TrueLabels?
  /// The images that this process examines; nil for all.
  package var shard: Shard?
  package var shardKey = Shard.Key.content
  package var triesSkippedAgain = false
  /// How the library names files; nil for a present library's own way, and names for a new one.
  package var paths: PathStyle?

  package init(explanation: ExplanationRequest = ExplanationRequest()) {
    self.explanation = explanation
  }

  /// Images with more pixels are skipped.
  var pixelLimit: Int { explanation.network.pixelLimit }

  /// Largest image file in bytes.
  var byteLimit: Int { Photograph.byteLimit(pixels: pixelLimit) }

  /// Throws if an image would get several maps or if `network` can't compute the map.
  package func check(against network: LoadedNetwork) throws(Failure) {
    try explanation.check(against: network)
    let isSeveral =
      explanation.classes.reduce(0) { $0 + $1.count } != 1
      || explanation.fusion == nil && explanation.layers.count > 1
    if isSeveral {
      throw Failure(
        .usage, "can't batch", explanation.method.name,
        because: "a library holds one map an image",
        advice: "give one \(OptionName.class), and one \(OptionName.layer) or \(OptionName.fuse)")
    }
    if truth != nil, network.network.outputActivation == .linear {
      throw Failure(
        .usage, "can't compare with true classes", network.variant.name,
        because: "its outputs are plain numbers, so no class is its answer",
        advice: "leave \(OptionName.truth) out")
    }
    // Reports an unknown class once instead of once for each image.
    var names = explanation.versus.map { [$0] } ?? []
    for case .query(let text) in explanation.classes { names.append(text) }
    for name in names {
      _ = try network.classNames.index(matching: name, count: network.network.classes)
    }
  }

  /// The choices that decide rows and overlays, in the form that the library stores.
  package func settings(_ network: LoadedNetwork) -> LibrarySettings {
    let origin = network.origin
    var recorded = explanation
    if recorded.layers.isEmpty { recorded.layers = [network.network.stages.last?.name ?? ""] }
    let map = ExplanationOption.map.compactMap { option in
      option.record(recorded).map { Setting(option.name, $0) }
    }
    // Absent for absolute paths, as in libraries of version 0.1.
    let named = paths ?? .names
    let naming = named == .absolute ? [] : [Setting(LibraryPaths.choice, named.rawValue)]
    let counts = [Setting("top", String(top)), Setting("truth", truth?.source ?? "none")]
    return LibrarySettings(
      LibrarySettings.choices(of: network) + map + counts + naming + overlayChoices,
      notes: [
        Setting("weights", origin.label), Setting("weights-path", origin.path ?? ""),
        Setting("untrained", origin.isUntrained ? "yes" : "no"),
        Setting("labels-path", network.labelsPath ?? ""),
        Setting("recipe", network.recipeChanges.text),
        Setting("kernels", network.model.instructionSet.rawValue),
        Setting("program", "Effscope \(ToolVersion.current)"),
      ])
  }

  private typealias Setting = LibrarySettings.Setting

  private var overlayChoices: [Setting] {
    guard let overlays else { return [Setting("overlays", "none")] }
    let size = overlays.side.map { "\($0) pixels" } ?? "full size"
    return [Setting("overlays", "\(overlays.format.rawValue), \(size)")]
      + explanation.style.choices.map { Setting("overlay-\($0.name)", $0.value) }
  }
}
