import Support

/// The list of all methods.
package enum AttributionMethods {
  /// All methods, in display order.
  package static let all: [any AttributionMethod] = [
    CAM(), GradCAM(), GradCAMPlusPlus(), HiResCAM(), LayerCAM(), XGradCAM(), EigenCAM(),
    EigenGradCAM(), ScoreCAM(), SSCAM(), ISCAM(), AblationCAM(), FullGrad(), ShapleyCAM(),
    FinerCAM(), RandomCAM(), Saliency(), InputXGradient(), IntegratedGradients(), SmoothGrad(),
    Occlusion(), RISE(),
  ]

  /// Returns the method with the command-line name `name`; case is ignored.
  ///
  /// Throws `unknownMethod` with the most similar name.
  package static func named(_ name: String) throws(AttributionError) -> any AttributionMethod {
    let key = name.lowercased()
    if let method = all.first(where: { $0.name == key }) { return method }
    throw .unknownMethod(name: name, suggestion: nearestName(to: key, among: all.map(\.name)))
  }
}
