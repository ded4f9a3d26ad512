/// Tensors that a session keeps in addition to the logits.
package struct SessionOptions: Hashable, Sendable {
  /// Layers whose activation a pass returns.
  package var taps: Set<Int>
  /// Layers from which a pass can be resumed with another activation.
  package var resumePoints: Set<Int>
  /// Layers whose activation derivative is kept for a backward pass.
  var recorded: Set<Int>

  package init(taps: Set<Int> = [], resumePoints: Set<Int> = [], recorded: Set<Int> = []) {
    self.taps = taps
    self.resumePoints = resumePoints
    self.recorded = recorded
  }
}
