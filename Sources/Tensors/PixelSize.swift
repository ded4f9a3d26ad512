/// Width and height in pixels.
public struct PixelSize: Sendable, Hashable {
  package var width, height: Int

  package init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
  }

  package init(square side: Int) { self.init(width: side, height: side) }
}
