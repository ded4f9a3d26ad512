/// Encodes pickles, zip archives and safetensors files, including malformed ones.
enum PickleBytes {
  static let stop: [UInt8] = [0x2E]
  static let mark: [UInt8] = [0x28]
  static let emptyList: [UInt8] = [0x5D]
  static let emptyTuple: [UInt8] = [0x29]
  static let emptyDictionary: [UInt8] = [0x7D]
  static let reduce: [UInt8] = [0x52]
  static let build: [UInt8] = [0x62]
  static let newObject: [UInt8] = [0x81]
  static let newObjectWithKeywords: [UInt8] = [0x92]
  static let object: [UInt8] = [0x6F]
  static let tuple1: [UInt8] = [0x85]
  static let tuple2: [UInt8] = [0x86]
  static let append: [UInt8] = [0x61]
  static let pop: [UInt8] = [0x30]
  static let stackGlobal: [UInt8] = [0x93]

  static func proto(_ version: UInt8) -> [UInt8] { [0x80, version] }

  static func text(_ text: String) -> [UInt8] {
    [0x58] + (0..<4).map { UInt8(truncatingIfNeeded: text.utf8.count >> (8 * $0)) } + text.utf8
  }

  static func bytes(_ bytes: [UInt8]) -> [UInt8] {
    [0x42] + (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) } + bytes
  }

  static func global(_ module: String, _ name: String) -> [UInt8] {
    [0x63] + "\(module)\n\(name)\n".utf8
  }

  static func instance(_ module: String, _ name: String) -> [UInt8] {
    [0x69] + "\(module)\n\(name)\n".utf8
  }

  static func put(_ index: UInt8) -> [UInt8] { [0x71, index] }
  static func get(_ index: UInt8) -> [UInt8] { [0x68, index] }

  /// A zip archive of stored entries; `lie` can change each entry's central directory record.
  static func zip(
    _ entries: [(name: String, data: [UInt8])], lie: (inout [UInt8]) -> Void = { _ in }
  ) -> [UInt8] {
    func little(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for (name, data) in entries {
      let offset = file.count
      let sizes = little(data.count, 4) + little(data.count, 4) + little(name.utf8.count, 2)
      file += [0x50, 0x4B, 3, 4, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] + sizes + [0, 0]
      file += Array(name.utf8) + data
      var row: [UInt8] = [0x50, 0x4B, 1, 2, 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
      row += sizes + [UInt8](repeating: 0, count: 12) + little(offset, 4)
      lie(&row)
      directory += row + Array(name.utf8)
    }
    let start = file.count
    file += directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
    file += little(entries.count, 2) + little(entries.count, 2) + little(directory.count, 4)
    return file + little(start, 4) + [0, 0]
  }

  /// A safetensors file with `header` and `zeros` bytes of data; `length` replaces the real length.
  static func safetensors(_ header: String, zeros: Int = 0, length: UInt64? = nil) -> [UInt8] {
    let length = length ?? UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8)
      + [UInt8](repeating: 0, count: zeros)
  }
}
