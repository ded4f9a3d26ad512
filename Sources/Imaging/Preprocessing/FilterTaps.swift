/// The weights of a separable resize along one axis: for each output in a window, which inputs
/// count and how much.
///
/// They are computed in double precision in exactly Pillow's order of operations, which is what
/// makes results equal bit for bit.
struct FilterTaps {
  /// First input of each output.
  private(set) var starts: [Int32] = []
  /// Number of inputs of each output.
  private(set) var lengths: [Int32] = []
  /// `stride` weights for each output, which sum to 1; zero beyond its length.
  private(set) var weights: [Double] = []
  /// Weights kept for each output.
  let stride: Int

  /// Scales `inputCount` inputs to `outputCount`, of which only `window` is wanted.
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
