import Architectures

/// How much work passes are, in whole forward passes.
struct PassCosts {
  /// A pass forward and back to the image.
  static let gradient = 3.0
  /// For each layer, the share of the multiply-adds that follow it.
  private let shares: [Double]

  init(network: Network, height: Int, width: Int) {
    let costs = network.layerCosts(height: height, width: width).map(\.macs)
    let total = Double(max(costs.reduce(0, +), 1))
    var rest = costs.reduce(0, +)
    shares = costs.map { cost in
      rest -= cost
      return Double(rest) / total
    }
  }

  /// The part of a forward pass that follows `layer`.
  func share(after layer: Int) -> Double { layer < 0 ? 1 : shares[layer] }

  /// The work of a backward pass to `layer`: about twice what it undoes.
  func backward(to layer: Int) -> Double { 2 * share(after: layer) }
}

/// Seconds that passes take on this machine, all workers busy: measured, and corrected by use.
struct PassRates {
  /// Seconds for each forward pass.
  var forward: Double?
  /// Seconds for each pass forward and back to the image.
  var gradient: Double?

  /// Learns from `count` forward passes.
  mutating func note(forwards count: Int, in time: Duration) {
    if count >= 8 { forward = time / .seconds(1) / Double(count) }
  }

  /// Learns from `count` gradients.
  mutating func note(gradients count: Int, in time: Duration) {
    if count >= 8 { gradient = time / .seconds(1) / Double(count) }
  }
}
