import Tensors

/// The weights of a separable resize along one axis.
///
/// Computed in double precision in Pillow's order of operations, so that results are bit-identical
/// to Pillow's.
struct FilterTaps {
  /// Index of the first input of each output.
  private(set) var starts: [Int32] = []
  /// Number of inputs of each output.
  private(set) var lengths: [Int32] = []
  /// `stride` weights per output; they sum to 1 and are zero beyond the output's length.
  private(set) var weights: [Double] = []
  /// Number of weights stored per output.
  let stride: Int

  /// Weights for a resize of `inputCount` to `outputCount` elements, for the outputs in `window`.
  init(inputCount: Int, outputCount: Int, window: Range<Int>, _ interpolation: Interpolation) {
    let scale = Double(inputCount) / Double(outputCount)
    let filterScale = max(scale, 1)
    let support = interpolation.support * filterScale
    stride = Int(support.rounded(.up)) * 2 + 1
    weights = [Double](repeating: 0, count: stride * window.count)
    for (index, output) in window.enumerated() {
      let center = (Double(output) + 0.5) * scale
      let start = max(0, Int(center - support + 0.5))
      let length = min(inputCount, Int(center + support + 0.5)) - start
      let first = index * stride
      var sum = 0.0
      for tap in 0..<length {
        let distance = (Double(tap + start) - center + 0.5) * (1 / filterScale)
        weights[first + tap] = interpolation.weight(at: distance)
        sum += weights[first + tap]
      }
      if sum != 0 {
        for tap in 0..<length { weights[first + tap] /= sum }
      }
      starts.append(Int32(start))
      lengths.append(Int32(length))
    }
  }
}
