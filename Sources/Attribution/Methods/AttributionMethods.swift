/// The list of all methods; the command line, the explorer and the comparisons read it.
public enum AttributionMethods {
  /// Every method, in the order in which they are shown.
  public static let all: [any AttributionMethod] = [
    CAM(), GradCAM(), GradCAMPlusPlus(), HiResCAM(), LayerCAM(), XGradCAM(), EigenCAM(),
    EigenGradCAM(), ScoreCAM(), SSCAM(), ISCAM(), AblationCAM(), FullGrad(), ShapleyCAM(),
    FinerCAM(), RandomCAM(), Saliency(), InputXGradient(), IntegratedGradients(), SmoothGrad(),
    Occlusion(), RISE(),
  ]

  /// The method called `name` on the command line.
  public static func named(_ name: String) throws(AttributionError) -> any AttributionMethod {
    let key = name.lowercased()
    if let method = all.first(where: { $0.name == key }) { return method }
    throw .unknownMethod(name: name, suggestion: suggestion(for: key))
  }

  /// The name most like `key`, if any is like it: ignoring dashes and a missing `cam`.
  private static func suggestion(for key: String) -> String? {
    let bare = key.filter(\.isLetter)
    let candidates = all.map(\.name).filter { name in
      let other = name.filter(\.isLetter)
      return other == bare || other == bare + "cam" || other + "cam" == bare
    }
    return candidates.first ?? all.map(\.name).first { $0.hasPrefix(key) || key.hasPrefix($0) }
  }
}
