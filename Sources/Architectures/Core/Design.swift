/// The table that a variant's network is built from.
public enum Design: Hashable, Sendable {
  /// EfficientNets, MobileNets, MnasNets.
  case mobile(MobileDesign)
  /// ResNet, ResNeXt and SENet-154.
  case residual(ResidualDesign)
  /// DenseNet.
  case dense(DenseDesign)
  /// ShuffleNetV2.
  case shuffle(ShuffleDesign)
  /// SqueezeNet.
  case squeeze(SqueezeDesign)
  /// Inception-v3, Inception-v4 and Inception-ResNet-v2.
  case inception(InceptionDesign)
  /// Xception.
  case xception
  /// NASNet, PNASNet and AmoebaNet.
  case cells(CellDesign)
}

extension Variant {
  /// Builds the network of this variant from its table and scaling.
  public func network(_ options: NetworkOptions = NetworkOptions()) -> Network {
    var network = publishedNetwork(options)
    if let head = options.head { network = network.replacingHead(by: head) }
    network.outputActivation = options.outputActivation
    network.isTwoSided = options.isTwoSided
    return network
  }

  /// The network with its own head.
  private func publishedNetwork(_ options: NetworkOptions) -> Network {
    switch design {
    case .mobile(let table):
      var builder = MobileBuilder(design: table, scaling: scaling, options: options)
      return builder.network(name: name, resolution: resolution)
    case .residual(let table):
      var builder = ResidualBuilder(design: table, scaling: scaling)
      return builder.network(for: self, classes: options.classes)
    case .dense(let table):
      var builder = DenseBuilder(design: table)
      return builder.network(for: self, classes: options.classes)
    case .shuffle(let table):
      var builder = ShuffleBuilder(design: table)
      return builder.network(for: self, classes: options.classes)
    case .squeeze(let table):
      var builder = SqueezeBuilder(design: table)
      return builder.network(for: self, classes: options.classes)
    case .inception(let table):
      return table.network(for: self, classes: options.classes)
    case .xception:
      var builder = XceptionBuilder()
      return builder.network(for: self, classes: options.classes)
    case .cells(let table):
      var builder = CellBuilder(design: table)
      return builder.network(for: self, classes: options.classes)
    }
  }
}

extension NetworkBuilder {
  /// The finished network of `variant`.
  func network(for variant: Variant, classes: Int) -> Network {
    network(name: variant.name, resolution: variant.resolution, classes: classes)
  }
}
