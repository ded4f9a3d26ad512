/// How a terminal shows true pixels, beside cells of characters.
package enum PixelProtocol: String, CaseIterable, Sendable {
  /// The kitty graphics protocol.
  case kitty
  /// iTerm2's inline images.
  case iterm2
  /// Sixel graphics: 256 colours of each picture's own.
  case sixel
}

/// What a person may ask for instead of what the terminal says.
package enum PixelWish: String, CaseIterable, Sendable {
  case kitty, iterm2, sixel
  /// No pixels, whatever the terminal says.
  case none

  /// The protocol that is asked for.
  var pixelProtocol: PixelProtocol? { PixelProtocol(rawValue: rawValue) }
}
