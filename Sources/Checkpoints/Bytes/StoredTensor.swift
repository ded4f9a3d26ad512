import Tensors

/// A tensor in a file; its elements are not read before `tensor()`.
public struct StoredTensor: Sendable {
  /// The tensor's name in the file.
  public let name: String
  /// The extent of each axis, outermost first.
  public let shape: [Int]
  /// The element type.
  public let type: ElementType
  /// The stride of each axis in elements.
  let strides: [Int]
  /// Offset of the first element in `bytes`, in elements.
  let offset: Int
  /// The bytes of the elements.
  let bytes: TensorBytes

  /// Most axes of a tensor; NumPy and PyTorch have 64.
  static let axisLimit = 64

  /// Number of elements.
  public var count: Int { shape.reduce(1, *) }

  /// Creates a tensor; throws `tensorOutOfBounds` if an element lies outside `bytes`.
  ///
  /// The default of `strides` is dense and row-major. Shapes whose product overflows are refused.
  ///
  /// The elements as float32 count towards the budget of the file, unless `isKnown` says that they
  /// are counted already.
  init(
    name: String, shape: [Int], type: ElementType, strides: [Int]? = nil, offset: Int = 0,
    bytes: TensorBytes, isKnown: Bool = false
  ) throws(CheckpointError) {
    guard shape.count <= Self.axisLimit else {
      throw .unsupported("tensor '\(name)'", feature: "\(shape.count) axes")
    }
    let outOfBounds = CheckpointError.tensorOutOfBounds(
      name: name, shape: shape, bytes: bytes.count)
    guard let count = shape.checkedProduct, offset >= 0 else { throw outOfBounds }
    let steps = strides ?? shape.rowMajorStrides
    // Also checked for an empty tensor, because its address is computed.
    guard steps.count == shape.count, offset <= bytes.count / type.size else { throw outOfBounds }
    if count > 0 {
      guard let last = lastIndex(shape: shape, strides: steps, offset: offset),
        last < bytes.count / type.size, count <= bytes.count / type.size
      else { throw outOfBounds }
    }
    if case .view(let file, _) = bytes {
      try file.budget.allocate(
        MemoryLayout<StoredTensor>.size + name.utf8.count + 64 + 16 * shape.count
          + (isKnown ? 0 : 4 * count))
    }
    self.name = name
    self.shape = shape
    self.type = type
    self.strides = steps
    self.offset = offset
    self.bytes = bytes
  }

  /// Which elements of the file a tensor is.
  struct Identity: Hashable {
    fileprivate let file: ObjectIdentifier
    fileprivate let range: Range<Int>
    fileprivate let offset: Int
    fileprivate let type: ElementType
    fileprivate let shape: [Int]
    fileprivate let strides: [Int]
  }

  /// Which elements of the file this is; nil for packed ones.
  var identity: Identity? {
    guard case .view(let file, let range) = bytes else { return nil }
    return Identity(
      file: ObjectIdentifier(file), range: range, offset: offset, type: type, shape: shape,
      strides: strides)
  }

  /// True if this tensor is the same elements of the file as `other`.
  func isAlias(of other: StoredTensor) -> Bool {
    identity.map { $0 == other.identity } ?? false
  }

  /// The element of a tensor with one element; nil for any other or if it is not finite.
  var scalar: Double? {
    guard count == 1, let value = (try? tensor())?.elements.first, value.isFinite else {
      return nil
    }
    return Double(value)
  }

  /// The same elements in another shape of as many; throws `tensorOutOfBounds` for any other.
  func reshaped(_ shape: [Int]) throws(CheckpointError) -> StoredTensor {
    guard shape.checkedProduct == count, isContiguous else {
      throw .tensorOutOfBounds(name: name, shape: shape, bytes: bytes.count)
    }
    return try StoredTensor(
      name: name, shape: shape, type: type, offset: offset, bytes: bytes, isKnown: true)
  }

  /// The tensor as float32: a view of the file if possible, else a converted copy.
  public func tensor() throws(CheckpointError) -> Tensor {
    let (owner, range) = try bytes.resolved()
    return tensor(in: owner, range)
  }

  /// Adds this tensor to `weights` under `name`.
  ///
  /// A tensor that needs a conversion is converted on access; packed bytes are unpacked now.
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

  /// The elements in the file as they are; nil unless they are dense, aligned float32.
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

  /// Converts `count` consecutive elements; the switch over types is outside of the loops.
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

  /// Converts binary16 with integer arithmetic, which vectorizes without half-float instructions.
  private func convertHalves(_ start: UnsafeRawPointer, into output: UnsafeMutablePointer<Float>) {
    let rebias = Float(bitPattern: UInt32(254 - 15) << 23)
    for index in 0..<count {
      let half = UInt32(start.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self))
      let magnitude = Float(bitPattern: (half & 0x7FFF) << 13) * rebias
      // Products of 65536 and above are infinities and NaNs: their exponent must become 255.
      let special: UInt32 = magnitude >= 65536 ? 0xFF << 23 : 0
      output[index] = Float(bitPattern: magnitude.bitPattern | special | (half & 0x8000) << 16)
    }
  }
}

extension StoredTensor {
  /// The tensor with its axes permuted: axis `i` of the result is axis `axes[i]` of this one.
  ///
  /// Only shape and strides change; no elements are copied.
  func permuted(_ axes: [Int], named name: String? = nil) throws(CheckpointError) -> StoredTensor {
    try StoredTensor(
      name: name ?? self.name, shape: axes.map { shape[$0] }, type: type,
      strides: axes.map { strides[$0] }, offset: offset, bytes: bytes, isKnown: true)
  }

  /// Creates a float32 tensor of shape (count) from `values` in memory.
  init(name: String, values: [Float]) throws(CheckpointError) {
    let bytes = values.withUnsafeBytes { FileBytes([UInt8]($0)) }
    try self.init(
      name: name, shape: [values.count], type: .float32, bytes: .view(bytes, 0..<bytes.count))
  }
}

/// The bytes of a tensor's elements.
enum TensorBytes: Sendable {
  /// A range of the file.
  case view(FileBytes, Range<Int>)
  /// `count` bytes that `unpack` returns.
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
      // A zero extent makes the product 0 whatever follows; hence each extent is limited too.
      guard !overflows, extent < 1 << 40 else { return nil }
      product = next
    }
    return product
  }

  /// The strides of a dense row-major array of this shape.
  var rowMajorStrides: [Int] {
    var strides = [Int](repeating: 1, count: count)
    for axis in indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] &* self[axis + 1]
    }
    return strides
  }
}

/// The largest element index of a strided tensor; nil on overflow or for a negative stride.
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
