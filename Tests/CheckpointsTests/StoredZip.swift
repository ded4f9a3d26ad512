/// A zip archive whose entries are stored.
struct StoredZip {
  let bytes: [UInt8]

  init(_ entries: [(name: String, data: [UInt8])]) {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    func number(_ value: Int, _ size: Int) -> [UInt8] {
      (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    for (name, data) in entries {
      let start = bytes.count
      // Method 0, no date, no checksum, sizes, length of the name, no extra field.
      let sizes = number(0, 12) + number(data.count, 4) + number(data.count, 4)
      let lengths = number(name.utf8.count, 2) + number(0, 2)
      bytes += [0x50, 0x4B, 3, 4] + number(20, 2) + sizes + lengths + Array(name.utf8) + data
      directory += [0x50, 0x4B, 1, 2] + number(20, 2) + number(20, 2) + sizes + lengths
      directory += number(0, 10) + number(start, 4) + Array(name.utf8)
    }
    let count = number(entries.count, 2)
    let end = [0x50, 0x4B, 5, 6] + number(0, 4) + count + count
    self.bytes =
      bytes + directory + end + number(directory.count, 4) + number(bytes.count, 4) + number(0, 2)
  }
}
