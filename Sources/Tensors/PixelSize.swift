/// Width and height in pixels.
public struct PixelSize: Sendable, Hashable {
  /// Number of columns.
  public var width: Int
  /// Number of rows.
  public var height: Int

  /// Creates a size of `width` × `height` pixels.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// Creates a square of `side` × `side` pixels.
  public init(square side: Int) { self.init(width: side, height: side) }
}
