import Architectures

/// What an operator does, in plain words: what it mixes, what it leaves alone, why it is there.
///
/// All sentences of the Step screen about operators stand in this file. Numbers come from the
/// operator, words from the papers: EfficientNet (Tan and Le 2019), MobileNetV2 (Sandler and others
/// 2018), squeeze-and-excitation (Hu and others 2018), ResNet (He and others 2016), Inception
/// (Szegedy and others 2015, 2016), ShuffleNetV2 (Ma and others 2018), DenseNet (Huang and others
/// 2017), SqueezeNet (Iandola and others 2016).
package struct LessonSentences {
  package let network: Network
  package let layer: Layer

  package init(of layer: Layer, in network: Network) {
    (self.layer, self.network) = (layer, network)
  }

  /// The sentence of the layer.
  package var text: String {
    switch layer.operation {
    case .convolution(let convolution): sentence(convolution)
    case .fullyConnected(let connected): sentence(connected)
    case .normalization(_, let channels, let activation):
      "Moves and stretches each of the \(channels) channels to the mean and spread that training "
        + "found (batch norm)\(then(activation)). No positions and no channels mix; it keeps "
        + "values in a range in which deep networks train."
    case .activation(let activation):
      "Changes every value by itself\(then(activation)). Nothing mixes; without such a bend, "
        + "layers in a row would be no more than one."
    case .globalAveragePool: pooling
    case .globalPool(let pooling): sentence(pooling)
    case .vector(let function, let channels): sentence(function, channels)
    case .maxPool(let pooling):
      "Keeps the largest value of each \(window(pooling)) window\(steps(pooling.stride)), channel "
        + "by channel. Channels do not mix; a pattern counts wherever in the window it is."
    case .averagePool(let pooling):
      "Takes the mean of each \(window(pooling)) window\(steps(pooling.stride)), channel by "
        + "channel. Channels do not mix; small shifts of a pattern matter less after it."
    case .scale:
      "Multiplies each channel by its gate, a number between 0 and 1. No positions and no channels "
        + "mix; channels that say little about this image are turned down (excitation)."
    case .add(let activation): sentence(ofSum: activation)
    case .concatenate: joined
    case .slice(let range):
      "Takes channels \(range.lowerBound) to \(range.upperBound - 1) as they are: "
        + "\(layer.ownName == "bypass" ? "this half goes around the convolutions" : "this part goes on here"), "
        + "so each channel is worked on only once."
    case .channelShuffle(let groups):
      "Deals the channels of \(groups) groups out in turn, like cards. No value changes; the next "
        + "unit then sees channels of every group, though no convolution mixed them."
    case .crop:
      "Cuts rows and columns off the edge, or adds zeros there. No value changes; two branches then "
        + "have the same shape."
    }
  }

  private func then(_ activation: Activation) -> String {
    switch activation {
    case .identity: ""
    case .relu: ", then sets negative values to 0 (ReLU)"
    case .relu6: ", then limits them to 0 … 6 (ReLU6)"
    case .silu: ", then damps negative values softly (SiLU, the paper's swish)"
    case .sigmoid: ", then squeezes them between 0 and 1 (sigmoid)"
    }
  }

  private func window(_ pooling: Pooling) -> String { pooling.kernel.lessonText }

  private func steps(_ stride: Window) -> String {
    stride.area == 1 ? "" : " in steps of \(max(stride.height, stride.width))"
  }
}

extension LessonSentences {
  private func sentence(_ convolution: Convolution) -> String {
    let (inputs, outputs) = (convolution.inputChannels, convolution.outputChannels)
    if layer.inputs.first == Layer.image { return firstSentence(convolution) }
    if layer.isSqueezeExcite, !convolution.isDepthwise {
      return layer.point == .gate
        ? "Makes a gate between 0 and 1 for each of the \(outputs) channels from the \(inputs) "
          + "numbers before it (sigmoid). It sees no position, only how strong channels are in "
          + "the whole image."
        : "Mixes the \(inputs) averages into \(outputs) numbers. No positions are left to mix; the "
          + "narrow place makes the network learn which channels matter together."
    }
    if convolution.isDepthwise { return depthwiseSentence(convolution) }
    if layer.ownName == "shortcut" {
      return "Gives the block's input the shape of its output, \(inputs) to \(outputs) "
        + "channels\(steps(convolution.stride)), so that the two can be added (projection shortcut)."
    }
    switch layer.point {
    case .expand where convolution.isPointwise:
      return "Mixes all \(inputs) channels at each position into \(outputs)\(factor(convolution)) "
        + "and leaves positions apart. The depthwise convolution after it gets more channels to "
        + "find patterns in (inverted bottleneck)."
    case .expand where !convolution.isPointwise:
      return "Mixes \(convolution.kernel.area) neighbouring positions of all \(inputs) channels "
        + "into \(outputs)\(factor(convolution))\(steps(convolution.stride)). Expansion and filter "
        + "in one (Fused-MBConv): more multiplications, but fast on early, large maps."
    case .project where convolution.isPointwise && convolution.activation == .identity:
      return
        "Mixes \(inputs) channels at each position into \(outputs) and leaves positions apart. "
        + "No activation follows (linear bottleneck): it would lose information where channels "
        + "are few."
    default: return plainSentence(convolution)
    }
  }

  private func factor(_ convolution: Convolution) -> String {
    let (inputs, outputs) = (convolution.inputChannels, convolution.outputChannels)
    return outputs > inputs && outputs.isMultiple(of: inputs)
      ? ", \(outputs / inputs) times as many," : ""
  }

  private func firstSentence(_ convolution: Convolution) -> String {
    "Mixes the \(convolution.inputChannels == 3 ? "3 colours" : "\(convolution.inputChannels) channels") "
      + "of \(convolution.kernel.area) neighbouring pixels into \(convolution.outputChannels) "
      + "channels\(steps(convolution.stride)): edges and patches of colour. "
      + (convolution.stride.area > 1
        ? "Fewer rows and columns make everything after it cheaper."
        : "Rows and columns stay.")
  }

  private func depthwiseSentence(_ convolution: Convolution) -> String {
    "Mixes \(convolution.kernel.area) neighbouring positions of each channel"
      + "\(steps(convolution.stride)) and leaves the \(convolution.inputChannels) channels apart "
      + "(depthwise): it finds shapes for 1/\(convolution.inputChannels) of the multiplications "
      + "of a full convolution."
  }

  private func plainSentence(_ convolution: Convolution) -> String {
    let (inputs, outputs) = (convolution.inputChannels, convolution.outputChannels)
    if convolution.kernel.area == 1 {
      let groups =
        convolution.groups > 1 ? " within \(convolution.groups) groups" : ""
      let reason =
        outputs < inputs
        ? "Fewer channels make the larger kernels after it cheaper (bottleneck)."
        : outputs > inputs
          ? "More channels give the next layers more patterns to choose from."
          : "Each output is a new combination of the patterns found so far."
      return "Mixes \(inputs) channels at each position into \(outputs)\(groups)"
        + "\(steps(convolution.stride)) and leaves positions apart. \(isLast ? lastReason : reason)"
    }
    let kernel = convolution.kernel
    let mixed = "Mixes \(kernel.area) neighbouring positions of "
    let rest = "\(steps(convolution.stride))."
    if convolution.groups > 1 {
      let size = inputs / convolution.groups
      return mixed + "\(size) channels at a time, \(convolution.groups) groups apart, into "
        + "\(outputs)\(rest) Groups cost 1/\(convolution.groups) of the multiplications (grouped "
        + "convolution)."
    }
    if kernel.height == 1 || kernel.width == 1 {
      let side = max(kernel.height, kernel.width)
      return mixed + "all \(inputs) channels into \(outputs)\(rest) They lie in one "
        + "\(kernel.height == 1 ? "row" : "column"): together with its counterpart it costs less "
        + "than \(side)×\(side) (factorized convolution)."
    }
    return mixed
      + "all \(inputs) channels into \(outputs)\(rest) It sees shapes and which patterns "
      + "occur together, at the price of \(kernel.area * inputs) multiplications a value."
  }

  /// Whether it gives the last feature map, which the classifier and CAM read.
  private var isLast: Bool { layer.index == network.lastStageOutput }

  private var lastReason: String {
    "These are the features that the classifier weighs, and that CAM draws."
  }
}

extension LessonSentences {
  private func sentence(_ connected: FullyConnected) -> String {
    layer.index == network.layers.count - 1
      ? "Weighs the \(connected.inputs) numbers into \(connected.outputs) scores, one for each "
        + "class (logits). Positions are gone; these weights say what each channel speaks for."
      : "Mixes all \(connected.inputs) numbers into \(connected.outputs). Positions are gone; the "
        + "head looks for combinations before it decides."
  }

  private var pooling: String {
    let isGate = layer.ownName == "squeeze"
    let end = layer.index == network.layers.count - 1
    return "Averages each channel over all positions to one number. Channels do not mix; "
      + (isGate
        ? "what is left is how strong each pattern is in the whole image (squeeze)."
        : end
          ? "what is left is one score for each class, wherever it was seen."
          : "what is left is what the image holds, not where, so any size of image fits.")
  }

  private func sentence(_ pooling: GlobalPooling) -> String {
    let how =
      switch pooling {
      case .average: "Averages each channel over all positions"
      case .maximum: "Takes the largest value of each channel over all positions"
      case .averageMaximum: "Takes half of the mean plus the maximum of each channel"
      case .averageThenMaximum: "Takes the means of all channels, then their maxima"
      case .generalizedMean(let power, _):
        "Takes the mean of each channel with the exponent \(Numbers.significant(power)), between "
          + "mean and maximum,"
      }
    return how + " to one number. Channels do not mix; what is left is what the image holds, not "
      + "where."
  }

  private func sentence(_ function: VectorFunction, _ channels: Int) -> String {
    switch function {
    case .activation(let activation):
      "Changes each of the \(channels) numbers by itself (\(activation.title)). Nothing mixes; "
        + "without such a bend two matrices in a row would be no more than one."
    case .layerNormalization:
      "Gives the \(channels) numbers of this image the mean 0 and the spread 1, then stretches and "
        + "moves each (layer norm): bright and faint images look alike to the classifier."
    case .unitLength:
      "Divides the \(channels) numbers by their length: only their proportions count afterwards."
    case .scale(let factor):
      "Multiplies all \(channels) numbers by \(Numbers.significant(factor)), which makes the "
        + "probabilities sharper or softer and changes no order."
    }
  }

  private func sentence(ofSum activation: Activation) -> String {
    let block = layer.block.map { network.stages[layer.stage - 1].blocks[$0 - 1] }
    let isSkip = block?.hasSkip == true && block?.output == layer.index
    return
      (isSkip
      ? "Adds the block's input to its result, value by value\(then(activation)). Nothing mixes; "
        + "the block learns only what to change (residual), and gradients pass unweakened."
      : "Adds \(layer.inputs.count) results, value by value\(then(activation)). Nothing mixes; "
        + "each may look for something else, and the sum keeps the number of channels.")
  }

  private var joined: String {
    let ways = layer.inputs.count
    return "Puts the channels of \(ways) ways one behind the other. No value changes; "
      + (network.stages[layer.stage - 1].title.hasPrefix("Dense")
        ? "every layer after it can read what all before it found."
        : "the next layer can choose between what each way found.")
  }
}

extension LessonSentences {
  /// What a reader may miss in the drawing of the layer's block: squeeze-excite, a skip.
  package static func absences(of layer: Int, in network: Network) -> [String] {
    guard let number = network.layers[layer].block else { return [] }
    let block = network.stages[network.layers[layer].stage - 1].blocks[number - 1]
    let layers = network.layers[block.layers]
    var notes: [String] = []
    let isMobile = layers.contains { $0.point == .project }
    let isBottleneck = layers.contains {
      if case .add(.relu) = $0.operation { true } else { false }
    }
    if isMobile || isBottleneck, !layers.contains(where: { $0.point == .gate }) {
      notes.append("no squeeze-excite: \(gatedRelative(of: network, isMobile: isMobile)) has it")
    }
    if !block.hasSkip, isMobile, let reason = reasonAgainstSkip(block, in: network) {
      notes.append("no skip: \(reason)")
    }
    return notes
  }

  /// A stage of the network, or another network of the same kind, with squeeze-excite.
  private static func gatedRelative(of network: Network, isMobile: Bool) -> String {
    if let gate = network.layers.first(where: { $0.point == .gate }) { return "stage\(gate.stage)" }
    if network.name.hasPrefix("lite") { return "b" + network.name.dropFirst(4) }
    return isMobile ? "b0" : "senet-154"
  }

  /// Why a block's input can't be added to its output.
  private static func reasonAgainstSkip(_ block: Block, in network: Network) -> String? {
    let operations = network.layers[block.layers].map(\.operation)
    let convolutions = operations.compactMap { operation -> Convolution? in
      if case .convolution(let convolution) = operation { convolution } else { nil }
    }
    if let strided = convolutions.first(where: { $0.stride.area > 1 }) {
      return "stride \(strided.stride.height)"
    }
    guard let first = convolutions.first, let last = convolutions.last else { return nil }
    return first.inputChannels == last.outputChannels
      ? "\(network.name) has none"
      : "\(first.inputChannels) channels in, \(last.outputChannels) out"
  }
}
