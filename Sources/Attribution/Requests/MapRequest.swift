/// One map to compute for an image: a method, a layer and a target.
package struct MapRequest: Sendable {
  package var method: any AttributionMethod
  /// Index of the explained layer in `Network.layers`; pixel-level methods ignore it.
  package var layer: Int
  package var target: Target
  package var smoothing: Smoothing
  package var settings: MethodSettings

  package init(
    method: any AttributionMethod, layer: Int, target: Target,
    smoothing: Smoothing = .none, settings: MethodSettings = MethodSettings()
  ) {
    self.method = method
    self.layer = layer
    self.target = target
    self.smoothing = smoothing
    self.settings = settings
  }
}

/// Noise reduction of a map.
package enum Smoothing: String, Hashable, Sendable, CaseIterable {
  case none
  /// Mean of the raw maps of six versions of the image: original and mirrored, each multiplied by
  /// 0.9, 1 and 1.1.
  case augment
  /// First principal component of the channels' contributions instead of their sum.
  case eigen
}
