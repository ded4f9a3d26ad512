import Architectures
import Testing

@Suite("Receptive fields")
struct ReceptiveFieldTests {
  /// Published: Araujo, Norris & Sim, Distill 2019, table of receptive fields (MobileNetV1: 315,
  /// effective stride 32).
  @Test("MobileNetV1's last stage has size 315 and jump 32")
  func mobileNet() throws {
    let network = try #require(Variant.named("mobilenet-v1")).network()
    let field = network.receptiveFields(height: 224, width: 224)[network.lastStageOutput]
    #expect(field.vertical.size == 315 && field.horizontal.size == 315)
    #expect(field.vertical.jump == 32)
    #expect(!field.isWholeImage && !field.hasGate)
  }

  @Test("B0's first layers by hand, with TensorFlow's one-sided padding")
  func stem() throws {
    let network = try #require(Variant.named("b0")).network()
    let fields = network.receptiveFields(height: 224, width: 224)
    func field(_ name: String) throws -> ReceptiveField {
      fields[try #require(network.layer(named: name))]
    }
    // 3 × 3 with stride 2 over 224 pixels: 'same' pads one pixel, only at the end.
    #expect(try field("stage1").vertical == .init(jump: 2, start: 0, size: 3))
    #expect(try field("stage1").vertical.pixels(of: 5) == 10..<13)
    #expect(try field("stage2.block1.depthwise").vertical == .init(jump: 2, start: -2, size: 7))
    #expect(try field("stage2.block1.gate").isWholeImage)
    #expect(try field("stage2.block1.project").hasGate)
    #expect(try field("stage2.block1.project").vertical.size == 7)
    #expect(try field("stage3.block1.depthwise").vertical == .init(jump: 4, start: -2, size: 11))
  }

  @Test("A sum covers the fields of both operands")
  func residual() throws {
    let network = try #require(Variant.named("lite0")).network()
    let fields = network.receptiveFields(height: 224, width: 224)
    let output = fields[try #require(network.layer(named: "stage3.block2.output"))]
    let project = fields[try #require(network.layer(named: "stage3.block2.project"))]
    #expect(output.vertical == project.vertical)
  }

  @Test("Fields never shrink, and the last is the whole image", arguments: Variant.catalogue)
  func growth(variant: Variant) throws {
    let network = variant.network()
    let fields = network.receptiveFields(height: variant.resolution, width: variant.resolution)
    #expect(fields.count == network.layers.count)
    for layer in network.layers {
      for input in layer.inputs where input != Layer.image {
        #expect(fields[layer.index].vertical.size >= fields[input].vertical.size)
      }
    }
    #expect(try #require(fields.last).isWholeImage)
  }
}
