import Architectures

/// What the classes and attributes of a whole saved PyTorch network say, held against the network.
///
/// Convolutions and batch norms are compared by their tensors' names. The order of other modules is
/// in the classes' code, which is not in the file; so only the classes of the libraries that publish
/// networks are read, and every activation in the blocks must be one of the network's.
struct ModuleDescription {
  /// The head; nil where the class leaves it to the tensors.
  let head: StatedHead?
  let facts: GraphFacts

  init(
    _ root: TorchModule, of features: NetworkFeatures
  ) throws(CheckpointError) {
    try root.checkClasses()
    let modules = Dictionary(root.all.map { ($0.path, $0) }) { first, _ in first }
    var convolutions: [(needed: Convolution, found: GraphConvolution)] = []
    var facts = GraphFacts()
    for layer in features.network.layers {
      guard case .convolution(let needed) = layer.operation else { continue }
      if let module = Self.owner(of: needed.name, features, modules) {
        convolutions.append((needed, try Self.convolution(module, needed)))
      }
      if let name = needed.normalization?.name,
        let module = Self.owner(of: name, features, modules), let epsilon = module.number("eps")
      {
        guard facts.epsilon ?? epsilon == epsilon else {
          throw .otherOperator(
            found: "\(module.title) with epsilon \(epsilon)",
            expected: "the epsilon of the other batch norms")
        }
        facts.epsilon = epsilon
      }
    }
    let isMobile = if case .mobile = features.variant.design { true } else { false }
    if isMobile {
      let count = features.network.layers.count {
        if case .convolution = $0.operation { true } else { false }
      }
      if convolutions.count == count {
        facts.padding = try GraphPaddings(convolutions, size: nil).rule(of: features.variant)
      }
      try Self.checkActivations(root, features)
    } else {
      facts.epsilon = nil
    }
    self.facts = facts
    head = isMobile ? try ModuleHead(root, of: features)?.stated : nil
  }

  /// The module that has the canonical module `name`'s weight.
  private static func owner(
    of name: String, _ features: NetworkFeatures, _ modules: [String: TorchModule]
  ) -> TorchModule? {
    guard let tensor = features.tensors[name + ".weight"],
      let dot = tensor.name.lastIndex(of: ".")
    else { return nil }
    return modules[String(tensor.name[..<dot])]
  }

  private static func convolution(
    _ module: TorchModule, _ needed: Convolution
  ) throws(CheckpointError) -> GraphConvolution {
    let classes: Set = [
      "Conv2d", "Conv2dSame", "Conv2dStaticSamePadding", "Conv2dDynamicSamePadding",
      "EfficientNetDepthwiseConv2d",
    ]
    guard classes.contains(module.kind) else {
      throw .otherOperator(found: module.title, expected: "a convolution")
    }
    var found = GraphConvolution(
      name: module.path,
      shape: [
        needed.outputChannels, needed.inputChannels / needed.groups, needed.kernel.height,
        needed.kernel.width,
      ])
    let stride = module.pair("stride") ?? [1, 1]
    let dilation = module.pair("dilation") ?? [1, 1]
    found.groups = module.integer("groups") ?? 1
    guard stride == [needed.stride.height, needed.stride.width], found.groups == needed.groups,
      dilation == [1, 1] || needed.kernel == Window(1),
      module.text("padding_mode") ?? "zeros" == "zeros"
    else {
      throw .otherOperator(
        found: "\(module.title) with stride \(stride.map(String.init).joined(separator: "×")), "
          + "\(found.groups) groups, dilation \(dilation.map(String.init).joined(separator: "×"))",
        expected: "'\(needed.name)' with stride \(needed.stride.height), \(needed.groups) groups")
    }
    switch module.kind {
    case "Conv2dSame", "Conv2dDynamicSamePadding": found.padding = nil
    case "Conv2dStaticSamePadding":
      let zeros = module.child("static_padding")?.pair("padding") ?? [0, 0]
      // ZeroPad2d: left, right, top, bottom.
      found.padding =
        zeros.count == 4
        ? GraphPadding(top: zeros[2], left: zeros[0], bottom: zeros[3], right: zeros[1])
        : GraphPadding()
    default:
      if let zeros = module.pair("padding"), zeros.count == 2 {
        found.padding = GraphPadding(
          top: zeros[0], left: zeros[1], bottom: zeros[0], right: zeros[1])
      } else {
        found.padding = module.text("padding") == "same" ? nil : GraphPadding()
      }
    }
    return found
  }

  /// Throws `otherOperator` for an activation in the blocks that the network has not.
  private static func checkActivations(
    _ root: TorchModule, _ features: NetworkFeatures
  ) throws(CheckpointError) {
    var needed: Set<HeadActivation> = [.sigmoid]
    for layer in features.network.layers {
      if case .convolution(let convolution) = layer.operation,
        let activation = HeadActivation(rawValue: convolution.activation.rawValue)
      {
        needed.insert(activation)
      }
    }
    let core = Set(
      features.tensors.values.compactMap { tensor in
        tensor.name.split(separator: ".").dropLast().first.map(String.init)
      })
    for module in root.all where !module.path.isEmpty {
      guard let first = module.path.split(separator: ".").first.map(String.init),
        core.contains(first),
        !features.place.stem.hasPrefix(module.path + ".")
      else { continue }
      guard let activation = module.activation else { continue }
      guard let known = activation.known, needed.contains(known) || module.isHead(of: features)
      else {
        throw .otherOperator(
          found: module.title,
          expected:
            "the activation \(needed.subtracting([.sigmoid]).map(\.rawValue).sorted().joined(separator: ", "))"
        )
      }
    }
  }
}

extension TorchModule {
  /// An element-wise function; `known` is nil for one that the engine has not.
  struct FoundActivation {
    let known: HeadActivation?
  }

  private static let activations: [String: HeadActivation] = [
    "SiLU": .silu, "Swish": .silu, "SwishMe": .silu, "SwishJit": .silu, "SwishJitMe": .silu,
    "MemoryEfficientSwish": .silu, "SiLUActivation": .silu, "ReLU": .relu, "ReLU6": .relu6,
    "Sigmoid": .sigmoid, "Tanh": .tanh, "Hardswish": .hardswish, "HardSwish": .hardswish,
    "HardSwishMe": .hardswish, "GELUTanh": .geluTanh,
  ]

  /// The module's function; nil for a module that is no activation.
  var activation: FoundActivation? {
    if kind == "GELU" || kind == "GELUActivation" {
      return FoundActivation(known: text("approximate") == "tanh" ? .geluTanh : .gelu)
    }
    if let known = Self.activations[kind] { return FoundActivation(known: known) }
    let isOther =
      type.hasPrefix("torch.nn.modules.activation.") || type.hasPrefix("timm.layers.activations")
    return isOther ? FoundActivation(known: nil) : nil
  }

  /// True for a module behind the features.
  fileprivate func isHead(of features: NetworkFeatures) -> Bool {
    ["classifier", "_fc", "fc", "head", "global_pool"].contains {
      path == $0 || path.hasPrefix($0 + ".") || path.contains(".\($0).")
    }
  }
}
