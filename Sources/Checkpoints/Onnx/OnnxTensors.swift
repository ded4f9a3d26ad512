internal import Foundation

/// The constant tensors of an ONNX graph by name.
struct OnnxTensors {
  private(set) var inOrder: [StoredTensor] = []
  private var byName: [String: StoredTensor] = [:]
  private var names: Set<String> = []
  /// External weight files in the model's folder, by name.
  private var companions: [String: FileBytes] = [:]
  private let model: FileBytes

  /// No tensors yet of the file `model`.
  init(of model: FileBytes) { self.model = model }

  /// What reading the model may take.
  var budget: ReadingBudget { model.budget }

  subscript(name: String) -> StoredTensor? { byName[name] }

  /// Adds a tensor; one with an unsupported element type is skipped.
  mutating func add(
    _ tensor: Effscope_Onnx_TensorProto, named name: String
  ) throws(CheckpointError) {
    guard names.insert(name).inserted else { throw .duplicate("ONNX model", name: name) }
    guard let type = Self.elementType(tensor.dataType) else { return }
    guard tensor.dims.count <= StoredTensor.axisLimit else {
      throw .unsupported("ONNX model", feature: "a tensor of \(tensor.dims.count) axes")
    }
    try budget.allocate(2, of: StoredTensor.self)
    let shape = tensor.dims.compactMap(Int.init(exactly:))
    let bytes = try self.bytes(of: tensor, type, named: name)
    let (size, overflows) = (shape.checkedProduct ?? -1).multipliedReportingOverflow(by: type.size)
    guard !overflows, shape.count == tensor.dims.count, size == bytes.count else {
      throw .tensorOutOfBounds(name: name, shape: shape, bytes: bytes.count)
    }
    let stored = try StoredTensor(name: name, shape: shape, type: type, bytes: bytes)
    byName[name] = stored
    inOrder.append(stored)
  }

  /// Maps ONNX's TensorProto.DataType; nil for unsupported types.
  private static func elementType(_ number: Int32) -> ElementType? {
    switch number {
    case 1: .float32
    case 2: .uint8
    case 3: .int8
    case 5: .int16
    case 6: .int32
    case 7: .int64
    case 9: .boolean
    case 10: .float16
    case 11: .float64
    case 16: .bfloat16
    default: nil
    }
  }

  private mutating func bytes(
    of tensor: Effscope_Onnx_TensorProto, _ type: ElementType, named name: String
  ) throws(CheckpointError) -> TensorBytes {
    if tensor.dataLocation == 1 { return try external(tensor, named: name) }
    if !tensor.rawData.isEmpty {
      let data = tensor.rawData
      // Its bytes, and they as float32.
      try budget.allocate(data.count + 4 * data.count / type.size)
      return .packed(count: data.count) { () throws(CheckpointError) in
        FileBytes(count: data.count) { data.copyBytes(to: $0) }
      }
    }
    let count =
      tensor.floatData.count + tensor.doubleData.count + tensor.int64Data.count
      + tensor.int32Data.count
    try budget.allocate(2 * count * type.size)
    let numbers: [UInt8] =
      switch type {
      case .float32: Self.bytes(of: tensor.floatData)
      case .float64: Self.bytes(of: tensor.doubleData)
      case .int64: Self.bytes(of: tensor.int64Data)
      case .int32: Self.bytes(of: tensor.int32Data)
      case .float16, .bfloat16, .int16:
        Self.bytes(of: tensor.int32Data.map { UInt16(truncatingIfNeeded: $0) })
      case .int8, .uint8, .boolean: tensor.int32Data.map { UInt8(truncatingIfNeeded: $0) }
      }
    let bytes = FileBytes(count: numbers.count, budget: budget) { $0.copyBytes(from: numbers) }
    return .view(bytes, 0..<numbers.count)
  }

  private static func bytes<Number: BitwiseCopyable>(of numbers: [Number]) -> [UInt8] {
    numbers.withUnsafeBytes { [UInt8]($0) }
  }

  /// The bytes of an external tensor.
  ///
  /// Throws `refusedPath` unless the location is a plain file name; links are not followed.
  private mutating func external(
    _ tensor: Effscope_Onnx_TensorProto, named name: String
  ) throws(CheckpointError) -> TensorBytes {
    var fields: [String: String] = [:]
    for entry in tensor.externalData { fields[entry.key] = entry.value }
    let location = fields["location"] ?? ""
    guard !location.isEmpty, location != ".", location != "..",
      !location.utf8.contains(where: { $0 == 0x2F || $0 == 0x5C || $0 < 0x20 })
    else { throw .refusedPath(location, tensor: name) }
    let file = try companion(location)
    let offset = Int(fields["offset"] ?? "0")
    let length = fields["length"].map { Int($0) } ?? offset.map { file.count - $0 }
    guard let offset, let length, offset >= 0, length >= 0, offset <= file.count,
      length <= file.count - offset
    else {
      throw .lengthBeyondEnd(
        "ONNX tensor '\(name)'", offset: offset ?? 0, length: fields["length"] ?? "?",
        available: file.count)
    }
    return .view(file, offset..<offset + length)
  }

  private mutating func companion(_ location: String) throws(CheckpointError) -> FileBytes {
    if let known = companions[location] { return known }
    guard let folder = model.folder else { throw .missingCompanion(location) }
    do {
      let file = try FileBytes(
        mapping: "\(folder)/\(location)", followsLinks: false, partOf: model)
      budget.extend(byFileOf: file.count)
      companions[location] = file
      return file
    } catch {
      throw .missingCompanion(location)
    }
  }
}
