import Glibc

/// Finds places in bytes where a pickle with a global may begin.
struct PickleHunt {
  private let bytes: FileBytes
  private let end: Int
  private var place: Int
  /// The next PROTO at or behind `place`; `end` if there is none.
  private var proto: Int

  init(_ bytes: FileBytes, _ range: Range<Int>) {
    self.bytes = bytes
    (place, proto, end) = (range.lowerBound, range.lowerBound - 1, range.upperBound)
  }

  /// Continues at `offset`.
  mutating func skip(to offset: Int) { place = max(place, offset) }

  /// The next offset with PROTO, or with GLOBAL or INST and two names.
  mutating func next() -> Int? {
    guard place < end else { return nil }
    if proto < place {
      proto =
        find(0x80, place..<end) { offset in
          offset + 1 < end && bytes.load(UInt8.self, at: offset + 1) <= 5
        } ?? end
    }
    let found = named(place..<proto) ?? proto
    place = found + 1
    return found < end ? found : nil
  }

  private func find(_ byte: UInt8, _ range: Range<Int>, where accepts: (Int) -> Bool) -> Int? {
    var place = range.lowerBound
    while place < range.upperBound {
      let start = bytes.base + place
      guard let found = memchr(start, Int32(byte), range.upperBound - place) else { return nil }
      place += start.distance(to: UnsafeRawPointer(found))
      if accepts(place) { return place }
      place += 1
    }
    return nil
  }

  /// The first operation `c` or `i` in `range` with two names, each with a line feed behind it.
  private func named(_ range: Range<Int>) -> Int? {
    var found: Int?
    _ = find(0x0A, range) { feed in
      var first = feed
      while first > range.lowerBound, feed - first < 256, Self.isName(bytes.buffer[first - 1]) {
        first -= 1
      }
      var last = feed + 1
      while last < end, last - feed < 256, Self.isName(bytes.buffer[last]) { last += 1 }
      guard feed - first >= 3, last - feed >= 3, last < end, bytes.buffer[last] == 0x0A else {
        return false
      }
      found = (first..<feed - 1).first { "ci".utf8.contains(bytes.buffer[$0]) }
      return found != nil
    }
    return found
  }

  /// True if a pickle may begin at `offset`: PROTO and a protocol, or a first operation of the
  /// protocols 0 and 1, which have no signature.
  static func mayBegin(_ bytes: FileBytes, at offset: Int) -> Bool {
    guard offset + 2 <= bytes.count else { return false }
    let first = bytes.load(UInt8.self, at: offset)
    if first == 0x80 { return bytes.load(UInt8.self, at: offset + 1) <= 5 }
    return "c(]}lipSVUXKIFJGLMNd".utf8.contains(first)
  }

  /// True if an audit names a global as pickles do and chance does not.
  static func isConvincing(_ audit: PickleAudit) -> Bool {
    audit.globals.contains { isName($0.module) && isName($0.name) }
      || audit.isWhole && !audit.computed.isEmpty
  }

  /// True if an audit from any offset found a pickle: to its end, or with a name that can act.
  static func isFound(_ audit: PickleAudit) -> Bool {
    audit.isWhole && isConvincing(audit)
      || audit.globals.contains {
        isName($0.name)
          && PicklePolicy.verdict(module: $0.module, name: $0.name) == .refused
          && PicklePolicy.isKnown(package: $0.module)
      }
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2E: true
    default: false
    }
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 512 && text.utf8.allSatisfy { isName($0) }
  }
}
