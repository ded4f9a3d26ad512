import Architectures
import Synchronization

/// Cache of network costs; the largest networks have ten thousand layers.
package enum CountedCost {
  private struct Key: Hashable {
    var variant: Variant
    var side: Int
  }

  private static let known = Mutex<[Key: Cost]>([:])

  /// Cost of `variant` at `side` pixels; nil for its own resolution.
  package static func of(_ variant: Variant, side: Int? = nil) -> Cost {
    let key = Key(variant: variant, side: side ?? variant.resolution)
    if let cost = known.withLock({ $0[key] }) { return cost }
    let cost = variant.network().cost(height: key.side, width: key.side)
    known.withLock { $0[key] = cost }
    return cost
  }
}
