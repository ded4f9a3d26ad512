/// Combination of the maps of several layers into one map.
///
/// Each map is rectified, normalised to 0…1 on its own grid, up-sampled bilinearly to the largest
/// map's size, and combined position by position. `mean` follows pytorch-grad-cam, `max` torch-cam
/// (without its tanh for LayerCAM), `product` RefineCAM.
package enum MapFusion: String, Hashable, Sendable, CaseIterable {
  case mean
  case max
  case product

  /// Returns the fused map at the size of the largest map; values in 0…1, not rescaled again.
  package func fused(_ maps: [AttributionMap]) -> AttributionMap {
    fused(
      maps, height: maps.map(\.height).max() ?? 1, width: maps.map(\.width).max() ?? 1)
  }

  /// Returns the fused map at `height` × `width`; values in 0…1, not rescaled again.
  package func fused(_ maps: [AttributionMap], height: Int, width: Int) -> AttributionMap {
    precondition(!maps.isEmpty, "there are no maps to fuse")
    let layers = maps.map { $0.normalized.resized(height: height, width: width) }
    let combined = layers.dropFirst().reduce(layers[0]) { $0.combined(with: $1, combine) }
    return self == .mean ? combined.mapValues { $0 / Float(maps.count) } : combined
  }

  private func combine(_ first: Float, _ second: Float) -> Float {
    switch self {
    case .mean: first + second
    case .max: Swift.max(first, second)
    case .product: first * second
    }
  }
}
