import CImageCodecs
import Testing

@Suite struct ResizeKernelTests {
  /// A random axis: `outputs` windows of up to `longest` inputs with the largest possible weights.
  private struct Axis {
    var starts: [Int32] = []
    var lengths: [Int32] = []
    var weights: [Int32] = []
    let stride: Int

    /// With `isEven`, the weights of one output are equal or zero, as in a box filter.
    init(
      inputs: Int, outputs: Int, longest: Int, isEven: Bool = false, _ generator: inout SplitMix
    ) {
      stride = longest + 3
      for _ in 0..<outputs {
        let length = Int.random(in: 1...min(longest, inputs), using: &generator)
        starts.append(Int32.random(in: 0...Int32(inputs - length), using: &generator))
        lengths.append(Int32(length))
        // Bounds the sums to 32 bits, as in real filters: 510 in 22-bit fixed point.
        let largest = Int32(510 * (1 << 22) / 255 / length)
        let common = Int32.random(in: -largest / 2...largest / 2, using: &generator)
        for tap in 0..<stride {
          let weight =
            isEven
            ? (Int.random(in: 0..<5, using: &generator) == 0 ? 0 : common)
            : Int32.random(in: -largest / 2...largest / 2, using: &generator)
          weights.append(tap < length ? weight : 0)
        }
      }
    }

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

  private func bytes(_ count: Int, _ generator: inout SplitMix) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  @Test func rowsAreFilteredAlikeByEveryInstructionSet() {
    var generator = SplitMix(state: 1)
    for (width, longest) in [
      (1, 1), (2, 2), (3, 3), (4, 4), (5, 3), (6, 5), (7, 4), (8, 8), (9, 9), (13, 12), (40, 7),
      (100, 100), (101, 33), (257, 64), (700, 300),
    ] {
      for (rows, isEven) in [1, 2, 3, 4, 5, 8, 9, 11].flatMap({ [($0, false), ($0, true)] }) {
        let outputs = Int.random(in: 1...24, using: &generator)
        let axis = Axis(
          inputs: width, outputs: outputs, longest: longest, isEven: isEven, &generator)
        let input = bytes(width * rows * 3, &generator)
        var plain = [UInt8](repeating: 0, count: outputs * rows * 3)
        var fast = plain
        axis.withCView {
          resize_kernels_scalar.horizontal(&plain, input, width, rows, $0)
          resize_kernels_detected().pointee.horizontal(&fast, input, width, rows, $0)
        }
        #expect(
          plain == fast, "\(width) to \(outputs), \(rows) rows, \(longest) weights, even: \(isEven)"
        )
      }
    }
  }

  @Test func columnsAreFilteredAlikeByEveryInstructionSet() {
    var generator = SplitMix(state: 2)
    for rowBytes in [1, 3, 15, 16, 17, 31, 33, 511, 512, 513, 1025] {
      for (height, longest) in [(1, 1), (2, 2), (9, 4), (50, 50)] {
        let axis = Axis(inputs: height, outputs: 7, longest: longest, &generator)
        let stride = rowBytes + 5
        let input = bytes(height * stride, &generator)
        var plain = [UInt8](repeating: 0, count: 7 * rowBytes)
        var fast = plain
        axis.withCView {
          resize_kernels_scalar.vertical(&plain, rowBytes, input, stride, $0)
          resize_kernels_detected().pointee.vertical(&fast, rowBytes, input, stride, $0)
        }
        #expect(plain == fast, "\(rowBytes) bytes, \(height) high, \(longest) weights")
      }
    }
  }
}
