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
    #expect(object["instruction_set"] is String)
    let forward = try #require(object["forward_pass"] as? [String: Any])
    #expect(forward["median_interval_milliseconds"] is [Double])
    let names = ["median", "minimum", "p90", "p99", "interquartile_range"]
    #expect(Set(names.map { $0 + "_milliseconds" }).isSubset(of: forward.keys))
    // Version 0.1's names of the same numbers.
    #expect(forward["median"] as? Double == forward["median_milliseconds"] as? Double)
    let range = forward["interquartile_range_milliseconds"] as? Double
    #expect(range != nil && forward["interquartileRange"] as? Double == range)
    #expect(object["first_run_milliseconds"] is Double && object["load_milliseconds"] is Double)
    #expect((object["peak_memory_bytes"] as? Int ?? 0) > 1 << 20)
    #expect(object["peakMemoryBytes"] as? Int == object["peak_memory_bytes"] as? Int)
  }

  @Test func aRunIsHeldAgainstAnEarlierOneOfTheSameSettings() throws {
    let folder = try TemporaryFolder()
    let file = folder.path("before.json")
    let settings = [
      "benchmark", "b0", "--runs", "6", "--warmup", "0", "--resolution", "64", "--threads", "1",
      "--checkpoint", "random:3",
    ]
    // A time that no machine reaches, and one that every machine does.
    func earlier(_ median: Double, threads: Int = 1) -> String {
      """
      {"variant": "b0", "resolution": 64, "threads": \(threads), "precision": "f32", \
      "instruction_set": "avx2", "forward_pass": {"median_milliseconds": \(median), \
      "median_interval_milliseconds": [\(median), \(median)]}}
      """
    }
    for (median, word) in [(0.0001, "slower"), (1e9, "faster")] {
      try earlier(median).write(toFile: file, atomically: true, encoding: .utf8)
      let outcome = try Program.run(settings + ["--compare", file])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains(word))
    }
    try earlier(1, threads: 2).write(toFile: file, atomically: true, encoding: .utf8)
    let other = try Program.run(settings + ["--compare", file])
    #expect(other.status == 65 && other.errors.contains("1 threads"), "\(other.errors)")
    try "no JSON".write(toFile: file, atomically: true, encoding: .utf8)
    #expect(try Program.run(settings + ["--compare", file]).status == 65)
    #expect(try Program.run(settings + ["--compare", file + ".no"]).status == 66)
  }

  @Test func withoutWeightsRandomOnesAreTimedAndMarked() throws {
    let outcome = try Program.run([
      "benchmark", "b0", "--runs", "1", "--warmup", "0", "--resolution", "64",
      "--checkpoint", "random:3",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("untrained"))
  }

  private static let layers = [
    "benchmark", "b0", "--checkpoint", "random:3", "--runs", "2", "--warmup", "1", "--resolution",
    "64", "--threads", "1", "--layers", "--format",
  ]

  @Test func layersAccountForAllMultiplyAddsAndAllOfTheTime() throws {
    let outcome = try Program.run(Self.layers + ["json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let object = try #require(
      JSONSerialization.jsonObject(with: outcome.outputData) as? [String: Any])
    let layers = try #require(object["layers"] as? [[String: Any]])
    let architecture = try Program.run([
      "architecture", "b0", "--resolution", "64", "--format", "json",
    ])
    let facts = try #require(
      JSONSerialization.jsonObject(with: architecture.outputData) as? [String: Any])
    #expect(layers.reduce(0) { $0 + ($1["macs"] as? Int ?? 0) } == facts["macs"] as? Int)
    let shares = layers.compactMap { $0["share"] as? Double }
    #expect(shares.count == layers.count)
    #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
    #expect(layers.allSatisfy { ($0["roofline"] as? Double ?? 0) > 0 })
    let roofline = try #require(object["roofline"] as? [String: Any])
    #expect((roofline["gigaflops"] as? Double ?? 0) > 0)
    let memory = try #require(object["memory"] as? [String: Any])
    let live = try #require(memory["peakLiveBytes"] as? Int)
    #expect(live > 0 && live <= memory["arenaBytes"] as? Int ?? 0)
  }

  @Test func layersAsTextAndCSVHaveALineAStep() throws {
    let text = try Program.run(Self.layers + ["text"])
    #expect(text.status == 0, "\(text.errors)")
    for word in ["untrained", "GFLOP/s", "of roofline", "stage1", "classifier", "memory plan"] {
      #expect(text.output.contains(word), "\(word)")
    }
    let csv = try Program.run(Self.layers + ["csv"])
    let lines = csv.output.split(separator: "\n")
    #expect(
      lines[0].hasPrefix("variant,resolution,threads,precision,instruction_set,layers,kernel"))
    #expect(lines.count > 30)
    let columns = lines[0].split(separator: ",").count
    #expect(lines.allSatisfy { $0.split(separator: ",").count == columns })
  }

  @Test func doctorShowsWhereThingsAre() throws {
    let outcome = try Program.run(["doctor"])
    #expect(outcome.status == 0)
    for word in ["instruction sets", "TERM", "store"] { #expect(outcome.output.contains(word)) }
    let json = try Program.run(["doctor", "--format", "json"])
    #expect(try JSONSerialization.jsonObject(with: json.outputData) is [String: Any])
  }
}
