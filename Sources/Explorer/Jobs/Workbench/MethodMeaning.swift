/// What an attribution method means, in a line, for the list of methods.
package struct MethodMeaning: Equatable, Sendable {
  /// A group of the list.
  package enum Family: String, CaseIterable, Sendable {
    case activations = "Activations of the layer, no gradient"
    case gradients = "Gradients at the layer"
    case masks = "Scores of masked images"
    case pixelGradients = "Gradients at the pixels"
    case pixelChanges = "Changed pixels"
  }

  /// What the size of the map's values says.
  package enum Strength: Sendable {
    /// The values grow with the class's score: maps of two classes can be compared.
    case ofScore
    /// The method rescales each map, so the values of two classes can't be compared.
    case rescaled
    /// The map is the same for every class.
    case sameForAllClasses
  }

  package var family: Family
  package var strength: Strength
  /// What a large value of the map says.
  package var line: String

  private init(_ family: Family, _ line: String, _ strength: Strength = .ofScore) {
    (self.family, self.strength, self.line) = (family, strength, line)
  }

  package var dependsOnClass: Bool { strength != .sameForAllClasses }

  /// The meaning of the method of a command-line name; nil for a name that is not in the table.
  package static func of(_ method: String) -> MethodMeaning? { table[method] }

  private static let table: [String: MethodMeaning] = [
    "cam": .init(
      .activations, "channels weighted by the classifier for the class: its logit, place by place"
    ),
    "eigen-cam": .init(
      .activations, "the strongest common pattern of all channels: what the layer sees most",
      .sameForAllClasses),
    "random-cam": .init(
      .activations, "random weights: a map that looks like this one explains nothing",
      .sameForAllClasses),
    "grad-cam": .init(.gradients, "channels weighted by their mean gradient; works at every layer"),
    "grad-cam++": .init(
      .gradients, "like Grad-CAM, but several objects of the class count equally"),
    "hires-cam": .init(
      .gradients, "gradient times activation at each place; exact where the rest is linear"),
    "layer-cam": .init(
      .gradients, "activations weighted by their own positive gradient; suits early layers"),
    "xgrad-cam": .init(
      .gradients, "like Grad-CAM, with gradients averaged where the channel is active"),
    "eigen-grad-cam": .init(
      .gradients, "the strongest common pattern of gradient times activation"),
    "shapley-cam": .init(
      .gradients, "Grad-CAM corrected by the curvature: an estimate of Shapley values"),
    "finer-cam": .init(
      .gradients, "Grad-CAM of what sets the class apart from its three nearest rivals"),
    "score-cam": .init(
      .masks, "channels weighted by the score of the image seen through them", .rescaled),
    "ss-cam": .init(.masks, "Score-CAM averaged over masks with noise", .rescaled),
    "is-cam": .init(.masks, "Score-CAM averaged over masks from weak to full", .rescaled),
    "ablation-cam": .init(
      .masks, "channels weighted by the relative loss of score without them", .rescaled),
    "saliency": .init(.pixelGradients, "how much the score changes with each pixel, either way"),
    "input-x-gradient": .init(.pixelGradients, "pixel times gradient: a first guess of its share"),
    "integrated-gradients": .init(
      .pixelGradients, "shares of the score on the way from a mean grey image; they add up"),
    "smooth-grad": .init(.pixelGradients, "saliency averaged over noisy copies: less speckle"),
    "full-grad": .init(
      .pixelGradients, "shares of the pixels and of every bias, each stretched to 0…1", .rescaled),
    "occlusion": .init(.pixelChanges, "the loss of score where a grey patch covers the image"),
    "rise": .init(.pixelChanges, "random masks, weighted by the probability that they leave"),
  ]
}
