/// The constant tensors of a TFLite graph by index; quantized integers are dequantized.
struct TFLiteTensors {
  private(set) var inOrder: [StoredTensor] = []
  private var byIndex: [Int: StoredTensor] = [:]
  /// What the file says of every tensor, constant or not.
  private var descriptions: [Description] = []

  subscript(index: Int) -> StoredTensor? { byIndex[index] }

  init(graph: FlatTable, model: FlatTable) throws(CheckpointError) {
    let buffers = try model.tables(4)
    var names: Set<String> = []
    for (index, table) in try graph.tables(0).enumerated() {
      let number = Int(try table.number(2, UInt32.self))
      guard buffers.indices.contains(number) else {
        throw table.buffer.broken(0, "tensor \(index) is in buffer \(number), which is not there")
      }
      descriptions.append(try Description(table))
      let data = try buffers[number].vector(0, size: 1)
      guard !data.isEmpty, let type = Self.elementType(try table.number(1, Int8.self)) else {
        continue
      }
      var name = try table.text(3)
      if name.isEmpty || name.utf8.count > 512 { name = "tensor \(index)" }
      guard names.insert(name).inserted else {
        throw .duplicate(table.buffer.subject, name: name)
      }
      let shape = try table.numbers(0, Int32.self).map(Int.init)
      let stored = try Self.tensor(
        name, shape, type, data, quantization: try TFLiteQuantization(try table.table(4)),
        in: table.buffer.bytes)
      byIndex[index] = stored
      inOrder.append(stored)
    }
  }

  /// Type and extents of a tensor; nil for an index that is not there.
  func description(of index: Int) -> Description? {
    descriptions.indices.contains(index) ? descriptions[index] : nil
  }

  /// The names of the constants with fractions that are not in `read`.
  func weights(besides read: Set<Int>) -> [String] {
    byIndex.filter { !read.contains($0.key) && $0.value.type.isFloat }.map(\.value.name).sorted()
  }

  struct Description {
    /// The schema's TensorType.
    private let type: Int8
    /// The extent of each axis, (N, H, W, C) for images; -1 where it is free.
    let extents: [Int]

    init(_ table: FlatTable) throws(CheckpointError) {
      type = try table.number(1, Int8.self)
      // The signature has the free axes, which have the extent 1 in the shape.
      let signature = try table.numbers(7, Int32.self)
      extents = (signature.isEmpty ? try table.numbers(0, Int32.self) : signature).map(Int.init)
    }

    var isFloat: Bool { type == 0 }
    /// True for a type of the results of integer operators: uint8, int16 or int8.
    var isQuantised: Bool { [3, 7, 9].contains(type) }

    /// The shape (1, C, H, W); nil for tensors without four axes and for free extents.
    var imageShape: [Int]? {
      guard extents.count == 4, extents.dropFirst().allSatisfy((1...1 << 20).contains) else {
        return nil
      }
      return [1, extents[3], extents[1], extents[2]]
    }
  }

  private static func tensor(
    _ name: String, _ shape: [Int], _ type: ElementType, _ data: Range<Int>,
    quantization: TFLiteQuantization?, in bytes: FileBytes
  ) throws(CheckpointError) -> StoredTensor {
    let (size, overflows) = (shape.checkedProduct ?? -1).multipliedReportingOverflow(by: type.size)
    guard !overflows, size == data.count else {
      throw .tensorOutOfBounds(name: name, shape: shape, bytes: data.count)
    }
    let plain = try StoredTensor(name: name, shape: shape, type: type, bytes: .view(bytes, data))
    guard let quantization, type == .int8 || type == .uint8 || type == .int32 || type == .int16
    else { return plain }
    guard let scale = quantization.perElement(shape) else {
      throw .malformed(
        "TFLite model", offset: data.lowerBound, rule: "'\(name)' must have one scale per channel")
    }
    let count = size / type.size
    return try StoredTensor(
      name: name, shape: shape, type: .float32,
      bytes: .packed(count: count * 4) { () throws(CheckpointError) in
        let numbers = try plain.tensor()
        return FileBytes(count: count * 4) { target in
          let floats = target.bindMemory(to: Float.self)
          for index in 0..<count { floats[index] = scale(numbers.storage.base[index], index) }
        }
      })
  }

  /// Maps the schema's TensorType; nil for types without a counterpart.
  private static func elementType(_ number: Int8) -> ElementType? {
    switch number {
    case 0: .float32
    case 1: .float16
    case 2: .int32
    case 3: .uint8
    case 4: .int64
    case 6: .boolean
    case 7: .int16
    case 9: .int8
    case 10: .float64
    default: nil
    }
  }
}

/// The quantization of a tensor: value = (integer − zero point) × scale, per tensor or channel.
struct TFLiteQuantization {
  private let scales: [Float]
  private let zeroPoints: [Float]
  /// The channel axis.
  private let axis: Int

  /// Returns nil for a table without scales.
  init?(_ table: FlatTable?) throws(CheckpointError) {
    guard let table else { return nil }
    scales = try table.numbers(2, UInt32.self).map { Float(bitPattern: $0) }
    zeroPoints = try table.numbers(3, Int64.self).map { Float($0) }
    axis = Int(try table.number(6, Int32.self))
    if scales.isEmpty { return nil }
  }

  /// Returns a function (integer, row-major index) → value; nil if the scales do not fit `shape`.
  func perElement(_ shape: [Int]) -> (@Sendable (Float, Int) -> Float)? {
    guard scales.count > 1 else {
      let (scale, zero) = (scales[0], zeroPoints.first ?? 0)
      return { value, _ in (value - zero) * scale }
    }
    guard shape.indices.contains(axis), scales.count == shape[axis],
      zeroPoints.isEmpty || zeroPoints.count == scales.count
    else { return nil }
    let step = shape[(axis + 1)...].reduce(1, *)
    let (scales, zeros, channels) = (scales, zeroPoints, scales.count)
    return { value, index in
      let channel = index / step % channels
      return (value - (zeros.isEmpty ? 0 : zeros[channel])) * scales[channel]
    }
  }
}
