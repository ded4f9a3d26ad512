import Architectures

/// Facts about a network that its computation graph gives in addition to the tensors.
struct GraphFacts: Sendable {
  /// The padding rule of the first convolution; nil if unknown.
  var padding: PaddingRule?
  /// The epsilon of its batch norms; nil if they are folded.
  var epsilon: Double?
  /// The batch norms that are folded into their convolutions.
  var folded: [FoldedNormalization] = []
  /// True if the format holds only EfficientNet-Lite.
  var isLite = false
  /// True if tensor names determine the naming scheme.
  var hasNames = false
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

/// Recognises a network by the order and shapes of its layers.
struct GraphMatch {
  private let layers: LayerSequence
  private let names: [String]

  init(_ layers: LayerSequence, names: [String]) {
    self.layers = layers
    self.names = names
  }

  /// Finds the variant with these layers; throws an error with the first layer that differs.
  func match(asked: Variant?) throws(CheckpointError) -> NetworkMatch {
    guard !layers.convolutions.isEmpty else { throw .unknownNames(Array(names.prefix(3))) }
    let head = try ClassifierHead(layers.connected)
    let scheme = Self.scheme(of: names)
    let variants = NamingScheme.timm.variants.filter {
      !layers.isLite || $0.family == .efficientNetLite
    }
    let candidates = variants.map { Candidate(scheme: scheme ?? .timm, variant: $0) }
    return try VariantFit.find(candidates, asked: asked) { fit($0.variant, head, scheme) }
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

  private func fit(
    _ variant: Variant, _ head: ClassifierHead, _ scheme: NamingScheme?
  ) -> VariantFit {
    var options = NetworkOptions(classes: head.classes)
    options.fitInput(to: layers.convolutions.prefix(1).map(\.weight.shape))
    let network = variant.network(options)
    var matched: [String: StoredTensor] = [:]
    var facts = GraphFacts(
      padding: layers.padding, isLite: layers.isLite, hasNames: scheme != nil)
    var found = layers.convolutions[...]
    for layer in network.layers {
      switch layer.operation {
      case .convolution(let needed):
        let position = layers.convolutions.count - found.count
        let shape = needed.shape
        guard let next = found.popFirst(), next.weight.shape == shape else {
          let next = position < layers.convolutions.count ? layers.convolutions[position] : nil
          return .mismatch(
            TensorMismatch(
              name: next?.weight.name ?? "convolution \(position + 1)", expected: shape,
              found: next?.weight.shape), position: position)
        }
        if let mismatch = take(next, as: needed, into: &matched, &facts) {
          return .mismatch(mismatch, position: position)
        }
      case .fullyConnected(let connected):
        let expected = [connected.outputs, connected.inputs]
        guard head.weight.shape == expected else {
          return .mismatch(
            TensorMismatch(name: head.weight.name, expected: expected, found: head.weight.shape),
            position: layers.convolutions.count)
        }
        matched[connected.name + ".weight"] = head.weight
        matched[connected.name + ".bias"] = head.bias
      default: break
      }
    }
    if let surplus = found.first {
      return .mismatch(
        TensorMismatch(name: surplus.weight.name, expected: nil, found: surplus.weight.shape),
        position: layers.convolutions.count - found.count)
    }
    var match = NetworkMatch(
      scheme: scheme ?? .timm, variant: variant, classes: head.classes, tensors: matched)
    match.graph = facts
    match.inputChannels = options.inputChannels
    return .match(match)
  }

  /// Adds a convolution's tensors to `matched`; returns a mismatch if a tensor does not fit.
  private func take(
    _ found: LayerSequence.Convolution, as needed: Convolution,
    into matched: inout [String: StoredTensor], _ facts: inout GraphFacts
  ) -> TensorMismatch? {
    let channels = [needed.outputChannels]
    matched[needed.name + ".weight"] = found.weight
    if let bias = found.bias, bias.shape != channels {
      return TensorMismatch(name: bias.name, expected: channels, found: bias.shape)
    }
    if needed.hasBias {
      let zeros = [Float](repeating: 0, count: needed.outputChannels)
      matched[needed.name + ".bias"] =
        found.bias ?? (try? StoredTensor(name: needed.name + ".bias", values: zeros))
    }
    guard let normalization = needed.normalization else { return nil }
    guard let left = found.normalization else {
      facts.folded.append(
        FoldedNormalization(
          name: normalization.name, channels: needed.outputChannels, bias: found.bias))
      return nil
    }
    let tensors = [
      ("weight", left.weight), ("bias", left.bias), ("running_mean", left.mean),
      ("running_var", left.variance),
    ]
    for (kind, tensor) in tensors {
      guard tensor.shape == channels else {
        return TensorMismatch(name: tensor.name, expected: channels, found: tensor.shape)
      }
      matched["\(normalization.name).\(kind)"] = tensor
    }
    facts.epsilon = left.epsilon
    return nil
  }
}

extension Convolution {
  /// The shape of its weight.
  fileprivate var shape: [Int] {
    [outputChannels, inputChannels / groups, kernel.height, kernel.width]
  }
}
