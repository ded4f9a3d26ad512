import Architectures

/// A module behind the features, recognised by the names and shapes of its tensors.
struct HeadUnit: Sendable {
  /// What the module computes.
  enum Kind: Hashable, Sendable {
    /// A fully connected layer.
    case connected(inputs: Int, outputs: Int)
    /// Unit-length features and weights, times a factor.
    case cosine(inputs: Int, outputs: Int, factor: Double)
    /// A batch norm over a vector.
    case batchNormalization(width: Int)
    /// A layer norm.
    case layerNormalization(width: Int)
    /// GeM's exponent.
    case power(Double)
    /// A number that divides the logits.
    case temperature(Double)
  }

  /// A tensor of the file that nothing has used yet.
  struct Rest: Sendable {
    let key: TensorAccount.Key
    /// Its dotted name; that of Keras' tensors is converted.
    let name: String
    let tensor: StoredTensor
    /// True if its name is that of the library's own classifier.
    let isOwn: Bool
  }

  /// The module's dotted name in the file.
  let module: String
  let kind: Kind
  /// The module's tensors by the last part of their names.
  let tensors: [String: StoredTensor]
  /// Where the file has them.
  let places: [(key: TensorAccount.Key, kind: String)]
  /// True if it is the library's own classifier.
  let isOwn: Bool

  /// Length of the vector it reads; nil if it has no width of its own.
  var inputs: Int? {
    switch kind {
    case .connected(let inputs, _), .cosine(let inputs, _, _): inputs
    case .batchNormalization(let width), .layerNormalization(let width): width
    case .power, .temperature: nil
    }
  }

  /// Length of the vector that it gives; nil unless it is a matrix.
  var outputs: Int? {
    switch kind {
    case .connected(_, let outputs), .cosine(_, let outputs, _): outputs
    default: nil
    }
  }

  /// True for a matrix alone: a fully connected layer, or a classifier that compares directions and
  /// keeps its scale in the code.
  var isWithoutBias: Bool {
    if case .connected = kind { return tensors["bias"] == nil }
    return false
  }

  /// The recognised modules among `rest`, in the order of their first tensors.
  static func all(in rest: [Rest]) -> [HeadUnit] {
    var order: [String] = []
    var modules: [String: [Rest]] = [:]
    for tensor in rest {
      let name = tensor.name
      let module = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? ""
      // A parameter of the outermost module has a name, but no module's.
      let place = module.isEmpty || tensor.tensor.count == 1 && !isOfLayer(name) ? name : module
      if modules[place] == nil { order.append(place) }
      modules[place, default: []].append(tensor)
    }
    let scalars = Dictionary(
      grouping: modules.values.compactMap { $0.count == 1 ? $0.first : nil },
      by: { String($0.name.dropLast($0.name.lastPart.utf8.count + 1)) })
    return order.compactMap { place in
      guard let tensors = modules[place] else { return nil }
      let factors = (scalars[place] ?? []).filter { !isOfLayer($0.name) }
      return HeadUnit(place, tensors, factors: factors)
    }
  }

  /// True if the last part of `name` is one of a fully connected layer or a norm.
  private static func isOfLayer(_ name: String) -> Bool {
    ["weight", "bias", "running_mean", "running_var"].contains(name.lastPart)
  }

  /// Recognises one module; nil if its tensors are not those of a known layer.
  ///
  /// `factors` are single numbers beside its tensors.
  private init?(_ module: String, _ rest: [Rest], factors: [Rest]) {
    var tensors: [String: StoredTensor] = [:]
    for tensor in rest { tensors[tensor.name.lastPart] = tensor.tensor }
    guard tensors.count == rest.count,
      let kind = Self.kind(module, tensors, factors.map { ($0.name.lastPart, $0.tensor) })
    else { return nil }
    self.module = module
    self.kind = kind
    self.tensors = tensors
    if case .cosine = kind {
      places = (rest + factors).map { ($0.key, $0.name.lastPart) }
    } else {
      places = rest.map { ($0.key, $0.name.lastPart) }
    }
    isOwn = rest.allSatisfy(\.isOwn)
  }

  private static func kind(
    _ module: String, _ tensors: [String: StoredTensor], _ factors: [(String, StoredTensor)]
  ) -> Kind? {
    let names = Set(tensors.keys)
    let weight = tensors["weight"]
    if names == [module.lastPart], let only = tensors[module.lastPart], let value = only.scalar {
      switch module.lastPart.lowercased() {
      case "p" where value > 0: return .power(value)
      case "temperature" where value > 0: return .temperature(value)
      default: break
      }
    }
    if let weight, weight.shape.count == 2, names.isSubset(of: ["weight", "bias"]),
      weight.shape[0] > 0, weight.shape[1] > 0
    {
      let (inputs, outputs) = (weight.shape[1], weight.shape[0])
      if let bias = tensors["bias"] {
        return bias.shape == [outputs] ? .connected(inputs: inputs, outputs: outputs) : nil
      }
      if let factor = factors.first(where: { ["s", "scale", "sigma"].contains($0.0) }),
        factors.count == 1, let value = factor.1.scalar
      {
        return .cosine(inputs: inputs, outputs: outputs, factor: value)
      }
      // The scale of a margin's classifier is not in the file.
      return isMargin(module) ? nil : .connected(inputs: inputs, outputs: outputs)
    }
    let width = (tensors["running_var"] ?? weight)?.shape ?? []
    guard width.count == 1, width[0] > 1, tensors.values.allSatisfy({ $0.shape == width }) else {
      return nil
    }
    switch names {
    case ["weight", "bias", "running_mean", "running_var"], ["running_mean", "running_var"]:
      return .batchNormalization(width: width[0])
    case ["weight", "bias"]: return .layerNormalization(width: width[0])
    default: return nil
    }
  }

  /// True for classifiers of face recognition, which scale cosines by a constant of the code.
  private static func isMargin(_ module: String) -> Bool {
    module.lowercased().split(separator: ".").contains { part in
      part.hasPrefix("arc") || part.hasPrefix("cos")
        || ["margin", "sphere", "amsoftmax", "adacos", "normface", "metric"].contains {
          part.contains($0)
        }
    }
  }
}

extension String {
  /// The part after the last dot.
  var lastPart: String {
    lastIndex(of: ".").map { String(self[index(after: $0)...]) } ?? self
  }
}
