import Support
import Tensors

/// Writes a checkpoint as safetensors with canonical names and metadata.
///
/// Tensors are written one by one, so no copy of all weights is in memory. The file is complete or
/// absent.
public struct WeightConversion {
  private let checkpoint: LoadedCheckpoint
  private let type: ElementType

  /// Counts of a written file.
  public struct Summary: Hashable, Sendable {
    /// Number of tensors.
    public var tensors = 0
    /// Size of the file in bytes.
    public var bytes = 0
    /// Number of finite elements that became infinite in the element type.
    public var overflows = 0
  }

  /// Creates a conversion of `checkpoint` to `type`: float32, float16 or bfloat16.
  package init(_ checkpoint: LoadedCheckpoint, type: ElementType = .float32) {
    precondition(
      [.float32, .float16, .bfloat16].contains(type), "weights are not written as \(type.rawValue)")
    self.checkpoint = checkpoint
    self.type = type
  }

  /// Writes the file to `path` and replaces an existing one; throws `unwritable`.
  public func write(to path: String) throws(CheckpointError) -> Summary {
    do throws(AtomicFile.Problem) {
      let file = try AtomicFile(at: path)
      let summary = try write(to: file)
      try file.commit()
      return summary
    } catch {
      throw .unwritable(path: path, code: error.code)
    }
  }

  private func write(to file: AtomicFile) throws(AtomicFile.Problem) -> Summary {
    var summary = Summary()
    let header = SafetensorsWriter.header(
      of: checkpoint.weights, type: type, metadata: checkpoint.savedMetadata())
    try file.append(header)
    summary.bytes = header.count
    for name in checkpoint.weights.names {
      guard let tensor = checkpoint.weights[name] else { continue }
      let bytes = encode(tensor, &summary.overflows)
      try file.append(bytes)
      summary.bytes += bytes.count
      summary.tensors += 1
    }
    return summary
  }

  private func encode(_ tensor: Tensor, _ overflows: inout Int) -> [UInt8] {
    let elements = tensor.storage.buffer
    defer { withExtendedLifetime(tensor) {} }
    switch type {
    case .float16:
      let halves = elements.map { Float16($0) }
      for (half, element) in zip(halves, elements) where half.isInfinite && element.isFinite {
        overflows += 1
      }
      return halves.withUnsafeBytes { [UInt8]($0) }
    case .bfloat16:
      return elements.map(Self.bfloat16).withUnsafeBytes { [UInt8]($0) }
    default:
      return [UInt8](UnsafeRawBufferPointer(elements))
    }
  }

  /// `value` as bfloat16, rounded to nearest, ties to even; NaN stays NaN.
  static func bfloat16(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    guard !value.isNaN else { return UInt16(bits >> 16) | 0x40 }
    return UInt16((bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
  }
}
