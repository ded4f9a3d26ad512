/// A protocol by which a terminal shows images in full resolution.
package enum PixelProtocol: String, CaseIterable, Sendable {
  /// The kitty graphics protocol.
  case kitty
  /// iTerm2's inline images.
  case iterm2
  /// Sixel graphics: a palette of 256 colours for each image.
  case sixel
}

/// The image protocol that the user sets; it overrides the terminal's answers.
package enum PixelWish: String, CaseIterable, Sendable {
  case kitty, iterm2, sixel
  /// No full-resolution images, even if the terminal supports them.
  case none

  /// The protocol; nil for `none`.
  var pixelProtocol: PixelProtocol? { PixelProtocol(rawValue: rawValue) }
}
