import Architectures

/// Small networks, each with one operator between a stem and a classifier.
enum OperatorNetworks {
  /// The names that `network(_:)` accepts.
  static let names = [
    "pointwise", "window", "strided", "strided symmetric", "strided pointwise", "grouped",
    "oblong", "depthwise", "strided depthwise", "depthwise symmetric", "normalization", "relu",
    "relu6", "silu", "sigmoid", "squeeze-excite", "residual", "three readers", "max pool",
    "rounded-up max pool", "average pool", "average pool without padding", "concatenation",
    "slice", "shuffle", "crop", "padding crop", "inverted residual",
  ]

  /// Heads instead of the average pooling, by name.
  static let heads: [String: Head] = {
    func head(_ pooling: GlobalPooling = .average, _ functions: VectorFunction...) -> Head {
      Head(pooling: pooling, operators: functions.map { .vector($0) })
    }
    var heads = [
      "maximum head": head(.maximum), "average and maximum head": head(.averageMaximum),
      "average then maximum head": head(.averageThenMaximum),
      "generalised mean head": head(.generalizedMean(power: 3, epsilon: 1e-6)),
      "clamped mean head": head(.generalizedMean(power: 2.5, epsilon: 0.25)),
      "layer norm head": head(
        .average, .layerNormalization(LayerNormalization(name: "norm", epsilon: 1e-5))),
      "unit length head": head(.average, .unitLength(epsilon: 1e-12)),
      "short vector head": head(.average, .unitLength(epsilon: 100)),
      "scaled head": head(.average, .scale(-2.5)),
      "wide layer norm head": head(
        .averageThenMaximum, .scale(3),
        .layerNormalization(LayerNormalization(name: "norm", epsilon: 1e-6))),
    ]
    // The scale moves elements beyond the kinks at ±3 and 6.
    for activation in HeadActivation.allCases {
      heads["\(activation.rawValue) head"] = head(.average, .scale(20), .activation(activation))
    }
    var normalized = head()
    normalized.operators = [
      .batchNormalization(BatchNormalization(name: "norm", epsilon: 1e-5)),
      .fullyConnected(FullyConnected(name: "hidden", inputs: channels, outputs: 9)),
      .vector(.activation(.gelu)),
      .batchNormalization(BatchNormalization(name: "norm2", epsilon: 1e-3)),
    ]
    heads["hidden layer head"] = normalized
    return heads
  }()

  static let channels = 12

  /// Stem, operator, global average pool, and a classifier with five classes.
  static func network(_ name: String) -> Network {
    var builder = NetworkBuilder()
    let stem = builder.append(
      convolution("stem", from: 3, kernel: Window(3), padding: .same, activation: .silu),
      reading: [Layer.image], name: "stem")
    let head = heads[name]
    let output = head == nil ? append(name, after: stem, &builder) : stem
    let pool = builder.append(
      head?.pooling.layerOperator ?? .globalAveragePool, reading: [output], name: "pool")
    var last = pool
    for (number, operation) in (head?.operators ?? []).enumerated() {
      last = builder.append(
        operation.layerOperator(channels: builder.channels(of: last)), reading: [last],
        name: "head\(number + 1)")
    }
    builder.append(
      .fullyConnected(
        FullyConnected(name: "classifier", inputs: builder.channels(of: last), outputs: 5)),
      reading: [last], name: "classifier")
    builder.endStage(title: name, kernel: 3, stride: 1, repeats: 1, output: output)
    return builder.network(name: name, resolution: 9, classes: 5)
  }

  private static func convolution(
    _ name: String, from inputs: Int = channels, to outputs: Int = channels,
    kernel: Window = Window(1), stride: Int = 1, groups: Int = 1, padding: Padding = .none,
    activation: Activation = .identity
  ) -> Operator {
    .convolution(
      Convolution(
        name: name, inputChannels: inputs, outputChannels: outputs, kernel: kernel,
        stride: Window(stride), groups: groups, padding: padding,
        normalization: BatchNormalization(name: name + "_bn", epsilon: 1e-3),
        activation: activation))
  }

  /// A convolution with a bias and no batch norm, as in squeeze-excite.
  private static func biased(
    _ name: String, from inputs: Int, to outputs: Int, _ activation: Activation
  ) -> Operator {
    .convolution(
      Convolution(
        name: name, inputChannels: inputs, outputChannels: outputs, kernel: Window(1),
        hasBias: true, activation: activation))
  }

  private static func append(
    _ name: String, after stem: Int, _ builder: inout NetworkBuilder
  ) -> Int {
    if let operation = single(name) {
      return builder.append(operation, reading: [stem], name: "operator")
    }
    switch name {
    case "squeeze-excite": return squeezeExcite(stem, &builder)
    case "residual":
      let branch = builder.append(
        convolution("a", kernel: Window(3), padding: .same), reading: [stem], name: "branch")
      return builder.append(.add(.relu), reading: [branch, stem], name: "operator")
    case "three readers":
      let first = builder.append(
        convolution("a", activation: .silu), reading: [stem], name: "first")
      let second = builder.append(
        convolution("b", kernel: Window(3), groups: channels, padding: .same, activation: .relu6),
        reading: [stem], name: "second")
      return builder.append(.add(.identity), reading: [first, second, stem], name: "operator")
    case "concatenation":
      let first = builder.append(
        convolution("a", to: 5, activation: .silu), reading: [stem], name: "first")
      let second = builder.append(
        convolution("b", to: 8, activation: .relu), reading: [stem], name: "second")
      return builder.append(.concatenate, reading: [first, stem, second], name: "operator")
    default: return invertedResidual(stem, &builder)
    }
  }

  /// The operators whose only input is the stem.
  private static func single(_ name: String) -> Operator? {
    let three = Window(3)
    let around = Padding.fixed(top: 1, left: 1, bottom: 1, right: 1)
    return switch name {
    case "pointwise": convolution("a", to: 7, activation: .silu)
    case "window": convolution("a", to: 5, kernel: three, padding: .same, activation: .relu6)
    case "strided": convolution("a", kernel: three, stride: 2, padding: .same, activation: .silu)
    case "strided symmetric":
      convolution("a", kernel: Window(5), stride: 2, padding: .symmetric(Window(5)))
    case "strided pointwise": convolution("a", stride: 2, activation: .relu)
    case "grouped":
      convolution("a", to: 8, kernel: three, stride: 2, groups: 4, padding: .same)
    case "oblong":
      convolution(
        "a", to: 6, kernel: Window(1, 5), padding: .symmetric(Window(1, 5)), activation: .silu)
    case "depthwise":
      convolution("a", kernel: three, groups: channels, padding: .same, activation: .silu)
    case "strided depthwise":
      convolution(
        "a", kernel: Window(5), stride: 2, groups: channels, padding: .same, activation: .relu6)
    case "depthwise symmetric":
      convolution(
        "a", kernel: three, stride: 2, groups: channels, padding: .symmetric(three),
        activation: .silu)
    case "normalization":
      .normalization(
        BatchNormalization(name: "a", epsilon: 1e-5), channels: channels, activation: .relu)
    case "relu": .activation(.relu)
    case "relu6": .activation(.relu6)
    case "silu": .activation(.silu)
    case "sigmoid": .activation(.sigmoid)
    case "max pool": .maxPool(Pooling(kernel: three, stride: Window(2), padding: around))
    case "rounded-up max pool":
      .maxPool(Pooling(kernel: three, stride: Window(2), roundsUp: true))
    case "average pool": .averagePool(Pooling(kernel: three, stride: Window(1), padding: around))
    case "average pool without padding":
      .averagePool(
        Pooling(kernel: three, stride: Window(2), padding: around, countsPadding: false))
    case "slice": .slice(3..<10)
    case "shuffle": .channelShuffle(groups: 3)
    case "crop": .crop(top: 1, left: 2, bottom: 1, right: 0)
    case "padding crop": .crop(top: -1, left: 0, bottom: -2, right: -1)
    default: nil
    }
  }

  private static func squeezeExcite(_ input: Int, _ builder: inout NetworkBuilder) -> Int {
    let pool = builder.append(.globalAveragePool, reading: [input], name: "squeeze")
    let channels = builder.channels(of: input)
    let reduce = builder.append(
      biased("se_reduce", from: channels, to: 4, .silu), reading: [pool], name: "reduce")
    let gate = builder.append(
      biased("se_expand", from: 4, to: channels, .sigmoid), reading: [reduce], name: "gate")
    return builder.append(.scale, reading: [input, gate], name: "gated")
  }

  /// A complete MBConv: expansion, depthwise, squeeze-excite, projection, shortcut.
  private static func invertedResidual(_ stem: Int, _ builder: inout NetworkBuilder) -> Int {
    let expand = builder.append(
      convolution("a", to: 24, activation: .silu), reading: [stem], name: "expand")
    let depthwise = builder.append(
      convolution(
        "b", from: 24, to: 24, kernel: Window(5), groups: 24, padding: .same, activation: .silu),
      reading: [expand], name: "depthwise")
    let gated = squeezeExcite(depthwise, &builder)
    let project = builder.append(convolution("c", from: 24), reading: [gated], name: "project")
    return builder.append(.add(.identity), reading: [project, stem], name: "operator")
  }
}
