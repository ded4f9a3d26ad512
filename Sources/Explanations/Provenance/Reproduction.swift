import Attribution
import Checkpoints
import Imaging
import Inference
import Support

/// Reads from an overlay's PNG text how to make the overlay again.
package struct Reproduction: Sendable {
  package let network: NetworkRequest
  /// Path of the image as recorded.
  package let image: String
  /// The maps and the drawing; `layers` are those of one map.
  private let request: ExplanationRequest
  /// Differences of the program that may change some bytes.
  package let warnings: [String]

  private let provenance: Provenance
  private let name: String

  /// Reads the texts of the PNG `bytes` of the file called `name`.
  package init(png bytes: [UInt8], name: String) throws(Failure) {
    let what = Self.what
    provenance = try Provenance(png: bytes, name: name)
    self.name = name
    if let kind = provenance[.kind], kind != Provenance.overlayKind {
      throw Failure(
        .badData, what, name, because: "it is a \(kind), not a single overlay",
        advice:
          "run 'effscope \(kind == Provenance.comparisonKind ? "compare" : kind) \(OptionName.from) \(name)'"
      )
    }
    guard let image = provenance[.image], let variant = provenance[.variant],
      provenance[named: "method"] != nil, provenance[.imageSHA256] != nil
    else {
      throw Failure(
        .badData, what, name, because: "the PNG has no text from Effscope",
        advice: "give a PNG as 'effscope cam \(OptionName.output)' wrote it")
    }
    if provenance[.partial] != nil {
      throw Failure(
        .badData, what, name,
        because: "it shows a partial result, which depends on when it was stopped",
        advice: "run 'effscope cam' with the same options to the end")
    }
    self.image = image
    var network = NetworkRequest(
      variant: variant,
      checkpoint: provenance[.untrained] != nil
        ? provenance[.checkpoint].map(WeightsOrigin.source(ofLabel:))
        : provenance[.checkpointPath],
      dialect: provenance[.dialect], labels: provenance[.labels],
      recipe: try provenance[.preprocessing].map(RecipeChanges.init(text:)) ?? RecipeChanges(),
      precision: try provenance.choice(.precision, name) ?? .float32)
    try network.read(provenance[.reading] ?? "")
    self.network = network
    var request = try Self.request(provenance, name)
    // What is recorded stays as it is.
    request.paths = .absolute
    self.request = request
    warnings = provenance.versionWarnings(name)
  }

  private static let what = "can't make the picture again from"

  package func check(_ network: LoadedNetwork) throws(Failure) {
    let found = network.origin.digest?.hexadecimal
    guard found == provenance[.checkpointSHA256] else {
      throw Failure(
        .badData, Self.what, name,
        because: "the checkpoint \(network.origin.source) has changed: it has SHA-256 "
          + "\(found.map { String($0.prefix(16)) + "…" } ?? "none"), the picture was made with "
          + "\(provenance[.checkpointSHA256].map { String($0.prefix(16)) + "…" } ?? "random weights")",
        advice: "give the same file with \(OptionName.checkpoint)")
    }
    guard network.variant.name == provenance[.variant],
      network.origin.dialect == provenance[.dialect]
    else {
      throw Failure(
        .badData, Self.what, name,
        because: "it was made with \(provenance[.variant] ?? "") (\(provenance[.dialect] ?? "")), "
          + "not \(network.variant.name) (\(network.origin.dialect))",
        advice: "leave out \(OptionName.variant) and \(OptionName.dialect)")
    }
    if let recipe = provenance[.recipe], recipe != network.recipe.savedText {
      throw Failure(
        .badData, Self.what, name,
        because: "its preprocessing was \(recipe), and now is \(network.recipe.savedText)",
        advice: "restore the config.json beside the checkpoint")
    }
    if let index: Int = try provenance.number(.target, name), let label = provenance[.label] {
      try network.check(name: label, of: index, recordedIn: name, what: Self.what)
    }
    try provenance.checkOutputs(of: network, name, what: Self.what)
  }

  /// `network` with the recorded name of the explained class, so that the picture keeps it.
  package func keepingNames(in network: LoadedNetwork) throws(Failure) -> LoadedNetwork {
    var network = network
    for (key, label) in [
      (Provenance.Key.target, Provenance.Key.label), (.versus, .versusLabel), (.truth, .truthLabel),
    ] {
      if let index = try target(key, network), let text = provenance[label] {
        network.classNames = network.classNames.renaming(index, to: text)
      }
    }
    return network
  }

  /// Differences of `network` that may change some bytes.
  package func notes(on network: LoadedNetwork) -> [String] {
    let kernels = network.model.instructionSet.rawValue
    guard let recorded = provenance[.kernels], recorded != kernels else { return [] }
    return [
      "\(name) was made with \(recorded) kernels; these are \(kernels), and the bytes may differ"
    ]
  }

  package func check(_ photograph: Photograph) throws(Failure) {
    try provenance.check(photograph, name, what: Self.what)
  }

  /// The recorded map, for `network`, which must have passed `check`.
  package func question(in network: LoadedNetwork) throws(Failure) -> ExplanationQuestion {
    var request = request
    if request.method.isPixelLevel { request.layers = [] }
    for layer in request.layers { _ = try network.layer(named: layer) }
    return ExplanationQuestion(
      request, target: try target(.target, network) ?? 0, versus: try target(.versus, network),
      truth: try target(.truth, network))
  }

  package var style: PictureStyle { request.style }

  private func target(
    _ key: Provenance.Key, _ network: LoadedNetwork
  ) throws(Failure) -> Int? {
    guard let index: Int = try provenance.number(key, name) else { return nil }
    guard (0..<network.network.classes).contains(index) else {
      throw Provenance.unreadable(key.rawValue, name)
    }
    return index
  }

  /// The recorded options of the maps and the drawing.
  static func request(
    _ provenance: Provenance, _ name: String
  ) throws(Failure) -> ExplanationRequest {
    var request = ExplanationRequest()
    for option in ExplanationOption.map + ExplanationOption.truth + ExplanationOption.drawing {
      // Classes are recorded as indices, not as these options.
      guard let text = provenance[named: option.key], !["class", "versus"].contains(option.name)
      else { continue }
      do throws(Failure) {
        try option.set(&request, text)
      } catch {
        throw Provenance.unreadable(option.key, name)
      }
    }
    request.style.isSigned = request.isSigned ?? false
    request.style.colorMap = request.colorMap ?? DisplayRules.colorMap(isSigned: false)
    if let low = try provenance.finite(.scaleLow, name),
      let high = try provenance.finite(.scaleHigh, name)
    {
      guard low <= high else { throw Provenance.unreadable(Provenance.Key.scaleLow.rawValue, name) }
      request.style.scale = DisplayScale(
        kind: try provenance.choice(.scale, name) ?? .own, low: low, high: high,
        isSigned: request.style.isSigned)
    }
    return request
  }
}

extension LoadedNetwork {
  /// Throws if class `index` is not called `label`, neither today nor in ImageNet's former names.
  func check(
    name label: String, of index: Int, recordedIn record: String, what: String
  ) throws(Failure) {
    guard classNames[index].printable != label,
      classNames.formerName(of: index)?.printable != label
    else { return }
    throw Failure(
      .badData, what, record,
      because: "class \(index) was called '\(label)', and now is '\(classNames[index])'",
      advice: "give the same class names with \(OptionName.labels)")
  }
}

extension Provenance {
  /// Throws if the outputs of `network` do not mean what they did; records of 0.1 do not say it.
  func checkOutputs(
    of network: LoadedNetwork, _ name: String, what: String
  ) throws(Failure) {
    let found = network.network.outputActivation.rawValue
    guard let recorded = self[.classifierActivation], recorded != found else { return }
    throw Failure(
      .badData, what, name,
      because: "the outputs were read as \(recorded), and now are as \(found)",
      advice: "restore the config.json beside the checkpoint")
  }

  /// An enumeration's value; nil if the keyword is absent.
  func choice<Value: RawRepresentable>(
    _ key: Key, _ name: String
  ) throws(Failure) -> Value? where Value.RawValue == String {
    guard let text = self[key] else { return nil }
    guard let value = Value(rawValue: text) else { throw Self.unreadable(key.rawValue, name) }
    return value
  }

  /// A number; nil if the keyword is absent.
  func number<Value: LosslessStringConvertible>(
    _ key: Key, _ name: String
  ) throws(Failure) -> Value? {
    guard let text = self[key] else { return nil }
    guard let value = Value(text) else { throw Self.unreadable(key.rawValue, name) }
    return value
  }

  /// A finite number; nil if the keyword is absent.
  func finite(_ key: Key, _ name: String) throws(Failure) -> Float? {
    let value: Float? = try number(key, name)
    guard value?.isFinite != false else { throw Self.unreadable(key.rawValue, name) }
    return value
  }

  func check(_ photograph: Photograph?, _ name: String, what: String) throws(Failure) {
    guard photograph?.digest?.hexadecimal == self[.imageSHA256] else {
      throw Failure(
        .badData, what, name,
        because: "the image \(photograph?.name ?? "") has changed: its SHA-256 is not the recorded "
          + "\(self[.imageSHA256]?.prefix(16) ?? "")…",
        advice: "give the same image as an argument")
    }
  }

  static func unreadable(_ key: String, _ name: String) -> Failure {
    Failure(
      .badData, "can't make the picture again from", name,
      because: "its text '\(prefix)\(key)' can't be read",
      advice: "use the version of Effscope that made it")
  }
}

extension PictureStyle {
  /// The options of a drawing by their names in records.
  package var choices: [(name: String, value: String)] {
    var request = ExplanationRequest()
    request.style = self
    return ExplanationOption.drawing.compactMap { option in
      option.record(request).map { (option.key, $0) }
    }
  }

  /// The drawing with recorded `choices`; `name` is the record's name, for errors.
  package init(choices: [(name: String, value: String)], of name: String) throws(Failure) {
    let texts = choices.map { PNGText(keyword: Provenance.prefix + $0.name, text: $0.value) }
    self = try Reproduction.request(Provenance(texts), name).style
    if heatmapOpacity == PictureStyle().heatmapOpacity { alpha = nil }
  }
}
