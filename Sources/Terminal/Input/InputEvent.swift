/// An event from the terminal.
package enum InputEvent: Equatable, Sendable {
  case key(Key)
  case mouse(MouseEvent)
  /// Pasted text.
  case paste(String)
  /// True: the terminal window got the focus; false: it lost the focus.
  case focus(Bool)
  /// The terminal's answer to a query.
  case reply(TerminalReply)
}

/// A mouse event at a cell.
package struct MouseEvent: Equatable, Sendable {
  /// The kind of mouse event.
  package enum Kind: Equatable, Sendable {
    case press, middlePress, rightPress, release, drag, move
    case wheelUp, wheelDown, wheelLeft, wheelRight
  }

  package var kind: Kind
  package var position: Point
  package var modifiers: Key.Modifiers

  package init(_ kind: Kind, at position: Point, modifiers: Key.Modifiers = []) {
    (self.kind, self.position, self.modifiers) = (kind, position, modifiers)
  }
}

/// A terminal's answer to a query.
package enum TerminalReply: Equatable, Sendable {
  /// The background colour (OSC 11).
  case background(RGB)
  /// Primary device attributes; the number 4 stands for sixel graphics.
  case attributes([Int])
  /// The name and version (XTVERSION).
  case version(String)
  /// The answer to the kitty graphics query: true for OK.
  case kittyGraphics(Bool)
  /// The cell size report of iTerm2; only terminals that show iTerm2 images send it.
  case itermReport
  /// Width and height of a cell in pixels.
  case cellPixels(width: Int, height: Int)
}
