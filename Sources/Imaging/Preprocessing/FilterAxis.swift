import CImageCodecs
import Tensors

/// The fixed-point weights of a byte resize along one axis.
///
/// They are the weights of `FilterTaps` rounded to 22 fraction bits, as in Pillow.
struct FilterAxis {
  /// Index of the first input of each output.
  private(set) var starts: [Int32]
  private let lengths: [Int32]
  private let weights: [Int32]
  private let stride: Int

  /// Weights for a resize of `inputCount` to `outputCount` pixels, for the outputs in `window`.
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

  /// The range of inputs that the outputs read.
  var inputs: Range<Int> {
    let first = starts.min() ?? 0
    var end = first
    for index in starts.indices { end = max(end, starts[index] + lengths[index]) }
    return Int(first)..<Int(end)
  }

  /// The axis for an input array without its first `count` elements.
  func rebased(to count: Int) -> FilterAxis {
    var result = self
    for index in starts.indices { result.starts[index] -= Int32(count) }
    return result
  }

  /// Calls `body` with the axis as a C structure, valid during the call.
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
