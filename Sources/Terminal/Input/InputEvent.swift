/// What arrives from the terminal.
package enum InputEvent: Equatable, Sendable {
  case key(Key)
  case mouse(MouseEvent)
  /// Text pasted in one piece.
  case paste(String)
  /// The terminal's window got or lost the focus.
  case focus(Bool)
  /// An answer to something the program asked the terminal.
  case reply(TerminalReply)
}

/// A mouse event at a cell.
package struct MouseEvent: Equatable, Sendable {
  /// What the mouse did.
  package enum Kind: Equatable, Sendable {
    case press, middlePress, rightPress, release, drag, move
    case wheelUp, wheelDown, wheelLeft, wheelRight
  }

  package var kind: Kind
  package var position: Point
  package var modifiers: Key.Modifiers

  package init(_ kind: Kind, at position: Point, modifiers: Key.Modifiers = []) {
    self.kind = kind
    self.position = position
    self.modifiers = modifiers
  }
}

/// What a terminal says about itself.
package enum TerminalReply: Equatable, Sendable {
  /// The background colour (OSC 11).
  case background(RGB)
  /// Primary device attributes; 4 means sixel graphics.
  case attributes([Int])
  /// The name and version (XTVERSION).
  case version(String)
  /// Whether the kitty graphics protocol answered well.
  case kittyGraphics(Bool)
  /// iTerm2's report of its cell, which only those answer who show its images.
  case itermReport
  /// Pixels of one cell.
  case cellPixels(width: Int, height: Int)
}
