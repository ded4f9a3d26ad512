import Checkpoints
import Explanations
import Support
import Tensors

extension LibrarySettings {
  /// The settings that depend on the network; all batches of a library must agree in them.
  static func choices(of network: LoadedNetwork) -> [Setting] {
    let origin = network.origin
    // Absent for softmax and without such options, as in libraries of earlier versions.
    let outputs = LibraryOutputs(network.network)
    let added =
      (outputs == .softmax ? [] : [Setting(outputsName, outputs.rawValue)])
      + (network.readingText.isEmpty ? [] : [Setting("reading", network.readingText)])
    return added + [
      Setting("variant", network.variant.name),
      Setting("checkpoint", origin.digest?.hexadecimal ?? origin.label),
      Setting("dialect", origin.dialect),
      Setting("precision", network.model.configuration.precision.rawValue),
      Setting("preprocessing", network.recipe.summary),
      Setting("labels", TrueLabels.fingerprint(of: network.classNames)),
    ]
  }

  /// Name of the choice that says what the network's outputs mean.
  private static let outputsName = "outputs"

  /// What the outputs of the network that examined the images mean.
  package var outputs: LibraryOutputs {
    self[Self.outputsName].flatMap { LibraryOutputs(rawValue: $0) } ?? .softmax
  }

  /// Differences between `network` and the one that examined the images; empty if there are none.
  package func differences(of network: LoadedNetwork) -> [String] {
    Self.choices(of: network).compactMap { choice in
      guard let own = self[choice.name], own != choice.value else { return nil }
      return "\(choice.name) is \(own) there and \(choice.value) here"
    }
  }

  /// The request for the network that examined the images; nil if the library does not name it.
  package var networkRequest: NetworkRequest? {
    get throws(Failure) {
      guard let variant = self["variant"] else { return nil }
      func named(_ name: String) -> String? { self[name].flatMap { $0.isEmpty ? nil : $0 } }
      var request = NetworkRequest(
        variant: variant,
        checkpoint: self["untrained"] == "yes"
          ? self["weights"].map(WeightsOrigin.source(ofLabel:)) : named("weights-path"),
        dialect: self["dialect"], labels: named("labels-path"),
        recipe: try RecipeChanges(text: self["recipe"] ?? ""),
        precision: self["precision"].flatMap { .init(rawValue: $0) } ?? .float32)
      try request.read(self["reading"] ?? "")
      return request
    }
  }

  /// The request that computed and drew the library's maps.
  package func explanationRequest(
    in network: LoadedNetwork
  ) throws(Failure) -> ExplanationRequest {
    var request = ExplanationRequest()
    for option in ExplanationOption.map {
      guard let text = self[option.name] else { continue }
      if option.name == "layer", request.method.isPixelLevel { continue }
      try request.set(
        option,
        to: option.form == .repeated ? text.split(separator: ",").map(String.init) : [text])
    }
    request = try request.resolved(in: network)
    request.network = try networkRequest ?? NetworkRequest()
    let drawn = choices.filter { $0.name.hasPrefix("overlay-") }
    if !drawn.isEmpty {
      request.style = try PictureStyle(
        choices: drawn.map { (String($0.name.dropFirst("overlay-".count)), $0.value) },
        of: "the library")
    }
    return request
  }
}

extension PreprocessingRecipe {
  /// The recipe in one line: `shorter side 256, crop 224×224, bicubic, …`.
  fileprivate var summary: String {
    let step =
      switch resize {
      case .none: "as it is"
      case .shorterSide(let side): "shorter side \(side)"
      case .exact(let size): "\(size.width)×\(size.height)"
      case .centralSquare(let padding): "central square, padding \(padding)"
      case .covering(let size): "covering \(size.width)×\(size.height)"
      case .inside(let size): "inside \(size.width)×\(size.height)"
      }
    let part = crop.map { "crop \($0.width)×\($0.height)" } ?? "no crop"
    func list(_ values: [Float]) -> String { values.map { "\($0)" }.joined(separator: "/") }
    return "\(step), \(part), \(interpolation.rawValue), mean \(list(mean)), "
      + "deviation \(list(standardDeviation))"
  }
}
