/// Assigns numbers to pairs of 24-bit colours; ncurses knows the numbers but not the colours.
///
/// For ncurses, pair N always is "foreground N". The colours of N are stored here, and `ColorMarks`
/// writes them. A new photograph needs thousands of pairs, and defining them in ncurses takes longer
/// than sending the frame. When no number is free, numbers that are not on the screen are reused.
package final class DirectColors: ColorNumbers {
  /// Foreground and background by number; number 0 is the terminal's default pair.
  package private(set) var colors: [UInt64] = [0]

  private var numbers: [UInt64: Int32] = [:]
  private var free: [Int32] = []
  private let limit: Int
  private let introduce: (Int32) -> Bool
  private var last: (key: UInt64, number: Int32) = (0, 0)

  /// Assigns 1...`limit`; calls `introduce` before the first use of a number, false on failure.
  package init(limit: Int, introduce: @escaping (Int32) -> Bool) {
    self.limit = limit
    self.introduce = introduce
    numbers.reserveCapacity(4096)
  }

  private var room: Int { free.count + limit - (colors.count - 1) }

  package func makeRoom(for frame: Frame, after shown: Frame) -> Bool {
    let needed = frame.cells.count
    if room < needed { forgetAll(but: shown) }
    if room >= min(needed, limit) { return true }
    forgetAll(but: Frame(Size(0, 0)))
    return false
  }

  package func number(for style: Style, isText: Bool) -> (pair: Int32, isBrightened: Bool) {
    let key = Self.key(style)
    if key == last.key { return (last.number, false) }
    guard let number = numbers[key] ?? take(key) else { return (0, false) }
    last = (key, number)
    return (number, false)
  }

  private static func key(_ style: Style) -> UInt64 {
    UInt64(style.foreground.bits) << 32 | UInt64(style.background.bits)
  }

  /// Assigns a number to new colours; nil if all numbers are in use.
  private func take(_ key: UInt64) -> Int32? {
    let number = free.popLast() ?? Int32(colors.count)
    if number == colors.count {
      guard colors.count <= limit, introduce(number) else { return nil }
      colors.append(key)
    }
    colors[Int(number)] = key
    numbers[key] = number
    return number
  }

  private func forgetAll(but shown: Frame) {
    var kept: [UInt64: Int32] = [:]
    var isKept = [Bool](repeating: false, count: colors.count)
    isKept[0] = true
    var former: UInt64 = 0
    for cell in shown.cells {
      let key = Self.key(cell.style)
      guard key != former, let number = numbers[key] else { continue }
      former = key
      kept[key] = number
      isKept[Int(number)] = true
    }
    numbers = kept
    free = isKept.indices.filter { !isKept[$0] }.map(Int32.init)
    last = (0, 0)
  }
}
