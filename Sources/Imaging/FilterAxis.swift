import CImageCodecs

/// The weights of a separable resize along one axis: for each output in a window, which inputs
/// count and how much.
///
/// Coefficients are computed in double precision, normalised and rounded to 22 fraction bits in
/// exactly Pillow's order of operations, which is what makes the result equal bit for bit.
struct FilterAxis {
  /// First input of each output.
  var starts: [Int32] = []
  /// Number of inputs of each output.
  var lengths: [Int32] = []
  /// `stride` weights for each output, zero beyond its length.
  var weights: [Int32] = []
  let stride: Int

  /// Scales `inputCount` pixels to `outputCount`, of which only `window` is wanted.
  init(
    inputCount: Int, outputCount: Int, window: Range<Int>, _ interpolation: Interpolation
  ) {
    let scale = Double(inputCount) / Double(outputCount)
    let filterScale = max(scale, 1)
    let support = interpolation.support * filterScale
    stride = Int(support.rounded(.up)) * 2 + 1
    var exact = [Double](repeating: 0, count: stride)
    weights.reserveCapacity(stride * window.count)
    for output in window {
      let center = (Double(output) + 0.5) * scale
      let start = max(0, Int(center - support + 0.5))
      let length = min(inputCount, Int(center + support + 0.5)) - start
      var sum = 0.0
      for tap in 0..<length {
        let distance = (Double(tap + start) - center + 0.5) * (1 / filterScale)
        exact[tap] = interpolation.weight(at: distance)
        sum += exact[tap]
      }
      for tap in 0..<stride {
        guard tap < length else {
          weights.append(0)
          continue
        }
        weights.append(Self.fixedPoint(sum == 0 ? exact[tap] : exact[tap] / sum))
      }
      starts.append(Int32(start))
      lengths.append(Int32(length))
    }
  }

  private static func fixedPoint(_ weight: Double) -> Int32 {
    let scaled = weight * Double(1 << filter_precision)
    return Int32(weight < 0 ? scaled - 0.5 : scaled + 0.5)
  }

  /// The inputs that any output reads.
  var inputs: Range<Int> {
    let first = starts.min() ?? 0
    var end = first
    for index in starts.indices { end = max(end, starts[index] + lengths[index]) }
    return Int(first)..<Int(end)
  }

  /// The same axis for inputs of which the first `count` were left out.
  func rebased(to count: Int) -> FilterAxis {
    var result = self
    for index in starts.indices { result.starts[index] -= Int32(count) }
    return result
  }

  /// Lends the arrays to `body` in C's form.
  func withCView(_ body: (filter_axis) -> Void) {
    starts.withUnsafeBufferPointer { starts in
      lengths.withUnsafeBufferPointer { lengths in
        weights.withUnsafeBufferPointer { weights in
          body(
            filter_axis(
              starts: starts.baseAddress, lengths: lengths.baseAddress,
              weights: weights.baseAddress, stride: stride, count: starts.count))
        }
      }
    }
  }
}
