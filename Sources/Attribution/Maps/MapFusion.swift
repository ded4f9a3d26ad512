/// How maps of several layers become one.
///
/// Each map is rectified and normalised to 0…1 on its own grid, up-sampled bilinearly to the largest,
/// and combined place by place. `mean` is pytorch-grad-cam's way, `max` torch-cam's (without its tanh
/// for LayerCAM), `product` RefineCAM's.
public enum MapFusion: String, Hashable, Sendable, CaseIterable {
  /// The mean of the maps.
  case mean
  /// The largest value at each place.
  case max
  /// The product: only what all layers agree on.
  case product

  /// The fused map at the extents of the largest, values in 0…1, not stretched again.
  public func fused(_ maps: [AttributionMap]) -> AttributionMap {
    fused(
      maps, height: maps.map(\.height).max() ?? 1, width: maps.map(\.width).max() ?? 1)
  }

  /// The fused map at `height` × `width`, values in 0…1, not stretched again.
  public func fused(_ maps: [AttributionMap], height: Int, width: Int) -> AttributionMap {
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
