import Support
import Tensors

/// Writes safetensors files: tensors sorted by name, and metadata.
///
/// https://huggingface.co/docs/safetensors: an 8-byte header length, a JSON header padded with
/// spaces to a multiple of 8 bytes, then the tensors' bytes without gaps.
public enum SafetensorsWriter {
  /// Encodes a whole file with float32 tensors.
  public static func bytes(of weights: StateDictionary, metadata: [String: String]) -> [UInt8] {
    var bytes = header(of: weights, type: .float32, metadata: metadata)
    let tensors = weights.names.compactMap { weights[$0] }
    bytes.reserveCapacity(bytes.count + tensors.reduce(0) { $0 + 4 * $1.count })
    for tensor in tensors { bytes += UnsafeRawBufferPointer(tensor.storage.buffer) }
    return bytes
  }

  /// Encodes the header's length and the header.
  static func header(
    of weights: StateDictionary, type: ElementType, metadata: [String: String]
  ) -> [UInt8] {
    let tensors = weights.names.compactMap { name in weights[name].map { (name, $0.shape, type) } }
    return header(of: tensors, metadata: metadata)
  }

  /// Encodes the header's length and the header for tensors in the order of their bytes.
  static func header(
    of tensors: [(name: String, shape: [Int], type: ElementType)], metadata: [String: String]
  ) -> [UInt8] {
    var members: [(String, JSON)] = [
      (
        "__metadata__",
        .object(
          metadata.sorted { $0.key < $1.key }.map {
            ($0.key, JSON.string($0.value))
          })
      )
    ]
    var offset = 0
    for (name, shape, type) in tensors {
      let end = offset + shape.reduce(type.size, *)
      members.append(
        (
          name,
          .object([
            ("dtype", .string(type.rawValue)),
            ("shape", .array(shape.map { .integer($0) })),
            ("data_offsets", .array([.integer(offset), .integer(end)])),
          ])
        ))
      offset = end
    }
    var header = Array(JSON.object(members).text().utf8)
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    return (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header
  }
}
