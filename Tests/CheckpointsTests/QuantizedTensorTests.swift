import Architectures
import Checkpoints
import Tensors
import Testing

@Suite struct QuantizedTensorTests {
  @Test func aRowIsRoundedToStepsOfItsLargestWeight() throws {
    let tensor = Tensor(shape: [3, 2, 1, 1], [127, -63.5, 0, 0, -0.254, 0.0031])
    let quantized = try #require(QuantizedTensor(tensor))
    // −63.5 lies between two bytes: ties go to the even one.
    #expect(quantized.bytes == [127, -64, 0, 0, -127, 2])
    let step: Float = 0.254 / 127
    #expect(quantized.steps == [1, 1, step])
    #expect(quantized.restored.shape == [3, 2, 1, 1])
    let restored: [Float] = [127, -64, 0, 0, -127 * step, 2 * step]
    #expect(quantized.restored.elements == restored)
  }

  @Test func vectorsAndNumbersThatAreNotFiniteStayAsTheyAre() {
    #expect(QuantizedTensor(Tensor(shape: [2], [1, 2])) == nil)
    #expect(QuantizedTensor(Tensor(shape: [1, 2], [1, .nan])) == nil)
    #expect(QuantizedTensor(Tensor(shape: [1, 2], [1, .infinity])) == nil)
  }

  private func file(
    _ made: LoadedCheckpoint
  ) -> (bytes: [UInt8], quantized: [String: QuantizedTensor]) {
    var quantized: [String: QuantizedTensor] = [:]
    for name in made.weights.names {
      quantized[name] = made.weights[name].flatMap(QuantizedTensor.init)
    }
    let bytes = SafetensorsWriter.bytes(
      of: made.weights, quantized: quantized, metadata: made.savedMetadata())
    return (bytes, quantized)
  }

  @Test func aFileOfBytesIsAQuarterAndReadsBackBitForBit() throws {
    let variant = try #require(Variant.named("lite0"))
    let made = Checkpoint.random(seed: 3, variant: variant)
    let (bytes, quantized) = file(made)
    let whole = SafetensorsWriter.bytes(of: made.weights, metadata: made.savedMetadata())
    #expect(bytes.count * 100 < whole.count * 30)
    let read = try Checkpoint.load(FileBytes(bytes), name: "x.safetensors")
    #expect(read.weights.names == made.weights.names)
    for name in made.weights.names {
      let expected = quantized[name]?.restored ?? made.weights[name]
      #expect(read.weights[name]?.shape == expected?.shape, "\(name)")
      #expect(read.weights[name]?.elements == expected?.elements, "\(name)")
    }
    // Written again in float32, the file is one of floats.
    #expect(read.savedMetadata()["effscope.quantized"] == nil)
  }

  @Test func bytesWithoutTheirStepsAreRefused() throws {
    let variant = try #require(Variant.named("lite0"))
    var (bytes, _) = file(Checkpoint.random(seed: 3, variant: variant))
    let name = Array("conv_stem.weight.steps".utf8)
    let place = try #require(bytes.firstRange(of: name))
    bytes.replaceSubrange(place, with: Array("conv_stem.weight.stepz".utf8))
    let error = #expect(throws: CheckpointError.self) {
      try Checkpoint.load(FileBytes(bytes), name: "x.safetensors")
    }
    guard case .malformed(_, _, let rule)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(rule.contains("conv_stem.weight.steps"), "\(rule)")
  }
}
