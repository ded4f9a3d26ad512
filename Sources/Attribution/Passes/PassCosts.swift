import Architectures

/// Work of passes, in units of one full forward pass.
struct PassCosts {
  /// A forward pass and a backward pass to the image.
  static let gradient = 3.0
  /// For each layer, the fraction of the network's multiply-adds in the layers after it.
  private let fractions: [Double]

  init(network: Network, height: Int, width: Int) {
    let costs = network.layerCosts(height: height, width: width).map(\.macs)
    let total = Double(max(costs.reduce(0, +), 1))
    var rest = costs.reduce(0, +)
    fractions = costs.map { cost in
      rest -= cost
      return Double(rest) / total
    }
  }

  /// Work of the layers after `layer`; 1 for the image.
  func fraction(after layer: Int) -> Double { layer < 0 ? 1 : fractions[layer] }

  /// Work of a backward pass to `layer`: about twice the forward work of the same layers.
  func backward(to layer: Int) -> Double { 2 * fraction(after: layer) }
}

/// Measured seconds per pass on this machine with all workers busy; updated after each use.
struct PassRates {
  var forward: Double?
  /// Seconds per forward pass with a backward pass to the image.
  var gradient: Double?

  /// Updates the rate from `count` forward passes; ignores fewer than 8.
  mutating func note(forwards count: Int, in time: Duration) {
    if count >= 8 { forward = time / .seconds(1) / Double(count) }
  }

  /// Updates the rate from `count` image gradients; ignores fewer than 8.
  mutating func note(gradients count: Int, in time: Duration) {
    if count >= 8 { gradient = time / .seconds(1) / Double(count) }
  }
}
