import Architectures

/// The head of a whole saved PyTorch network, whose class is known or is a `Sequential`.
struct ModuleHead {
  private var pooling: GlobalPooling?
  private var operators: [HeadOperator] = []

  /// Returns nil for a class of a library whose head is left to the tensors.
  ///
  /// Throws `otherOperator` with the first module that no head has.
  init?(_ root: TorchModule, of features: NetworkFeatures) throws(CheckpointError) {
    guard let modules = try Self.modules(of: root, features) else { return nil }
    for module in modules { try add(module) }
  }

  var stated: StatedHead {
    StatedHead(head: Head(pooling: pooling ?? .average, operators: operators), outputs: nil)
  }

  /// The modules behind the features in the order of their execution.
  private static func modules(
    of module: TorchModule, _ features: NetworkFeatures
  ) throws(CheckpointError) -> [TorchModule]? {
    func children(_ names: [String]) -> [TorchModule] { names.compactMap(module.child) }
    switch module.type {
    case "timm.models.efficientnet.EfficientNet": return children(["global_pool", "classifier"])
    case "torchvision.models.efficientnet.EfficientNet": return children(["avgpool", "classifier"])
    case "torchvision.models.mobilenetv2.MobileNetV2", "torchvision.models.mobilenet.MobileNetV2",
      "torchvision.models.mnasnet.MNASNet":
      return children(["classifier"])
    case "efficientnet_pytorch.model.EfficientNet": return children(["_avg_pooling", "_fc"])
    case "transformers.models.efficientnet.modeling_efficientnet.EfficientNetForImageClassification":
      return (module.child("efficientnet")?.child("pooler")).map { [$0] + children(["classifier"]) }
    case "torch.nn.parallel.data_parallel.DataParallel",
      "torch.nn.parallel.distributed.DistributedDataParallel",
      "torch.optim.swa_utils.AveragedModel", "torch._dynamo.eval_frame.OptimizedModule":
      return try module.children.first.flatMap { (child) throws(CheckpointError) in
        try modules(of: child, features)
      }
    case "torch.nn.modules.container.Sequential":
      let body = module.children.indices.filter { module.children[$0].isPart(of: features) }
      guard let last = body.last else { return module.children }
      guard body.first == 0 else {
        throw .otherOperator(found: module.children[0].title, expected: "the first convolution")
      }
      // One child with the whole network may have a head of its own.
      let own = body.count > 1 ? [] : try modules(of: module.children[0], features)
      return own.map { $0 + module.children[(last + 1)...] }
    default: return nil
    }
  }

  private mutating func add(_ module: TorchModule) throws(CheckpointError) {
    if let activation = module.activation {
      guard let known = activation.known else { throw unknown(module) }
      operators.append(.vector(.activation(known)))
      return
    }
    switch module.kind {
    case "Sequential": for child in module.children { try add(child) }
    case "Identity", "Dropout", "AlphaDropout", "FeatureAlphaDropout", "Flatten": break
    case "Linear":
      guard let inputs = module.integer("in_features"),
        let outputs = module.integer("out_features"),
        (1...1 << 24).contains(inputs), (1...1 << 24).contains(outputs)
      else { throw unknown(module) }
      operators.append(
        .fullyConnected(
          FullyConnected(name: module.path, inputs: inputs, outputs: outputs)))
    case "BatchNorm1d":
      guard let epsilon = module.number("eps") else { throw unknown(module) }
      operators.append(
        .batchNormalization(BatchNormalization(name: module.path, epsilon: epsilon)))
    case "LayerNorm":
      guard let epsilon = module.number("eps") else { throw unknown(module) }
      operators.append(
        .vector(.layerNormalization(LayerNormalization(name: module.path, epsilon: epsilon))))
    case "SelectAdaptivePool2d": try pool(module, module.text("pool_type") ?? "avg")
    case "AdaptiveAvgPool2d": try pool(module, "avg")
    case "AdaptiveMaxPool2d": try pool(module, "max")
    case "AvgPool2d" where module.type.hasPrefix("torch.nn."): try windows(module, "avg")
    case "MaxPool2d" where module.type.hasPrefix("torch.nn."): try windows(module, "max")
    default: throw unknown(module)
    }
  }

  private func unknown(_ module: TorchModule) -> CheckpointError {
    .otherOperator(found: module.title, expected: "a layer of a head that is known")
  }

  private mutating func pool(_ module: TorchModule, _ name: String) throws(CheckpointError) {
    let side = module.pair("output_size") ?? [1, 1]
    guard side == [1, 1], pooling == nil || name.isEmpty else { throw unknown(module) }
    switch name {
    case "avg", "fast", "fastavg": pooling = .average
    case "max", "fastmax": pooling = .maximum
    case "avgmax", "fastavgmax": pooling = .averageMaximum
    case "catavgmax", "fastcatavgmax": pooling = .averageThenMaximum
    case "": break
    default: throw unknown(module)
    }
  }

  /// Hugging Face pools in windows that are larger than every feature map.
  private mutating func windows(_ module: TorchModule, _ name: String) throws(CheckpointError) {
    guard let kernel = module.pair("kernel_size"), (kernel.min() ?? 0) >= 24,
      module.number("ceil_mode") == 1
    else { throw unknown(module) }
    try pool(module, name)
  }
}

extension TorchModule {
  private static let libraries = [
    "torch.nn.", "timm.", "torchvision.", "geffnet.", "transformers.", "efficientnet_pytorch.",
    "efficientnet_lite_pytorch.", "segmentation_models_pytorch.", "pretrainedmodels.",
    "torch.optim.swa_utils.AveragedModel", "torch._dynamo.eval_frame.OptimizedModule",
  ]

  /// True for classes of PyTorch and of the libraries that publish networks.
  private var isOfLibrary: Bool { Self.libraries.contains(where: type.hasPrefix) }

  /// Throws `unknownClass` for the first module in this one that may do anything: of a class of the
  /// user, or with a function in place of its class' or beside it.
  func checkClasses() throws(CheckpointError) {
    if let other = all.first(where: { !$0.isOfLibrary && !$0.isPlain || $0.isChanged }) {
      throw .unknownClass(other.title)
    }
  }

  /// True for modules beside a network that do nothing to its result: losses, metrics.
  fileprivate var isPlain: Bool {
    type.hasPrefix("torchmetrics.") || type.hasPrefix("torch.nn.modules.loss.")
      || kind == "Identity"
      || kind.hasSuffix("Loss")
  }

  /// True if this module has tensors of the network's features.
  fileprivate func isPart(of features: NetworkFeatures) -> Bool {
    features.tensors.values.contains { $0.name.hasPrefix(path + ".") }
  }
}
