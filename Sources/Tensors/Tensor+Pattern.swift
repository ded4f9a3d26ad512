extension Tensor {
  /// A fixed tensor of `shape` with mixed values in [−1, 1), the same on every machine.
  ///
  /// A constant input would make all activations of a channel equal, which no photograph does.
  package init(pattern shape: [Int]) {
    self.init(zeros: shape)
    var state: UInt32 = 0x9E37_79B9
    for index in 0..<count {
      state = state &* 1_664_525 &+ 1_013_904_223
      storage.mutableBuffer[index] = Float(state >> 8) / Float(1 << 23) - 1
    }
  }
}
