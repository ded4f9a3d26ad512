import Attribution
import Checkpoints
import Imaging
import Inference
import Support

/// How a picture was made, as keywords and texts for its PNG, enough to make it again.
package struct Provenance: Hashable, Sendable {
  /// Keywords without the program's prefix.
  enum Key: String {
    case kind, image, variant, checkpoint, untrained, dialect, labels, kernels, precision
    case imageSHA256 = "image-sha256"
    case checkpointPath = "checkpoint-path"
    case checkpointSHA256 = "checkpoint-sha256"
    case input, recipe, preprocessing, seen
    case photographSize = "photograph-size"
    case target = "class"
    case label, versus, truth
    case truthLabel = "truth-label"
    case versusLabel = "versus-label"
    case probability, logit, score, partial
    case mapSize = "map-size"
    case mapMinimum = "map-minimum"
    case mapMaximum = "map-maximum"
    case normalization, scale, signed
    case scaleLow = "scale-low"
    case scaleHigh = "scale-high"
    case overlaySize = "overlay-size"
    case subjects, choices, networks, reading
    /// Lines of index and name.
    case classNames = "class-names"
    case classifierActivation = "classifier-activation"
  }

  /// Prefix of the program's keywords.
  static let prefix = "effscope:"
  /// PNG's registered keyword for the program that made a picture.
  static let software = "Software"
  /// `kind` of a single overlay.
  static let overlayKind = "overlay"
  /// `kind` of an overlay in a library, drawn on a smaller copy.
  static let thumbnailKind = "batch"
  /// `kind` of a grid.
  static let comparisonKind = "comparison"

  package private(set) var text: [PNGText]

  init() {
    text = [PNGText(keyword: Self.software, text: "Effscope \(ToolVersion.current)")]
  }

  /// The texts of an existing PNG.
  package init(_ text: [PNGText]) { self.text = text }

  /// Reads the texts of the PNG `bytes` of the file called `name`.
  init(png bytes: [UInt8], name: String) throws(Failure) {
    text = try Failure.naming(name) { () throws(ImagingError) in try PNGText.all(in: bytes) }
  }

  /// The text of a keyword; setting nil removes it.
  subscript(key: Key) -> String? {
    get { self[named: key.rawValue] }
    set { self[named: key.rawValue] = newValue }
  }

  /// The text of a keyword without its prefix.
  subscript(named key: String) -> String? {
    get {
      let keyword = Self.prefix + key
      return text.first { $0.keyword == keyword }?.text
    }
    set {
      let keyword = Self.prefix + key
      text.removeAll { $0.keyword == keyword }
      if let newValue { text.append(PNGText(keyword: keyword, text: Self.printable(newValue))) }
    }
  }

  /// Removes control characters except line breaks, which texts of several parts need.
  private static func printable(_ text: String) -> String {
    guard text.utf8.contains(0x0A) else { return text.printable }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { String($0).printable }.joined(separator: "\n")
  }

  /// Leaves the folders of weights and class names out, which tell where the user keeps files.
  mutating func keepNamesOfFiles() {
    for key in [Key.checkpointPath, .labels] { self[key] = self[key]?.lastPathComponent }
  }

  var program: String? { text.first { $0.keyword == Self.software }?.text }

  /// A warning if another version made the picture called `name`.
  func versionWarnings(_ name: String) -> [String] {
    guard program != "Effscope \(ToolVersion.current)" else { return [] }
    return [
      "\(name) was made by \(program ?? "an unknown version"); this is Effscope "
        + "\(ToolVersion.current), and the bytes may differ"
    ]
  }
}

extension Provenance {
  mutating func note(_ examination: Examination, _ paths: PathStyle) {
    let network = examination.network
    self[.image] = paths.record(examination.photograph.name)
    self[.imageSHA256] = examination.photograph.digest?.hexadecimal
    self[.variant] = network.variant.name
    self[.checkpoint] = network.origin.label
    self[.checkpointPath] = network.origin.path.map(paths.record)
    self[.checkpointSHA256] = network.origin.digest?.hexadecimal
    self[.untrained] = network.origin.isUntrained ? "yes" : nil
    self[.dialect] = network.origin.dialect
    self[.labels] = network.labelsPath.map(paths.record)
    self[.classifierActivation] = network.network.outputActivation.rawValue
    self[.kernels] = network.model.instructionSet.rawValue
    let shape = examination.image.tensor.shape
    self[.input] = "\(shape[2])x\(shape[3])"
    // The part of the photograph that became the input, in pixels of the upright photograph.
    let size = examination.photograph.size
    let seen = network.seen(of: examination.photograph)
    self[.photographSize] = "\(size.height)x\(size.width)"
    self[.seen] = "x \(seen.x) y \(seen.y) width \(seen.width) height \(seen.height)"
    self[.recipe] = network.recipe.savedText
    self[.preprocessing] = network.recipeChanges.isEmpty ? nil : network.recipeChanges.text
    self[.reading] = network.readingText.isEmpty ? nil : network.readingText
    let precision = network.model.configuration.precision
    self[.precision] = precision == .float32 ? nil : precision.rawValue
  }

  /// The provenance of `explanation` drawn in `style`.
  init(_ explanation: Explanation, _ style: PictureStyle) {
    self.init()
    let question = explanation.question
    let target = explanation.target
    let map = explanation.map
    let scale = explanation.scale(style)
    self[.kind] = Self.overlayKind
    var request = question.request
    note(explanation.examination, request.paths)
    request.style = style
    record(["method", "layer", "fuse"], of: request)
    self[.target] = String(target.index)
    self[.label] = target.label
    self[.versus] = explanation.versus.map { String($0.index) }
    self[.versusLabel] = explanation.versus?.label
    request.truth = question.truth.map(TruthSource.index)
    record(["truth"], of: request)
    self[.truthLabel] = explanation.truth?.label
    self[.probability] = target.probability.map { "\($0)" }
    self[.logit] = "\(target.logit)"
    self[.score] = "\(explanation.score)"
    record(["smooth", "channels", "samples", "seed"], of: request)
    self[.partial] = explanation.isPartial ? "yes" : nil
    self[.mapSize] = "\(map.height)x\(map.width)"
    self[.mapMinimum] = "\(map.minimum)"
    self[.mapMaximum] = "\(map.maximum)"
    self[.normalization] =
      style.compatibility?.rawValue
      ?? (scale.isBlank(map) ? DisplayRules.noEvidence : scale.normalization)
    self[.scale] = scale.kind.rawValue
    self[.scaleLow] = "\(scale.low)"
    self[.scaleHigh] = "\(scale.high)"
    self[.signed] = scale.isSigned ? "yes" : "no"
    note(style)
  }

  mutating func note(_ style: PictureStyle) {
    var request = ExplanationRequest()
    request.style = style
    record(ExplanationOption.drawing.map(\.name).filter { $0 != "signed" }, of: request)
  }

  private mutating func record(_ names: [String], of request: ExplanationRequest) {
    for option in ExplanationOption.all where names.contains(option.name) {
      self[named: option.key] = option.record(request)
    }
  }
}
