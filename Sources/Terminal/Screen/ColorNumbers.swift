/// Gives pairs of colours the numbers by which ncurses knows them.
package protocol ColorNumbers: AnyObject {
  /// Prepares for a frame after `shown`; false where all of it has to be drawn anew.
  func makeRoom(for frame: Frame, after shown: Frame) -> Bool

  /// The number for a style's colours, and whether bold has to stand in for a bright colour.
  ///
  /// Where text and ground come out as one colour of a small palette, the text changes, so that it can
  /// be read; a picture's block may stay as it is.
  func number(for style: Style, isText: Bool) -> (pair: Int32, isBrightened: Bool)
}
