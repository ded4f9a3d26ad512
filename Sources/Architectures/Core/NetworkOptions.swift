/// What a checkpoint's dialect and head decide about a network, beyond its variant.
public struct NetworkOptions: Hashable, Sendable {
  /// Outputs of the classifier.
  public var classes: Int
  /// Whose padding convention the weights were trained under; mobile networks only.
  ///
  /// EfficientNets, MobileNets and MnasNets were published under both. Every other network's
  /// padding and epsilon are the same in all its implementations and stand in its own definition.
  public var padding: PaddingRule
  /// Added to every batch norm's variance; mobile networks only.
  public var batchNormEpsilon: Double

  /// The paper's own settings unless given otherwise.
  public init(
    classes: Int = 1000, padding: PaddingRule = .same, batchNormEpsilon: Double = 1e-3
  ) {
    self.classes = classes
    self.padding = padding
    self.batchNormEpsilon = batchNormEpsilon
  }
}
