/// Builds Inception-v3 without its auxiliary classifier; timm's names: `Mixed_5b.branch1x1.conv`.
struct InceptionV3Builder: VariantBuilder {
  var builder = NetworkBuilder()

  mutating func network(for variant: Variant, classes: Int) -> Network {
    var tensor = builder.inceptionStem([
      "Conv2d_1a_3x3", "Conv2d_2a_3x3", "Conv2d_2b_3x3", "Pool1", "Conv2d_3b_1x1", "Conv2d_4a_3x3",
      "Pool2",
    ])
    for (module, pooled) in zip(["Mixed_5b", "Mixed_5c", "Mixed_5d"], [32, 64, 64]) {
      tensor = build(module, Self.moduleA(pooled: pooled), from: tensor)
    }
    builder.endStage(title: "Inception A", kernel: 5, stride: 1, repeats: 3, output: tensor)
    tensor = build("Mixed_6a", Self.reductionB, from: tensor)
    let middles = [128, 160, 160, 192]
    for (module, middle) in zip(["Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e"], middles) {
      tensor = build(module, Self.moduleC(middle), from: tensor)
    }
    builder.endStage(title: "Inception B, C", kernel: 7, stride: 2, repeats: 5, output: tensor)
    tensor = build("Mixed_7a", Self.reductionD, from: tensor)
    for module in ["Mixed_7b", "Mixed_7c"] { tensor = build(module, Self.moduleE, from: tensor) }
    builder.classify(tensor, name: "fc", classes: classes)
    builder.endStage(
      title: "Inception D, E & Pooling & FC", kernel: 3, stride: 2, repeats: 3, output: tensor)
    return builder.network(for: variant, classes: classes)
  }

  private mutating func build(_ module: String, _ branches: [Branch], from input: Int) -> Int {
    builder.module(module, naming: .underscored, from: input, branches)
  }

  private static func moduleA(pooled: Int) -> [Branch] {
    [
      Branch("branch1x1", .conv(64)), Branch("branch5x5", .conv(48), .conv(64, 5)),
      Branch("branch3x3dbl", .conv(64), .conv(96, 3), .conv(96, 3)),
      Branch("branch_pool", .averagePool(countsPadding: true), .conv(pooled)),
    ]
  }

  private static let reductionB = [
    Branch("branch3x3", .reduce(384)),
    Branch("branch3x3dbl", .conv(64), .conv(96, 3), .reduce(96)), Branch("branch_pool", .maxPool),
  ]

  private static func moduleC(_ middle: Int) -> [Branch] {
    [
      Branch("branch1x1", .conv(192)),
      Branch("branch7x7", .conv(middle), .conv(middle, 1, 7), .conv(192, 7, 1)),
      Branch(
        "branch7x7dbl", .conv(middle), .conv(middle, 7, 1), .conv(middle, 1, 7),
        .conv(middle, 7, 1), .conv(192, 1, 7)),
      Branch("branch_pool", .averagePool(countsPadding: true), .conv(192)),
    ]
  }

  private static let reductionD = [
    Branch("branch3x3", .conv(192), .reduce(320)),
    Branch("branch7x7x3", .conv(192), .conv(192, 1, 7), .conv(192, 7, 1), .reduce(192)),
    Branch("branch_pool", .maxPool),
  ]

  private static let moduleE = [
    Branch("branch1x1", .conv(320)),
    Branch(
      "branch3x3", .conv(384), .fork([Filters(384, Window(1, 3)), Filters(384, Window(3, 1))])),
    Branch(
      "branch3x3dbl", .conv(448), .conv(384, 3),
      .fork([Filters(384, Window(1, 3)), Filters(384, Window(3, 1))])),
    Branch("branch_pool", .averagePool(countsPadding: true), .conv(192)),
  ]
}
