/// What a session keeps for its caller, beyond the logits.
public struct SessionOptions: Hashable, Sendable {
  /// Layers whose activation a pass gives out.
  public var taps: Set<Int>
  /// Layers whose value before the activation function a pass gives out; their activation too.
  public var preactivations: Set<Int>
  /// Layers from which a pass may be resumed with another activation.
  public var resumePoints: Set<Int>
  /// Layers whose activation's derivative stays in memory for a backward pass.
  var recorded: Set<Int> = []

  /// Nothing but the logits, unless given otherwise.
  public init(
    taps: Set<Int> = [], preactivations: Set<Int> = [], resumePoints: Set<Int> = []
  ) {
    self.taps = taps
    self.preactivations = preactivations
    self.resumePoints = resumePoints
  }
  /// Taps kept in memory for a backward pass, and derivatives of activations.
  init(taps: Set<Int>, resumePoints: Set<Int>, recorded: Set<Int>) {
    self.init(taps: taps, resumePoints: resumePoints)
    self.recorded = recorded
  }
}
