import Architectures

extension ComputationGraph {
  /// The shape (N, C, H, W) of an operator's result; nil where it is not known.
  func shape(of operation: GraphOperation, reading read: [Int]) -> [Int]? {
    guard let input = nodes[read[0]].shape, input.count == 4 else { return nil }
    switch operation {
    case .convolution(let found):
      guard found.shape[2] > 0, found.shape[3] > 0, found.stride.area > 0 else { return nil }
      guard let padding = found.padding else {
        return [
          1, found.shape[0], (input[2] + found.stride.height - 1) / found.stride.height,
          (input[3] + found.stride.width - 1) / found.stride.width,
        ]
      }
      let height =
        input[2] + padding.top + padding.bottom - (found.shape[2] - 1) * found.dilation.height - 1
      let width =
        input[3] + padding.left + padding.right - (found.shape[3] - 1) * found.dilation.width - 1
      guard height >= 0, width >= 0 else { return nil }
      return [1, found.shape[0], height / found.stride.height + 1, width / found.stride.width + 1]
    case .pad(let padding?):
      return [
        1, input[1], input[2] + padding.top + padding.bottom,
        input[3] + padding.left + padding.right,
      ]
    case .pool: return [1, input[1], 1, 1]
    case .function, .channels, .normalization: return input
    case .combination:
      let shapes = read.compactMap { nodes[$0].shape }.filter { $0.count == 4 }
      return shapes.count == read.count ? shapes.max { $0[2] * $0[3] < $1[2] * $1[3] } : nil
    default: return nil
    }
  }

  /// True for an operator whose result has no rows and columns.
  func isVector(_ operation: GraphOperation, reading read: [Int]) -> Bool {
    switch operation {
    case .pool, .connected, .length, .mean: true
    case .image, .windows, .other: false
    default: read.allSatisfy { nodes[$0].isVector }
    }
  }
}
