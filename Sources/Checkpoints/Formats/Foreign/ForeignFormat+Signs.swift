import Support

extension ForeignFormat {
  /// Recognises a foreign file by its first bytes or members; nil if a reader may know it.
  init?(_ bytes: FileBytes) {
    let found =
      Self.signed(bytes) ?? Self.text(bytes) ?? Self.zipped(bytes) ?? Self.message(bytes)
    guard let found else { return nil }
    self = found
  }

  /// Recognises a file that no reader knows by its name and its neighbours.
  init?(unknown bytes: FileBytes) {
    guard let path = bytes.path else { return nil }
    let name = path.lastPathComponent
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    if name.contains(".data-0") {
      self.init(.tensorFlowCheckpoint)
    } else if [".engine", ".plan", ".trt"].contains(where: name.lowercased().hasSuffix) {
      self.init(.tensorRT)
    } else if name.hasSuffix(".bin"), let folder = bytes.folder,
      let beside = try? FileBytes(mapping: "\(folder)/\(stem).xml"),
      Self.text(beside)?.kind == .openVINO
    {
      self.init(.openVINO)
    } else {
      return nil
    }
  }

  /// Formats with a signature.
  private static func signed(_ bytes: FileBytes) -> ForeignFormat? {
    let compressed: [([UInt8], String)] = [
      ([0x1F, 0x8B], "gzip"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz"),
      ([0x28, 0xB5, 0x2F, 0xFD], "zstd"), (Array("BZh".utf8), "bzip2"),
      ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "7-Zip"), (Array("Rar!".utf8), "RAR"),
    ]
    for (signature, program) in compressed where bytes.starts(with: signature) {
      return ForeignFormat(.compressed, sign: program)
    }
    if bytes.count >= 262, bytes.text(257..<262) == "ustar" { return ForeignFormat(.tar) }
    if bytes.starts(with: [0x93] + Array("NUMPY".utf8)) { return ForeignFormat(.numPyArray) }
    if bytes.starts(with: Array("ftrt".utf8)) || bytes.starts(with: Array("ptrt".utf8)) {
      return ForeignFormat(.tensorRT)
    }
    // The index of a TensorFlow checkpoint is a table of LevelDB, which ends in this number.
    if bytes.count >= 48,
      bytes.load(UInt64.self, at: bytes.count - 8) == 0xDB47_7524_8B80_FB57
    {
      return ForeignFormat(.tensorFlowCheckpoint)
    }
    return nil
  }

  /// Texts that stand in place of weights.
  private static func text(_ bytes: FileBytes) -> ForeignFormat? {
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < min(bytes.count, 256), [0x20, 0x09, 0x0A, 0x0D].contains(bytes.buffer[start]) {
      start += 1
    }
    let first = bytes.text(start..<min(bytes.count, start + 4096))
    if first.hasPrefix("version https://git-lfs.github.com/spec/") {
      return ForeignFormat(.gitPointer)
    }
    guard first.hasPrefix("<") else { return nil }
    let lower = first.lowercased()
    if lower.hasPrefix("<!doctype html") || lower.contains("<html") {
      return ForeignFormat(.webPage)
    }
    if lower.contains("<net ") { return ForeignFormat(.openVINO) }
    return lower.contains("<error>") ? ForeignFormat(.serverMessage) : nil
  }

  /// Zip archives that are neither PyTorch's nor Keras'.
  private static func zipped(_ bytes: FileBytes) -> ForeignFormat? {
    guard bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]), let archive = try? ZipArchive(bytes) else {
      return nil
    }
    let names = archive.entries.map(\.name)
    func has(_ ending: String) -> Bool { names.contains { $0.hasSuffix(ending) } }
    if has("archive_format") && has("models/model.json") || has("serialized_exported_program.json")
    {
      return ForeignFormat(.exportedProgram)
    }
    guard !names.contains("data.pkl"), !has("/data.pkl"), !names.contains("model.weights.h5") else {
      return nil
    }
    if !names.isEmpty, names.allSatisfy({ $0.hasSuffix(".npy") }) {
      return ForeignFormat(.numPyArchive)
    }
    if let inner = names.first(where: { CheckpointFolder.isCheckpoint($0.lastPathComponent) }) {
      return ForeignFormat(.archive, sign: inner)
    }
    if has("saved_model.pb") { return ForeignFormat(.savedModel) }
    return ForeignFormat(.archive)
  }

  /// Protocol buffers of other programs than ONNX, and JSON.
  private static func message(_ bytes: FileBytes) -> ForeignFormat? {
    if bytes.starts(with: [UInt8(ascii: "{")]) {
      if SafetensorsIndex(bytes) != nil { return nil }
      guard bytes.count <= 16 << 20, let json = try? JSON(bytes, of: "document") else { return nil }
      return ForeignFormat(json["error"] == nil ? .document : .serverMessage)
    }
    guard bytes.count >= 16 else { return nil }
    if bytes.starts(with: [0x0A]) { return graph(bytes) }
    // Both have a version and then a message, where ONNX has the text of its producer.
    guard bytes.starts(with: [0x08]), bytes.load(UInt8.self, at: 2) == 0x12,
      let (length, start) = length(bytes, at: 3), start < bytes.count,
      bytes.load(UInt8.self, at: start) == 0x0A
    else { return nil }
    let isWhole = start + length == bytes.count
    return ForeignFormat(isWhole ? .savedModel : .coreML)
  }

  /// A TensorFlow graph: its first field is a node with a name and an operator.
  private static func graph(_ bytes: FileBytes) -> ForeignFormat? {
    guard let (_, node) = length(bytes, at: 1), node < bytes.count,
      bytes.load(UInt8.self, at: node) == 0x0A, let (name, start) = length(bytes, at: node + 1),
      name <= 512, start + name < bytes.count,
      bytes.load(UInt8.self, at: start + name) == 0x12,
      let (kind, operation) = length(bytes, at: start + name + 1), kind <= 64,
      operation + kind <= bytes.count
    else { return nil }
    let known = ["Placeholder", "Const", "VariableV2", "VarHandleOp", "NoOp"]
    return known.contains(bytes.text(operation..<operation + kind))
      ? ForeignFormat(.tensorFlowGraph) : nil
  }

  /// A length of a protocol buffer (7 bits a byte) and the offset behind it.
  private static func length(_ bytes: FileBytes, at offset: Int) -> (Int, Int)? {
    var (value, place) = (0, offset)
    while place < bytes.count, place - offset < 6 {
      let byte = Int(bytes.load(UInt8.self, at: place))
      value |= (byte & 0x7F) << (7 * (place - offset))
      place += 1
      if byte & 0x80 == 0 { return (value, place) }
    }
    return nil
  }
}
