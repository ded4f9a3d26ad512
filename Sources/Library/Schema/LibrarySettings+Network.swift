import Checkpoints
import Explanations
import Support

extension LibrarySettings {
  /// What a network decides of a library: another one must not add to its rows or speak for them.
  static func choices(of network: LoadedNetwork) -> [Choice] {
    let origin = network.origin
    return [
      Choice("variant", network.variant.name),
      Choice("checkpoint", origin.digest?.hexadecimal ?? origin.label),
      Choice("dialect", origin.dialect),
      Choice("precision", network.model.configuration.precision.rawValue),
      Choice("preprocessing", network.recipe.summary),
      Choice("labels", TrueLabels.fingerprint(of: network.classNames)),
    ]
  }

  /// In what `network` differs from the one that examined the images; empty where in nothing.
  public func differences(of network: LoadedNetwork) -> [String] {
    Self.choices(of: network).compactMap { choice in
      guard let own = self[choice.name], own != choice.value else { return nil }
      return "\(choice.name) is \(own) there and \(choice.value) here"
    }
  }

  /// What is asked for to have the network again that examined the images; nil where it is not named.
  public var networkRequest: NetworkRequest? {
    get throws(Failure) {
      guard let variant = self["variant"] else { return nil }
      func named(_ name: String) -> String? { self[name].flatMap { $0.isEmpty ? nil : $0 } }
      return NetworkRequest(
        variant: variant,
        checkpoint: self["untrained"] == "yes"
          ? self["weights"]?.replacing(" (untrained)", with: "") : named("weights-path"),
        dialect: self["dialect"], labels: named("labels-path"),
        recipe: try RecipeChanges(text: self["recipe"] ?? ""),
        precision: self["precision"].flatMap { .init(rawValue: $0) } ?? .float32)
    }
  }

  /// How overlays were drawn; nil where there are none.
  public var style: PictureStyle? {
    get throws(Failure) {
      let drawn = choices.filter { $0.name.hasPrefix("overlay-") }
      guard !drawn.isEmpty else { return nil }
      return try PictureStyle(
        choices: drawn.map { (String($0.name.dropFirst("overlay-".count)), $0.value) },
        of: "the library")
    }
  }
}
