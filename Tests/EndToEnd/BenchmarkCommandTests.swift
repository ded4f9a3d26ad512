import Foundation
import Testing

@Suite struct BenchmarkCommandTests {
  @Test func jsonHasTheFieldsThatScriptsRelyOn() throws {
    let outcome = try Program.run([
      "benchmark", "lite0", "--runs", "2", "--warmup", "0", "--threads", "1", "--format", "json",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let object = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [String: Any])
    #expect(object["variant"] as? String == "lite0")
    #expect(object["resolution"] as? Int == 224)
    #expect(object["threads"] as? Int == 1)
    #expect(object["runs"] as? Int == 2)
    #expect(object["precision"] as? String == "f32")
    #expect(object["instructionSet"] is String)
    let forward = try #require(object["forward"] as? [String: Double])
    #expect(Set(forward.keys) == ["median", "minimum", "p90", "p99", "interquartileRange"])
    #expect(object["firstRun"] is Double && object["load"] is Double)
    #expect((object["peakMemoryBytes"] as? Int ?? 0) > 1 << 20)
  }

  @Test func withoutWeightsRandomOnesAreTimedAndMarked() throws {
    let outcome = try Program.run([
      "benchmark", "b0", "--runs", "1", "--warmup", "0", "--resolution", "64",
      "--checkpoint", "random:3",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("untrained"))
  }

  @Test func doctorShowsWhereThingsAre() throws {
    let outcome = try Program.run(["doctor"])
    #expect(outcome.status == 0)
    for word in ["instruction sets", "TERM", "store"] { #expect(outcome.output.contains(word)) }
    let json = try Program.run(["doctor", "--format", "json"])
    #expect(try JSONSerialization.jsonObject(with: json.outputData) is [String: Any])
  }
}
