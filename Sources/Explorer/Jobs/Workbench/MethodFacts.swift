import Attribution

/// The facts of an attribution method that the screens use.
package struct MethodFacts: Equatable, Sendable {
  /// The name on the command line: `grad-cam`.
  package var name: String
  /// The name as its authors write it: `Grad-CAM`.
  package var title: String
  /// Whether it explains only the last stage.
  package var isLastStageOnly: Bool
  /// Whether it explains the network's input and has no layer.
  package var isPixelLevel: Bool
  /// Whether it takes so many passes that its cost is forecast before it starts.
  package var isExpensive: Bool

  package init(
    name: String, title: String, isLastStageOnly: Bool, isPixelLevel: Bool = false,
    isExpensive: Bool = false
  ) {
    (self.name, self.title, self.isLastStageOnly) = (name, title, isLastStageOnly)
    (self.isPixelLevel, self.isExpensive) = (isPixelLevel, isExpensive)
  }

  package var meaning: MethodMeaning? { MethodMeaning.of(name) }

  /// Whether it can explain a layer of the network; `isLast` says that it is the last stage.
  package func explains(isLast: Bool) -> Bool { !isPixelLevel && (isLast || !isLastStageOnly) }

  /// Passes beyond the prediction's own for a map at a layer of `channels` channels.
  ///
  /// A backward pass counts as one, and the curvature as four; at the last stage both are closed
  /// forms and cost none. Nil for a method that the program does not have.
  package func passes(channels: Int, isLastStage: Bool) -> Int? {
    guard let method = try? AttributionMethods.named(name) else { return nil }
    let further = method.passes(
      channels: channels, isLastStage: isLastStage && !isPixelLevel, MethodSettings()
    ).total
    let isBackward =
      method.needs.contains(.imageGradients)
      || method.needs.contains(.gradients) && !isLastStage
    let isCurved = method.needs.contains(.curvature) && !isLastStage
    return further + (isBackward ? 1 : 0) + (isCurved ? 4 : 0)
  }

  package static let all = AttributionMethods.all.map { method in
    // Costs differ most in a network as large as B0: from no further pass to several hundred.
    let passes = method.passes(channels: 1280, isLastStage: false, MethodSettings()).total
    return MethodFacts(
      name: method.name, title: method.title, isLastStageOnly: method.needs.contains(.classifier),
      isPixelLevel: method.isPixelLevel, isExpensive: passes > 8)
  }
}
