/// An image encoded in a terminal's image protocol.
package struct PixelPicture: Equatable, Sendable {
  package let format: PixelProtocol
  /// The number of columns and rows that the image covers.
  package let size: Size
  /// The bytes that draw the image at the cursor.
  package let bytes: [UInt8]

  package init(format: PixelProtocol, size: Size, bytes: [UInt8]) {
    (self.format, self.size, self.bytes) = (format, size, bytes)
  }

  /// The sequence that removes images; empty if characters drawn over an image remove it.
  static func removal(_ format: PixelProtocol) -> String {
    format == .kitty ? "\u{1B}_Ga=d,d=A\u{1B}\\" : ""
  }
}

/// An image and its position on the screen; the cells under it hold spaces.
package struct PlacedPicture: Equatable, Sendable {
  package var picture: PixelPicture
  package var place: Point

  package init(_ picture: PixelPicture, at place: Point) {
    (self.picture, self.place) = (picture, place)
  }
}
