/// A parsed `ESC [` sequence, converted to an event.
struct ControlSequence {
  let parameters: ArraySlice<UInt8>
  let final: UInt8

  var event: InputEvent? {
    switch parameters.first {
    case UInt8(ascii: "<"): return mouse
    // Device attributes: `ESC [ ? … c`.
    case UInt8(ascii: "?"): return final == UInt8(ascii: "c") ? .reply(.attributes(numbers)) : nil
    default: break
    }
    switch Character(Unicode.Scalar(final)) {
    case "I": return .focus(true)
    case "O": return .focus(false)
    case "Z": return .key(Key(.tab, .shift))
    case "u": return extendedKey(numbers.first ?? 0)
    case "~": return tilde
    case "t" where numbers.count == 3 && numbers[0] == 6:
      return .reply(.cellPixels(width: numbers[2], height: numbers[1]))
    default: return Self.codesByFinal[final].map { .key(Key($0, modifiers)) }
    }
  }

  private static let codesByFinal: [UInt8: Key.Code] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right,
    UInt8(ascii: "D"): .left, UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end,
    UInt8(ascii: "P"): .function(1), UInt8(ascii: "Q"): .function(2),
    UInt8(ascii: "R"): .function(3), UInt8(ascii: "S"): .function(4),
    UInt8(ascii: "M"): .enter,
  ]

  private static let codesByNumber: [Int: Key.Code] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5),
    17: .function(6), 18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10),
    23: .function(11), 24: .function(12),
  ]

  /// The decimal parameters; a sub-parameter after a colon is ignored.
  private var numbers: [Int] {
    parameters.drop { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "?") }
      .split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      .map { part in
        part.prefix { (0x30...0x39).contains($0) }
          .reduce(0) { min($0 * 10 + Int($1 - 0x30), 99_999) }
      }
  }

  private var modifiers: Key.Modifiers {
    guard numbers.count >= 2, numbers[1] >= 1 else { return [] }
    return Key.Modifiers(rawValue: UInt8((numbers[1] - 1) & 7))
  }

  private var tilde: InputEvent? {
    if numbers.first == 27, numbers.count == 3 { return extendedKey(numbers[2]) }
    return Self.codesByNumber[numbers.first ?? 0].map { .key(Key($0, modifiers)) }
  }

  /// A key encoded by its code point (the extended keyboard modes of xterm and kitty).
  private func extendedKey(_ value: Int) -> InputEvent? {
    switch value {
    case 13: return .key(Key(.enter, modifiers))
    case 27: return .key(Key(.escape, modifiers))
    case 9: return .key(Key(.tab, modifiers))
    case 127: return .key(Key(.backspace, modifiers))
    default:
      guard value >= 32, let scalar = Unicode.Scalar(UInt32(value)) else { return nil }
      return .key(Key(.character(Character(scalar)), modifiers))
    }
  }

  /// Mouse report: `ESC [ < button ; column ; row M`, or `m` for a release.
  private var mouse: InputEvent? {
    let numbers = numbers
    guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
    let button = numbers[0]
    guard let kind = Self.kindsByButton[button & 0b1110_0011] else { return nil }
    let isRelease = final == UInt8(ascii: "m") && (0...2).contains(button & 0b1110_0011)
    return .mouse(
      MouseEvent(
        isRelease ? .release : kind, at: Point(numbers[1] - 1, numbers[2] - 1),
        // Shift, Alt and Control are three adjacent bits, in the order of `Key.Modifiers`.
        modifiers: Key.Modifiers(rawValue: UInt8(button >> 2 & 7))))
  }

  private static let kindsByButton: [Int: MouseEvent.Kind] = [
    0: .press, 1: .middlePress, 2: .rightPress, 32: .drag, 33: .drag, 34: .drag, 35: .move,
    64: .wheelUp, 65: .wheelDown, 66: .wheelLeft, 67: .wheelRight,
  ]

}

extension TerminalReply {
  /// Parses the body of an OSC, DCS or APC answer; nil if it is not a known answer.
  init?(introducer: UInt8, body: String) {
    switch Character(Unicode.Scalar(introducer)) {
    case "]" where body.hasPrefix("11;rgb:"):
      let parts = body.dropFirst(7).split(separator: "/")
      let channels = parts.compactMap { UInt8($0.prefix(2), radix: 16) }
      guard parts.count == 3, channels.count == 3 else { return nil }
      self = .background(RGB(channels[0], channels[1], channels[2]))
    case "]" where body.hasPrefix("1337;ReportCellSize="): self = .itermReport
    case "P" where body.hasPrefix(">|"): self = .version(String(body.dropFirst(2).prefix(80)))
    case "_" where body.hasPrefix("G"): self = .kittyGraphics(body.hasSuffix(";OK"))
    default: return nil
    }
  }
}
