import Architectures
import Support

extension Head {
  /// The head as JSON, readable by `init(saved:)`.
  var savedText: String {
    var members: [(String, JSON)] = [("pooling", .string(pooling.savedName))]
    if case .generalizedMean(let power, let epsilon) = pooling {
      members += [("power", .number(power)), ("epsilon", .number(epsilon))]
    }
    members.append(("operators", .array(operators.map(\.savedJSON))))
    return JSON.object(members).text()
  }

  /// Parses the output of `savedText`; nil for any other text.
  init?(saved text: String) {
    guard let json = try? JSON(parsing: Array(text.utf8)), let pooling = GlobalPooling(saved: json),
      let elements = json["operators"]?.array, elements.count <= 64
    else { return nil }
    let operators = elements.compactMap(HeadOperator.init(saved:))
    guard operators.count == elements.count else { return nil }
    self.init(pooling: pooling, operators: operators)
  }
}

extension GlobalPooling {
  fileprivate var savedName: String {
    switch self {
    case .average: "average"
    case .maximum: "maximum"
    case .averageMaximum: "average-maximum"
    case .averageThenMaximum: "average-then-maximum"
    case .generalizedMean: "generalized-mean"
    }
  }

  fileprivate init?(saved json: JSON) {
    switch json["pooling"]?.string {
    case "average": self = .average
    case "maximum": self = .maximum
    case "average-maximum": self = .averageMaximum
    case "average-then-maximum": self = .averageThenMaximum
    case "generalized-mean":
      guard let power = json["power"]?.number, let epsilon = json["epsilon"]?.number, power > 0
      else { return nil }
      self = .generalizedMean(power: power, epsilon: epsilon)
    default: return nil
    }
  }
}

extension HeadOperator {
  fileprivate var savedJSON: JSON {
    switch self {
    case .fullyConnected(let connected):
      .object([
        ("operator", .string("fully-connected")), ("name", .string(connected.name)),
        ("inputs", .integer(connected.inputs)), ("outputs", .integer(connected.outputs)),
      ])
    case .batchNormalization(let normalization):
      .object([
        ("operator", .string("batch-normalization")), ("name", .string(normalization.name)),
        ("epsilon", .number(normalization.epsilon)),
      ])
    case .vector(.layerNormalization(let normalization)):
      .object([
        ("operator", .string("layer-normalization")), ("name", .string(normalization.name)),
        ("epsilon", .number(normalization.epsilon)),
      ])
    case .vector(.activation(let function)):
      .object([("operator", .string("activation")), ("function", .string(function.rawValue))])
    case .vector(.unitLength(let epsilon)):
      .object([("operator", .string("unit-length")), ("epsilon", .number(epsilon))])
    case .vector(.scale(let factor)):
      .object([("operator", .string("scale")), ("factor", .number(factor))])
    }
  }

  fileprivate init?(saved json: JSON) {
    let name = json["name"]?.string
    let epsilon = json["epsilon"]?.number
    switch json["operator"]?.string {
    case "fully-connected":
      guard let name, let inputs = json["inputs"]?.integer, let outputs = json["outputs"]?.integer,
        inputs > 0, outputs > 0
      else { return nil }
      self = .fullyConnected(FullyConnected(name: name, inputs: inputs, outputs: outputs))
    case "batch-normalization":
      guard let name, let epsilon else { return nil }
      self = .batchNormalization(BatchNormalization(name: name, epsilon: epsilon))
    case "layer-normalization":
      guard let name, let epsilon else { return nil }
      self = .vector(.layerNormalization(LayerNormalization(name: name, epsilon: epsilon)))
    case "activation":
      guard let function = json["function"]?.string.flatMap(HeadActivation.init(rawValue:)) else {
        return nil
      }
      self = .vector(.activation(function))
    case "unit-length":
      guard let epsilon else { return nil }
      self = .vector(.unitLength(epsilon: epsilon))
    case "scale":
      guard let factor = json["factor"]?.number else { return nil }
      self = .vector(.scale(factor))
    default: return nil
    }
  }
}

extension PaddingRule {
  /// The rule as text, readable by `init(saved:)`.
  var savedText: String {
    switch self {
    case .same: "same"
    case .symmetric: "symmetric"
    case .sameAtNativeSize: "same at native size"
    case .uneven(let blocks): "uneven " + blocks.map(String.init).joined(separator: ",")
    }
  }

  /// Parses the output of `savedText`; nil for any other text.
  init?(saved text: String) {
    if let rule = Self.allCases.first(where: { $0.savedText == text }) {
      self = rule
    } else if text.hasPrefix("uneven ") {
      let parts = text.dropFirst("uneven ".count).split(separator: ",")
      let blocks = parts.compactMap { Int($0) }
      guard blocks.count == parts.count else { return nil }
      self = .uneven(symmetricBlocks: blocks)
    } else {
      return nil
    }
  }
}
