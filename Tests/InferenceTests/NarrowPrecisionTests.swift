import Architectures
import Inference
import Tensors
import Testing

@Suite struct NarrowPrecisionTests {
  private static func isSupported(_ precision: Configuration.Precision) -> Bool {
    let network = GoldenFixture.network("lite0", .same)
    do {
      guard let network else { return false }
      _ = try Model(
        network: network, weights: GoldenFixture.weights(network),
        configuration: Configuration(precision: precision))
      return true
    } catch InferenceError.unsupportedPrecision {
      return false
    } catch { return true }
  }

  private func logits(
    _ name: String, _ precision: Configuration.Precision, threads: Int = 1, fuses: Bool = true
  ) throws -> [Float] {
    let network = try #require(GoldenFixture.network(name, .same))
    let weights = GoldenFixture.weights(network)
    let image = GoldenFixture.image(height: 96, width: 96)
    let calibration = RangeCalibration(model: try Model(network: network, weights: weights))
    try calibration.run(image)
    let model = try Model(
      network: network, weights: weights,
      configuration: Configuration(precision: precision, fusesLayers: fuses),
      ranges: calibration.ranges)
    let session = try Session(model: model, height: 96, width: 96, threads: threads)
    return try session.run(image).logits.elements
  }

  @Test(
    .enabled(if: isSupported(.bfloat16), "needs AVX512_BF16"), arguments: ["b0", "lite0"])
  func bfloat16LogitsAreCloseToThoseOfFloat32(_ name: String) throws {
    let wide = try logits(name, .float32)
    let narrow = try logits(name, .bfloat16)
    #expect(relativeDifference(narrow, wide) < 0.03)
    #expect(narrow != wide)
    #expect(relativeDifference(try logits(name, .bfloat16, fuses: false), wide) < 0.03)
    for threads in [2, 3, 7] {
      #expect(try logits(name, .bfloat16, threads: threads) == narrow, "\(threads) threads")
    }
  }

  @Test(.enabled(if: isSupported(.int8), "needs AVX512_VNNI"), arguments: ["b0", "lite0"])
  func int8LogitsAreCloseToThoseOfFloat32(_ name: String) throws {
    let wide = try logits(name, .float32)
    let narrow = try logits(name, .int8)
    #expect(relativeDifference(narrow, wide) < 0.25)
    #expect(narrow != wide)
    for threads in [2, 3, 7] {
      #expect(try logits(name, .int8, threads: threads) == narrow, "\(threads) threads")
    }
  }

  @Test func narrowTypesNeedTheirInstructionsAndSayWhich() throws {
    let network = try #require(GoldenFixture.network("lite0", .same))
    let weights = GoldenFixture.weights(network)
    for set in [InstructionSet.scalar, .portable] {
      let error = #expect(throws: InferenceError.unsupportedPrecision(.bfloat16, set)) {
        try Model(
          network: network, weights: weights,
          configuration: Configuration(instructionSet: .only(set), precision: .bfloat16))
      }
      #expect(error?.description.contains("AVX512_BF16") == true)
    }
  }

  @Test(.enabled(if: isSupported(.int8), "needs AVX512_VNNI"))
  func int8WithoutRangesIsAnErrorThatNamesTheRemedy() throws {
    let network = try #require(GoldenFixture.network("lite0", .same))
    let error = #expect(throws: InferenceError.self) {
      try Model(
        network: network, weights: GoldenFixture.weights(network),
        configuration: Configuration(precision: .int8))
    }
    #expect(error?.description.contains("weights quantize") == true)
  }

  @Test func rangesSurviveBeingWritten() throws {
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
