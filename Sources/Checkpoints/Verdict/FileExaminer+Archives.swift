internal import CZlib

extension FileExaminer {
  // MARK: Zip

  /// Members that hold programs in formats that are not examined.
  private static let unknownEndings = [".pb", ".pbtxt", ".engine", ".plan", ".mlmodel"]
  private static let pickleEndings = [".pkl", ".pickle", ".joblib", ".dill"]

  /// Examines every member, and what lies between the members.
  mutating func examineZip(_ part: Part) {
    guard let bytes = whole(part) else { return }
    let archive: ZipArchive
    do throws(CheckpointError) {
      archive = try ZipArchive(bytes)
    } catch {
      leave(part, error.description)
      return hunt(part, part.range)
    }
    // Programs that read the end in another way would see other members.
    if !ZipDirectory(bytes).isUnambiguous {
      leave(part, "its end points to several directories")
      hunt(part, part.range)
    }
    let code = archive.entries.filter { Self.isTorchScript($0.name) }
    if let first = code.first { add(.torchScript, first.name, part, .torchJIT) }
    // torch.load passes such an archive to torch.jit.load, and refuses it with weights_only.
    let isProgram = code.contains { $0.name.hasSuffix("/constants.pkl") }
    if isProgram { refuse("TorchScript") }
    for entry in archive.entries where entry.size > 0 {
      examine(entry, of: archive, in: part, isProgram ? .torchJIT : .torchLoad)
    }
    examineGaps(of: archive, part)
  }

  private static func isTorchScript(_ name: String) -> Bool {
    ("/" + name).contains("/code/") || name.hasSuffix("/constants.pkl")
  }

  private mutating func examine(
    _ entry: ZipArchive.Entry, of archive: ZipArchive, in part: Part, _ loader: LoadingProgram
  ) {
    let name = entry.name
    var member = part.part(entry.packed, name, of: archive.bytes)
    let ending = name.lowercased()
    if ending.hasSuffix(".py") || ending.hasSuffix(".pyc"), !Self.isTorchScript(name) {
      add(.source, name, part, .importer)
    }
    if entry.isDeflated {
      guard entry.size <= unpackable else {
        return leave(member, "it unpacks to more than the file's size allows")
      }
      do throws(CheckpointError) {
        let unpacked = try archive.contents(of: entry)
        unpackable -= unpacked.count
        member = part.part(0..<unpacked.count, name, of: unpacked)
      } catch {
        return leave(member, error.description)
      }
    }
    member.isDocument = ending.hasSuffix(".json")
    if Self.unknownEndings.contains(where: ending.hasSuffix) {
      leave(member, "its format is not examined")
    }
    member.isPickle = Self.pickleEndings.contains(where: ending.hasSuffix)
    if name == "data.pkl" || name.hasSuffix("/data.pkl") { member.program = loader }
    if loader == .torchJIT, Self.isTorchScript(name) { member.program = loader }
    examine(member)
  }

  /// Looks for members and pickles that the directory does not list.
  private mutating func examineGaps(of archive: ZipArchive, _ part: Part) {
    var end = 0
    let ranges = archive.entries.map(\.packed).sorted { $0.lowerBound < $1.lowerBound }
    for range in ranges + [archive.bytes.count..<archive.bytes.count] {
      guard range.lowerBound > end else {
        end = max(end, range.upperBound)
        continue
      }
      let gap = end..<range.lowerBound
      let isLast = range.isEmpty && range.lowerBound == archive.bytes.count
      if archive.bytes.count(of: Array("PK\u{3}\u{4}".utf8), in: gap) > (isLast ? 0 : 1) {
        add(.hidden, "", part, at: gap.lowerBound, .other)
      }
      hunt(Part(bytes: archive.bytes, range: gap, place: part.place, depth: part.depth), gap)
      end = range.upperBound
    }
  }

  /// All bytes of a part as bytes of their own; nil if they are too many.
  func isWhole(_ part: Part) -> Bool { part.range == 0..<part.bytes.count }

  mutating func whole(_ part: Part) -> FileBytes? {
    if isWhole(part) { return part.bytes }
    guard part.range.count <= unpackable else {
      leave(part, "it is larger than the file's size allows")
      return nil
    }
    unpackable -= part.range.count
    let source = UnsafeRawBufferPointer(rebasing: part.bytes.buffer[part.range])
    return FileBytes(count: part.range.count) { $0.copyMemory(from: source) }
  }

  // MARK: Tar

  static func isTar(_ part: Part) -> Bool {
    guard part.range.count >= 512 else { return false }
    let start = part.range.lowerBound + 257
    return part.bytes.text(start..<start + 5) == "ustar"
  }

  /// Examines every member; torch.load unpickles the member `pickle` of its oldest format.
  mutating func examineTar(_ part: Part) {
    var start = part.range.lowerBound
    while start + 512 <= part.range.upperBound, part.bytes.buffer[start] != 0 {
      let size = part.bytes.octal(start + 124..<start + 136)
      let name = part.bytes.text(start..<start + 100).prefix { $0 != "\0" }
      let data = start + 512
      guard let size, size <= part.range.upperBound - data else {
        return leave(part, "its member '\(name)' has no size that fits")
      }
      var member = part.part(data..<data + size, String(name))
      if name == "pickle" { (member.isPickle, member.program) = (true, .torchLoad) }
      examine(member)
      start = data + (size + 511) / 512 * 512
    }
    // An archive ends with a block of zeros.
    if start + 512 > part.range.upperBound { leave(part, "it is cut short") }
  }

  // MARK: Compressed

  /// Unpacks gzip and zlib, as joblib writes them, and examines the result.
  mutating func examineCompressed(_ part: Part) {
    let packed = UnsafeRawBufferPointer(rebasing: part.bytes.buffer[part.range])
    switch Self.unpacked(packed, limit: unpackable) {
    case .success(let bytes)?:
      unpackable -= bytes.count
      var inner = part.part(0..<bytes.count, "unpacked", of: FileBytes(bytes))
      inner.isPickle = part.isPickle
      inner.program = part.program
      examine(inner)
    case .failure?: leave(part, "it unpacks to more than the file's size allows")
    case nil: if part.depth == 0 { leave(part, "its compressed data is broken or empty") }
    }
  }

  private struct TooLarge: Error {}

  /// The unpacked bytes; nil if they are no gzip or zlib data.
  private static func unpacked(
    _ packed: UnsafeRawBufferPointer, limit: Int
  ) -> Result<[UInt8], TooLarge>? {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    // 32 more than the largest window: the header says whether it is gzip or zlib.
    guard inflateInit2_(&stream, MAX_WBITS + 32, ZLIB_VERSION, size) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    stream.next_in = UnsafeMutablePointer(mutating: packed.bindMemory(to: Bytef.self).baseAddress)
    stream.avail_in = uInt(clamping: packed.count)
    var output: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let (status, count) = chunk.withUnsafeMutableBufferPointer { buffer in
        stream.next_out = buffer.baseAddress
        stream.avail_out = uInt(buffer.count)
        let status = CZlib.inflate(&stream, Z_NO_FLUSH)
        return (status, buffer.count - Int(stream.avail_out))
      }
      output += chunk.prefix(count)
      guard output.count <= limit else { return .failure(TooLarge()) }
      if status == Z_STREAM_END {
        // Readers go on with a stream behind this one.
        if stream.avail_in == 0 { return output.isEmpty ? nil : .success(output) }
        guard inflateReset(&stream) == Z_OK else { return nil }
        continue
      }
      guard status == Z_OK, count > 0 || stream.avail_in > 0 else { return nil }
    }
  }
}

extension FileBytes {
  /// The number of `pattern` in `range`.
  fileprivate func count(of pattern: [UInt8], in range: Range<Int>) -> Int {
    guard range.count >= pattern.count else { return 0 }
    return (range.lowerBound...range.upperBound - pattern.count).count {
      buffer[$0] == pattern[0] && buffer[$0..<$0 + pattern.count].elementsEqual(pattern)
    }
  }

  /// The octal number in `range`, as tar writes it; nil for other bytes.
  fileprivate func octal(_ range: Range<Int>) -> Int? {
    let digits = buffer[range].prefix { $0 != 0 && $0 != 0x20 }
    return digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self), radix: 8)
  }
}
