import Architectures
import Inference
import Support
import Tensors
import Testing

@Suite("Narrow number types")
struct NarrowPrecisionTests {
  /// Scalar kernels, plus the detected set if this machine supports the precision.
  private static func sets(_ precision: EngineConfiguration.Precision) throws -> [InstructionSet] {
    let network = try #require(GoldenFixture.network("lite0", .same))
    let weights = GoldenFixture.weights(network)
    let configuration = EngineConfiguration(precision: precision)
    do {
      _ = try Model(network: network, weights: weights, configuration: configuration)
    } catch {
      if error == .unsupportedPrecision(precision, .detected) { return [.scalar] }
    }
    return [.scalar, .detected]
  }

  private func logits(
    _ name: String, _ precision: EngineConfiguration.Precision, _ set: InstructionSet,
    threads: Int = 1,
    fuses: Bool = true
  ) throws -> [Float] {
    let network = try #require(GoldenFixture.network(name, .same))
    let weights = GoldenFixture.weights(network)
    let image = GoldenFixture.image(height: 96, width: 96)
    let calibration = RangeCalibration(model: try Model(network: network, weights: weights))
    try calibration.run(image)
    let model = try Model(
      network: network, weights: weights,
      configuration: EngineConfiguration(
        instructionSet: .only(set), precision: precision, fusesLayers: fuses),
      ranges: calibration.ranges)
    let session = try Session(model: model, height: 96, width: 96, threads: threads)
    return try session.run(image).logits.elements
  }

  @Test("bf16 logits are close to those of float32", arguments: ["b0", "lite0"])
  func bfloat16(_ name: String) throws {
    for set in try Self.sets(.bfloat16) {
      let wide = try logits(name, .float32, set)
      let narrow = try logits(name, .bfloat16, set)
      #expect(relativeDifference(narrow, wide) < 0.03)
      #expect(narrow != wide)
      #expect(relativeDifference(try logits(name, .bfloat16, set, fuses: false), wide) < 0.03)
      for threads in [2, 3, 7] {
        #expect(try logits(name, .bfloat16, set, threads: threads) == narrow, "\(threads) threads")
      }
    }
  }

  @Test("int8 logits are close to those of float32", arguments: ["b0", "lite0"])
  func int8(_ name: String) throws {
    for set in try Self.sets(.int8) {
      let wide = try logits(name, .float32, set)
      let narrow = try logits(name, .int8, set)
      #expect(relativeDifference(narrow, wide) < 0.25)
      #expect(narrow != wide)
      for threads in [2, 3, 7] {
        #expect(try logits(name, .int8, set, threads: threads) == narrow, "\(threads) threads")
      }
    }
  }

  @Test("A missing instruction set is an error that names the instructions")
  func missingInstructions() throws {
    let network = try #require(GoldenFixture.network("lite0", .same))
    let weights = GoldenFixture.weights(network)
    let error = #expect(throws: InferenceError.unsupportedPrecision(.bfloat16, .portable)) {
      try Model(
        network: network, weights: weights,
        configuration: EngineConfiguration(instructionSet: .only(.portable), precision: .bfloat16))
    }
    #expect(error?.description.contains("AVX512_BF16") == true)
    #expect(error?.advice?.contains("EFFSCOPE_ISA=scalar") == true)
  }

  @Test("int8 without ranges is an error that names the command to run")
  func missingRanges() throws {
    let network = try #require(GoldenFixture.network("lite0", .same))
    let error = #expect(throws: InferenceError.self) {
      try Model(
        network: network, weights: GoldenFixture.weights(network),
        configuration: EngineConfiguration(instructionSet: .only(.scalar), precision: .int8))
    }
    #expect(error?.advice?.contains("weights quantize") == true)
  }

  @Test("Ranges are the same after writing and reading")
  func writtenRanges() throws {
    var ranges = ActivationRanges()
    ranges["blocks.0.0.conv_pw"] = .init(range: -0.278_464_5...6.1e-7, means: [1 / 3, -2e-8])
    ranges["conv_head"] = .init(range: 0...Float.pi, means: [])
    #expect(ActivationRanges(text: ranges.text) == ranges)
    #expect(ActivationRanges(text: "conv_head 1") == nil)
    #expect(ActivationRanges(text: "conv_head 2 1") == nil)
    #expect(ActivationRanges(text: "conv_head 0 inf") == nil)
    #expect(ActivationRanges(text: "conv_head 0 6 x") == nil)
  }
}
