/// Width and height of a picture or a network's input, in pixels.
public struct PixelSize: Sendable, Hashable {
  /// Pixels in a row.
  public var width: Int
  /// Number of rows.
  public var height: Int

  /// A size of `width` × `height` pixels.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// A square of `side` pixels.
  public init(square side: Int) { self.init(width: side, height: side) }
}
