internal import CNCurses
import Glibc

/// Writes frames with 24-bit colours: ncurses writes marks, which are then replaced by colours.
///
/// ncurses evaluates the terminfo capability for each cell, which takes longer than the rest of a
/// frame with a photograph. Replacing marks by colours from a table is faster.
final class DirectOutput {
  let colors: DirectColors
  private let output: FrameOutput
  private let marks: ColorMarks

  /// Replaces the colour capability of the terminfo entry that ncurses has open on `output`.
  ///
  /// Nil if the entry writes colours in an unknown form; ncurses is unchanged in that case.
  init?(_ output: FrameOutput, entry: String) {
    guard let foreground = Self.capability("setaf"), let background = Self.capability("setab"),
      let own = Self.capability("op"), String(cString: own) == "\u{1B}[39;49m",
      let notation = Self.notation(foreground, background, entry: entry),
      Self.replace(foreground)
    else { return nil }
    self.output = output
    marks = ColorMarks(notation)
    let limit = min(curses_pair_count(), curses_color_count(), 65_536) - 1
    colors = DirectColors(limit: Int(limit)) { init_extended_pair($0, $0, -1) == 0 }
  }

  /// The frame that ncurses writes while `body` runs; nil if its output can't be captured.
  func frame(head: [UInt8], tail: [UInt8], _ body: () -> Void) -> [UInt8]? {
    output.caught(body).map { marks.expanded($0, colors.colors, head: head, tail: tail) }
  }

  private static func capability(_ name: String) -> UnsafeMutablePointer<CChar>? {
    tigetstr(name).flatMap { Int(bitPattern: $0) == -1 ? nil : $0 }
  }

  private static func notation(
    _ foreground: UnsafePointer<CChar>, _ background: UnsafePointer<CChar>, entry: String
  ) -> ColorNotation? {
    func text(_ capability: UnsafePointer<CChar>) -> (Int32) -> [UInt8]? {
      { number in
        curses_text(capability, number).map { Array(String(cString: $0).utf8) }
      }
    }
    let isBright = ColorPairs.hasBrightPalette(.direct, entry: entry)
    guard
      let foreground = ColorNotation.Ground(
        defaultColor: "39", hasBrightPalette: isBright, text(foreground)),
      let background = ColorNotation.Ground(
        defaultColor: "49", hasBrightPalette: isBright, text(background))
    else { return nil }
    return ColorNotation(foreground: foreground, background: background)
  }

  /// Overwrites a capability of the loaded entry by the mark; returns false if it is too short.
  private static func replace(_ capability: UnsafeMutablePointer<CChar>) -> Bool {
    let text = Array(ColorMarks.capability.utf8CString)
    guard strlen(capability) >= text.count else { return false }
    capability.update(from: text, count: text.count)
    return curses_text(capability, 57).map { String(cString: $0) } == "\u{1F}57;"
  }
}
