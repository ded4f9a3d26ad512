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

  package static let all = AttributionMethods.all.map { method in
    // Costs differ most in a network as large as B0: from no further pass to several hundred.
    let passes = method.passes(channels: 1280, isLastStage: false, MethodSettings()).total
    return MethodFacts(
      name: method.name, title: method.title, isLastStageOnly: method.needs.contains(.classifier),
      isPixelLevel: method.isPixelLevel, isExpensive: passes > 8)
  }
}
