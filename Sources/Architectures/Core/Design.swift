/// The table that a variant's network is built from.
package enum Design: Hashable, Sendable {
  /// EfficientNets, MobileNets, MnasNets.
  case mobile(MobileDesign)
  /// ResNet, ResNeXt and SENet-154.
  case residual(ResidualDesign)
  case dense(DenseDesign)
  case shuffle(ShuffleDesign)
  case squeeze(SqueezeDesign)
  case inception(InceptionDesign)
  case xception
  /// NASNet, PNASNet and AmoebaNet.
  case cells(CellDesign)
}

/// Adds the layers of one kind of network.
protocol VariantBuilder {
  /// The layers so far.
  var builder: NetworkBuilder { get set }

  mutating func network(for variant: Variant, classes: Int) -> Network
}

extension Variant {
  package func network(_ options: NetworkOptions = NetworkOptions()) -> Network {
    var network = publishedNetwork(options)
    if let head = options.head { network = network.replacingHead(by: head) }
    network.outputActivation = options.outputActivation
    network.isTwoSided = options.isTwoSided
    return network
  }

  /// The network with its own head.
  private func publishedNetwork(_ options: NetworkOptions) -> Network {
    var builder: any VariantBuilder =
      switch design {
      case .mobile(let table): MobileBuilder(design: table, scaling: scaling, options: options)
      case .residual(let table): ResidualBuilder(design: table, scaling: scaling)
      case .dense(let table): DenseBuilder(design: table)
      case .shuffle(let table): ShuffleBuilder(design: table)
      case .squeeze(let table): SqueezeBuilder(design: table)
      case .inception(.v3): InceptionV3Builder()
      case .inception(.v4): InceptionV4Builder()
      case .inception(.residualV2): InceptionResNetBuilder()
      case .xception: XceptionBuilder()
      case .cells(let table): CellBuilder(design: table)
      }
    builder.builder = NetworkBuilder(inputChannels: options.inputChannels)
    return builder.network(for: self, classes: options.classes)
  }
}

extension NetworkBuilder {
  func network(for variant: Variant, classes: Int) -> Network {
    network(name: variant.name, resolution: variant.resolution, classes: classes)
  }
}
