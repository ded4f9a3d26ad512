import Attribution
import Checkpoints
import Imaging
import Inference
import Support

/// What a picture's own text says about how to make it again.
public struct Reproduction: Sendable {
  /// The network, by the names that were recorded.
  public let network: NetworkRequest
  /// The image's path as it was given then.
  public let image: String
  /// How it is drawn.
  public let style: PictureStyle
  /// What was different then and may change some bits; for a note.
  public let warnings: [String]

  private let provenance: Provenance
  private let name: String

  /// Reads the texts of the PNG `bytes` of the file called `name`.
  public init(png bytes: [UInt8], name: String) throws(Failure) {
    let what = Self.what
    do throws(ImagingError) {
      provenance = Provenance(try PNGText.all(in: bytes))
    } catch {
      throw Failure(error, subject: name)
    }
    self.name = name
    if let kind = provenance[.kind], kind != Provenance.overlayKind {
      throw Failure(
        .badData, what, name, because: "it is a \(kind), not a single overlay",
        advice:
          "run 'effscope \(kind == Provenance.comparisonKind ? "compare" : kind) --from \(name)'")
    }
    guard let image = provenance[.image], let variant = provenance[.variant],
      provenance[.method] != nil, provenance[.imageSHA256] != nil
    else {
      throw Failure(
        .badData, what, name, because: "the PNG carries no text of Effscope's that says how",
        advice: "give a PNG that 'effscope cam --output' wrote and no other program saved again")
    }
    if provenance[.partial] != nil {
      throw Failure(
        .badData, what, name,
        because: "it shows a partial result, which depends on when it was stopped",
        advice: "run 'effscope cam' with the same options to the end")
    }
    self.image = image
    network = NetworkRequest(
      variant: variant,
      checkpoint: provenance[.untrained] != nil
        ? provenance[.checkpoint]?.replacing(" (untrained)", with: "")
        : provenance[.checkpointPath],
      dialect: provenance[.dialect], labels: provenance[.labels],
      recipe: try provenance[.preprocessing].map(RecipeChanges.init(text:)) ?? RecipeChanges(),
      precision: try provenance.choice(.precision, name) ?? .float32)
    style = try Self.style(provenance, name)
    warnings = provenance.versionWarnings(name)
  }

  private static let what = "can't make the picture again from"

  /// Refuses another network than the recorded one.
  public func check(_ network: LoadedNetwork) throws(Failure) {
    let found = network.origin.digest?.hexadecimal
    guard found == provenance[.checkpointSHA256] else {
      throw Failure(
        .badData, Self.what, name,
        because: "the checkpoint \(network.origin.source) has changed: it has SHA-256 "
          + "\(found.map { String($0.prefix(16)) + "…" } ?? "none"), the picture was made with "
          + "\(provenance[.checkpointSHA256].map { String($0.prefix(16)) + "…" } ?? "random weights")",
        advice: "give the same file with --checkpoint")
    }
    guard network.variant.name == provenance[.variant],
      network.origin.dialect == provenance[.dialect]
    else {
      throw Failure(
        .badData, Self.what, name,
        because: "it was made with \(provenance[.variant] ?? "") (\(provenance[.dialect] ?? "")), "
          + "not \(network.variant.name) (\(network.origin.dialect))",
        advice: "leave out --variant and --dialect")
    }
    if let recipe = provenance[.recipe], recipe != network.recipe.savedText {
      throw Failure(
        .badData, Self.what, name,
        because: "its preprocessing was \(recipe), and now is \(network.recipe.savedText)",
        advice: "put back the config.json that lay beside the checkpoint")
    }
    if let index: Int = try provenance.number(.target, name), let label = provenance[.label],
      network.classNames[index].printable != label
    {
      throw Failure(
        .badData, Self.what, name,
        because: "class \(index) was called '\(label)', and now is '\(network.classNames[index])'",
        advice: "give the same class names with --labels")
    }
  }

  /// What is different from then about `network` and may change some bits; for notes.
  public func notes(on network: LoadedNetwork) -> [String] {
    let kernels = network.model.instructionSet.rawValue
    guard let recorded = provenance[.kernels], recorded != kernels else { return [] }
    return [
      "\(name) was made with \(recorded) kernels; these are \(kernels), and the bytes may differ"
    ]
  }

  /// Refuses another image than the recorded one.
  public func check(_ photograph: Photograph) throws(Failure) {
    guard photograph.digest?.hexadecimal == provenance[.imageSHA256] else {
      throw Failure(
        .badData, Self.what, name,
        because: "the image \(photograph.name) has changed: its SHA-256 is not the recorded "
          + "\(provenance[.imageSHA256]?.prefix(16) ?? "")…",
        advice: "give the same image as an argument")
    }
  }

  /// What was asked then.
  public func question(in network: LoadedNetwork) throws(Failure) -> ExplanationQuestion {
    let method = try ExplanationRequest.method(provenance[.method] ?? "")
    return ExplanationQuestion(
      method: method,
      layers: method.isPixelLevel
        ? [] : try ExplanationRequest.layers(provenance[.layer] ?? "", in: network.network),
      fusion: try provenance.choice(.fuse, name), target: try target(.target, network) ?? 0,
      versus: try target(.versus, network),
      smoothing: try provenance.choice(.smooth, name) ?? Smoothing.none,
      settings: MethodSettings(
        channels: try provenance.number(.channels, name),
        samples: try provenance.number(.samples, name),
        seed: try provenance.number(.seed, name) ?? 0))
  }

  private func target(
    _ key: Provenance.Key, _ network: LoadedNetwork
  ) throws(Failure) -> Int? {
    guard let index: Int = try provenance.number(key, name) else { return nil }
    guard (0..<network.network.classes).contains(index) else {
      throw Provenance.unreadable(key, name)
    }
    return index
  }

  fileprivate static func style(
    _ provenance: Provenance, _ name: String
  ) throws(Failure) -> PictureStyle {
    var style = PictureStyle()
    if let text = provenance[.colorMap] {
      guard let map = ColorMap.named(text) else { throw Provenance.unreadable(.colorMap, name) }
      style.colorMap = map
    }
    style.alpha = try provenance.number(.alpha, name)
    style.alphaMode = try provenance.choice(.alphaMode, name) ?? .flat
    style.interpolation = try provenance.choice(.interpolation, name) ?? .bilinear
    style.box = try provenance.number(.box, name)
    style.crop = try provenance.choice(.crop, name)
    style.side = try provenance.number(.side, name)
    if let side = style.side, !PictureStyle.sides.contains(side) {
      throw Provenance.unreadable(.side, name)
    }
    style.compatibility = try provenance.choice(.compatibility, name)
    style.hasLegend = provenance[.legend] == "yes"
    style.isSigned = provenance[.signed] == "yes"
    for part in (provenance[.contours] ?? "").split(separator: ",") {
      guard let level = Float(part) else { throw Provenance.unreadable(.contours, name) }
      style.contours.append(level)
    }
    if let low: Float = try provenance.number(.scaleLow, name),
      let high: Float = try provenance.number(.scaleHigh, name)
    {
      style.scale = DisplayScale(
        kind: try provenance.choice(.scale, name) ?? .own, low: low, high: high,
        isSigned: style.isSigned)
    }
    return style
  }
}

extension Provenance {
  /// The value of an enumeration; nil where the keyword is absent.
  func choice<Value: RawRepresentable>(
    _ key: Key, _ name: String
  ) throws(Failure) -> Value? where Value.RawValue == String {
    guard let text = self[key] else { return nil }
    guard let value = Value(rawValue: text) else { throw Self.unreadable(key, name) }
    return value
  }

  /// A number; nil where the keyword is absent.
  func number<Value: LosslessStringConvertible>(
    _ key: Key, _ name: String
  ) throws(Failure) -> Value? {
    guard let text = self[key] else { return nil }
    guard let value = Value(text) else { throw Self.unreadable(key, name) }
    return value
  }

  static func unreadable(_ key: Key, _ name: String) -> Failure {
    Failure(
      .badData, "can't make the picture again from", name,
      because: "its text '\(key.keyword)' can't be read",
      advice: "use the version of Effscope that made it")
  }
}

extension PictureStyle {
  /// The drawing that `choices` gave; `name` is where they stand, for errors.
  public init(choices: [(name: String, value: String)], of name: String) throws(Failure) {
    let texts = choices.map { PNGText(keyword: "effscope:\($0.name)", text: $0.value) }
    self = try Reproduction.style(Provenance(texts), name)
    if heatmapShare == PictureStyle().heatmapShare { alpha = nil }
  }
}
