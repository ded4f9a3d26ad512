import Architectures
import Explanations
import Imaging
import Testing

@Suite("A value that is computed step by step equals the engine's")
struct ValueTraceTests {
  /// A picture with structure in all colours, so that no channel is constant.
  private let photograph: Photograph = {
    var picture = Picture(width: 80, height: 70, color: RGBColor(red: 90, green: 160, blue: 30))
    for y in 0..<70 {
      for x in 0..<80 where (x / 7 + y / 9).isMultiple(of: 2) {
        picture[x, y] = RGBColor(
          red: UInt8(3 * x), green: UInt8(3 * y), blue: UInt8((x * y) % 256))
      }
    }
    return Photograph(name: "made", picture: picture)
  }()

  /// Compares corners, where padding is read, and the middle, in three channels of a layer.
  private func compare(_ layers: [Int], of runner: ExplanationRunner) throws {
    let examination = try runner.examine(photograph)
    let network = runner.network.network
    let tapped = Set(layers).union(layers.flatMap { network.layers[$0].inputs })
    let outputs = try runner.activations(
      of: tapped.filter { $0 != Layer.image }.sorted(), in: examination)
    for layer in layers {
      let source = try #require(
        LayerSource(layer: layer, of: runner.network.model) {
          $0 == Layer.image ? examination.image.tensor : outputs[$0]
        })
      let shown = LayerActivation(
        layer: layer, values: try #require(outputs[layer]), of: examination)
      let shape = shown.shape
      for channel in Set([0, shape.channels / 3, shape.channels - 1]) {
        for row in Set([0, shape.height / 2, shape.height - 1]) {
          for column in Set([0, shape.width / 2, shape.width - 1]) {
            let trace = source.trace(channel: channel, row: row, column: column)
            let engine = shown.value(channel: channel, row: row, column: column)
            // Products that cancel leave float32's rounding of the largest of them.
            let tolerance = 1e-4 * max(abs(engine), 0.01 * trace.magnitude)
            #expect(
              abs(trace.result - engine) <= tolerance,
              "\(network.layers[layer].name) at \(channel), \(row), \(column)")
          }
        }
      }
    }
  }

  private func runner(_ variant: String) throws -> ExplanationRunner {
    ExplanationRunner(
      try NetworkLoader.load(NetworkRequest(variant: variant, checkpoint: "random:3")))
  }

  @Test(
    "Standard, depthwise and pointwise convolutions, stride 2, gate, sum, pooling, classifier",
    arguments: [
      "stage1", "stage2.block1.depthwise", "stage3.block1.depthwise", "stage4.block1.depthwise",
      "stage6.block1.expand", "stage6.block1.depthwise", "stage6.block1.squeeze",
      "stage6.block1.reduce", "stage6.block1.gate", "stage6.block1.gated",
      "stage6.block1.project", "stage6.block2", "stage9", "pool", "classifier",
    ])
  func layersOfB0(name: String) throws {
    let runner = try runner("b0")
    try compare([try #require(runner.network.network.layer(named: name))], of: runner)
  }

  @Test(
    "Every operator of networks that have the others",
    arguments: ["lite0", "shufflenet-v2-x0.5", "squeezenet-1.1", "densenet-169", "inception-v3"])
  func allLayers(variant: String) throws {
    let runner = try runner(variant)
    try compare(runner.network.network.layers.indices.map { $0 }, of: runner)
  }

  @Test("A window at the corner reads padding, one in the middle does not")
  func padding() throws {
    let runner = try runner("b0")
    let layer = try #require(runner.network.network.layer(named: "stage6.block1.depthwise"))
    let examination = try runner.examine(photograph)
    let outputs = try runner.activations(
      of: runner.network.network.layers[layer].inputs, in: examination)
    let source = try #require(
      LayerSource(layer: layer, of: runner.network.model) { outputs[$0] })
    let corner = source.trace(channel: 0, row: 0, column: 0)
    #expect(corner.terms.count == 25)
    #expect(corner.terms.count { $0.value == nil } == 16)
    #expect(source.trace(channel: 0, row: 7, column: 7).terms.allSatisfy { $0.value != nil })
    #expect(corner.steps.map(\.operation).first == .sum)
    #expect(corner.steps.map(\.operation).last == .activation(.silu))
  }
}
