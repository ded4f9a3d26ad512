import Architectures
import Support
import Tensors

/// Facts about a network that its computation graph gives in addition to the tensors.
struct GraphFacts: Sendable {
  /// The padding rule of its convolutions; nil if the graph does not tell.
  var padding: PaddingRule?
  /// The epsilon of its batch norms; nil if they are folded.
  var epsilon: Double?
  /// The batch norms that are folded into their convolutions.
  var folded: [FoldedNormalization] = []
  /// True for EfficientNet-Lite in the format that it is published in.
  var isLite = false
  /// The normalisation in the graph, which arrays that are its input pass through.
  var scaling: ChannelScaling?
}

/// A batch norm that an exporter folded into the convolution before it.
struct FoldedNormalization: Sendable {
  /// The canonical name of the batch norm.
  let name: String
  let channels: Int
  /// The bias of the folded convolution; nil if it has none.
  let bias: StoredTensor?

  /// Tensors that make a batch norm with `epsilon` add only the bias, by canonical name.
  func tensors(epsilon: Double) throws(CheckpointError) -> [String: StoredTensor] {
    let constants: [(kind: String, value: Float)] = [
      ("weight", 1), ("bias", 0), ("running_mean", 0), ("running_var", Float(1 - epsilon)),
    ]
    var tensors: [String: StoredTensor] = [:]
    for (kind, value) in constants {
      tensors["\(name).\(kind)"] = try StoredTensor(
        name: "\(name).\(kind)", values: [Float](repeating: value, count: channels))
    }
    if let bias { tensors["\(name).bias"] = bias }
    return tensors
  }
}

/// Recognises a network by its computation graph.
///
/// The shapes of the convolutions in order give the variant; then every operator is compared.
struct GraphMatch {
  private let graph: ComputationGraph
  private let names: [String]
  private let isTFLite: Bool
  private let ignored: [NamePattern]
  private let convolutions: [GraphConvolution]
  /// The channels of the image, by the first convolution.
  private let options: NetworkOptions

  init(
    _ graph: ComputationGraph, names: [String], isTFLite: Bool, reading: CheckpointReading
  ) {
    self.graph = graph
    self.names = names
    self.isTFLite = isTFLite
    ignored = reading.ignoredTensors.map(NamePattern.init)
    let live = graph.live
    convolutions = graph.nodes.indices.compactMap { index in
      if live[index], case .convolution(let found) = graph.nodes[index].operation {
        found
      } else {
        nil
      }
    }
    var options = NetworkOptions()
    if let channels = convolutions.first?.shape[1], (1...256).contains(channels) {
      options.inputChannels = channels
    }
    self.options = options
  }

  /// Finds the variant with this graph.
  ///
  /// Throws an error with the first layer that differs: its shape in `unknownVariant` or
  /// `wrongVariant`, else its operator in `otherOperator`.
  func match(asked: Variant?) throws(CheckpointError) -> NetworkMatch {
    guard !convolutions.isEmpty else { throw .unknownNames(Array(names.prefix(3))) }
    let scheme = Self.scheme(of: names) ?? .timm
    let variants = NamingScheme.timm.variants.filter {
      !isTFLite || Self.ofTFLite.contains($0.family)
    }
    let candidates = variants.map { Candidate(scheme: scheme, variant: $0) }
    let variant = try VariantFit.find(candidates, asked: asked) { fit($0) }.variant
    var match = try match(
      Candidate(scheme: isKeras ? NamingScheme(keras: variant) : scheme, variant: variant))
    try account(for: &match)
    return match
  }

  /// The families that TFLite files are read of.
  private static let ofTFLite: Set<Variant.Family> = [
    .efficientNetLite, .efficientNet, .efficientNetV2,
  ]

  /// True for the layer names of Keras' networks, which its converter keeps.
  private var isKeras: Bool {
    isTFLite
      && ["stem_conv", "block1a_", "top_conv"].allSatisfy { mark in
        names.contains { $0.contains(mark) }
      }
  }

  /// The naming scheme by the names that exporters keep: squeeze-excite layers and classifiers.
  private static func scheme(of names: [String]) -> NamingScheme? {
    let marks: [(String, NamingScheme)] = [
      (".squeeze_excite.", .transformers), ("_se_reduce.", .lukemelas), ("_fc.", .lukemelas),
      (".fc1.", .torchvision), ("classifier.1.", .torchvision), (".se.conv_reduce.", .timm),
      ("conv_stem.", .timm), ("conv_head.", .timm),
    ]
    return marks.first { mark, _ in names.contains { $0.contains(mark) } }?.1
  }

  /// Compares the shapes of the convolutions in order.
  private func fit(_ candidate: Candidate) -> VariantFit {
    let network = candidate.variant.network(options)
    let needed = network.layers.compactMap { layer -> [Int]? in
      if case .convolution(let needed) = layer.operation { needed.shape } else { nil }
    }
    for (position, shape) in needed.enumerated() {
      let found = position < convolutions.count ? convolutions[position] : nil
      guard found?.shape == shape else {
        return .mismatch(
          TensorMismatch(
            name: found?.tensorName ?? "convolution \(position + 1)", expected: shape,
            found: found?.shape), position: position)
      }
    }
    if convolutions.count > needed.count {
      let surplus = convolutions[needed.count]
      return .mismatch(
        TensorMismatch(name: surplus.tensorName, expected: nil, found: surplus.shape),
        position: needed.count)
    }
    return .match(
      NetworkMatch(scheme: candidate.scheme, variant: candidate.variant, classes: 0, tensors: [:]))
  }

  /// Compares every operator and collects the tensors.
  private func match(_ candidate: Candidate) throws(CheckpointError) -> NetworkMatch {
    let network = candidate.variant.network(options)
    let isLite = isTFLite && candidate.variant.family == .efficientNetLite
    if let sign = graph.quantised, !isLite { throw .foreign(ForeignFormat(.quantised, sign: sign)) }
    var comparison = GraphComparison(graph, with: network)
    let scaling = try InputScaling(&comparison, isChannelsLast: isTFLite)
    let features = try comparison.features(behind: scaling.node)
    let head = try GraphHead(behind: features, in: &comparison)
    var collection = GraphTensors(isLite: isLite)
    for (index, pair) in comparison.convolutions.enumerated() {
      try collection.add(pair.found, as: pair.needed, comparison.normalizations[index])
    }
    collection.facts.padding = try GraphPaddings(comparison.convolutions, size: graph.imageSize)
      .rule(of: candidate.variant)
    let named = try collection.add(head, of: network)
    var match = NetworkMatch(
      scheme: candidate.scheme, variant: candidate.variant, classes: named.outputs ?? 0,
      tensors: collection.tensors)
    match.head = named.isUsual ? nil : named
    match.outputs = head.outputs
    match.inputChannels = network.inputChannels
    if !isTFLite {
      try match.read(scaling, of: graph)
      collection.facts.scaling = scaling.ofArrays
    } else if !isLite || scaling.isStated {
      try match.read(
        scaling, of: graph, before: comparison.convolutions.first?.found.weight)
    }
    match.graph = collection.facts
    return match
  }

  /// Enters the use of every tensor; throws if the graph has weights that its result needs not.
  private func account(for match: inout NetworkMatch) throws(CheckpointError) {
    for (canonical, tensor) in match.tensors.sorted(by: { $0.key < $1.key }) {
      match.account[TensorAccount.Key(path: "", name: tensor.name)] = .used(canonical)
    }
    for name in graph.unread {
      let isIgnored = ignored.contains { $0.matches(name) }
      match.account[TensorAccount.Key(path: "", name: name)] =
        isIgnored ? .harmless(.ignored) : .unexplained
    }
    guard match.account.unexplained.isEmpty else {
      throw .unexplainedTensors(match.account.unexplained)
    }
  }
}

extension NetworkMatch {
  /// Makes the scaling in a graph of TensorFlow's converter part of the preprocessing, and takes the
  /// size of the pictures that it states.
  fileprivate mutating func read(
    _ scaling: InputScaling, of graph: ComputationGraph, before stem: StoredTensor?
  ) throws(CheckpointError) {
    let title = scaling.path.last.map { graph.nodes[$0].title }
    let largest = try scaling.largestValue(before: stem, title: title)
    if let largest {
      guard let changes = scaling.changes(largest: largest) else {
        throw .otherOperator(found: title, expected: "an image of three channels or one")
      }
      recipe = changes
    } else if scheme == .kerasV2 {
      // Made with `include_preprocessing=False`: it expects values in −1…1.
      recipe.mean = [0.5, 0.5, 0.5]
      recipe.standardDeviation = [0.5, 0.5, 0.5]
    }
    if !scaling.isStated {
      let range = largest == nil ? "pixels are normalised before the graph" : "pixels are 0…255"
      warnings.append(
        .assumed(
          "\(range), as the size of the first filters tells; "
            + "\(OptionName.mean) and \(OptionName.std) change it"))
    }
    guard let size = graph.imageSize, min(size.height, size.width) >= 8,
      max(size.height, size.width) <= 8192
    else { return }
    if size.height == size.width {
      recipe.size = size.height
    } else {
      recipe.extent = PixelSize(width: size.width, height: size.height)
    }
  }

  /// Makes a normalisation in the graph part of the preprocessing.
  ///
  /// Throws `otherOperator` for one that is no image's, whose values can't be known.
  fileprivate mutating func read(
    _ scaling: InputScaling, of graph: ComputationGraph
  ) throws(CheckpointError) {
    guard let first = scaling.path.first else { return }
    guard let largest = scaling.largestValue else {
      throw .otherOperator(found: graph.nodes[first].title, expected: "the first convolution")
    }
    guard let changes = scaling.changes(largest: largest) else { return }
    recipe = changes
    warnings.append(
      .assumed("the graph normalises images of 0 to \(Int(largest)), as its numbers suggest"))
  }
}

extension GraphConvolution {
  fileprivate var tensorName: String { weight?.name ?? name }
}

extension Convolution {
  /// The shape of its weight.
  var shape: [Int] {
    [outputChannels, inputChannels / groups, kernel.height, kernel.width]
  }
}

extension Head {
  /// True for average pooling and one fully connected layer.
  var isUsual: Bool { pooling == .average && operators.count == 1 }
}
