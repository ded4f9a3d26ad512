import Tensors

extension Picture {
  /// The picture resized to `size` for display: area mean when shrinking, bilinear otherwise.
  package func thumbnail(_ size: PixelSize) -> Picture {
    let shrinks = size.width <= width && size.height <= height
    return resized(to: size, shrinks ? .box : .bilinear)
  }

  /// The largest size with the picture's aspect ratio that fits into `bounds`, at least 1×1.
  package func size(fitting bounds: PixelSize) -> PixelSize {
    let scale = min(
      Double(bounds.width) / Double(width), Double(bounds.height) / Double(height))
    return PixelSize(
      width: max(1, Int((Double(width) * scale).rounded())),
      height: max(1, Int((Double(height) * scale).rounded())))
  }
}
