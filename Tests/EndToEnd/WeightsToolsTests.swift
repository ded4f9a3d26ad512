import Foundation
import Testing

/// `weights import`, `inspect` and `convert` as a person uses them.
@Suite struct WeightsToolsTests {
  private func logits(_ checkpoint: String, _ folder: TemporaryFolder) throws -> Data {
    let path = folder.path("logits.npy")
    let outcome = try Program.run([
      "classify", Program.photograph("chelsea.png"), "--checkpoint", checkpoint, "--save-logits",
      path,
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }

  @Test func convertedWeightsGiveTheSameLogits() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("lite0.safetensors")
    let outcome = try Program.run(["weights", "convert", "lite0", path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try logits(path, folder) == logits("lite0", folder))
    #expect(try folder.contents == ["lite0.safetensors", "logits.npy"])
  }

  @Test func importedWeightsAreListedUsedAndRemoved() throws {
    let folder = try TemporaryFolder()
    let home = ["EFFSCOPE_HOME": folder.path("home")]
    let path = try PullServer.lite0()
    func run(_ arguments: String...) throws -> Program.Outcome {
      try Program.run(["weights"] + arguments, environment: home)
    }
    #expect(try run("import", path, "--name", "mine").status == 0)
    #expect(try run("import", path, "--name", "mine").status == 73)
    #expect(try run("import", path, "--name", "mine", "--force").status == 0)
    #expect(try run("import", path, "--name", "../mine").status == 64)
    #expect(try run("import", Program.photograph("chelsea.png")).status == 65)
    let rows = try run("list", "--installed", "--format", "csv").output
    #expect(rows.split(separator: "\n").count == 2)
    #expect(rows.contains("mine,lite0,lite,imported"))
    #expect(try run("verify").output.hasPrefix("mine  ok  57934424"))
    let classified = try Program.run(
      ["classify", Program.photograph("chelsea.png"), "--checkpoint", "mine"], environment: home)
    #expect(classified.status == 0, "\(classified.errors)")
    #expect(try run("remove", "mine").status == 0)
    #expect(
      try run("list", "--installed", "--format", "csv").output.split(separator: "\n").count == 1)
  }

  @Test func inspectGivesEveryTensorsStatistics() throws {
    let outcome = try Program.run(["weights", "inspect", "lite0", "--format", "csv"])
    let rows = outcome.output.split(separator: "\n")
    #expect(rows.count == 297)
    // torch: min, max, mean and std (unbiased=False) of the classifier's bias.
    let json = try Program.run(["weights", "inspect", "lite0", "--format", "json"])
    let object = try #require(
      JSONSerialization.jsonObject(with: json.outputData) as? [String: Any])
    let tensors = try #require(object["tensors"] as? [[String: Any]])
    let bias = try #require(tensors.first { $0["name"] as? String == "_fc.bias" })
    #expect(abs((bias["minimum"] as? Double ?? 0) - (-0.33438668)) < 1e-6)
    #expect(abs((bias["maximum"] as? Double ?? 0) - 0.11688865) < 1e-6)
    #expect(abs((bias["mean"] as? Double ?? 0) - (-4.982e-05)) < 1e-6)
    #expect(abs((bias["standardDeviation"] as? Double ?? 0) - 0.0500688) < 1e-6)
    #expect(object["isRefused"] as? Bool == false)
    #expect(object["nonFinite"] as? Int == 0)
  }

  @Test func inspectNamesEveryGlobalOfAFileItRefuses() throws {
    let folder = try TemporaryFolder()
    // Protocol 2: posix.system('id'), dropped; then builtins.eval named.
    let hostile =
      Data([0x80, 2]) + Data("cposix\nsystem\n".utf8) + Data([0x58, 2, 0, 0, 0]) + Data("id".utf8)
      + Data([0x85, 0x52, 0x30]) + Data("cbuiltins\neval\n.".utf8)
    let path = try folder.write("hostile.pth", hostile)
    let outcome = try Program.run(["weights", "inspect", path])
    #expect(outcome.status == 65)
    #expect(outcome.output.contains("posix.system  refused  at 2"), "\(outcome.output)")
    #expect(outcome.output.contains("builtins.eval  refused"), "\(outcome.output)")
    #expect(outcome.errors.contains("'posix.system' at offset 2"), "\(outcome.errors)")
    #expect(outcome.errors.filter(\.isNewline).count == 1)
  }
}
