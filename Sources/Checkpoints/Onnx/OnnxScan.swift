/// Counts what decoding an ONNX model allocates, before it is decoded.
///
/// An empty message has two bytes in a file and some hundred in memory, a number of a packed list
/// one byte and eight. The walk knows the messages of `onnx.proto`; what is none of its fields is
/// skipped, as the decoder does. Broken messages are left to the decoder.
/// Wire format: https://protobuf.dev/programming-guides/encoding/
struct OnnxScan {
  private let bytes: FileBytes

  init(_ bytes: FileBytes) { self.bytes = bytes }

  /// Throws `overBudget` if decoding takes more than the file's budget.
  func count() throws(CheckpointError) {
    do throws(CheckpointError) {
      try count(.model, 0..<bytes.count)
    } catch {
      if case .overBudget = error { throw error }
    }
  }

  /// The fields of a message that are more than one number.
  private struct Message: Sendable {
    /// Bytes of one message in memory.
    let size: Int
    var messages: [Int: Message] = [:]
    var texts: Set<Int> = []
    /// Lists of numbers of this size in the file and in memory.
    var numbers: [Int: Int] = [:]
    /// Lists of integers of varying size in the file, with their size in memory.
    var integers: [Int: Int] = [:]

    static let entry = Message(
      size: MemoryLayout<Effscope_Onnx_StringStringEntryProto>.stride, texts: [1, 2])
    static let tensor = Message(
      size: MemoryLayout<Effscope_Onnx_TensorProto>.stride, messages: [13: entry], texts: [8, 9],
      numbers: [4: 4, 10: 8],
      integers: [1: 8, 5: 4, 7: 8])
    // An attribute is a reference to an object of some twenty words.
    static let attribute = Message(
      size: 192, messages: [5: tensor], texts: [1, 4, 9], numbers: [7: 4], integers: [8: 8])
    static let node = Message(
      size: MemoryLayout<Effscope_Onnx_NodeProto>.stride, messages: [5: attribute],
      texts: [1, 2, 3, 4, 7])
    static let dimension = Message(size: MemoryLayout<Effscope_Onnx_DimensionProto>.stride)
    static let shape = Message(size: 64, messages: [1: dimension])
    static let input = Message(
      size: MemoryLayout<Effscope_Onnx_ValueInfoProto>.stride,
      messages: [2: Message(size: 64, messages: [1: Message(size: 64, messages: [2: shape])])],
      texts: [1])
    static let graph = Message(
      size: MemoryLayout<Effscope_Onnx_GraphProto>.stride,
      messages: [1: node, 5: tensor, 11: input, 12: input], texts: [2])
    static let model = Message(
      size: MemoryLayout<Effscope_Onnx_ModelProto>.stride, messages: [7: graph, 14: entry],
      texts: [2, 3])
  }

  private func count(_ message: Message, _ range: Range<Int>) throws(CheckpointError) {
    let budget = bytes.budget
    // Twice, for lists that grow.
    try budget.allocate(2 * message.size)
    var cursor = ByteCursor(bytes, range, of: "ONNX model")
    // Fields inside of a group are none of the message.
    var groups = 0
    while cursor.remaining > 0 {
      try budget.take()
      let key = try number(&cursor)
      let field = groups == 0 ? Int(truncatingIfNeeded: key >> 3) : 0
      switch key & 7 {
      case 0:
        _ = try number(&cursor)
        try budget.allocate(2 * (message.integers[field] ?? 0))
      case 1:
        _ = try cursor.take(8)
        try budget.allocate(2 * (message.numbers[field] ?? 0))
      case 2:
        let length = try number(&cursor)
        guard length <= cursor.remaining else { return }
        let content = try cursor.take(Int(length))
        if let inner = message.messages[field] {
          try count(inner, content)
        } else if message.texts.contains(field) {
          try budget.allocate(content.count + 96)
        } else if message.numbers[field] != nil {
          try budget.allocate(2 * content.count)
        } else if let size = message.integers[field] {
          try budget.allocate(2 * size * integers(in: content))
        }
      case 3: groups += 1
      case 4: groups = max(0, groups - 1)
      case 5:
        _ = try cursor.take(4)
        try budget.allocate(2 * (message.numbers[field] ?? 0))
      default: return
      }
    }
  }

  /// The integers in a packed list: each ends in a byte below 128.
  private func integers(in range: Range<Int>) -> Int {
    bytes.buffer[range].reduce(0) { $0 + ($1 < 0x80 ? 1 : 0) }
  }

  private func number(_ cursor: inout ByteCursor) throws(CheckpointError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 7) {
      let byte = try cursor.next(UInt8.self)
      value |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { break }
    }
    return value
  }
}
