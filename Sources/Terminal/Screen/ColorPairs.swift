internal import CNCurses

/// Assigns ncurses colour pairs to the styles on the screen.
///
/// Pairs are assigned in order and cached. At the limit all pairs are reset and the screen is drawn
/// again. ncurses' own reuse of pairs is slower: it searches the screen for every cell with the pair.
/// The limit is below the number of pairs that ncurses has, because resetting very many is slow.
final class ColorPairs: ColorNumbers {
  let depth: ColorDepth
  /// True if the indices 8…15 of the entry are the terminal's bright colours.
  private let hasBrightPalette: Bool
  /// The largest pair number of ncurses; pair 0 is the terminal's default.
  private let supply: Int32
  /// The largest pair number in use before all are reset.
  private var limit: Int32
  private let colorCount: Int32
  private var numbers: [UInt64: Int32] = [:]
  private var next: Int32 = 1

  init(depth: ColorDepth, entry: String) {
    self.depth = depth
    hasBrightPalette = Self.hasBrightPalette(depth, entry: entry)
    colorCount = curses_color_count()
    supply = min(curses_pair_count(), 65_536) - 1
    limit = supply
    numbers.reserveCapacity(4096)
    setLimit(cells: 0)
  }

  /// True if the indices 8…15 of an entry are the terminal's bright colours.
  static func hasBrightPalette(_ depth: ColorDepth, entry: String) -> Bool {
    depth != .direct || entry.contains("direct16")
  }

  func makeRoom(for frame: Frame, after shown: Frame) -> Bool {
    let cells = frame.cells.count
    setLimit(cells: cells)
    if Int(limit - next) >= min(cells, Int(limit) - 256) { return true }
    reset_color_pairs()
    numbers.removeAll(keepingCapacity: true)
    next = 1
    return false
  }

  private func setLimit(cells: Int) {
    limit = min(supply, Int32(clamping: max(8192, 2 * cells)))
  }

  func number(for style: Style, isText: Bool) -> (pair: Int32, isBrightened: Bool) {
    guard depth != .none else { return (0, false) }
    var (foreground, background) = (value(style.foreground), value(style.background))
    let isBlurred = isText && style.foreground != style.background
    if isBlurred, foreground == background, foreground >= 0 {
      foreground = background == 0 || background == 8 ? 7 : 0
    }
    var isBrightened = false
    if colorCount < 16 {
      isBrightened = foreground >= 8
      if foreground >= 8 { foreground -= 8 }
      if background >= 8 { background -= 8 }
      if isBlurred, foreground == background { foreground = background == 0 ? 7 : 0 }
    }
    if foreground < 0 && background < 0 { return (0, isBrightened) }
    let key = UInt64(UInt32(bitPattern: foreground)) << 32 | UInt64(UInt32(bitPattern: background))
    if let number = numbers[key] { return (number, isBrightened) }
    guard next <= limit, init_extended_pair(next, foreground, background) == 0 else {
      return (0, isBrightened)
    }
    numbers[key] = next
    next += 1
    return (next - 1, isBrightened)
  }

  /// ncurses' number for a colour; −1 for the terminal's default.
  private func value(_ color: Color) -> Int32 {
    if let index = color.ansi {
      guard index >= 8, !hasBrightPalette else { return Int32(index) }
      return value(.rgb(Quantizer.ansi[Int(index)]))
    }
    guard let rgb = color.rgb else { return -1 }
    switch depth {
    case .none: return -1
    case .sixteen: return Int32(Quantizer.sixteen(rgb))
    case .indexed: return Int32(Quantizer.indexed(rgb))
    case .direct:
      let bits = Int32(rgb.red) << 16 | Int32(rgb.green) << 8 | Int32(rgb.blue)
      // Small values are indices of the palette: use the nearest value that is a 24-bit colour.
      return max(bits, hasBrightPalette ? 16 : 8)
    }
  }
}
