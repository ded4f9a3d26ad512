import Glibc
import Imaging
import Tensors

/// Writes a checkpoint as safetensors, under timm's names, with what is known of it as metadata.
///
/// The file is written tensor by tensor under a temporary name
/// and renamed, so no copy of all weights is held and none is ever half-written.
public struct WeightConversion {
  private let checkpoint: LoadedCheckpoint
  private let type: ElementType

  /// What was written.
  public struct Summary: Hashable, Sendable {
    /// Tensors in the file.
    public var tensors = 0
    /// Bytes of the file.
    public var bytes = 0
    /// Finite numbers that the element type made infinite.
    public var overflows = 0
  }

  /// A conversion of `checkpoint`'s weights to `type`: float32, float16 or bfloat16.
  public init(_ checkpoint: LoadedCheckpoint, type: ElementType = .float32) {
    precondition(
      [.float32, .float16, .bfloat16].contains(type), "weights are not written as \(type.rawValue)")
    self.checkpoint = checkpoint
    self.type = type
  }

  /// Writes the file at `path`, replacing what was there.
  public func write(to path: String) throws(CheckpointError) -> Summary {
    let temporary = "\(path).\(getpid()).part"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .unwritable(path: path, code: errno) }
    do {
      let summary = try write(to: descriptor, path)
      close(descriptor)
      try Folder.move(temporary, to: path)
      return summary
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
  }

  private func write(to descriptor: Int32, _ path: String) throws(CheckpointError) -> Summary {
    var summary = Summary()
    let header = SafetensorsWriter.header(
      of: checkpoint.weights, type: type, metadata: metadata)
    try Self.write(header, to: descriptor, path)
    summary.bytes = header.count
    for name in checkpoint.weights.names {
      guard let tensor = checkpoint.weights[name] else { continue }
      let bytes = encode(tensor, &summary.overflows)
      try Self.write(bytes, to: descriptor, path)
      summary.bytes += bytes.count
      summary.tensors += 1
    }
    return summary
  }

  private static func write(
    _ bytes: [UInt8], to descriptor: Int32, _ path: String
  ) throws(CheckpointError) {
    let file = FileBytes(bytes)
    try Folder.write(file.buffer, to: descriptor, path)
  }

  private var metadata: [String: String] {
    var metadata = [
      "format": "pt", "effscope.dialect": checkpoint.dialect.dialect.rawValue,
      "effscope.variant": checkpoint.variant.name, "effscope.recipe": recipe.text,
      // The name tells AdvProp's weights, whose recipe differs, from the others.
      "architecture": checkpoint.name,
    ]
    if checkpoint.isUntrained { metadata["effscope.untrained"] = "true" }
    if let digest = checkpoint.digest {
      metadata["effscope.source-sha256"] = digest.hexadecimal
    }
    return metadata
  }

  /// How pictures become input, for people and other programs.
  private var recipe: JSONValue {
    let recipe = checkpoint.recipe
    func numbers(_ values: [Float]) -> JSONValue { .array(values.map { .number(Double($0)) }) }
    var members: [JSONValue.Member] = [
      .init(key: "resize", value: .string(resize)),
      .init(key: "interpolation", value: .string(recipe.interpolation.rawValue)),
      .init(key: "mean", value: numbers(recipe.mean)),
      .init(key: "std", value: numbers(recipe.standardDeviation)),
    ]
    if let crop = recipe.crop {
      members.append(
        .init(key: "crop", value: .array([.integer(crop.height), .integer(crop.width)])))
    }
    return .object(members)
  }

  private var resize: String {
    switch checkpoint.recipe.resize {
    case .none: "none"
    case .shorterSide(let length): "shorter side to \(length)"
    case .exact(let size): "\(size.width)×\(size.height)"
    case .centralSquare(let padding): "central square, padding \(padding)"
    }
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

  /// The upper half of `value`, rounded to nearest, ties to even; NaNs stay NaNs.
  static func bfloat16(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    guard !value.isNaN else { return UInt16(bits >> 16) | 0x40 }
    return UInt16((bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
  }
}
