import Architectures
import Testing

@Suite struct EfficientNetTests {
  /// Totals published by torchvision and timm, or computed from the paper's rules.
  static let totals: [(name: String, parameters: Int, macs: Int)] = [
    ("b0", 5_288_548, 385_814_752), ("b1", 7_794_184, 686_802_832),
    ("b2", 9_109_994, 993_561_872), ("b3", 12_233_232, 1_827_141_392),
    ("b4", 19_341_616, 4_393_771_024), ("b5", 30_389_784, 10_266_384_752),
    ("b6", 43_040_704, 19_067_593_536), ("b7", 66_347_960, 37_745_884_192),
    ("b8", 87_413_142, 62_597_461_568), ("l2", 480_309_308, 475_703_653_280),
    ("lite0", 4_652_008, 385_187_552), ("lite1", 5_416_680, 600_185_232),
    ("lite2", 6_092_072, 859_736_272), ("lite3", 8_197_096, 1_383_321_872),
    ("lite4", 13_006_568, 2_553_034_336),
  ]

  @Test(arguments: totals)
  func parametersAndMACsAreAsPublished(name: String, parameters: Int, macs: Int) throws {
    let variant = try #require(Variant.named(name))
    for padding in PaddingRule.allCases {
      let network = variant.network(NetworkOptions(padding: padding))
      #expect(network.parameterCount == parameters)
      let cost = network.cost(height: variant.resolution, width: variant.resolution)
      #expect(cost.macs == macs)
      #expect(cost.parameters == parameters)
    }
  }

  @Test func stagesOfB0HaveTheShapesOfTable1() throws {
    let network = try #require(Variant.named("b0")).network()
    let shapes = network.shapes(height: 224, width: 224)
    let outputs = network.stages.map { shapes[$0.output].extents }
    #expect(
      outputs == [
        [32, 112, 112], [16, 112, 112], [24, 56, 56], [40, 28, 28], [80, 14, 14], [112, 14, 14],
        [192, 7, 7], [320, 7, 7], [1280, 7, 7],
      ])
    #expect(network.stages.map(\.repeats) == [1, 1, 2, 2, 3, 3, 4, 1, 1])
    #expect(network.stages[3].title == "MBConv6, k5x5")
  }

  @Test func bothPaddingRulesGiveTheSameShapesAtEveryResolution() throws {
    let same = try #require(Variant.named("b2")).network(NetworkOptions(padding: .same))
    let symmetric = try #require(Variant.named("b2")).network(NetworkOptions(padding: .symmetric))
    for side in [32, 33, 63, 224, 225, 260, 301] {
      #expect(
        same.shapes(height: side, width: side + 1)
          == symmetric.shapes(height: side, width: side + 1))
    }
  }

  @Test func liteNetworksHaveNoGate() throws {
    let lite = try #require(Variant.named("lite0")).network()
    #expect(!lite.layers.contains { $0.point == .gate })
    let standard = try #require(Variant.named("b0")).network()
    #expect(standard.layers.count { $0.point == .gate } == 16)
  }

  @Test func namesOfStagesAndBlocksResolve() throws {
    let network = try #require(Variant.named("b1")).network()
    #expect(network.layer(named: "stage9") == network.lastStageOutput)
    #expect(network.layer(named: "stage10") == nil)
    #expect(network.layer(named: "stage4.block3") == network.layer(named: "stage4"))
  }

  @Test func namesMayStartWithTheFamily() {
    #expect(Variant.named("EfficientNet-B3")?.name == "b3")
    #expect(Variant.named("efficientnet_lite1")?.name == "lite1")
    #expect(Variant.named("b9") == nil)
  }
}
