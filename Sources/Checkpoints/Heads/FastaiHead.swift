extension HeadSegment {
  /// True for the head that fastai's `create_head` builds.
  ///
  /// Concatenated pooling, flatten, batch norm, dropout, linear, ReLU, batch norm, dropout, linear,
  /// with indices 0 to 8 and no biases: fastai, `vision/learner.py`. Its pooling is (maxima, means).
  func isFastai(features: Int) -> Bool {
    let places = units.map { unit in unit.module.split(separator: ".").last.flatMap { Int($0) } }
    guard places == [2, 4, 6, 8], inputs == 2 * features else { return false }
    return units.enumerated().allSatisfy { index, unit in
      switch unit.kind {
      case .batchNormalization: index.isMultiple(of: 2)
      case .connected: !index.isMultiple(of: 2) && unit.isWithoutBias
      default: false
      }
    }
  }
}

extension StoredTensor {
  /// The tensor with both halves of its last axis exchanged.
  func exchangingHalves() throws(CheckpointError) -> StoredTensor {
    guard let width = shape.last, width.isMultiple(of: 2) else { return self }
    var elements = try tensor().elements
    for start in stride(from: 0, to: elements.count, by: width) {
      for index in start..<start + width / 2 { elements.swapAt(index, index + width / 2) }
    }
    let bytes = elements.withUnsafeBytes { FileBytes([UInt8]($0)) }
    return try StoredTensor(
      name: name, shape: shape, type: .float32, bytes: .view(bytes, 0..<bytes.count))
  }
}
