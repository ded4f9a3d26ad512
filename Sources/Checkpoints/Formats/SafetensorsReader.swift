import Support

/// Reads safetensors files: an 8-byte header length, a JSON header, the tensors' bytes.
///
/// https://huggingface.co/docs/safetensors: offsets are relative to the end of the header; the
/// ranges must cover the data without overlaps and gaps.
enum SafetensorsReader: CheckpointReader {
  /// Largest header in bytes, about 100,000 tensors; the reference implementation allows more.
  private static let headerLimit = 25_000_000

  static func recognises(_ bytes: FileBytes) -> Bool {
    bytes.count >= 9 && bytes.load(UInt8.self, at: 8) == UInt8(ascii: "{")
  }

  static func read(_ bytes: FileBytes) throws(CheckpointError) -> CheckpointContents {
    let headerLength = bytes.load(UInt64.self, at: 0)
    guard headerLength <= UInt64(bytes.count - 8) else {
      throw .lengthBeyondEnd(
        "safetensors header", offset: 0, length: "\(headerLength)", available: bytes.count - 8)
    }
    guard headerLength <= headerLimit else {
      throw .tooLarge("safetensors header", size: "\(headerLength)", limit: headerLimit)
    }
    let dataStart = 8 + Int(headerLength)
    let header = try JSON(bytes, 8..<dataStart, of: "safetensors header")
    guard let members = header.members else {
      throw .malformed("safetensors header", offset: 8, rule: "it must be an object")
    }
    var tensors: [StoredTensor] = []
    var ranges: [Range<Int>] = []
    for member in members where member.key != "__metadata__" {
      let (tensor, range) = try tensor(member, in: bytes, dataStart: dataStart)
      ranges.append(range)
      if let tensor { tensors.append(tensor) }
    }
    try checkCover(ranges, dataLength: bytes.count - dataStart, dataStart: dataStart)
    let metadata = metadata(header)
    tensors = try QuantizedFile.restored(tensors, metadata: metadata)
    var contents = CheckpointContents(
      format: .safetensors, groups: [TensorGroup(path: "", tensors: tensors)], metadata: metadata)
    contents.labels = ClassLabels.keys.sorted().compactMap { key in
      metadata[key].flatMap { ClassLabels.names(inJSON: Array($0.utf8)) }
    }
    return contents
  }

  private static func metadata(_ header: JSON) -> [String: String] {
    var metadata: [String: String] = [:]
    for member in header["__metadata__"]?.members ?? [] {
      if let text = member.value.string { metadata[member.key] = text }
    }
    return metadata
  }

  /// The tensor and its byte range; no tensor for an element type that `ElementType` lacks.
  private static func tensor(
    _ member: (key: String, value: JSON), in bytes: FileBytes, dataStart: Int
  ) throws(CheckpointError) -> (StoredTensor?, Range<Int>) {
    let name = member.key
    let extents = member.value["shape"]?.array ?? [.null]
    let offsets = member.value["data_offsets"]?.array ?? []
    let shape = extents.compactMap(\.integer)
    guard let typeName = member.value["dtype"]?.string, shape.count == extents.count,
      offsets.count == 2, let begin = offsets[0].integer, let end = offsets[1].integer
    else {
      throw .malformed(
        "safetensors header", offset: 8,
        rule: "'\(name)' must have a dtype, a shape and two data_offsets")
    }
    guard begin >= 0, begin <= end, end <= bytes.count - dataStart else {
      throw .lengthBeyondEnd(
        "safetensors tensor '\(name)'", offset: dataStart, length: "\(begin)…\(end)",
        available: bytes.count - dataStart)
    }
    let relative = begin..<end
    guard let type = ElementType(rawValue: typeName) else { return (nil, relative) }
    let (size, overflows) = (shape.checkedProduct ?? -1).multipliedReportingOverflow(by: type.size)
    guard !overflows, size == relative.count else {
      throw .tensorOutOfBounds(name: name, shape: shape, bytes: relative.count)
    }
    let tensor = try StoredTensor(
      name: name, shape: shape, type: type,
      bytes: .view(bytes, dataStart + begin..<dataStart + end))
    return (tensor, relative)
  }

  /// Throws `malformed` unless `ranges` cover the data without overlaps and gaps.
  private static func checkCover(
    _ ranges: [Range<Int>], dataLength: Int, dataStart: Int
  ) throws(CheckpointError) {
    var position = 0
    for range in ranges.sorted(by: {
      ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
    }) {
      guard range.lowerBound == position else {
        throw .malformed(
          "safetensors data", offset: dataStart + min(position, range.lowerBound),
          rule: range.lowerBound < position
            ? "tensors must not overlap" : "no bytes may lie between tensors")
      }
      position = range.upperBound
    }
    guard position == dataLength else {
      throw .malformed(
        "safetensors data", offset: dataStart + position,
        rule: "no bytes may follow the last tensor")
    }
  }
}
