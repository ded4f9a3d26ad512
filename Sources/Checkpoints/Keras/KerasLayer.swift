import Architectures
import Support

/// A layer in a Keras model's description.
struct KerasLayer {
  let json: JSON
  /// The class: `Dense`.
  let kind: String
  let name: String
  /// The name of its tensors in the file.
  let module: String

  init(_ json: JSON, place: KerasPlace, module: String) {
    self.json = json
    kind = json["class_name"]?.string ?? ""
    name = place.name
    self.module = module
  }

  /// The class and name for messages: `Dense 'predictions'`.
  var title: String { "\(function.map { "\(kind) \($0)" } ?? kind) '\(name)'" }

  private var configuration: JSON? { json["config"] }
  /// The function of a tf-keras operation: `math.multiply`.
  var function: String? { configuration?["function"]?.string }

  private func text(_ key: String) -> String? { configuration?[key]?.string }
  private func number(_ key: String) -> Double? { configuration?[key]?.number }
  private func flag(_ key: String) -> Bool? { configuration?[key]?.boolean }

  /// A number or a list of numbers.
  func numbers(_ key: String) -> [Double]? {
    guard let value = configuration?[key] else { return nil }
    if let number = value.number { return [number] }
    let flat = Self.flat(value, depth: 0)
    return flat.isEmpty ? nil : flat
  }

  /// The constant operands of a tf-keras operation.
  var operands: [Double] {
    guard let nodes = json["inbound_nodes"] else { return [] }
    return Self.flat(Self.find("y", in: nodes, depth: 0) ?? .null, depth: 0)
  }

  private static func find(_ key: String, in value: JSON, depth: Int) -> JSON? {
    guard depth < 16 else { return nil }
    if let found = value[key] { return found }
    for element in value.array ?? [] {
      if let found = find(key, in: element, depth: depth + 1) { return found }
    }
    return nil
  }

  private static func flat(_ value: JSON, depth: Int) -> [Double] {
    guard depth < 16 else { return [] }
    if let number = value.number { return [number] }
    return (value.array ?? []).flatMap { flat($0, depth: depth + 1) }
  }

  private func window(_ key: String) -> Window? {
    guard let value = configuration?[key] else { return nil }
    if let side = value.integer { return Window(side) }
    guard let extents = value.array?.compactMap(\.integer), extents.count == 2 else { return nil }
    return Window(extents[0], extents[1])
  }

  // MARK: - Meaning

  /// True for layers that do nothing at inference.
  var isIdentity: Bool {
    switch kind {
    case "Dropout", "SpatialDropout2D", "GaussianNoise", "GaussianDropout", "AlphaDropout",
      "ActivityRegularization", "RandomFlip", "RandomRotation", "RandomZoom", "RandomTranslation",
      "RandomContrast", "RandomBrightness", "FixedDropout", "Identity":
      true
    case "Activation": activation == "linear"
    default: false
    }
  }

  /// True for layers that keep the order of a vector's elements.
  var keepsVectors: Bool { ["Flatten", "Reshape"].contains(kind) }

  /// The name of the activation; nil for one that is no plain name.
  private var activation: String? {
    guard let value = configuration?["activation"], case let text = value.text(), text != "null"
    else {
      return "linear"
    }
    if let name = value.string { return name }
    return value["class_name"]?.string == "function" ? value["config"]?.string : nil
  }

  private static let activations = [
    "relu": "relu", "relu6": "relu6", "sigmoid": "sigmoid", "tanh": "tanh", "silu": "silu",
    "swish": "silu", "gelu": "gelu", "hard_silu": "hardswish", "hard_swish": "hardswish",
    "keras.activations>relu": "relu",
  ]

  /// The nodes of the layer's own activation.
  private func activated(isVector: Bool) -> [GraphOperation] {
    guard let activation else { return [.other] }
    switch activation {
    case "linear": return []
    case "softmax", "log_softmax": return isVector ? [.softmax] : [.other]
    default:
      let function = Self.activations[activation].flatMap { GraphFunction.named[$0] }
      return [function.map { .function($0) } ?? .other]
    }
  }

  /// What the layer computes, in order; `inputs` are the nodes that it reads.
  func operations(of inputs: [ComputationGraph.Node]) throws(CheckpointError) -> [GraphOperation] {
    let isVector = inputs.allSatisfy(\.isVector)
    guard text("data_format") ?? "channels_last" == "channels_last" else { return [.other] }
    switch kind {
    case "Conv2D", "DepthwiseConv2D": return try convolution() + activated(isVector: isVector)
    case "BatchNormalization":
      return [
        .normalization(GraphNormalization(name: module, epsilon: number("epsilon") ?? 1e-3))
      ]
    case "LayerNormalization":
      guard isVector, flag("rms_scaling") != true else { return [.other] }
      return [
        .layerNormalization(GraphAffine(name: module), epsilon: number("epsilon") ?? 1e-3)
      ]
    case "Dense":
      guard isVector, let units = configuration?["units"]?.integer, (1...1 << 24).contains(units)
      else {
        return [.other]
      }
      return [.connected(GraphConnected(name: module, inputs: 0, outputs: units))]
        + activated(isVector: true)
    case "Activation": return activated(isVector: isVector)
    case "Softmax": return isVector ? [.softmax] : [.other]
    case "ReLU": return [rectifier()]
    case "LeakyReLU":
      let slope = number("negative_slope") ?? number("alpha") ?? 0.3
      return [.function(.formula { $0 < 0 ? $0 * slope : $0 })]
    case "GlobalAveragePooling2D": return isVector ? [.other] : [.pool(.average)]
    case "GlobalMaxPooling2D": return isVector ? [.other] : [.pool(.maximum)]
    case "UnitNormalization": return isVector ? [.unitLength(epsilon: 1e-12)] : [.other]
    case "ZeroPadding2D": return [padding()]
    case "Add" where inputs.count == 2: return [.combination(.add)]
    case "Average" where inputs.count == 2:
      return [.combination(.add), .function(.formula { $0 / 2 })]
    case "Multiply" where inputs.count == 2: return [.combination(.multiply)]
    case "Concatenate" where isVector: return [.concatenate]
    case "Rescaling":
      guard let scale = number("scale"), number("offset") ?? 0 == 0 else { return [.other] }
      return [.function(.formula { $0 * scale })]
    default: return [.other]
    }
  }

  private func convolution() throws(CheckpointError) -> [GraphOperation] {
    guard let kernel = window("kernel_size") else { return [.other] }
    let isDepthwise = kind == "DepthwiseConv2D"
    let filters = configuration?["filters"]?.integer ?? 0
    var found = GraphConvolution(
      name: name, shape: [filters, isDepthwise ? 1 : 0, kernel.height, kernel.width])
    found.stride = window("strides") ?? Window(1)
    found.dilation = window("dilation_rate") ?? Window(1)
    // The number of a depthwise filter's groups is that of its input's channels.
    found.groups = isDepthwise ? 0 : configuration?["groups"]?.integer ?? 1
    switch text("padding") {
    case "same": found.padding = nil
    case "valid": break
    default: return [.other]
    }
    guard !isDepthwise || configuration?["depth_multiplier"]?.integer ?? 1 == 1 else {
      return [.other]
    }
    return [.convolution(found)]
  }

  private func rectifier() -> GraphOperation {
    guard (number("negative_slope") ?? 0) == 0, (number("threshold") ?? 0) == 0 else {
      return .other
    }
    guard let limit = number("max_value") else { return .function(.atLeast(0)) }
    return .function(.formula { min(max($0, 0), limit) })
  }

  private func padding() -> GraphOperation {
    let pads = (configuration?["padding"]?.array ?? []).map {
      $0.array?.compactMap(\.integer) ?? []
    }
    guard pads.count == 2, pads.allSatisfy({ $0.count == 2 && $0.allSatisfy((0...1024).contains) })
    else { return .other }
    return .pad(
      GraphPadding(top: pads[0][0], left: pads[1][0], bottom: pads[0][1], right: pads[1][1]))
  }
}
