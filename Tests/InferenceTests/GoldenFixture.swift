import Architectures
import Checkpoints
import Foundation
import Tensors

/// Files written by Tests/Golden/inference_logits.py, and the weights and image used for them.
enum GoldenFixture {
  static let seed: UInt64 = 11

  /// The elements of a float32 `.npy` file.
  static func array(_ name: String) throws -> [Float] {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/\(name).npy")
    let bytes = try [UInt8](Data(contentsOf: url))
    let header = 10 + Int(bytes[8]) + Int(bytes[9]) << 8
    return stride(from: header, to: bytes.count, by: 4).map { start in
      Float(
        bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * $1) })
    }
  }

  static func weights(_ network: Network) -> StateDictionary {
    SeededWeights(seed: seed).stateDictionary(for: network)
  }

  /// A reproducible image with elements in [−2, 2].
  static func image(height: Int, width: Int) -> Tensor {
    // The generator needs only a name and a count, given here by a batch norm's running variance.
    let source = Operator.normalization(
      BatchNormalization(name: "image", epsilon: 0), channels: 3 * height * width,
      activation: .identity)
    guard let parameter = source.parameters.first(where: { $0.role == .runningVariance }) else {
      preconditionFailure("a batch norm has no running variance")
    }
    let values = SeededWeights(seed: seed).tensor(for: parameter)
    return Tensor(
      shape: [1, 3, height, width], values.elements.map { ($0 - 1) * 4 })
  }

  static func network(_ name: String, _ padding: PaddingRule) -> Network? {
    Variant.named(name)?.network(
      NetworkOptions(padding: padding, batchNormEpsilon: padding == .same ? 1e-3 : 1e-5))
  }
}

/// Largest allowed relative differences (see `relativeDifference`).
enum Tolerance {
  static let network: Float = 1e-4
  static let kernel: Float = 1e-5
}

/// Largest absolute difference divided by the largest absolute expected value.
func relativeDifference(_ found: [Float], _ expected: [Float]) -> Float {
  guard found.count == expected.count else { return .infinity }
  let scale = max(expected.reduce(0) { max($0, abs($1)) }, .leastNormalMagnitude)
  let difference = zip(found, expected).reduce(Float(0)) { largest, pair in
    let next = abs(pair.0 - pair.1)
    return next.isNaN ? .infinity : max(largest, next)
  }
  return difference / scale
}
