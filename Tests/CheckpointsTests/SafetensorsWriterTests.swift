import Architectures
import Checkpoints
import Tensors
import Testing

@Suite struct SafetensorsWriterTests {
  @Test func writtenWeightsAreReadBackBitForBit() throws {
    let variant = try #require(Variant.named("lite0"))
    let made = Checkpoint.random(seed: 3, variant: variant)
    let text = "conv_head -0.5 6\n\"quoted\\\""
    let bytes = SafetensorsWriter.bytes(
      of: made.weights, metadata: ["effscope.dialect": "lite", "effscope.ranges": text])
    let read = try Checkpoint.load(FileBytes(bytes), name: "x.safetensors")
    #expect(read.variant == variant)
    #expect(read.dialect.dialect == .lite)
    #expect(read.dialect.reason == .metadata)
    #expect(read.metadata["effscope.ranges"] == text)
    #expect(read.weights.names == made.weights.names)
    for name in made.weights.names {
      #expect(read.weights[name]?.shape == made.weights[name]?.shape, "\(name)")
      #expect(read.weights[name]?.elements == made.weights[name]?.elements, "\(name)")
    }
  }
}
