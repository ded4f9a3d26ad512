/// Converts bytes from the terminal to events.
///
/// A sequence may arrive in pieces: an incomplete one is kept until more bytes arrive, or until
/// `flush`, which the event loop calls after a short pause. Unknown sequences are discarded.
package struct InputDecoder: Sendable {
  private var buffer: [UInt8] = []
  private var paste: [UInt8]?

  /// The largest length of a sequence in bytes; longer ones are discarded.
  private static let sequenceLimit = 4096
  private static let pasteLimit = 1 << 20

  package init() {}

  /// True if an incomplete sequence is kept.
  package var isPending: Bool { !buffer.isEmpty }

  /// Adds bytes; returns the events that are now complete.
  package mutating func feed(_ bytes: some Collection<UInt8>) -> [InputEvent] {
    buffer += bytes
    var events: [InputEvent] = []
    var position = 0
    while position < buffer.count {
      if paste != nil {
        guard let next = takePaste(from: position, &events) else { return events }
        position = next
        continue
      }
      switch step(at: position) {
      case .event(let event, let length):
        if let event { events.append(event) }
        position += length
      case .pasteStart(let length):
        paste = []
        position += length
      case .incomplete:
        if buffer.count - position > Self.sequenceLimit {
          position = buffer.count
        } else {
          buffer.removeFirst(position)
          return events
        }
      }
    }
    buffer.removeFirst(min(position, buffer.count))
    return events
  }

  /// Ends an incomplete sequence; returns an Esc key and the keys that followed it.
  package mutating func flush() -> [InputEvent] {
    guard paste == nil, let first = buffer.first else { return [] }
    let rest = Array(buffer.dropFirst())
    buffer = []
    guard first == 0x1B else { return [] }
    return [.key(Key(.escape))] + (rest.first == 0x1B ? feed(rest) + flush() : [])
  }

  /// What stands at a position: an event or nothing to report, and its length in bytes.
  private enum Step {
    case event(InputEvent?, Int)
    case pasteStart(Int)
    case incomplete
  }

  private func step(at start: Int) -> Step {
    let byte = buffer[start]
    if byte != 0x1B {
      guard let (character, length) = utf8Character(at: start) else { return .incomplete }
      return .event(Self.plainKey(byte, character).map { .key($0) }, length)
    }
    guard start + 1 < buffer.count else { return .incomplete }
    switch buffer[start + 1] {
    case UInt8(ascii: "["): return controlSequence(at: start)
    case UInt8(ascii: "O"): return singleShift(at: start)
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
      return string(at: start)
    case 0x1B: return .event(.key(Key(.escape)), 1)
    default:
      guard let (character, length) = utf8Character(at: start + 1) else { return .incomplete }
      var key = Self.plainKey(buffer[start + 1], character)
      key?.modifiers.insert(.alt)
      return .event(key.map { .key($0) }, length + 1)
    }
  }

  /// Control sequence: ESC [ parameters intermediates final.
  private func controlSequence(at start: Int) -> Step {
    var index = start + 2
    if index < buffer.count, buffer[index] == UInt8(ascii: "[") {  // the Linux console's F1…F5
      guard index + 1 < buffer.count else { return .incomplete }
      let number = Int(buffer[index + 1]) - 0x40
      return .event((1...5).contains(number) ? .key(Key(.function(number))) : nil, 4)
    }
    while index < buffer.count, (0x20...0x3F).contains(buffer[index]) { index += 1 }
    guard index < buffer.count else { return .incomplete }
    let final = buffer[index]
    let length = index - start + 1
    guard (0x40...0x7E).contains(final) else { return .event(nil, length - 1) }
    let parameters = buffer[(start + 2)..<index]
    if final == UInt8(ascii: "M"), parameters.isEmpty {  // the old mouse report: three more bytes
      guard index + 3 < buffer.count else { return .incomplete }
      return .event(nil, length + 3)
    }
    if final == UInt8(ascii: "~"), parameters.elementsEqual("200".utf8) {
      return .pasteStart(length)
    }
    return .event(ControlSequence(parameters: parameters, final: final).event, length)
  }

  /// Keypad and F1…F4 in application mode: ESC O final.
  private func singleShift(at start: Int) -> Step {
    guard start + 2 < buffer.count else { return .incomplete }
    return .event(ControlSequence(parameters: [], final: buffer[start + 2]).event, 3)
  }

  /// An OSC, DCS or APC string, which ends with BEL or ESC \; unknown ones are discarded.
  private func string(at start: Int) -> Step {
    let end = buffer.indices.dropFirst(start + 2).first { index in
      buffer[index] == 0x07 || buffer[index...].starts(with: [0x1B, UInt8(ascii: "\\")])
    }
    guard let end else { return .incomplete }
    let body = String(decoding: buffer[(start + 2)..<end], as: UTF8.self)
    let reply = TerminalReply(introducer: buffer[start + 1], body: body)
    return .event(reply.map { .reply($0) }, end - start + (buffer[end] == 0x07 ? 1 : 2))
  }

  /// Collects pasted bytes up to ESC [ 201 ~; returns the next position, nil if the end is missing.
  private mutating func takePaste(from position: Int, _ events: inout [InputEvent]) -> Int? {
    let end = Array("\u{1B}[201~".utf8)
    let slice = buffer[position...]
    for index in slice.indices where buffer[index] == 0x1B && slice[index...].starts(with: end) {
      paste? += buffer[position..<index]
      let bytes = (paste ?? []).prefix(Self.pasteLimit)
      events.append(.paste(String(decoding: bytes, as: UTF8.self)))
      paste = nil
      return index + end.count
    }
    // The last bytes may be the start of the end sequence: they stay in the buffer.
    let keep = min(slice.count, end.count - 1)
    paste? += buffer[position..<(buffer.count - keep)]
    buffer.removeFirst(buffer.count - keep)
    return nil
  }

  /// The character at `index` and its length in bytes; nil if it is incomplete.
  private func utf8Character(at index: Int) -> (Character, Int)? {
    let byte = buffer[index]
    let length = byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
    guard index + length <= buffer.count else { return nil }
    let text = String(decoding: buffer[index..<(index + length)], as: UTF8.self)
    return (text.first ?? "\u{FFFD}", length)
  }

  private static func plainKey(_ byte: UInt8, _ character: Character) -> Key? {
    switch byte {
    case 0x0D, 0x0A: Key(.enter)
    case 0x09: Key(.tab)
    case 0x7F, 0x08: Key(.backspace)
    case 0x00: Key(.character(" "), .control)
    case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
    case 0x1C...0x1F: .control(Character(Unicode.Scalar(byte + 0x40)))
    default: character == "\u{FFFD}" ? nil : .character(character)
    }
  }
}
