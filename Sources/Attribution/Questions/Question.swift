/// One thing to ask a network about an image: a method, a layer, a target.
public struct Question: Sendable {
  /// How the answer is made.
  public var method: any AttributionMethod
  /// The layer that is explained, an index in `Network.layers`; pixel-level methods ignore it.
  public var layer: Int
  /// What is explained: a logit, a difference, a probability.
  public var target: Target
  /// What is done against noise in the map.
  public var smoothing: Smoothing
  /// The person's choices about the method.
  public var settings: MethodSettings

  /// A question; no smoothing and the method's own settings unless given.
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

/// What is done against noise in a map.
public enum Smoothing: String, Hashable, Sendable, CaseIterable {
  /// Nothing.
  case none
  /// The mean of the raw maps of six versions of the image: as it is and mirrored, each times
  /// 0.9, 1 and 1.1.
  case augment
  /// The first principal component of the channels' contributions instead of their sum.
  case eigen
}
