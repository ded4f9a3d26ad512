import Foundation
import Testing

@Suite struct ArchitectureCommandTests {
  @Test func jsonHasTheFieldsThatScriptsRelyOn() throws {
    let outcome = try Program.run(["architecture", "b0", "--format", "json"])
    #expect(outcome.status == 0)
    let object = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [String: Any])
    #expect(object["variant"] as? String == "b0")
    #expect(object["resolution"] as? Int == 224)
    #expect(object["parameters"] as? Int == 5_288_548)
    #expect(object["macs"] as? Int == 385_814_752)
    let stages = try #require(object["stages"] as? [[String: Any]])
    #expect(stages.count == 9)
    #expect(stages[0]["input"] as? [Int] == [3, 224, 224])
    #expect(stages[8]["output"] as? [Int] == [1280, 7, 7])
    #expect(stages.reduce(0) { $0 + ($1["parameters"] as? Int ?? 0) } == 5_288_548)
  }

  @Test func severalVariantsGiveAnArray() throws {
    let outcome = try Program.run(["architecture", "lite0", "b7", "--format", "json"])
    let array = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [[String: Any]])
    #expect(array.map { $0["variant"] as? String } == ["lite0", "b7"])
  }

  @Test func everyFormatPrints() throws {
    for format in ["table", "csv", "markdown"] {
      for detail in [[], ["--blocks"], ["--layers"]] {
        let outcome = try Program.run(["architecture", "b1", "--format", format] + detail)
        #expect(outcome.status == 0 && outcome.output.contains("stage9"), "\(format) \(detail)")
      }
    }
  }

  @Test func wrongUsageIsOneLineAndExitCode64() throws {
    for arguments in [
      ["architecture", "b9"], ["architecture"], ["architecture", "b0", "--format", "xml"],
      ["architecture", "b0", "--resolution", "0"], ["architecture", "b0", "--nonsense"],

    ] {
      let outcome = try Program.run(arguments)
      #expect(outcome.status == 64, "\(arguments)")
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.hasPrefix("effscope: error: "), "\(outcome.errors)")
      #expect(outcome.errors.filter(\.isNewline).count == 1, "\(outcome.errors)")
    }
  }
}
