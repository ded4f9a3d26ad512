/// Tensors that a session keeps in addition to the logits.
public struct SessionOptions: Hashable, Sendable {
  /// Layers whose activation a pass returns.
  public var taps: Set<Int>
  /// Layers whose value before the activation function a pass returns, with their activation.
  public var preactivations: Set<Int>
  /// Layers from which a pass can be resumed with another activation.
  public var resumePoints: Set<Int>
  /// Layers whose activation derivative is kept for a backward pass.
  var recorded: Set<Int> = []

  /// Creates options; by default only the logits are kept.
  public init(
    taps: Set<Int> = [], preactivations: Set<Int> = [], resumePoints: Set<Int> = []
  ) {
    self.taps = taps
    self.preactivations = preactivations
    self.resumePoints = resumePoints
  }

  /// Creates the options of a recording session's forward pass.
  init(taps: Set<Int>, resumePoints: Set<Int>, recorded: Set<Int>) {
    self.init(taps: taps, resumePoints: resumePoints)
    self.recorded = recorded
  }
}
