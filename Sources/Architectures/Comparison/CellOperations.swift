/// Place of an operation in a cell: tensor path, layer suffix, output channels and stride.
struct CellPlace {
  let path: String
  let suffix: String
  let filters: Int
  let stride: Int
}

extension CellBuilder {
  /// Adds an operation of a sum and returns its index.
  mutating func append(_ operation: CellOperation, of input: Int, at place: CellPlace) -> Int {
    let output: Int
    switch operation {
    case .identity:
      guard place.stride > 1 || builder.channels(of: input) != place.filters else { return input }
      output = convolve(input, Filters(place.filters, stride: place.stride), at: place)
    case .pointwise:
      output = convolve(input, Filters(place.filters, stride: place.stride), at: place)
    case .separable(let side):
      let first = separable(input, side, number: 1, stride: place.stride, at: place)
      output = separable(first, side, number: 2, stride: 1, at: place)
    case .averagePool(let side):
      output = pooled(input, .averagePool(pooling(side, place)), at: place)
    case .maxPool(let side):
      output = pooled(input, .maxPool(pooling(side, place)), at: place)
    case .bottleneck(let side):
      output = narrowed(input, [Window(side)], steps: [Window(place.stride)], at: place)
    case .crossed(let side):
      output = narrowed(
        input, [Window(1, side), Window(side, 1)],
        steps: [Window(1, place.stride), Window(place.stride, 1)], at: place)
    }
    halvings[output] = (halvings[input] ?? 0) + (place.stride > 1 ? 1 : 0)
    return output
  }

  /// Index of the ReLU of `input`; added at the first call.
  mutating func relu(_ input: Int) -> Int {
    if let known = rectified[input] { return known }
    let output = builder.append(.activation(.relu), reading: [input], suffix: "relu\(input)")
    rectified[input] = output
    halvings[output] = halvings[input]
    return output
  }

  /// Adds ReLU, 1×1 convolution to `filters` channels and batch norm.
  mutating func activated(_ input: Int, _ filters: Int, _ names: FilterNames, suffix: String)
    -> Int
  {
    let output = builder.convolve(
      relu(input), Filters(filters, 1, activation: .identity), names, suffix: suffix)
    halvings[output] = halvings[input]
    return output
  }

  /// Brings the output of an earlier cell to the shape of this cell's states.
  mutating func matched(_ previous: Int, to current: Int, _ path: String, filters: Int) -> Int {
    guard halvings[previous] != halvings[current] else {
      return activated(
        previous, filters, names(path + ".conv_prev_1x1", ".conv", ".bn"), suffix: "conv_prev_1x1")
    }
    let place = design.naming == .pnasNet ? path + ".conv_prev_1x1" : path
    return halved(relu(previous), place, filters: filters)
  }

  /// Brings a state of the output to the shape of the last sum: halved or projected if needed.
  mutating func agreed(_ state: Int, with sum: Int, _ path: String, filters: Int) -> Int {
    if halvings[state] != halvings[sum] { return halved(state, path, filters: filters) }
    guard builder.channels(of: state) != filters else { return state }
    return builder.convolve(
      state, Filters(filters, 1, activation: .identity), names(path, ".conv", ".bn"),
      suffix: String(path.split(separator: ".").last ?? ""))
  }

  /// Factorised reduction: halves height and width without losing the odd positions.
  ///
  /// Two 1×1 convolutions of stride 2, the second shifted by one row and one column, give half of
  /// the channels each.
  private mutating func halved(_ input: Int, _ path: String, filters: Int) -> Int {
    let every = Operator.averagePool(Pooling(kernel: Window(1), stride: Window(2)))
    let suffix = String(path.split(separator: ".").last ?? "")
    let first = builder.append(every, reading: [input], suffix: suffix + ".path_1.pool")
    let shifted = builder.append(
      .crop(top: 1, left: 1, bottom: -1, right: -1), reading: [input], suffix: suffix + ".shift")
    let second = builder.append(every, reading: [shifted], suffix: suffix + ".path_2.pool")
    let halves = [(first, filters / 2, "path_1"), (second, filters - filters / 2, "path_2")].map {
      builder.convolve(
        $0, Filters($1, 1, activation: .identity), .bare("\(path).\($2).conv"),
        suffix: "\(suffix).\($2)")
    }
    let joined = builder.append(.concatenate, reading: halves, suffix: suffix + ".joined")
    let output = builder.append(
      .normalization(
        BatchNormalization(name: path + ".final_path_bn", epsilon: 1e-3), channels: filters,
        activation: .identity),
      reading: [joined], suffix: suffix + ".final_path_bn")
    halvings[output] = (halvings[input] ?? 0) + 1
    return output
  }

  /// Adds ReLU, depthwise convolution, pointwise convolution and batch norm.
  private mutating func separable(
    _ input: Int, _ side: Int, number: Int, stride: Int, at place: CellPlace
  ) -> Int {
    let path = place.path + ".separable_\(number)"
    let channels = builder.channels(of: input)
    let filtered = builder.convolve(
      relu(input),
      Filters(
        channels, side, stride: stride, padding: .same, groups: channels, activation: .identity),
      .bare(path + ".depthwise_conv2d"), suffix: place.suffix + ".depthwise_\(number)")
    return builder.convolve(
      filtered, Filters(place.filters, 1, activation: .identity),
      .normalized(
        path + ".pointwise_conv2d", place.path + ".bn_sep_\(number)", epsilon: 1e-3),
      suffix: place.suffix + ".pointwise_\(number)")
  }

  private mutating func convolve(_ input: Int, _ filters: Filters, at place: CellPlace) -> Int {
    var filters = filters
    filters.activation = .identity
    return builder.convolve(
      relu(input), filters, names(place.path, ".conv", ".bn"), suffix: place.suffix)
  }

  /// Adds pooling, and a 1×1 convolution if the number of channels must change.
  private mutating func pooled(_ input: Int, _ pool: Operator, at place: CellPlace) -> Int {
    let output = builder.append(pool, reading: [input], suffix: place.suffix + ".pool")
    guard builder.channels(of: input) != place.filters else { return output }
    return builder.convolve(
      output, Filters(place.filters, 1, activation: .identity), names(place.path, ".conv", ".bn"),
      suffix: place.suffix)
  }

  /// Adds 1×1 to a quarter of the channels, one convolution per window, 1×1 back; ReLU before each.
  private mutating func narrowed(
    _ input: Int, _ windows: [Window], steps: [Window], at place: CellPlace
  ) -> Int {
    let quarter = place.filters / 4
    var tensor = builder.convolve(
      relu(input), Filters(quarter), names(place.path, ".pre_conv", ".pre_bn"),
      suffix: place.suffix + ".pre")
    for (number, (window, step)) in zip(windows, steps).enumerated() {
      let name = names(place.path, ".conv_\(number + 1)", ".bn_\(number + 1)")
      tensor = builder.append(
        .convolution(
          Convolution(
            name: name.weight, inputChannels: quarter, outputChannels: quarter, kernel: window,
            stride: step, padding: .same, normalization: name.normalization, activation: .relu)),
        reading: [tensor], suffix: place.suffix + ".conv_\(number + 1)")
    }
    return builder.convolve(
      tensor, Filters(place.filters, 1, activation: .identity),
      names(place.path, ".post_conv", ".post_bn"), suffix: place.suffix)
  }

  private func pooling(_ side: Int, _ place: CellPlace) -> Pooling {
    Pooling(
      kernel: Window(side), stride: Window(place.stride), padding: .same,
      countsPadding: place.stride > 1 && design.countsPaddingInHalvingMeans)
  }

  func names(_ path: String, _ weight: String, _ normalization: String) -> FilterNames {
    .normalized(path + weight, path + normalization, epsilon: 1e-3)
  }

  var stemName: String { design.naming == .pnasNet ? "conv_0" : "conv0" }

  func reductionName(_ stack: Int) -> String {
    switch design.naming {
    case .nasNet: "reduction_cell_\(stack - 1)"
    case .pnasNet: "cell_\(design.stacks[..<stack].reduce(stack - 1, +))"
    }
  }

  func normalName(_ stack: Int, _ number: Int) -> String {
    switch design.naming {
    // The mobile network has four cells in a stack but keeps the large one's numbers.
    case .nasNet: "cell_\(stack * 6 + number)"
    case .pnasNet: "cell_\(design.stacks[..<stack].reduce(stack, +) + number)"
    }
  }
}
