/// How long each part of a network took on this machine, for one input size.
package struct ProfileFacts: Equatable, Sendable {
  /// Layers that ran as one, and their median time.
  package struct Step: Equatable, Sendable {
    package var layers: [Int]
    package var milliseconds: Double

    package init(layers: [Int], milliseconds: Double) {
      self.layers = layers
      self.milliseconds = milliseconds
    }
  }

  package var variant: String
  /// Side of the square input.
  package var resolution: Int
  package var steps: [Step]

  package init(variant: String, resolution: Int, steps: [Step]) {
    self.variant = variant
    self.resolution = resolution
    self.steps = steps
  }

  /// Milliseconds of the whole pass.
  package var total: Double { steps.reduce(0) { $0 + $1.milliseconds } }

  /// Milliseconds of the steps that end in one of `layers`; nil where none does, as for a layer that
  /// runs fused into a later one.
  package func milliseconds(of layers: Range<Int>) -> Double? {
    var sum: Double?
    for step in steps {
      guard let last = step.layers.max(), layers.contains(last) else { continue }
      sum = (sum ?? 0) + step.milliseconds
    }
    return sum
  }
}
