/// Tensors that a session keeps in addition to the logits.
public struct SessionOptions: Hashable, Sendable {
  /// Layers whose activation a pass returns.
  public var taps: Set<Int>
  /// Layers from which a pass can be resumed with another activation.
  public var resumePoints: Set<Int>
  /// Layers whose activation derivative is kept for a backward pass.
  var recorded: Set<Int> = []

  /// Creates options; by default only the logits are kept.
  public init(taps: Set<Int> = [], resumePoints: Set<Int> = []) {
    self.taps = taps
    self.resumePoints = resumePoints
  }

  /// Creates the options of a recording session's forward pass.
  init(taps: Set<Int>, resumePoints: Set<Int>, recorded: Set<Int>) {
    self.init(taps: taps, resumePoints: resumePoints)
    self.recorded = recorded
  }
}
