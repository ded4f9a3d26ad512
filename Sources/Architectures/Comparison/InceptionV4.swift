/// Builds Inception-v4; tensor names are timm's: `features.6.branch1.0.conv`.
struct InceptionV4Builder: VariantBuilder {
  var builder = NetworkBuilder()
  var place = 0

  mutating func network(for variant: Variant, classes: Int) -> Network {
    var tensor = stem()
    for _ in 0..<4 { tensor = build(Self.moduleA, from: tensor) }
    builder.endStage(title: "Inception A", kernel: 3, stride: 1, repeats: 4, output: tensor)
    tensor = build(Self.reductionA, from: tensor)
    for _ in 0..<7 { tensor = build(Self.moduleB, from: tensor) }
    builder.endStage(
      title: "Reduction A, Inception B", kernel: 7, stride: 2, repeats: 8, output: tensor)
    tensor = build(Self.reductionB, from: tensor)
    for _ in 0..<3 { tensor = build(Self.moduleC, naming: .forked, from: tensor) }
    builder.classify(tensor, name: "last_linear", classes: classes)
    builder.endStage(
      title: "Reduction B, Inception C & Pooling & FC", kernel: 3, stride: 2, repeats: 4,
      output: tensor)
    return builder.network(for: variant, classes: classes)
  }

  private mutating func stem() -> Int {
    var tensor = Layer.image
    for filters in [
      Filters(32, 3, stride: 2, padding: Padding.none), Filters(32, 3, padding: Padding.none),
      Filters(64, 3),
    ] {
      tensor = builder.inceptionConvolve(
        tensor, filters, module: nil, name: "features.\(place)")
      place += 1
    }
    for branches in [Self.mixed3a, Self.mixed4a, Self.mixed5a] {
      tensor = build(branches, from: tensor)
    }
    builder.endStage(title: "Stem", kernel: 3, stride: 8, repeats: 1, output: tensor)
    return tensor
  }

  private mutating func build(
    _ branches: [Branch], naming: BranchNaming = .sequential, from input: Int
  ) -> Int {
    defer { place += 1 }
    return builder.module("features.\(place)", naming: naming, from: input, branches)
  }

  private static let mixed3a = [Branch("maxpool", .maxPool), Branch("conv", .reduce(96))]

  private static let mixed4a = [
    Branch("branch0", .conv(64), .valid(96, 3)),
    Branch("branch1", .conv(64), .conv(64, 1, 7), .conv(64, 7, 1), .valid(96, 3)),
  ]

  private static let mixed5a = [Branch("conv", .reduce(192)), Branch("maxpool", .maxPool)]

  private static let moduleA = [
    Branch("branch0", .conv(96)), Branch("branch1", .conv(64), .conv(96, 3)),
    Branch("branch2", .conv(64), .conv(96, 3), .conv(96, 3)),
    Branch("branch3", .averagePool(countsPadding: false), .conv(96)),
  ]

  private static let reductionA = [
    Branch("branch0", .reduce(384)), Branch("branch1", .conv(192), .conv(224, 3), .reduce(256)),
    Branch("branch2", .maxPool),
  ]

  private static let moduleB = [
    Branch("branch0", .conv(384)),
    Branch("branch1", .conv(192), .conv(224, 1, 7), .conv(256, 7, 1)),
    Branch(
      "branch2", .conv(192), .conv(192, 7, 1), .conv(224, 1, 7), .conv(224, 7, 1), .conv(256, 1, 7)),
    Branch("branch3", .averagePool(countsPadding: false), .conv(128)),
  ]

  private static let reductionB = [
    Branch("branch0", .conv(192), .reduce(192)),
    Branch("branch1", .conv(256), .conv(256, 1, 7), .conv(320, 7, 1), .reduce(320)),
    Branch("branch2", .maxPool),
  ]

  private static let forked = BranchStep.fork([
    Filters(256, Window(1, 3)), Filters(256, Window(3, 1)),
  ])

  private static let moduleC = [
    Branch("branch0", .conv(256)), Branch("branch1", .conv(384), forked),
    Branch("branch2", .conv(384), .conv(448, 3, 1), .conv(512, 1, 3), forked),
    // In timm this branch is a sequence of pooling (0) and convolution (1).
    Branch("branch3.1", .averagePool(countsPadding: false), .conv(256)),
  ]
}
