/// Which Inception network; each has its own builder.
package enum InceptionDesign: Hashable, Sendable {
  /// Inception-v3 (Szegedy and others 2016).
  case v3
  /// Inception-v4 (Szegedy and others 2017).
  case v4
  /// Inception-ResNet-v2 (Szegedy and others 2017).
  case residualV2
}

extension Variant {
  static let inceptions: [Variant] = [
    ("Inception-v3", InceptionDesign.v3), ("Inception-v4", .v4),
    ("Inception-ResNet-v2", .residualV2),
  ].map { title, design in
    Variant(
      name: title.lowercased(), title: title, family: .inception, design: .inception(design),
      resolution: 299)
  }
}

/// A step of a branch within an Inception module.
enum BranchStep {
  /// A convolution with its batch norm.
  case filters(Filters)
  /// 3×3 average pooling, stride 1, symmetric padding.
  case averagePool(countsPadding: Bool)
  /// 3×3 maximum pooling, stride 2, no padding.
  case maxPool
  /// Two convolutions of the same tensor, concatenated; their names end in `a` and `b`.
  case fork([Filters])
}

/// A branch of a module: the name prefix of its tensors, and its steps.
struct Branch {
  let name: String
  let steps: [BranchStep]

  init(_ name: String, _ steps: BranchStep...) {
    self.name = name
    self.steps = steps
  }
}

/// Naming of the steps of a branch.
enum BranchNaming {
  /// Inception-v3: `branch5x5_1`, `branch5x5_2`; no number if there is one convolution.
  case underscored
  /// v4, ResNet-v2: `branch1.0`, `branch1.1`, pooling counted; no number if there is one step.
  case sequential
  /// v4's last modules, which have forks: `branch1_0`, `branch1_1a`, `branch1_1b`.
  case forked

  func path(_ name: String, step: Int, of count: Int) -> String {
    if count == 1 { return name }
    switch self {
    case .underscored: return "\(name)_\(step + 1)"
    case .sequential: return "\(name).\(step)"
    case .forked: return "\(name)_\(step)"
    }
  }
}

extension NetworkBuilder {
  mutating func branch(_ branch: Branch, in module: String, naming: BranchNaming, from input: Int)
    -> Int
  {
    // Pooling has no tensors, and only `.sequential` numbers it.
    let counted = branch.steps.filter { naming == .sequential || !$0.isPool }.count
    var place = 0
    var tensor = input
    for step in branch.steps {
      let name = naming.path(branch.name, step: place, of: counted)
      switch step {
      case .filters(let filters):
        tensor = inceptionConvolve(tensor, filters, module: module, name: name)
      case .averagePool(let countsPadding):
        tensor = append(
          .averagePool(
            Pooling(
              kernel: Window(3), stride: Window(1), padding: .symmetric(Window(3)),
              countsPadding: countsPadding)),
          reading: [tensor], suffix: branch.name + ".pool")
      case .maxPool:
        tensor = maxPool(tensor, suffix: branch.name + ".pool")
      case .fork(let choices):
        let ends = zip(["a", "b"], choices).map { letter, filters in
          inceptionConvolve(tensor, filters, module: module, name: name + letter)
        }
        tensor = append(.concatenate, reading: ends, suffix: name + ".joined")
      }
      if naming == .sequential || !step.isPool { place += 1 }
    }
    return tensor
  }

  /// Adds a module: parallel branches, concatenated.
  mutating func module(
    _ path: String, naming: BranchNaming, from input: Int, _ branches: [Branch]
  ) -> Int {
    beginBlock()
    let ends = branches.map { branch($0, in: path, naming: naming, from: input) }
    let output = append(.concatenate, reading: ends, point: .output)
    endBlock(output: output, hasSkip: false)
    return output
  }

  /// Adds the stem of v3 and ResNet-v2; `names` are those of its convolutions and poolings in order.
  mutating func inceptionStem(_ names: [String]) -> Int {
    let steps = [
      Filters(32, 3, stride: 2, padding: Padding.none), Filters(32, 3, padding: Padding.none),
      Filters(64, 3), nil, Filters(80), Filters(192, 3, padding: Padding.none), nil,
    ]
    var tensor = Layer.image
    for (name, filters) in zip(names, steps) {
      if let filters {
        tensor = inceptionConvolve(tensor, filters, module: nil, name: name)
      } else {
        tensor = maxPool(tensor, suffix: name)
      }
    }
    endStage(title: "5 x Conv & 2 x MaxPool", kernel: 3, stride: 8, repeats: 1, output: tensor)
    return tensor
  }

  /// Adds a convolution with batch norm and ReLU.
  mutating func inceptionConvolve(
    _ input: Int, _ filters: Filters, module: String?, name: String
  ) -> Int {
    let path = module.map { "\($0).\(name)" } ?? name
    return convolve(
      input, filters, .normalized(path + ".conv", path + ".bn", epsilon: 1e-3), suffix: name)
  }
}

extension BranchStep {
  fileprivate var isPool: Bool {
    switch self {
    case .averagePool, .maxPool: true
    case .filters, .fork: false
    }
  }

  /// A convolution that keeps height and width.
  static func conv(_ channels: Int, _ height: Int = 1, _ width: Int? = nil) -> BranchStep {
    .filters(Filters(channels, Window(height, width ?? height)))
  }

  /// A 3×3 convolution of stride 2 without padding.
  static func reduce(_ channels: Int) -> BranchStep {
    .filters(Filters(channels, 3, stride: 2, padding: Padding.none))
  }

  /// A convolution without padding.
  static func valid(_ channels: Int, _ side: Int) -> BranchStep {
    .filters(Filters(channels, side, padding: Padding.none))
  }
}
