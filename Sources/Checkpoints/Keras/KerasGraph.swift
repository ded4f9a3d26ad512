import Architectures
import Support

/// Translates a Keras model's description into a computation graph.
///
/// Functional and sequential models, also inside of one another. Rescaling and normalisation before
/// the first convolution belong to the preprocessing and give no node. Classes that are not known
/// become `other`, so that the comparison names them.
struct KerasGraph {
  private(set) var graph = ComputationGraph()
  /// What happens to the image before the first convolution.
  private(set) var preprocessing = KerasPreprocessing()
  private let tensors: KerasNames
  private let budget: ReadingBudget
  private var layerCount = 0

  /// Deepest nesting of models, and most layers: the largest EfficientNet has about 1,000.
  private static let (depthLimit, layerLimit) = (16, 20_000)

  /// Reads `model`; `tensors` are those of the file by converted name.
  ///
  /// Returns nil for a model of another class, whose layers are not described. Throws `malformed`
  /// for a description that contradicts itself.
  init?(
    _ model: JSON, tensors: KerasNames, budget: ReadingBudget
  ) throws(CheckpointError) {
    self.tensors = tensors
    self.budget = budget
    guard Self.isModel(model) else { return nil }
    let image = graph.add(ComputationGraph.Node(title: "the input", operation: .image, inputs: []))
    graph.outputs = [try self.model(model, inputs: [image], place: KerasPlace())]
  }

  private static func isModel(_ layer: JSON) -> Bool {
    ["Functional", "Model", "Sequential"].contains(layer["class_name"]?.string)
      && layer["config"]?["layers"]?.array != nil
  }

  static func broken(_ rule: String) -> CheckpointError {
    .malformed("Keras model's description", offset: 0, rule: rule)
  }

  // MARK: - Models

  /// Adds a model's layers that read `inputs`; returns the node of its result.
  private mutating func model(
    _ model: JSON, inputs: [Int], place: KerasPlace
  ) throws(CheckpointError) -> Int {
    guard place.depth < Self.depthLimit else { throw Self.broken("models nest too deeply") }
    let configuration = model["config"]
    let layers = configuration?["layers"]?.array ?? []
    layerCount += layers.count
    guard layerCount <= Self.layerLimit else { throw Self.broken("it has too many layers") }
    var counts: [String: Int] = [:]
    var places: [KerasPlace] = []
    for layer in layers {
      let child = place.child(layer, &counts)
      // A layer's place repeats the names of all models around it.
      try budget.allocate(2, of: ComputationGraph.Node.self)
      try budget.allocate(textOf: child.name.utf8.count + child.numbered.utf8.count)
      places.append(child)
    }
    if model["class_name"]?.string == "Sequential" {
      guard var node = inputs.first, inputs.count == 1 else {
        throw Self.broken("a sequential model has one input")
      }
      for (layer, place) in zip(layers, places) {
        node = try self.layer(layer, inputs: [node], place: place)
      }
      return node
    }
    guard Self.names(configuration?["input_layers"]).count == inputs.count, inputs.count == 1,
      let input = Self.names(configuration?["input_layers"]).first
    else { throw .otherOperator(found: "several inputs", expected: "one image") }
    let outputs = Self.names(configuration?["output_layers"])
    guard let output = outputs.first, outputs.count == 1 else {
      throw .otherOperator(found: "several outputs", expected: "one vector of logits")
    }
    var values = [input: inputs[0]]
    for (layer, place) in zip(layers, places) {
      let name = place.name
      guard !name.isEmpty else { throw Self.broken("every layer must have a name") }
      if layer["class_name"]?.string == "InputLayer" {
        try readShape(of: layer, node: values[name])
        continue
      }
      guard values[name] == nil else { throw Self.broken("'\(name)' is described twice") }
      let calls = layer["inbound_nodes"]?.array ?? []
      guard let call = calls.first, calls.count == 1 else {
        throw .otherOperator(
          found: "'\(name)', which is called \(calls.count) times", expected: "one call")
      }
      var read: [Int] = []
      let sources = Self.sources(call, depth: 0)
      try budget.allocate(sources.count, of: String.self)
      for source in sources {
        guard let node = values[source] else {
          throw Self.broken("'\(name)' reads '\(source)', which nothing before it gives")
        }
        read.append(node)
      }
      values[name] = try self.layer(layer, inputs: read, place: place)
    }
    guard let result = values[output] else { throw Self.broken("no layer gives '\(output)'") }
    return result
  }

  /// Takes the image's extent from the outermost input layer that has one.
  private mutating func readShape(of layer: JSON, node: Int?) throws(CheckpointError) {
    let configuration = layer["config"]
    let shape = configuration?["batch_shape"] ?? configuration?["batch_input_shape"]
    guard let node, case .image = graph.nodes[node].operation, graph.nodes[node].shape == nil,
      let extents = shape?.array?.map(\.integer), extents.count == 4, let height = extents[1],
      let width = extents[2], let channels = extents[3], (1...1 << 16).contains(height),
      (1...1 << 16).contains(width)
    else { return }
    graph.setShape([1, channels, height, width], of: node)
  }

  /// The layers of `[["name", 0, 0], …]` or of `["name", 0, 0]`.
  private static func names(_ value: JSON?) -> [String] {
    guard let elements = value?.array else { return [] }
    if let name = elements.first?.string { return [name] }
    return elements.compactMap { $0.array?.first?.string }
  }

  /// The layers that a call reads, in order: Keras 3's histories or Keras 2's triples.
  private static func sources(_ value: JSON, depth: Int) -> [String] {
    guard depth < 16 else { return [] }
    if let history = value["config"]?["keras_history"]?.array {
      return [history.first?.string].compactMap { $0 }
    }
    if let elements = value.array {
      if let name = elements.first?.string, elements.count >= 3, elements[1].integer != nil {
        // Tensors among the keyword arguments are triples as well.
        return [name] + elements.dropFirst(3).flatMap { sources($0, depth: depth + 1) }
      }
      return elements.flatMap { sources($0, depth: depth + 1) }
    }
    return (value.members ?? []).flatMap { sources($0.value, depth: depth + 1) }
  }

  // MARK: - Layers

  private mutating func layer(
    _ layer: JSON, inputs: [Int], place: KerasPlace
  ) throws(CheckpointError) -> Int {
    if Self.isModel(layer) { return try model(layer, inputs: inputs, place: place) }
    let layer = KerasLayer(layer, place: place, module: tensors.module(of: place))
    if layer.kind == "InputLayer" {
      if let node = inputs.first { try readShape(of: layer.json, node: node) }
      return inputs.first ?? 0
    }
    guard let first = inputs.first else {
      throw Self.broken("'\(layer.name)' reads no other layer")
    }
    let input = graph.nodes[first]
    if layer.isIdentity || layer.keepsVectors && input.isVector { return first }
    if case .image = input.operation, inputs.count == 1,
      try preprocessing.apply(layer, constants: tensors)
    {
      return first
    }
    let operations = try layer.operations(of: inputs.map { graph.nodes[$0] })
    var node = first
    for (position, operation) in operations.enumerated() {
      let read = position == 0 ? inputs : [node]
      let isVector =
        switch operation {
        case .pool, .connected: true
        case .other: false
        default: read.allSatisfy { graph.nodes[$0].isVector }
        }
      node = graph.add(
        ComputationGraph.Node(
          title: layer.title, operation: operation, inputs: read, isVector: isVector))
    }
    return node
  }
}
