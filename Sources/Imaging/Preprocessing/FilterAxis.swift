import CImageCodecs

/// The weights of a separable resize of bytes along one axis: `FilterTaps` rounded to 22 fraction
/// bits, as Pillow does it.
struct FilterAxis {
  /// First input of each output.
  private(set) var starts: [Int32]
  private let lengths: [Int32]
  private let weights: [Int32]
  private let stride: Int

  /// Scales `inputCount` pixels to `outputCount`, of which only `window` is wanted.
  init(inputCount: Int, outputCount: Int, window: Range<Int>, _ interpolation: Interpolation) {
    let taps = FilterTaps(
      inputCount: inputCount, outputCount: outputCount, window: window, interpolation)
    starts = taps.starts
    lengths = taps.lengths
    stride = taps.stride
    weights = taps.weights.map { weight in
      let scaled = weight * Double(1 << filter_precision)
      return Int32(weight < 0 ? scaled - 0.5 : scaled + 0.5)
    }
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
