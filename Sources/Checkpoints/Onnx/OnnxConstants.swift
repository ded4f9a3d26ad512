import Architectures

extension OnnxTranslation {
  /// The result of a node whose inputs are all constants; `computed` if it is not known.
  func constant() -> OnnxValue {
    var numbers: [GraphNumbers?] = []
    for input in inputs {
      switch input {
      case .tensor(let tensor): numbers.append(GraphNumbers(tensor))
      case .numbers(let known): numbers.append(known)
      case .missing: numbers.append(nil)
      case .computed, .node: return .computed
      }
    }
    return evaluate(numbers).map { .numbers($0) } ?? .computed
  }

  private func evaluate(_ inputs: [GraphNumbers?]) -> GraphNumbers? {
    guard let first = inputs.first, let first else { return nil }
    func other(_ position: Int) -> GraphNumbers? {
      inputs.indices.contains(position) ? inputs[position] : nil
    }
    if let combination = Self.combinations[node.type] {
      return other(1).flatMap { first.combined($0, combination) }
    }
    switch node.type {
    case "Identity", "Dropout": return first
    case "Cast":
      // Numbers of ONNX's types of integers: uint8 to int64.
      return [2, 3, 4, 5, 6, 7].contains(node.integer("to"))
        ? first.map { $0.rounded(.towardZero) } : first
    case "Ceil": return first.map { $0.rounded(.up) }
    case "Floor": return first.map { $0.rounded(.down) }
    case "Sqrt", "Reciprocal", "Neg", "Exp", "Abs":
      return GraphFunction.named[node.type.lowercased()].map { first.map($0.callAsFunction) }
    case "Clip":
      let low = node.float("min") ?? other(1)?.scalar ?? -.infinity
      let high = node.float("max") ?? other(2)?.scalar ?? .infinity
      return first.map { min(max($0, low), high) }
    case "Shape": return GraphNumbers(first.shape)
    case "Gather" where (node.integer("axis") ?? 0) == 0: return other(1).flatMap(first.gathered)
    case "Unsqueeze", "Squeeze":
      return node.type == "Unsqueeze" && first.shape.isEmpty
        ? GraphNumbers(shape: [1], first.values)
        : node.type == "Squeeze" && first.shape == [1]
          ? GraphNumbers(shape: [], first.values) : nil
    case "Reshape": return other(1)?.integers.flatMap(first.reshaped)
    case "Transpose": return node.integers("perm") ?? [1, 0] == [1, 0] ? first.transposed : nil
    case "Concat":
      let parts = inputs.compactMap { $0 }
      guard parts.count == inputs.count, parts.allSatisfy({ $0.shape.count == 1 }),
        case let all = parts.flatMap(\.values), all.count <= GraphNumbers.limit
      else { return nil }
      return GraphNumbers(shape: [all.count], all)
    case "ConstantOfShape":
      guard let shape = first.integers, shape.allSatisfy({ $0 >= 0 }),
        let count = shape.checkedProduct,
        count <= GraphNumbers.limit
      else { return nil }
      let value = node.tensor("value").flatMap { tensor in
        tensor.int64Data.first.map(Double.init) ?? tensor.floatData.first.map(Double.init)
          ?? (tensor.rawData.allSatisfy { $0 == 0 } ? 0 : nil)
      }
      guard let value = node.has("value") ? value : 0 else { return nil }
      return GraphNumbers(shape: shape, [Double](repeating: value, count: count))
    case "Slice":
      guard (other(3)?.integers ?? node.integers("axes") ?? [0]) == [0],
        let start = other(1)?.integers?.first ?? node.integers("starts")?.first,
        let end = other(2)?.integers?.first ?? node.integers("ends")?.first
      else { return nil }
      return first.sliced(from: start, to: end, step: other(4)?.integers?.first ?? 1)
    default: return nil
    }
  }
}
