import Tensors

/// A tensor as a file holds it: its numbers stay where they are until somebody asks for them.
public struct StoredTensor: Sendable {
  /// The name in the file.
  public let name: String
  /// Extents, outermost first.
  public let shape: [Int]
  /// The encoding of its numbers.
  public let type: ElementType
  /// Elements to skip from one index to the next, for each axis.
  let strides: [Int]
  /// First element, counted from the start of `bytes`.
  let offset: Int
  /// Where the numbers are.
  let bytes: TensorBytes

  /// Number of elements.
  public var count: Int { shape.reduce(1, *) }

  /// Checks that every element lies inside `bytes`; shapes whose product overflows are refused.
  init(
    name: String, shape: [Int], type: ElementType, strides: [Int]? = nil, offset: Int = 0,
    bytes: TensorBytes
  ) throws(CheckpointError) {
    let outOfBounds = CheckpointError.tensorOutOfBounds(
      name: name, shape: shape, bytes: bytes.count)
    guard let count = shape.checkedProduct, offset >= 0 else { throw outOfBounds }
    let steps = strides ?? shape.rowMajorStrides
    // Also of an empty tensor: its address is computed all the same.
    guard steps.count == shape.count, offset <= bytes.count / type.size else { throw outOfBounds }
    if count > 0 {
      guard let last = lastIndex(shape: shape, strides: steps, offset: offset),
        last < bytes.count / type.size, count <= bytes.count / type.size
      else { throw outOfBounds }
    }
    self.name = name
    self.shape = shape
    self.type = type
    self.strides = steps
    self.offset = offset
    self.bytes = bytes
  }

  /// The tensor as float32: a view of the file where that is possible, else a converted copy.
  public func tensor() throws(CheckpointError) -> Tensor {
    let (owner, range) = try bytes.resolved()
    return tensor(in: owner, range)
  }

  /// Names this tensor in `weights`; a copy of what is in the file is made when it is asked for.
  func define(as name: String, in weights: inout StateDictionary) throws(CheckpointError) {
    switch bytes {
    case .view(let owner, let range):
      if view(of: owner, range) == nil {
        weights.define(name) { tensor(in: owner, range) }
      } else {
        weights[name] = tensor(in: owner, range)
      }
    case .packed: weights[name] = try tensor()
    }
  }

  private func tensor(in owner: FileBytes, _ range: Range<Int>) -> Tensor {
    if let view = view(of: owner, range) { return Tensor(shape: shape, storage: view) }
    let start = owner.base + range.lowerBound + offset * type.size
    let storage = FloatStorage(count: count)
    withExtendedLifetime(owner) {
      if isContiguous {
        copyRow(start, into: storage.base)
        owner.release(UnsafeRawBufferPointer(start: start, count: count * type.size))
      } else {
        gather(start, into: storage.base)
        owner.release(UnsafeRawBufferPointer(rebasing: owner.buffer[range]))
      }
    }
    return Tensor(shape: shape, storage: storage)
  }

  /// The numbers where they lie in the file, if they are what a tensor holds.
  private func view(of owner: FileBytes, _ range: Range<Int>) -> FloatStorage? {
    let start = owner.base + range.lowerBound + offset * type.size
    let isView =
      type == .float32 && isContiguous && UInt(bitPattern: start).isMultiple(of: 4) && count > 0
    guard isView else { return nil }
    let base = UnsafeMutableRawPointer(mutating: start).assumingMemoryBound(to: Float.self)
    return FloatStorage(viewing: base, count: count, owner: owner)
  }

  private var isContiguous: Bool {
    zip(shape, zip(strides, shape.rowMajorStrides)).allSatisfy { $0 == 1 || $1.0 == $1.1 }
  }

  /// Converts `count` consecutive elements; the type is chosen outside the loops.
  private func copyRow(_ start: UnsafeRawPointer, into output: UnsafeMutablePointer<Float>) {
    switch type {
    case .float32: UnsafeMutableRawPointer(output).copyMemory(from: start, byteCount: count * 4)
    case .float16: convertHalves(start, into: output)
    case .bfloat16:
      for index in 0..<count {
        let bits = start.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)
        output[index] = Float(bitPattern: UInt32(bits) << 16)
      }
    default:
      let size = type.size
      for index in 0..<count { output[index] = type.load(start + index * size) }
    }
  }

  /// binary16 by integer arithmetic, which vectorises on machines without half-float instructions.
  private func convertHalves(_ start: UnsafeRawPointer, into output: UnsafeMutablePointer<Float>) {
    let rebias = Float(bitPattern: UInt32(254 - 15) << 23)
    for index in 0..<count {
      let half = UInt32(start.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self))
      let magnitude = Float(bitPattern: (half & 0x7FFF) << 13) * rebias
      // Infinities and NaNs come out of the product as 65536 and above.
      let special: UInt32 = magnitude >= 65536 ? 0xFF << 23 : 0
      output[index] = Float(bitPattern: magnitude.bitPattern | special | (half & 0x8000) << 16)
    }
  }

  /// Walks the strides.
  ///
  /// Axes of one element go first, then the last axis is the innermost loop, or tiles of two axes where the
  /// last one is the stride in memory (a transposed matrix).
  private func gather(_ start: UnsafeRawPointer, into output: UnsafeMutablePointer<Float>) {
    guard count > 0 else { return }
    let axes = shape.indices.filter { shape[$0] > 1 }
    let extents = axes.map { shape[$0] }
    let steps = axes.map { strides[$0] * type.size }
    guard let columns = extents.last, let step = steps.last else {
      return output.pointee = type.load(start)
    }
    let rows = extents.dropLast().last ?? 1
    let rowStep = steps.dropLast().last ?? 0
    let outer = extents.dropLast(2)
    var index = [Int](repeating: 0, count: outer.count)
    var written = 0
    while written < count {
      var plane = start
      for axis in index.indices { plane += index[axis] * steps[axis] }
      copyPlane(
        plane, rows: (rows, rowStep), columns: (columns, step), into: output + written)
      written += rows * columns
      var axis = outer.count - 1
      while axis >= 0 {
        index[axis] += 1
        if index[axis] < outer[axis] { break }
        index[axis] = 0
        axis -= 1
      }
    }
  }

  /// One plane, in tiles that keep both sides in the cache; steps are in bytes.
  private func copyPlane(
    _ plane: UnsafeRawPointer, rows: (count: Int, step: Int), columns: (count: Int, step: Int),
    into output: UnsafeMutablePointer<Float>
  ) {
    let side = 32
    for firstRow in stride(from: 0, to: rows.count, by: side) {
      let lastRow = min(firstRow + side, rows.count)
      for firstColumn in stride(from: 0, to: columns.count, by: side) {
        let lastColumn = min(firstColumn + side, columns.count)
        for row in firstRow..<lastRow {
          let source = plane + row * rows.step
          let target = output + row * columns.count
          if type == .float32 {
            for column in firstColumn..<lastColumn {
              target[column] = source.loadUnaligned(
                fromByteOffset: column * columns.step, as: Float.self)
            }
          } else {
            for column in firstColumn..<lastColumn {
              target[column] = type.load(source + column * columns.step)
            }
          }
        }
      }
    }
  }
}

extension StoredTensor {
  /// The same numbers under another order of axes: axis `i` of the result is `axes[i]` of this one.
  func permuted(_ axes: [Int], named name: String? = nil) throws(CheckpointError) -> StoredTensor {
    try StoredTensor(
      name: name ?? self.name, shape: axes.map { shape[$0] }, type: type,
      strides: axes.map { strides[$0] }, offset: offset, bytes: bytes)
  }

  /// `values` as a tensor of one axis that no file holds.
  init(name: String, values: [Float]) throws(CheckpointError) {
    let bytes = values.withUnsafeBytes { FileBytes([UInt8]($0)) }
    try self.init(
      name: name, shape: [values.count], type: .float32, bytes: .view(bytes, 0..<bytes.count))
  }
}

/// Where a tensor's numbers are.
enum TensorBytes: Sendable {
  /// A range of the file.
  case view(FileBytes, Range<Int>)
  /// Something that has to be unpacked first, giving `count` bytes.
  case packed(count: Int, unpack: @Sendable () throws(CheckpointError) -> FileBytes)

  var count: Int {
    switch self {
    case .view(_, let range): range.count
    case .packed(let count, _): count
    }
  }

  func resolved() throws(CheckpointError) -> (FileBytes, Range<Int>) {
    switch self {
    case .view(let bytes, let range): return (bytes, range)
    case .packed(let count, let unpack): return (try unpack(), 0..<count)
    }
  }
}

extension [Int] {
  /// The product of the extents; nil when one is negative or the product overflows.
  var checkedProduct: Int? {
    var product = 1
    for extent in self {
      guard extent >= 0 else { return nil }
      let (next, overflows) = product.multipliedReportingOverflow(by: extent)
      // An early zero must not hide a later overflow's cause: extents alone stay below 2^40.
      guard !overflows, extent < 1 << 40 else { return nil }
      product = next
    }
    return product
  }

  /// Steps of a dense row-major array of these extents.
  var rowMajorStrides: [Int] {
    var strides = [Int](repeating: 1, count: count)
    for axis in indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] &* self[axis + 1]
    }
    return strides
  }
}

/// The largest element index that shape, strides and offset reach; nil on overflow or a negative stride.
private func lastIndex(shape: [Int], strides: [Int], offset: Int) -> Int? {
  var last = offset
  for (extent, stride) in zip(shape, strides) {
    guard stride >= 0 else { return nil }
    let (reach, overflows) = (extent - 1).multipliedReportingOverflow(by: stride)
    guard !overflows else { return nil }
    let (sum, overflowsToo) = last.addingReportingOverflow(reach)
    guard !overflowsToo else { return nil }
    last = sum
  }
  return last
}
