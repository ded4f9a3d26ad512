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
    guard let foreground = terminfoText("setaf"), let background = terminfoText("setab"),
      let own = terminfoText("op"), String(cString: own) == "\u{1B}[39;49m",
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

  private static func notation(
    _ foreground: UnsafePointer<CChar>, _ background: UnsafePointer<CChar>, entry: String
  ) -> ColorNotation? {
    func ground(_ capability: UnsafePointer<CChar>, _ reset: String) -> ColorNotation.Ground? {
      let isBright = ColorPairs.hasBrightPalette(.direct, entry: entry)
      return ColorNotation.Ground(defaultColor: reset, hasBrightPalette: isBright) { number in
        curses_text(capability, number).map { Array(String(cString: $0).utf8) }
      }
    }
    guard let foreground = ground(foreground, "39"), let background = ground(background, "49")
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
