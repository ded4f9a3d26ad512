import Tensors

// Combinations of channels. Sums are in double precision, because a last stage has 1280 or more
// channels.

extension Tensor {
  /// Elements of one channel of a (C, h, w) tensor.
  func channel(_ index: Int) -> UnsafeBufferPointer<Float> {
    let area = shape[1] * shape[2]
    return UnsafeBufferPointer(rebasing: storage.buffer[index * area..<(index + 1) * area])
  }

  /// Mean of each channel of a (C, h, w) tensor.
  var channelMeans: [Float] {
    (0..<shape[0]).map { index in
      let values = channel(index)
      return Float(values.doubleSum / Double(values.count))
    }
  }
}

extension UnsafeBufferPointer<Float> {
  /// Sum in double precision, in four independent partial sums for speed.
  var doubleSum: Double {
    var (first, second, third, fourth) = (0.0, 0.0, 0.0, 0.0)
    let whole = count - count % 4
    for index in stride(from: 0, to: whole, by: 4) {
      first += Double(self[index])
      second += Double(self[index + 1])
      third += Double(self[index + 2])
      fourth += Double(self[index + 3])
    }
    return self[whole...].reduce(first + second + (third + fourth)) { $0 + Double($1) }
  }
}

extension LayerEvidence {
  /// Σ_k weight_k · A_k.
  func weightedSum(_ weights: [Float]) -> AttributionMap {
    precondition(weights.count == channels, "\(channels) channels, \(weights.count) weights")
    var sums = [Double](repeating: 0, count: area)
    sums.withUnsafeMutableBufferPointer { sums in
      for (index, weight) in weights.enumerated() where weight != 0 {
        let activation = activations.channel(index)
        for place in sums.indices { sums[place] += Double(weight) * Double(activation[place]) }
      }
    }
    return map(of: sums)
  }

  /// weight_k · A_k for each channel, (C, h, w), without the sum over channels.
  func weighted(_ weights: [Float]) -> Tensor {
    let result = Tensor(zeros: activations.shape)
    for (index, weight) in weights.enumerated() {
      let activation = activations.channel(index)
      for place in 0..<area {
        result.storage.mutableBuffer[index * area + place] = weight * activation[place]
      }
    }
    return result
  }

  /// Applies `combine` to each element of the activations and of `other`, both (C, h, w).
  func combined(
    with other: Tensor, _ combine: (_ activation: Float, _ other: Float) -> Float
  ) -> Tensor {
    let result = Tensor(zeros: activations.shape)
    let source = activations.storage.buffer
    let partner = other.storage.buffer
    for index in 0..<activations.count {
      result.storage.mutableBuffer[index] = combine(source[index], partner[index])
    }
    return result
  }

  func map(of values: [Double]) -> AttributionMap {
    AttributionMap(height: height, width: width, values: values.map { Float($0) })
  }
}

/// The sum over channels of a (C, h, w) tensor.
func channelSum(_ tensor: Tensor) -> AttributionMap {
  let area = tensor.shape[1] * tensor.shape[2]
  var sums = [Double](repeating: 0, count: area)
  for index in 0..<tensor.shape[0] {
    let values = tensor.channel(index)
    for place in 0..<area { sums[place] += Double(values[place]) }
  }
  return AttributionMap(
    height: tensor.shape[1], width: tensor.shape[2], values: sums.map { Float($0) })
}
