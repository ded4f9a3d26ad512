/// One map to compute for an image: a method, a layer and a target.
public struct MapRequest: Sendable {
  /// The method that computes the map.
  public var method: any AttributionMethod
  /// Index of the explained layer in `Network.layers`; pixel-level methods ignore it.
  public var layer: Int
  /// The score to explain.
  public var target: Target
  /// The smoothing of the map.
  public var smoothing: Smoothing
  /// The user's settings for the method.
  public var settings: MethodSettings

  /// Creates a question; by default without smoothing and with the method's own settings.
  public init(
    method: any AttributionMethod, layer: Int, target: Target, smoothing: Smoothing = .none,
    settings: MethodSettings = MethodSettings()
  ) {
    self.method = method
    self.layer = layer
    self.target = target
    self.smoothing = smoothing
    self.settings = settings
  }
}

/// Noise reduction of a map.
public enum Smoothing: String, Hashable, Sendable, CaseIterable {
  /// No smoothing.
  case none
  /// Mean of the raw maps of six versions of the image: original and mirrored, each multiplied by
  /// 0.9, 1 and 1.1.
  case augment
  /// First principal component of the channels' contributions instead of their sum.
  case eigen
}
