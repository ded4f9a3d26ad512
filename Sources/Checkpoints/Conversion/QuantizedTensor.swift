import Support
import Tensors

/// A weight as signed bytes, with one step for each row of its first axis.
///
/// Row o stands for step[o] · bytes[o]; its largest weight is ±127 steps.
package struct QuantizedTensor: Sendable {
  package let shape: [Int]
  package let bytes: [Int8]
  /// One number a row; 1 for a row of zeros.
  package let steps: [Float]

  /// Rounds `tensor` to nearest, ties to even; nil unless it has two axes or more and is finite.
  package init?(_ tensor: Tensor) {
    let rows = tensor.shape.first ?? 0
    guard tensor.shape.count >= 2, rows > 0, tensor.count > 0 else { return nil }
    let length = tensor.count / rows
    let values = tensor.storage.buffer
    defer { withExtendedLifetime(tensor) {} }
    guard values.allSatisfy(\.isFinite) else { return nil }
    var bytes: [Int8] = []
    var steps: [Float] = []
    bytes.reserveCapacity(values.count)
    for row in 0..<rows {
      let own = values[row * length..<(row + 1) * length]
      let largest = own.reduce(0) { max($0, abs($1)) }
      // A step below the smallest normal number would lose the row's ratio to it.
      let step = largest / 127 >= .leastNormalMagnitude ? largest / 127 : 1
      steps.append(step)
      for value in own {
        bytes.append(Int8(max(-127, min(127, (value / step).rounded(.toNearestOrEven)))))
      }
    }
    (shape, self.bytes, self.steps) = (tensor.shape, bytes, steps)
  }

  /// The weights that the bytes stand for.
  package var restored: Tensor {
    let length = bytes.count / steps.count
    return Tensor(
      shape: shape, bytes.enumerated().map { Float($1) * steps[$0 / length] })
  }
}

extension SafetensorsWriter {
  /// Encodes a whole file: `quantized` weights as int8 with their steps beside them, all others as
  /// float32.
  package static func bytes(
    of weights: StateDictionary, quantized: [String: QuantizedTensor], metadata: [String: String]
  ) -> [UInt8] {
    var entries: [(name: String, shape: [Int], type: ElementType, bytes: [UInt8])] = []
    for name in weights.names {
      if let tensor = quantized[name] {
        entries.append((name, tensor.shape, .int8, tensor.bytes.map { UInt8(bitPattern: $0) }))
        entries.append(
          (
            name + QuantizedFile.stepsSuffix, [tensor.steps.count], .float32,
            tensor.steps.withUnsafeBytes { [UInt8]($0) }
          ))
      } else if let tensor = weights[name] {
        let bytes = [UInt8](UnsafeRawBufferPointer(tensor.storage.buffer))
        withExtendedLifetime(tensor) {}
        entries.append((name, tensor.shape, .float32, bytes))
      }
    }
    // float32 first: each tensor begins at a multiple of its elements' size.
    entries.sort { ($1.type.size, $0.name) < ($0.type.size, $1.name) }
    let marked = metadata.merging([QuantizedFile.key: QuantizedFile.value]) { $1 }
    return header(of: entries.map { ($0.name, $0.shape, $0.type) }, metadata: marked)
      + entries.flatMap(\.bytes)
  }
}

/// How a safetensors file says that its int8 tensors are weights.
enum QuantizedFile {
  static let key = "effscope.quantized"
  static let value = "int8"
  /// The steps of `NAME` are the tensor `NAME.steps`.
  static let stepsSuffix = ".steps"

  /// The weights of a file with this metadata as float32, which are computed on access.
  ///
  /// Throws `malformed` for an int8 tensor without one step for each row.
  static func restored(
    _ tensors: [StoredTensor], metadata: [String: String]
  ) throws(CheckpointError) -> [StoredTensor] {
    guard metadata[key] == value else { return tensors }
    let byName = Dictionary(tensors.map { ($0.name, $0) }) { first, _ in first }
    var result: [StoredTensor] = []
    for tensor in tensors {
      guard tensor.type == .int8 else {
        let isSteps =
          tensor.name.hasSuffix(stepsSuffix)
          && byName[String(tensor.name.dropLast(stepsSuffix.count))]?.type == .int8
        if !isSteps { result.append(tensor) }
        continue
      }
      guard let steps = byName[tensor.name + stepsSuffix], steps.type == .float32,
        let rows = tensor.shape.first, rows > 0, tensor.shape.count >= 2, steps.shape == [rows]
      else {
        throw .malformed(
          "safetensors file", offset: 8,
          rule:
            "'\(tensor.name)' is int8 and needs '\(tensor.name)\(stepsSuffix)', float32 with one "
            + "number for each of its rows")
      }
      result.append(try restored(tensor, steps, rows: rows))
    }
    return result
  }

  private static func restored(
    _ tensor: StoredTensor, _ steps: StoredTensor, rows: Int
  ) throws(CheckpointError) -> StoredTensor {
    let count = tensor.count
    return try StoredTensor(
      name: tensor.name, shape: tensor.shape, type: .float32,
      bytes: .packed(count: count * 4) { () throws(CheckpointError) in
        let (numbers, steps) = (try tensor.tensor(), try steps.tensor())
        let length = max(count / rows, 1)
        return FileBytes(count: count * 4) { target in
          let floats = target.bindMemory(to: Float.self)
          for index in 0..<count {
            floats[index] = numbers.storage.base[index] * steps.storage.base[index / length]
          }
        }
      })
  }
}
