import Foundation
import Testing

@Suite struct QuantizeCommandTests {
  /// Logits of a photograph; the scalar kernels run int8 on every machine.
  private func logits(_ arguments: [String], _ folder: TemporaryFolder) throws -> [Float] {
    let path = folder.path("logits.npy")
    let outcome = try Program.run(
      ["classify", Program.photograph("chelsea.png"), "--save-logits", path] + arguments,
      environment: ["EFFSCOPE_ISA": "scalar"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let data = try Data(contentsOf: URL(fileURLWithPath: path)).suffix(4 * 1000)
    return data.withUnsafeBytes { bytes in
      (0..<1000).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
    }
  }

  @Test func aQuarterOfTheSizeGivesTheSameBitsAtEachReading() throws {
    let folder = try TemporaryFolder()
    let file = folder.path("lite0-int8.safetensors")
    let made = try Program.run(
      [
        "weights", "quantize", "lite0", Program.photograph("chelsea.png"),
        Program.photograph("coffee.png"), "-o", file,
      ])
    #expect(made.status == 0, "\(made.errors)")
    let size = try Data(contentsOf: URL(fileURLWithPath: file)).count
    #expect(size * 10 < 18_600_000 * 3, "\(size) bytes")

    let wide = try logits([], folder)
    let narrow = try logits(["--checkpoint", file, "--precision", "int8"], folder)
    #expect(try logits(["--checkpoint", file, "--precision", "int8"], folder) == narrow)
    let rounded = try logits(["--checkpoint", file], folder)
    let scale = wide.map(\.magnitude).max() ?? 1
    for found in [narrow, rounded] {
      let difference = zip(found, wide).map { ($0 - $1).magnitude }.max() ?? .infinity
      #expect(difference / scale < 0.25)
      #expect(found != wide)
    }

    // Written in float32, the file gives the logits of the rounded weights.
    let copy = folder.path("copy.safetensors")
    #expect(try Program.run(["weights", "convert", file, copy]).status == 0)
    #expect(try logits(["--checkpoint", copy], folder) == rounded)
    #expect(try logits(["--checkpoint", copy, "--precision", "int8"], folder) == narrow)
  }

  @Test func aBenchmarkOfSeveralNetworksGivesWhatItHas() throws {
    let outcome = try Program.run(
      [
        "benchmark", "b0", "lite0", "--precision", "int8", "--runs", "1", "--warmup", "0",
        "--resolution", "64", "--format", "json",
      ], environment: ["EFFSCOPE_ISA": "scalar"])
    // lite0 is installed without the ranges that int8 needs; b0 is not, and is timed at random.
    #expect(outcome.status != 0)
    #expect(outcome.errors.contains("weights quantize"), "\(outcome.errors)")
    let object = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [String: Any])
    #expect(object["variant"] as? String == "b0")
    #expect(object["precision"] as? String == "int8")
  }
}
