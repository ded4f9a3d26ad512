/// A picture in a terminal's own protocol, ready to be sent.
package struct PixelPicture: Equatable, Sendable {
  package let format: PixelProtocol
  /// Columns and rows it covers.
  package let size: Size
  /// What draws it at the cursor.
  package let bytes: [UInt8]

  package init(format: PixelProtocol, size: Size, bytes: [UInt8]) {
    self.format = format
    self.size = size
    self.bytes = bytes
  }

  /// What takes pictures of a format away where drawing characters over them does not.
  static func removal(_ format: PixelProtocol) -> String {
    format == .kitty ? "\u{1B}_Ga=d,d=A\u{1B}\\" : ""
  }
}

/// A picture at its place on the screen; the cells under it are spaces.
package struct PlacedPicture: Equatable, Sendable {
  package var picture: PixelPicture
  package var place: Point

  package init(_ picture: PixelPicture, at place: Point) {
    self.picture = picture
    self.place = place
  }
}
