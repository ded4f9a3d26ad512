import Foundation
import Testing

@Suite struct ScaleCommandTests {
  private func object(_ arguments: [String]) throws -> Any {
    let outcome = try Program.run(arguments + ["--format", "json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try JSONSerialization.jsonObject(with: outcome.outputData)
  }

  @Test func factorsOfTable7GiveItsCompoundNetwork() throws {
    let result = try #require(
      try object(["scale", "b0", "--depth", "1.4", "--width", "1.2", "--resolution", "1.3"])
        as? [String: Any])
    let network = try #require(result["network"] as? [String: Any])
    let scaling = try #require(result["scaling"] as? [String: Any])
    #expect(network["resolution"] as? Int == 291)
    #expect(scaling["macs"] as? Int == network["macs"] as? Int)
    #expect((scaling["predictedMilliseconds"] as? Double ?? 0) > 0)
    #expect(scaling["measuredMilliseconds"] == nil)
  }

  @Test func theCompoundRuleSaysWhatItPromisedAndWhatWasCounted() throws {
    let result = try #require(try object(["scale", "--phi", "1"]) as? [String: Any])
    let scaling = try #require(result["scaling"] as? [String: Any])
    #expect(scaling["twoToThePhi"] as? Double == 2)
    #expect(abs((scaling["idealGrowth"] as? Double ?? 0) - 1.92027) < 1e-5)
    #expect((scaling["growth"] as? Double ?? 0) > 2)
  }

  @Test func predictionsCanBeLeftOut() throws {
    let result = try #require(
      try object(["scale", "--phi", "2", "--no-predict"]) as? [String: Any])
    let scaling = try #require(result["scaling"] as? [String: Any])
    #expect(scaling["predictedMilliseconds"] == nil && scaling["macs"] is Int)
    let rows = try #require(
      try object(["scale", "--sweep", "depth", "--values", "1,2", "--no-predict"])
        as? [[String: Any]])
    #expect(rows.allSatisfy { $0["predicted_milliseconds"] is NSNull })
  }

  @Test func sweepsCarryThePublishedAccuracies() throws {
    let rows = try #require(
      try object(["scale", "b0", "--sweep", "resolution"]) as? [[String: Any]])
    #expect(rows.count > 3)
    #expect(rows[0]["macs"] as? Int == 385_814_752)
    #expect(rows.allSatisfy { $0["figure_top1_percent"] is Double })
  }

  @Test func theSearchFindsAndMarksThePapersChoice() throws {
    let rows = try #require(try object(["scale", "--search"]) as? [[String: Any]])
    let marked = rows.filter { $0["paper"] as? Bool == true }
    #expect(marked.count == 1)
    #expect(marked.first?["alpha"] as? Double == 1.2)
    for row in rows {
      #expect(abs((row["constraint"] as? Double ?? 0) - 2) <= 0.1 + 1e-9)
    }
  }

  @Test func budgetsAreKept() throws {
    let rows = try #require(
      try object(["scale", "--max-macs", "1B", "--max-memory", "60MB"]) as? [[String: Any]])
    #expect(rows.count == 2)
    for row in rows {
      #expect((row["macs"] as? Int ?? .max) <= 1_000_000_000)
      #expect((row["bytes"] as? Int ?? .max) <= 60_000_000)
    }
    #expect(rows[0]["network"] as? String == "EfficientNet-B2")
    #expect((rows[1]["accuracy_is"] as? String ?? "").hasPrefix("interpolated"))
  }

  @Test func theObjectiveRanksB0First() throws {
    let rows = try #require(try object(["scale", "--objective"]) as? [[String: Any]])
    #expect(rows.first?["network"] as? String == "EfficientNet-B0")
  }

  @Test func figuresAreDrawnAsPictureAndAsText() throws {
    let folder = try TemporaryFolder()
    for (name, start) in [("figure.png", [0x89, 0x50]), ("figure.svg", [0x3C, 0x3F])] {
      let file = folder.path(name)
      let outcome = try Program.run(["scale", "--figure", "8", "--chart", "--plot", file])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("compound scaling"))
      #expect(
        try Array(Data(contentsOf: URL(fileURLWithPath: file)).prefix(2)).map(Int.init) == start)
    }
  }

  @Test func networksWithoutDepthwiseLayersArePredicted() throws {
    let outcome = try Program.run(["scale", "resnet-50", "--format", "json"])
    #expect(outcome.status == 0)
    #expect(!outcome.output.contains("null") && !outcome.output.contains("nan"))
    let budget = try Program.run(
      ["scale", "resnet-50", "--max-latency", "60s", "--max-macs", "2B", "--format", "csv"])
    #expect(budget.status == 0)
    #expect(budget.output.contains("published") && !budget.output.contains("nan"))
  }

  @Test func nonsenseIsOneLineAndExitCode64() throws {
    for arguments in [
      ["--width", "-1"], ["--width", "nan"], ["--depth", "0"], ["--resolution", "inf"],
      ["--beta", "nan", "--phi", "1"], ["--phi", "60"], ["--phi", "nan"], ["--phi", "400"],
      ["--alpha", "0.9", "--phi", "1"], ["--phi", "1", "--width", "2"], ["--sweep", "height"],
      ["--sweep", "width", "--values", "1,a"], ["--max-macs", "many"], ["--figure", "7"],
      ["--search", "--objective"], ["--depth", "1e9"], ["--search", "--alphas", "1:2:0"],
      ["--sweep", "width", "--plot", "figure.gif"], ["--search", "--plot", "figure.png"],
      ["--objective", "--chart"], ["--phi", "1", "--plot", "figure.png"],
      ["--max-macs", "1B", "--chart"],
    ] {
      let outcome = try Program.run(["scale", "b0"] + arguments)
      #expect(outcome.status == 64, "\(arguments): \(outcome.status)")
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(arguments): \(outcome.errors)")
    }
    #expect(try Program.run(["scale", "--fig"]).errors.contains("see 'effscope scale --help'"))
    #expect(try Program.run(["scale", "densenet-169", "--width", "2"]).status == 64)
    #expect(try Program.run(["scale", "--max-macs", "1k"]).status == 66)
  }
}
