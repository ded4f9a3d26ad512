extension Network {
  /// True if it ends with global average pooling and one fully connected layer.
  package var endsWithPoolingAndClassifier: Bool {
    guard layers.count > 2, case .fullyConnected = layers[layers.count - 1].operation,
      case .globalAveragePool = layers[layers.count - 2].operation
    else { return false }
    return layers[layers.count - 1].inputs == [layers.count - 2]
  }

  /// This network with `head` in place of its pooling and classifier.
  ///
  /// The network must end with them (`endsWithPoolingAndClassifier`).
  func replacingHead(by head: Head) -> Network {
    precondition(endsWithPoolingAndClassifier, "\(name) has no head that can be replaced")
    var layers = Array(self.layers.dropLast(2))
    let pool = self.layers[self.layers.count - 2]
    guard case .fullyConnected(let classifier)? = self.layers.last?.operation else { return self }
    var channels = classifier.inputs
    func append(_ operation: Operator, _ name: String, reading input: Int) {
      layers.append(
        Layer(
          index: layers.count, name: name, operation: operation, inputs: [input],
          stage: pool.stage, block: pool.block, point: nil))
      channels = operation.outputChannels([channels])
    }
    append(head.pooling.layerOperator, pool.name, reading: pool.inputs[0])
    for (number, operation) in head.operators.enumerated() {
      let isLast = number == head.operators.count - 1
      append(
        operation.layerOperator(channels: channels), isLast ? "classifier" : "head\(number + 1)",
        reading: layers.count - 1)
    }
    var stages = self.stages
    let last = stages.removeLast()
    stages.append(
      Stage(
        number: last.number, title: last.title, kernel: last.kernel, stride: last.stride,
        repeats: last.repeats, layers: last.layers.lowerBound..<layers.count, output: last.output,
        blocks: last.blocks))
    return Network(
      name: name, resolution: resolution, classes: channels, layers: layers, stages: stages)
  }
}

extension GlobalPooling {
  /// The pooling as a layer.
  package var layerOperator: Operator {
    self == .average ? .globalAveragePool : .globalPool(self)
  }
}

extension HeadOperator {
  /// The operator on a vector of `channels` elements.
  package func layerOperator(channels: Int) -> Operator {
    switch self {
    case .fullyConnected(let connected): .fullyConnected(connected)
    case .batchNormalization(let normalization):
      .normalization(normalization, channels: channels, activation: .identity)
    case .vector(let function): .vector(function, channels: channels)
    }
  }
}
