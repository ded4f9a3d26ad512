/// Finds what other programs would run of a file, whatever its name and its members' names are.
///
/// Every part is recognised by its bytes. Parts inside of parts are examined too: members of
/// archives, byte strings of pickles, compressed data. Memory and steps are limited in proportion
/// to the file; what is beyond the limits counts as not examined, never as harmless.
struct FileExaminer {
  var verdict = FileVerdict()
  /// Bytes that may still be unpacked or copied.
  var unpackable: Int
  /// Steps that pickles may still take.
  var steps: Int
  /// HDF5 parts that may still be read, each by a process of its own.
  var processes = 4
  /// True if the file's reader has read its tensors.
  let isRead: Bool

  /// Deepest nesting of parts, and most findings that are listed.
  static let (depthLimit, findingLimit) = (4, 1000)

  /// Creates an examiner for a file of `size` bytes.
  init(size: Int, isRead: Bool) {
    unpackable = (64 << 20) + 16 * size
    steps = (4 << 20) + 2 * size
    self.isRead = isRead
  }

  /// The bytes of one part, with its name and depth.
  struct Part {
    let bytes: FileBytes
    let range: Range<Int>
    let place: String
    var depth = 0
    /// The program that loads the part by itself.
    var program = LoadingProgram.other
    /// True for a part that must be a pickle, whatever it begins with.
    var isPickle = false
    /// True for a part that its name calls a JSON document.
    var isDocument = false

    func starts(with prefix: [UInt8]) -> Bool { bytes.buffer[range].starts(with: prefix) }

    /// A part of this part.
    func part(_ range: Range<Int>, _ name: String, of bytes: FileBytes? = nil) -> Part {
      Part(
        bytes: bytes ?? self.bytes, range: range, place: place.isEmpty ? name : "\(place), \(name)",
        depth: depth + 1)
    }
  }

  mutating func add(
    _ kind: CodeFinding.Kind, _ name: String, _ part: Part, at offset: Int? = nil,
    _ program: LoadingProgram? = nil
  ) {
    let finding = CodeFinding(
      kind: kind, name: name, place: part.place, offset: offset, program: program ?? part.program)
    guard verdict.findings.count < Self.findingLimit else {
      if verdict.unexamined.last?.reason != Self.more { leave(part, Self.more) }
      return
    }
    if !verdict.findings.contains(finding) { verdict.findings.append(finding) }
  }

  private static let more = "more findings than are listed"

  /// Records that `part` was not examined.
  mutating func leave(_ part: Part, _ reason: String) {
    guard verdict.unexamined.count < Self.findingLimit else { return }
    verdict.unexamined.append(UnexaminedPart(place: part.place, reason: reason))
  }

  /// Examines a part by what it begins with.
  mutating func examine(_ part: Part) {
    guard !part.range.isEmpty else { return }
    guard part.depth <= Self.depthLimit else {
      return leave(part, "files inside of files nest too deeply")
    }
    if let kind = Self.kinds.first(where: { $0.recognises(part) }) {
      kind.examine(&self, part)
    } else if part.isDocument {
      examineJSON(part)
    } else if part.isPickle || PickleHunt.mayBegin(part.bytes, at: part.range.lowerBound) {
      examinePickles(part)
    }
  }

  /// True if `part` begins as a kind of file that is examined to its end.
  static func isKnown(_ part: Part) -> Bool { kinds.contains { $0.recognises(part) } }

  /// A kind of file that may hold code: how it is recognised and examined.
  private struct Kind: Sendable {
    typealias Examination = @Sendable (inout FileExaminer, Part) -> Void

    let recognises: @Sendable (Part) -> Bool
    let examine: Examination

    init(_ prefixes: [[UInt8]], _ examine: @escaping Examination) {
      recognises = { part in prefixes.contains { part.starts(with: $0) } }
      self.examine = examine
    }

    init(where recognises: @escaping @Sendable (Part) -> Bool, _ examine: @escaping Examination) {
      (self.recognises, self.examine) = (recognises, examine)
    }
  }

  private static let kinds: [Kind] = [
    Kind([Array("PK\u{3}\u{4}".utf8), Array("PK\u{5}\u{6}".utf8)]) { $0.examineZip($1) },
    Kind([[0x93] + Array("NUMPY".utf8)]) { $0.examineArray($1) },
    Kind([[0x1F, 0x8B, 0x08], [0x78, 0x01], [0x78, 0x5E], [0x78, 0x9C], [0x78, 0xDA]]) {
      $0.examineCompressed($1)
    },
    Kind([[0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]]) { $0.examineHDF5($1) },
    Kind([Array("{".utf8)]) { $0.examineJSON($1) },
    Kind(where: { isNativeCode($0) }) { $0.add(.native, "", $1, .importer) },
    Kind([
      Array("BZh".utf8), [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], [0x28, 0xB5, 0x2F, 0xFD],
      [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], Array("Rar!".utf8), [0x04, 0x22, 0x4D, 0x18],
      [0x5D, 0, 0, 0x80],
    ]) { $0.leave($1, "its compression is not read") },
    Kind(where: { isTar($0) }) { $0.examineTar($1) },
  ]

  private static func isNativeCode(_ part: Part) -> Bool {
    if part.starts(with: [0x7F] + Array("ELF".utf8)) { return true }
    if [[0xCF, 0xFA, 0xED, 0xFE], [0xCA, 0xFE, 0xBA, 0xBE]].contains(where: {
      part.starts(with: $0)
    }) {
      return true
    }
    // Windows' programs begin with MZ and the offset of a second signature.
    guard part.starts(with: Array("MZ".utf8)), part.range.count >= 64 else { return false }
    let offset = Int(part.bytes.load(UInt32.self, at: part.range.lowerBound + 60))
    guard offset + 4 <= part.range.count else { return false }
    return part.bytes.load(UInt32.self, at: part.range.lowerBound + offset) == 0x4550
  }
}
