import Architectures
import Support
import Tensors

/// What a Keras model's description says beyond its tensors, held against the network.
struct KerasDescription {
  /// The head with the names of the converted tensors.
  let head: StatedHead
  let facts: GraphFacts
  /// Size, mean and standard deviation of the input.
  let changes: RecipeChanges

  /// Returns nil for a file without a description of its layers; throws the first difference.
  init?(
    _ metadata: [String: String], of features: NetworkFeatures, in group: TensorGroup,
    budget: ReadingBudget
  ) throws(CheckpointError) {
    guard let text = metadata[KerasConfiguration.key],
      let model = try Self.json(text, budget), features.network.endsWithPoolingAndClassifier,
      let keras = try KerasGraph(model, tensors: KerasNames(group), budget: budget)
    else { return nil }
    var comparison = GraphComparison(keras.graph, with: features.network)
    let node = try comparison.features()
    let found = try GraphHead(behind: node, in: &comparison)
    guard var stated = found.head,
      case .fullyConnected(let classifier)? = features.network.layers.last?.operation
    else { throw .unknownHead([]) }
    // A description does not repeat the width of a layer's input.
    var width = stated.pooling.outputs(classifier.inputs)
    for index in stated.operators.indices {
      guard case .fullyConnected(var connected) = stated.operators[index] else { continue }
      connected.inputs = width
      width = connected.outputs
      stated.operators[index] = .fullyConnected(connected)
    }
    head = StatedHead(head: stated, outputs: found.outputs)
    var facts = GraphFacts()
    facts.padding = try GraphPaddings(comparison.convolutions, size: keras.graph.imageSize)
      .rule(of: features.variant)
    facts.epsilon = try Self.epsilon(of: comparison)
    self.facts = facts
    var changes = Self.changes(keras)
    if changes.mean == nil, features.variant.family == .efficientNetV2 {
      // Made with `include_preprocessing=False`: it expects values in −1…1.
      changes.mean = [0.5, 0.5, 0.5]
      changes.standardDeviation = [0.5, 0.5, 0.5]
    }
    self.changes = changes
  }

  /// The document `text`; nil if it is broken.
  private static func json(
    _ text: String, _ budget: ReadingBudget
  ) throws(CheckpointError) -> JSON? {
    let utf8 = Array(text.utf8)
    let bytes = FileBytes(count: utf8.count, budget: budget) { $0.copyBytes(from: utf8) }
    let json = try? JSON(bytes, of: "Keras model's description")
    try budget.check()
    return json
  }

  /// The epsilon of the network's batch norms; throws if they differ.
  private static func epsilon(
    of comparison: GraphComparison
  ) throws(CheckpointError) -> Double? {
    let norms = comparison.normalizations.compactMap { $0 }
    if let other = norms.first(where: { $0.epsilon != norms[0].epsilon }) {
      throw .otherOperator(
        found: "batch norm '\(other.name)' with epsilon \(other.epsilon)",
        expected: "the epsilon of the other batch norms")
    }
    return norms.first?.epsilon
  }

  private static func changes(_ keras: KerasGraph) -> RecipeChanges {
    var changes = RecipeChanges()
    if let shape = keras.graph.nodes.first?.shape, shape[2] == shape[3],
      (8...8192).contains(shape[2])
    {
      changes.size = shape[2]
    }
    changes.mean = keras.preprocessing.recipe?.mean
    changes.standardDeviation = keras.preprocessing.recipe?.deviation
    return changes
  }
}
