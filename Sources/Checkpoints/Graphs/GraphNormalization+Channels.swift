extension GraphNormalization {
  /// x ∘ numbers on a vector, as a batch norm without mean and variance; nil for other functions.
  ///
  /// This is what a converter leaves of a batch norm that it can't fold: a product and a sum.
  init?(_ combination: GraphCombination, _ numbers: StoredTensor) throws(CheckpointError) {
    func constant(
      _ numbers: StoredTensor, _ value: (Float) -> Float
    ) throws(CheckpointError) -> StoredTensor {
      try StoredTensor(name: numbers.name, values: numbers.tensor().elements.map(value))
    }
    let (ones, zeros) = (try constant(numbers) { _ in 1 }, try constant(numbers) { _ in 0 })
    let (weight, bias): (StoredTensor, StoredTensor)
    switch combination {
    case .multiply: (weight, bias) = (numbers, zeros)
    case .divide: (weight, bias) = (try constant(numbers) { 1 / $0 }, zeros)
    case .add: (weight, bias) = (ones, numbers)
    case .subtract: (weight, bias) = (ones, try constant(numbers) { -$0 })
    case .maximum, .minimum, .power: return nil
    }
    self.init(
      name: numbers.name, epsilon: 0,
      tensors: Tensors(weight: weight, bias: bias, mean: zeros, variance: ones))
  }
}
