/// One operator in a network, with its place in the paper's table.
package struct Layer: Hashable, Sendable {
  /// The index of the network's input image in `inputs`.
  package static let image = -1

  /// Position in `Network.layers`; inputs always come earlier.
  package let index: Int
  /// Unique name: `stage1`, `stage4.block2.depthwise`, `stage9`, `pool`, `classifier`.
  package let name: String
  package let operation: Operator
  /// Indices of the layers it reads, or `Layer.image`.
  package let inputs: [Int]
  /// Stage number, from 1; pooling and classifier belong to the last stage.
  package let stage: Int
  /// Block number within the stage, from 1; nil outside blocks.
  package let block: Int?
  /// The tensor point of its block that it produces, or nil.
  package let point: TensorPoint?
}

/// A place inside a block whose activation can be read.
package enum TensorPoint: String, Hashable, Sendable, CaseIterable {
  /// After the expansion's activation.
  case expand
  /// After the depthwise convolution's activation.
  case depthwise
  /// The squeeze-excite gate, σ(…), shape (C, 1, 1).
  case gate
  /// The depthwise activation scaled by the gate.
  case gated
  /// After the projection's batch norm (no activation).
  case project
  /// After the residual sum; the same tensor as `project` where a block has no skip.
  case output
}
