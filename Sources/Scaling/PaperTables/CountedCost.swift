import Architectures
import Synchronization

/// Costs of networks at their own side, counted once: the largest have ten thousand layers.
public enum CountedCost {
  private struct Place: Hashable {
    var variant: Variant
    var side: Int
  }

  private static let known = Mutex<[Place: Cost]>([:])

  /// Parameters and multiply-adds of `variant` at `side` pixels, or at its own side.
  public static func of(_ variant: Variant, side: Int? = nil) -> Cost {
    let place = Place(variant: variant, side: side ?? variant.resolution)
    if let cost = known.withLock({ $0[place] }) { return cost }
    let cost = variant.network().cost(height: place.side, width: place.side)
    known.withLock { $0[place] = cost }
    return cost
  }
}
