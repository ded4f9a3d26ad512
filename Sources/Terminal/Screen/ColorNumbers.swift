/// Assigns ncurses colour pair numbers to pairs of colours.
package protocol ColorNumbers: AnyObject {
  /// Makes numbers available for `frame`; returns false if the whole frame must be drawn again.
  func makeRoom(for frame: Frame, after shown: Frame) -> Bool

  /// The pair number for a style, and true if bold must replace a bright colour.
  ///
  /// In a small palette, foreground and background may become the same colour. Then the colour of
  /// text changes so that it can be read; picture blocks keep it (`isText` is false).
  func number(for style: Style, isText: Bool) -> (pair: Int32, isBrightened: Bool)
}
