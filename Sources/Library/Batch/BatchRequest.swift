import Attribution
import Checkpoints
import Explanations
import Support

/// What a batch does to every image.
public struct BatchRequest: Sendable {
  /// How overlays are kept.
  public struct Overlays: Hashable, Sendable {
    /// The file format.
    public var format: ThumbnailFormat
    /// Pixels on the longer side at most; nil for the photograph's own size.
    public var side: Int?

    /// Overlays of a format and size.
    public init(format: ThumbnailFormat, side: Int?) {
      self.format = format
      self.side = side
    }
  }

  /// The one map of each image: one class, one layer or several fused.
  public var explanation: ExplanationRequest
  /// How they are kept; nil for none.
  public var overlays: Overlays?
  /// How many of the most probable classes are kept.
  public var top: Int
  /// What is true of the images; nil where nobody knows.
  public var truth: TrueLabels?
  /// The part that this process does; nil for everything.
  public var shard: Shard?
  /// What decides where an image belongs.
  public var shardKey: Shard.Key
  /// Pixels that an image may have.
  public var pixelLimit: Int
  /// Whether images that were skipped are tried again.
  public var triesSkippedAgain: Bool

  /// Pixels that an image may have unless a person allows more.
  public static let standardPixelLimit = 100_000_000

  /// A request.
  public init(
    explanation: ExplanationRequest = ExplanationRequest(),
    overlays: Overlays? = Overlays(format: .jpeg, side: 320), top: Int = 5,
    truth: TrueLabels? = nil, shard: Shard? = nil, shardKey: Shard.Key = .content,
    pixelLimit: Int = standardPixelLimit, triesSkippedAgain: Bool = false
  ) {
    self.explanation = explanation
    self.overlays = overlays
    self.top = top
    self.truth = truth
    self.shard = shard
    self.shardKey = shardKey
    self.pixelLimit = pixelLimit
    self.triesSkippedAgain = triesSkippedAgain
  }

  /// Bytes that the file of an image within the limit may have: 16 bits a channel, four channels.
  var byteLimit: Int { 8 * pixelLimit + (16 << 20) }

  /// Refuses what gives more than one map an image, or what `network` can't explain.
  public func check(against network: LoadedNetwork) throws(Failure) {
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
    // A class that does not exist is one mistake, not one an image.
    for case .query(let text) in explanation.classes {
      _ = try network.classNames.index(matching: text, count: network.network.classes)
    }
    if let versus = explanation.versus {
      _ = try network.classNames.index(matching: versus, count: network.network.classes)
    }
  }

  /// Everything that decides a row, as a library keeps it.
  public func settings(_ network: LoadedNetwork) -> LibrarySettings {
    typealias Choice = LibrarySettings.Choice
    let origin = network.origin
    var choices = LibrarySettings.choices(of: network)
    var recorded = explanation
    if recorded.layers.isEmpty { recorded.layers = [network.network.stages.last?.name ?? ""] }
    choices += ExplanationOption.map.compactMap { option in
      option.record(recorded).map { Choice(option.name, $0) }
    }
    choices += [Choice("top", String(top)), Choice("truth", truth?.source ?? "none")]
    choices.append(contentsOf: overlayChoices)
    return LibrarySettings(
      choices,
      notes: [
        Choice("weights", origin.label), Choice("weights-path", origin.path ?? ""),
        Choice("untrained", origin.isUntrained ? "yes" : "no"),
        Choice("labels-path", network.labelsPath ?? ""),
        Choice("recipe", network.recipeChanges.text),
        Choice("kernels", network.model.instructionSet.rawValue),
        Choice("program", "Effscope \(ToolVersion.current)"),
      ])
  }

  private var overlayChoices: [LibrarySettings.Choice] {
    guard let overlays else { return [LibrarySettings.Choice("overlays", "none")] }
    return [
      LibrarySettings.Choice(
        "overlays",
        "\(overlays.format.rawValue), \(overlays.side.map { "\($0) pixels" } ?? "full size")")
    ] + explanation.style.choices.map { LibrarySettings.Choice("overlay-\($0.name)", $0.value) }
  }
}
