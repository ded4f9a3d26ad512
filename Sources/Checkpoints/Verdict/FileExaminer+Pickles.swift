extension FileExaminer {
  /// torch's legacy magic number, the value of its first pickle.
  private static let legacyMagic: [UInt8] = [
    0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19,
  ]
  /// Pickles at the start of a legacy file, which torch.load reads one after the other.
  private static let legacyPickles = 5

  /// Examines a pickle and everything behind its STOP.
  mutating func examinePickles(_ part: Part) {
    var start = part.range.lowerBound
    var isLegacy = false
    var count = 0
    while start < part.range.upperBound {
      var current = part
      if count > 0, !(isLegacy && count < Self.legacyPickles) { current.program = .other }
      // What follows the pickles that a loader reads is examined where it looks like a pickle.
      let isAsked = count == 0 ? part.isPickle : isLegacy && count < Self.legacyPickles
      guard isAsked || PickleHunt.mayBegin(part.bytes, at: start) else { break }
      let audit = audit(part.bytes, start..<part.range.upperBound)
      guard isAsked || PickleHunt.isConvincing(audit) || audit.isWhole && !audit.inner.isEmpty
      else { break }
      if count == 0, let number = audit.firstNumber {
        isLegacy = part.bytes.buffer[number].elementsEqual(Self.legacyMagic)
      }
      add(audit, current, relativeTo: part.range.lowerBound)
      if let broken = audit.broken {
        let place = "offset \(broken.offset - part.range.lowerBound)"
        return leave(part, "its pickle can't be followed at \(place): \(broken.reason.text)")
      }
      start = audit.cursor.offset
      count += 1
    }
    if count > 0 { hunt(part, start..<part.range.upperBound) }
  }

  /// Looks for pickles anywhere in `range` of a part.
  mutating func hunt(_ part: Part, _ range: Range<Int>) {
    var hidden = part
    hidden.program = .other
    var search = PickleHunt(part.bytes, range)
    while let start = search.next() {
      guard steps > 0 else { return leave(part, "it takes too many steps to examine") }
      let audit = audit(part.bytes, start..<range.upperBound)
      guard PickleHunt.isFound(audit) else { continue }
      add(audit, hidden, relativeTo: part.range.lowerBound)
      if audit.isWhole { search.skip(to: audit.cursor.offset) }
    }
  }

  private mutating func audit(_ bytes: FileBytes, _ range: Range<Int>) -> PickleAudit {
    let audit = PickleAudit(bytes, range, limit: max(0, steps))
    steps -= audit.steps
    return audit
  }

  private mutating func add(_ audit: PickleAudit, _ part: Part, relativeTo base: Int) {
    let isTorch = part.program == .torchLoad
    if isTorch { verdict.hasTorchPickle = true }
    for global in audit.globals where !global.isAllowed {
      // The classes of a TorchScript archive are in its code, which is a finding of its own; its
      // reader is not Python, and knows these functions by name.
      if part.program == .torchJIT,
        global.module.hasPrefix("__torch__") || global.module == "torch.jit._pickle"
      {
        continue
      }
      let name = global.full
      add(global.isCalled ? .call : .importing, name, part, at: global.offset - base)
      if isTorch { refuse(name) }
    }
    for (kind, offset) in audit.computed { add(kind, "", part, at: offset - base) }
    if audit.isExcessive { add(.growth, "", part) }
    if isTorch, let unsupported = audit.unsupported {
      refuse("operation \(unsupported.operation) at \(unsupported.offset - base)")
    }
    for (range, isText) in audit.inner {
      let name = "bytes at \(range.lowerBound - base)"
      if isText {
        guard let copy = latin(part.bytes, range) else { continue }
        examine(part.part(0..<copy.count, name, of: copy))
      } else {
        examine(part.part(range, name))
      }
    }
  }

  /// Records what `weights_only` refuses first.
  mutating func refuse(_ what: String) {
    verdict.hasTorchPickle = true
    if verdict.weightsOnlyRefusal == nil { verdict.weightsOnlyRefusal = what }
  }

  /// The bytes that a text of one character a byte stands for; nil for other texts.
  private mutating func latin(_ bytes: FileBytes, _ range: Range<Int>) -> FileBytes? {
    guard range.count <= unpackable else { return nil }
    var result: [UInt8] = []
    for scalar in bytes.text(range).unicodeScalars {
      guard let byte = UInt8(exactly: scalar.value) else { return nil }
      result.append(byte)
    }
    unpackable -= result.count
    return FileBytes(result)
  }
}

extension PickleAudit.Break {
  /// Why Python stops here.
  var text: String {
    switch self {
    case .truncated: "it is cut off"
    case .unknownOperation(let code): "operation 0x\(String(code, radix: 16)) is not known"
    case .emptyStack: "an operation lacks its values"
    case .tooManySteps: "it takes too many steps"
    case .tooManyNames: "it names too many globals"
    }
  }
}
